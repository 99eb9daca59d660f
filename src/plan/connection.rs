//! How one instance connects: the settings that the compiler owns, and the Secrets behind them.
//!
//! Every cluster gets its address. Security, and with it the Secrets, only those to which the instance really connects:
//! its own cluster and the sources of the flows into it. MirrorMaker 2 opens no connection for the other pairs.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    descriptor::{Protocol, SaslMechanism, Security, StoreType, TlsClient, TlsTrust},
    mm2::{heartbeats, providers},
    names,
    topology::{Cluster, ClusterId, Home, Topology},
    yaml::Spanned,
};

/// The folder below which Secrets are mounted, each in a folder of its own name.
pub const SECRETS_FOLDER: &str = "/etc/mm2-secrets";

/// A Secret that an instance mounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretMount {
    pub secret: String,
    /// The name of the volume.
    pub volume: String,
    pub path: String,
    /// The keys that must be in the Secret.
    pub keys: BTreeSet<String>,
}

/// Settings being gathered, and the keys of Secrets that they refer to.
#[derive(Default)]
struct Gathered<'a> {
    entries: Vec<(String, Cow<'a, str>)>,
    secrets: BTreeMap<String, BTreeSet<String>>,
}

pub(super) fn settings<'a>(
    topology: &'a Topology,
    own: &Cluster,
    home: &Home,
    rest_port: Option<u16>,
) -> Vec<(String, Cow<'a, str>)> {
    let connected = connected(topology, own);
    let aliases: Vec<&str> =
        topology.clusters.iter().map(|cluster| cluster.alias.value.as_str()).collect();
    let mut gathered = Gathered::default();
    gathered.entries.push(("clusters".to_owned(), aliases.join(", ").into()));
    for cluster in &topology.clusters {
        let address =
            if topology.is_local(cluster, home) { &cluster.internal } else { &cluster.external };
        let address =
            address.as_ref().expect("a missing address is an error, and then nothing is planned");
        gathered.set(cluster, "bootstrap.servers", address.value.as_str());
        if connected.contains(&cluster.id) {
            gathered.secure(cluster);
        }
    }
    let mut entries = gathered.entries;
    entries.extend(heartbeat_guards(topology, own));
    let owned = providers::settings(topology, &own.alias.value, SECRETS_FOLDER);
    let owned = owned.into_iter().chain(rest_settings(topology, rest_port));
    entries.extend(owned.map(|(key, value)| (key, value.into())));
    entries
}

/// Heartbeats are on for every pair, enabled or not, and each pair is a Connect worker with topics of its own. Where
/// clusters are declared that no flow joins to this one, they are switched off for all pairs but those that matter.
fn heartbeat_guards<'a>(topology: &'a Topology, own: &Cluster) -> Vec<(String, Cow<'a, str>)> {
    let Some(chosen) = heartbeats::chosen(topology, own) else { return Vec::new() };
    let key = heartbeats::KEY;
    let pairs = chosen.into_iter().map(|id| {
        (format!("{}->{}.{key}", topology.alias(id), own.alias.value), Cow::from("true"))
    });
    std::iter::once((key.to_owned(), Cow::from("false"))).chain(pairs).collect()
}

pub(super) fn secrets(topology: &Topology, own: &Cluster) -> Vec<SecretMount> {
    let mut gathered = Gathered::default();
    for id in connected(topology, own) {
        gathered.secure(topology.cluster(id));
    }
    gathered.secrets.into_iter().map(mount).collect()
}

/// The clusters to which the instance really connects.
fn connected(topology: &Topology, own: &Cluster) -> BTreeSet<ClusterId> {
    let into_own = topology.flows.iter().filter(|flow| flow.to == own.id);
    into_own.map(|flow| flow.from).chain([own.id]).collect()
}

/// The other pods of the instance are reached by their address; the user's own lines win.
fn rest_settings(topology: &Topology, port: Option<u16>) -> Vec<(String, String)> {
    let Some(port) = port else { return Vec::new() };
    let stated = |key: &str| topology.settings.get(key).is_some();
    let lines = [
        ("listeners", format!("http://0.0.0.0:{port}")),
        ("rest.advertised.host.name", "${env:POD_IP}".to_owned()),
    ];
    let missing = lines.into_iter().filter(|(key, _)| !stated(key));
    missing.map(|(key, value)| (key.to_owned(), value)).collect()
}

fn mount((secret, keys): (String, BTreeSet<String>)) -> SecretMount {
    let path = format!("{SECRETS_FOLDER}/{secret}");
    SecretMount { volume: names::volume_name(&secret), path, secret, keys }
}

