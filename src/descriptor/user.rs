//! Users of a Kafka cluster whose client certificates an operator makes, as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::yaml::Spanned;

/// A user of a Kafka cluster that koperator runs: it becomes a `KafkaUser`, and the operator writes the client
/// certificate into a Secret beside it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct KafkaUser {
    /// The name of the `KafkaUser`.
    pub name: Spanned<String>,
    /// The namespace of the `KafkaUser` and of its Secret; the Kafka cluster's when absent.
    pub namespace: Option<Spanned<String>>,
    /// The Secret into which the operator writes `tls.crt`, `tls.key` and the authority's certificate (`chain.pem` of
    /// the CSR operator, `ca.crt` of cert-manager); `<name>-secret` when absent.
    pub secret: Option<Spanned<String>>,
    /// Who signs the certificate; the Kafka cluster's own setting when absent.
    pub signer: Option<Spanned<CertificateSigner>>,
    /// How long a certificate of the CSR operator is valid, in seconds; a day when absent. What cert-manager signs is
    /// valid for 90 days.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub lifetime_seconds: Option<Spanned<u32>>,
    /// Topics that the user may read or write.
    pub topics: Option<Vec<TopicGrant>>,
    /// Annotations of the certificate request.
    pub annotations: Option<BTreeMap<String, String>>,
}

impl KafkaUser {
    /// The Secret into which the operator writes the certificate.
    pub fn secret_name(&self) -> String {
        let stated = self.secret.as_ref().map(|secret| secret.value.clone());
        stated.unwrap_or_else(|| format!("{}-secret", self.name.value))
    }
}

/// One of the two.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct CertificateSigner {
    /// The name of a signer of Kubernetes' certificate requests, such as `csr.banzaicloud.io/privateca`.
    pub k8s_csr: Option<Spanned<String>>,
    /// An issuer of cert-manager.
    pub cert_manager: Option<Issuer>,
}

/// An issuer of cert-manager.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Issuer {
    /// The name of the issuer.
    pub name: Spanned<String>,
    /// `ClusterIssuer` when absent.
    pub kind: Option<IssuerKind>,
}

/// Where an issuer of cert-manager is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum IssuerKind {
    ClusterIssuer,
    Issuer,
}

/// What a user may do with a topic.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct TopicGrant {
    /// The name of the topic, or the beginning of names.
    pub name: Spanned<String>,
    /// What the user may do.
    pub access: TopicAccess,
    /// How the name is meant; `literal` when absent.
    pub pattern: Option<TopicPattern>,
}

/// What a user may do with a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum TopicAccess {
    Read,
    Write,
}

/// How the name of a topic is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum TopicPattern {
    Literal,
    Prefixed,
}
