//! How MirrorMaker 2 connects to a cluster, by reference: names of Secrets and of the keys in them, never a value.
//! The Secrets are in the namespace where the instance runs.

use serde::Deserialize;

use crate::yaml::Spanned;

/// The security of the connection to one cluster.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Security {
    /// How the connection is protected: encrypted or not, with a user or without.
    pub protocol: Spanned<Protocol>,
    /// Certificates; for `SSL` and `SASL_SSL`.
    pub tls: Option<Spanned<Tls>>,
    /// The user; for `SASL_PLAINTEXT` and `SASL_SSL`.
    pub sasl: Option<Spanned<Sasl>>,
}

/// `security.protocol` of Kafka's clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Protocol {
    Plaintext,
    Ssl,
    SaslPlaintext,
    SaslSsl,
}

/// Certificates, as files of Secrets.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Tls {
    /// What the broker's certificate is checked with; the authorities of the image when absent.
    pub trust: Option<Spanned<TlsTrust>>,
    /// The client's own certificate, where the broker asks for one.
    pub client: Option<Spanned<TlsClient>>,
}

/// Certificates of the authorities that are trusted: a PEM file, or a store with its password.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct TlsTrust {
    /// The name of the Secret.
    pub secret: Spanned<String>,
    /// The key of the Secret that holds the PEM file or the store.
    pub key: Spanned<String>,
    /// The key of the Secret that holds the store's password; only for a store.
    pub password_key: Option<Spanned<String>>,
    /// The format of the file; `PEM` when absent.
    #[serde(rename = "type")]
    pub store_type: Option<Spanned<StoreType>>,
}

/// A client certificate: two PEM files, or a store with its password.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct TlsClient {
    /// The name of the Secret.
    pub secret: Spanned<String>,
    /// The key of the Secret that holds the PEM certificate chain; only without a store.
    pub certificate: Option<Spanned<String>>,
    /// The key of the Secret that holds the PEM private key (PKCS#8) or the store.
    pub key: Spanned<String>,
    /// The key of the Secret that holds the store's password; only for a store.
    pub password_key: Option<Spanned<String>>,
    /// The key of the Secret that holds the private key's own password, where it has one.
    pub key_password_key: Option<Spanned<String>>,
    /// The format of the file; `PEM` when absent.
    #[serde(rename = "type")]
    pub store_type: Option<Spanned<StoreType>>,
}

/// The format of keys and certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum StoreType {
    #[serde(rename = "PEM")]
    Pem,
    #[serde(rename = "JKS")]
    Jks,
    #[serde(rename = "PKCS12")]
    Pkcs12,
}

/// A user name and a password, as files of a Secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Sasl {
    /// How the password is proved.
    pub mechanism: Spanned<SaslMechanism>,
    /// The name of the Secret.
    pub secret: Spanned<String>,
    /// The key of the Secret that holds the user name; `username` when absent.
    pub username: Option<Spanned<String>>,
    /// The key of the Secret that holds the password; `password` when absent.
    pub password: Option<Spanned<String>>,
}

/// `sasl.mechanism` of Kafka's clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum SaslMechanism {
    #[serde(rename = "PLAIN")]
    Plain,
    #[serde(rename = "SCRAM-SHA-256")]
    ScramSha256,
    #[serde(rename = "SCRAM-SHA-512")]
    ScramSha512,
}