impl<'a> Gathered<'a> {
    fn set(&mut self, cluster: &Cluster, key: &str, value: impl Into<Cow<'a, str>>) {
        self.entries.push(([cluster.alias.value.as_str(), ".", key].concat(), value.into()));
    }

    /// The path of a key's file.
    fn file(&mut self, secret: &Spanned<String>, key: &str) -> String {
        self.secrets.entry(secret.value.clone()).or_default().insert(key.to_owned());
        format!("{SECRETS_FOLDER}/{}/{key}", secret.value)
    }

    /// A reference that the process resolves to the content of a key's file.
    fn content(&mut self, secret: &Spanned<String>, key: &str) -> String {
        self.file(secret, key);
        format!("${{{}:{SECRETS_FOLDER}/{}:{key}}}", providers::DIRECTORY, secret.value)
    }

    fn secure(&mut self, cluster: &Cluster) {
        let Some(security) = &cluster.security else { return };
        let protocol = match security.value.protocol.value {
            Protocol::Plaintext => "PLAINTEXT",
            Protocol::Ssl => "SSL",
            Protocol::SaslPlaintext => "SASL_PLAINTEXT",
            Protocol::SaslSsl => "SASL_SSL",
        };
        self.set(cluster, "security.protocol", protocol);
        if let Some(tls) = &security.value.tls {
            if let Some(trust) = &tls.value.trust {
                self.trust(cluster, &trust.value);
            }
            if let Some(client) = &tls.value.client {
                self.client(cluster, &client.value);
            }
        }
        self.sasl(cluster, &security.value);
    }

    fn trust(&mut self, cluster: &Cluster, trust: &TlsTrust) {
        let store_type = store_type(trust.store_type.as_ref());
        let location = self.file(&trust.secret, &trust.key.value);
        self.set(cluster, "ssl.truststore.type", store_type);
        self.set(cluster, "ssl.truststore.location", location);
        if let Some(key) = &trust.password_key {
            let password = self.content(&trust.secret, &key.value);
            self.set(cluster, "ssl.truststore.password", password);
        }
    }

    fn client(&mut self, cluster: &Cluster, client: &TlsClient) {
        self.set(cluster, "ssl.keystore.type", store_type(client.store_type.as_ref()));
        if let Some(certificate) = &client.certificate {
            let chain = self.content(&client.secret, &certificate.value);
            let key = self.content(&client.secret, &client.key.value);
            self.set(cluster, "ssl.keystore.certificate.chain", chain);
            self.set(cluster, "ssl.keystore.key", key);
        } else {
            let location = self.file(&client.secret, &client.key.value);
            self.set(cluster, "ssl.keystore.location", location);
        }
        for (setting, key) in [
            ("ssl.keystore.password", &client.password_key),
            ("ssl.key.password", &client.key_password_key),
        ] {
            if let Some(key) = key {
                let password = self.content(&client.secret, &key.value);
                self.set(cluster, setting, password);
            }
        }
    }

    fn sasl(&mut self, cluster: &Cluster, security: &Security) {
        let Some(sasl) = security.sasl.as_ref().map(|sasl| &sasl.value) else { return };
        let (mechanism, module) = match sasl.mechanism.value {
            SaslMechanism::Plain => ("PLAIN", "plain.PlainLoginModule"),
            SaslMechanism::ScramSha256 => ("SCRAM-SHA-256", "scram.ScramLoginModule"),
            SaslMechanism::ScramSha512 => ("SCRAM-SHA-512", "scram.ScramLoginModule"),
        };
        let key = |stated: &Option<Spanned<String>>, default: &str| {
            stated.as_ref().map_or_else(|| default.to_owned(), |key| key.value.clone())
        };
        let username = self.content(&sasl.secret, &key(&sasl.username, "username"));
        let password = self.content(&sasl.secret, &key(&sasl.password, "password"));
        self.set(cluster, "sasl.mechanism", mechanism);
        let jaas = format!(
            "org.apache.kafka.common.security.{module} required username=\"{username}\" password=\"{password}\";"
        );
        self.set(cluster, "sasl.jaas.config", jaas);
    }
}

fn store_type(stated: Option<&Spanned<StoreType>>) -> &'static str {
    match stated.map(|stated| stated.value) {
        None | Some(StoreType::Pem) => "PEM",
        Some(StoreType::Jks) => "JKS",
        Some(StoreType::Pkcs12) => "PKCS12",
    }
}
