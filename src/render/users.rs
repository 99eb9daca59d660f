//! What a template sees of a user: `user.*`. An absent value is none, and its key is left out.

use std::collections::BTreeMap;

use minijinja::{Value, value::Serde};
use serde::Serialize;

use crate::{
    descriptor::{Issuer, IssuerKind, TopicAccess, TopicGrant, TopicPattern},
    names::label_value,
    plan::User,
};

/// How long a certificate of the CSR operator is valid.
const LIFETIME: &str = "csr.banzaicloud.io/certificate-lifetime";

#[derive(Serialize)]
struct UserValues<'a> {
    name: &'a str,
    namespace: &'a str,
    labels: BTreeMap<&'static str, String>,
    annotations: Option<BTreeMap<&'a str, String>>,
    cluster_name: &'a str,
    cluster_namespace: &'a str,
    backend: Option<&'static str>,
    issuer: Option<IssuerValues<'a>>,
    signer: Option<&'a str>,
    secret: String,
    grants: Option<Vec<GrantValues<'a>>>,
}

#[derive(Serialize)]
struct IssuerValues<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GrantValues<'a> {
    topic_name: &'a str,
    access_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern_type: Option<&'static str>,
}

/// The scope in which the templates of one user are filled.
pub(super) fn scope(user: &User<'_>) -> Value {
    Value::from(BTreeMap::from([("user", Value::from(Serde(values(user))))]))
}

fn values<'a>(user: &'a User<'_>) -> UserValues<'a> {
    let written = &user.written.value;
    let signer = written.signer.as_ref().map(|signer| &signer.value);
    let request = signer.and_then(|signer| signer.k8s_csr.as_ref());
    let issuer = signer.and_then(|signer| signer.cert_manager.as_ref());
    UserValues {
        name: user.name(),
        namespace: user.namespace(),
        labels: labels(user),
        annotations: annotations(user),
        cluster_name: &user.home.name.value,
        cluster_namespace: &user.home.namespace.value,
        backend: request.map(|_| "k8s-csr").or_else(|| issuer.map(|_| "cert-manager")),
        issuer: issuer.map(issuer_values),
        signer: request.map(|signer| signer.value.as_str()),
        secret: user.secret(),
        grants: written.topics.as_ref().map(|topics| topics.iter().map(grant).collect()),
    }
}

fn labels(user: &User<'_>) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("app.kubernetes.io/part-of", label_value(&user.topology.name.value)),
        ("app.kubernetes.io/managed-by", "mirrorc".to_owned()),
        ("mirrorc.dev/alias", label_value(&user.cluster.alias.value)),
    ])
}

fn annotations<'a>(user: &'a User<'_>) -> Option<BTreeMap<&'a str, String>> {
    let written = &user.written.value;
    let stated = written.annotations.iter().flatten();
    let mut annotations: BTreeMap<&str, String> =
        stated.map(|(key, value)| (key.as_str(), value.clone())).collect();
    if let Some(seconds) = &written.lifetime_seconds {
        annotations.insert(LIFETIME, seconds.value.to_string());
    }
    (!annotations.is_empty()).then_some(annotations)
}

fn issuer_values(issuer: &Issuer) -> IssuerValues<'_> {
    let kind = match issuer.kind {
        None | Some(IssuerKind::ClusterIssuer) => "ClusterIssuer",
        Some(IssuerKind::Issuer) => "Issuer",
    };
    IssuerValues { name: &issuer.name.value, kind }
}

fn grant(grant: &TopicGrant) -> GrantValues<'_> {
    GrantValues {
        topic_name: &grant.name.value,
        access_type: match grant.access {
            TopicAccess::Read => "read",
            TopicAccess::Write => "write",
        },
        pattern_type: grant.pattern.map(|pattern| match pattern {
            TopicPattern::Literal => "literal",
            TopicPattern::Prefixed => "prefixed",
        }),
    }
}
