//! The settings that the compiler writes into `mm2.properties` itself. In: a topology and the cluster beside which an
//! instance runs. Out: keys and values, and the Secrets to which they refer.
//!
//! Every cluster gets its address. Security, and with it the Secrets, only those to which the instance really connects:
//! its own cluster and the sources of the flows into it. MirrorMaker 2 opens no connection for the other pairs.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::providers;
use crate::{
    descriptor::{Protocol, SaslMechanism, Security, StoreType, TlsClient, TlsTrust},
    topology::{Cluster, ClusterId, Flow, Setting, Topology, boolean},
    yaml::Spanned,
};

/// The folder below which Secrets are mounted, each in a folder of its own name.
pub const SECRETS_FOLDER: &str = "/etc/mm2-secrets";
/// The port of the REST server through which the pods of one instance talk to each other.
pub const REST_PORT: u16 = 8083;

const EMIT_HEARTBEATS: &str = "emit.heartbeats.enabled";

/// A key and its value.
pub type Entry<'a> = (String, Cow<'a, str>);

/// What decides about the settings of one instance.
#[derive(Debug)]
pub struct Owned<'a> {
    topology: &'a Topology,
    /// The cluster beside which the instance runs.
    own: &'a Cluster,
    /// The clusters to which it really connects.
    connected: BTreeSet<ClusterId>,
    /// The clusters between which and its own heartbeats matter; absent where they stay on for all.
    guarded: Option<BTreeSet<ClusterId>>,
}

/// The line that names every cluster; it stands first in the file of every instance.
pub fn clusters(topology: &Topology) -> (&'static str, String) {
    let aliases = topology.clusters.iter().map(|cluster| cluster.alias.value.as_str());
    ("clusters", aliases.collect::<Vec<_>>().join(", "))
}

impl<'a> Owned<'a> {
    pub fn new(topology: &'a Topology, own: &'a Cluster) -> Owned<'a> {
        let flows = topology.flows.iter();
        let touching: Vec<&Flow> =
            flows.filter(|flow| flow.to == own.id || flow.from == own.id).collect();
        let into_own = touching.iter().filter(|flow| flow.to == own.id).map(|flow| flow.from);
        let connected = into_own.chain([own.id]).collect();
        Owned { topology, own, connected, guarded: guarded(topology, &touching) }
    }

    /// Whether the address from outside is all that the instance is told about a cluster.
    pub fn is_outside(&self, cluster: &Cluster) -> bool {
        !self.is_local(cluster) && !self.connected.contains(&cluster.id)
    }

    /// Those behind the settings of the clusters, in the order of the file.
    pub fn further_settings(&self) -> Vec<Entry<'a>> {
        let mut entries: Vec<Entry<'a>> = self.heartbeat_guard().into_iter().collect();
        let guarded = self.guarded.iter().flatten();
        entries.extend(guarded.filter_map(|&id| self.pair_guard(id)));
        entries.extend(self.process_settings());
        entries
    }

    /// Those that say how to connect to one cluster.
    pub fn cluster_settings(&self, cluster: &'a Cluster) -> Vec<Entry<'a>> {
        let mut gathered = Gathered::default();
        self.cluster(cluster, &mut gathered);
        gathered.entries
    }

    /// The keys of the Secrets to which the settings refer, by the name of the Secret.
    pub fn secrets(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut gathered = Gathered::default();
        for &id in &self.connected {
            gathered.secure(self.topology.cluster(id));
        }
        gathered.secrets
    }

    /// Heartbeats are on for every pair, enabled or not, and each pair is a Connect worker with topics of its own. Where
    /// clusters are declared that no flow joins to this one, they are switched off for all pairs but those that matter:
    /// the sources of this cluster, and its targets, whose flows are watched by the heartbeats that are written here.
    pub fn heartbeat_guard(&self) -> Option<Entry<'a>> {
        self.guarded.is_some().then(|| (EMIT_HEARTBEATS.to_owned(), Cow::from("false")))
    }

    /// The line that leaves heartbeats on for the pair from another cluster into the own one.
    pub fn pair_guard(&self, from: ClusterId) -> Option<Entry<'a>> {
        let matters = from != self.own.id && self.guarded.as_ref()?.contains(&from);
        matters.then(|| {
            let (from, to) = (self.topology.alias(from), &self.own.alias.value);
            (format!("{from}->{to}.{EMIT_HEARTBEATS}"), Cow::from("true"))
        })
    }

    /// The other clusters for which [`Owned::pair_guard`] writes a line.
    pub fn guarded_sources(&self) -> impl Iterator<Item = ClusterId> {
        self.guarded.iter().flatten().copied().filter(|&id| id != self.own.id)
    }

    /// Those that speak of no single cluster: configuration providers and the internal REST server.
    pub fn process_settings(&self) -> Vec<Entry<'a>> {
        let owned = providers::settings(self.topology, &self.own.alias.value, SECRETS_FOLDER);
        let owned = owned.into_iter().chain(rest_settings(self.topology));
        owned.map(|(key, value)| (key, value.into())).collect()
    }

    fn is_local(&self, cluster: &Cluster) -> bool {
        self.own.home.as_ref().is_some_and(|home| self.topology.is_local(cluster, home))
    }

    fn cluster(&self, cluster: &'a Cluster, gathered: &mut Gathered<'a>) {
        let address = if self.is_local(cluster) { &cluster.internal } else { &cluster.external };
        // A missing address is an error of its own; from then on nothing is rendered.
        if let Some(address) = address {
            gathered.set(cluster, "bootstrap.servers", address.value.as_str());
        }
        if self.connected.contains(&cluster.id) {
            gathered.secure(cluster);
        }
    }
}

/// `touching` are the flows from and into the own cluster.
fn guarded(topology: &Topology, touching: &[&Flow]) -> Option<BTreeSet<ClusterId>> {
    let ends = touching.iter().flat_map(|flow| [flow.from, flow.to]);
    let joined: BTreeSet<ClusterId> = ends.collect();
    let all = joined.len() == topology.clusters.len();
    (!all && topology.settings.get(EMIT_HEARTBEATS).is_none()).then_some(joined)
}

/// The port of the internal REST server, where the topology switches it on. The user's `listeners` says it; without
/// that the compiler writes the line, and its own port.
pub fn rest_port(topology: &Topology) -> Option<u16> {
    let setting = |key: &str| topology.settings.get(key);
    let on =
        setting("dedicated.mode.enable.internal.rest").is_some_and(|on| boolean(on.value.trim()));
    let stated = setting("listeners").and_then(listener_port);
    on.then_some(stated.unwrap_or(REST_PORT))
}

fn listener_port(listeners: &Setting) -> Option<u16> {
    listeners.value.split(',').next()?.trim().rsplit_once(':')?.1.parse().ok()
}

/// The other pods of the instance are reached by their address; the user's own lines win.
fn rest_settings(topology: &Topology) -> Vec<(String, String)> {
    let Some(port) = rest_port(topology) else { return Vec::new() };
    let stated = |key: &str| topology.settings.get(key).is_some();
    let lines = [
        ("listeners", format!("http://0.0.0.0:{port}")),
        ("rest.advertised.host.name", format!("${{env:{}}}", providers::POD_ADDRESS)),
    ];
    let missing = lines.into_iter().filter(|(key, _)| !stated(key));
    missing.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Settings being gathered, and the keys of Secrets that they refer to.
#[derive(Default)]
struct Gathered<'a> {
    entries: Vec<(String, Cow<'a, str>)>,
    secrets: BTreeMap<String, BTreeSet<String>>,
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
