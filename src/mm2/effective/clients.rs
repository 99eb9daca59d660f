//! The Kafka clients of a pair. In: the configurations of its connector and its worker. Out: those of each client.

use super::config::{Config, Value};
use super::names::Names;
pub use crate::mm2::offset_syncs::Side;
use crate::{mm2::gates, topology::Version};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Producer,
    Consumer,
    Admin,
}

/// One client that a connector opens itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    pub side: Side,
    pub role: Role,
    /// The last part of its client id, such as `replication-consumer`.
    pub label: &'static str,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::Source => "source.",
            Side::Target => "target.",
        }
    }

    /// A cluster's own key as the configuration of a connector has it.
    pub(super) fn key(self, key: &str, version: Version) -> String {
        let is_client = ["consumer", "producer", "admin"].iter().any(|role| key.starts_with(role));
        let middle = if is_client && gates::client_prefixes(version) { "" } else { "cluster." };
        [self.name(), middle, key].concat()
    }
}

impl Role {
    pub(super) const ALL: [Role; 3] = [Role::Producer, Role::Consumer, Role::Admin];

    pub(super) fn prefix(self) -> &'static str {
        match self {
            Role::Producer => "producer.",
            Role::Consumer => "consumer.",
            Role::Admin => "admin.",
        }
    }
}

/// The configuration of a client that a connector opens itself, as `MirrorConnectorConfig` makes it.
pub fn client_config<'a>(connector: &Config<'a>, client: Client) -> Config<'a> {
    let Client { side, role, label } = client;
    let version = connector.version;
    let mut config = Config::new(version);
    let names = Names::of_clients(version);
    for (name, value) in connector.below(&format!("{}cluster.", side.name())) {
        if names.contains(name) {
            config.set(name, value.clone());
        }
    }
    let by_side = role == Role::Admin || gates::client_prefixes(version);
    let prefixes = [
        Some(role.prefix().to_owned()),
        by_side.then(|| format!("{}{}", side.name(), role.prefix())),
    ];
    for prefix in prefixes.iter().flatten() {
        for (key, value) in connector.below(prefix) {
            config.set(key, value.clone());
        }
    }
    if role == Role::Consumer {
        config.set("enable.auto.commit", Value::derived("false"));
        let earliest = Value::derived("earliest");
        match gates::client_prefixes(version) {
            true => config.set_if_absent("auto.offset.reset", earliest),
            false => config.set("auto.offset.reset", earliest),
        }
    }
    if gates::client_ids(version) {
        add_client_id(connector, label, &mut config);
    }
    config
}

fn add_client_id(connector: &Config<'_>, label: &str, config: &mut Config<'_>) {
    let setting = |key| connector.get(key).unwrap_or_default().trim();
    let (from, to) = (setting("source.cluster.alias"), setting("target.cluster.alias"));
    let own = format!("{from}->{to}|{}|{label}", setting("name"));
    match config.values.get_mut("client.id") {
        Some(stated) => stated.text = format!("{}|{own}", stated.text).into(),
        None => config.set("client.id", Value::derived(own)),
    }
}

/// The producer that writes the copied records: it belongs to the worker, and a connector may override it.
pub fn records_producer<'a>(worker: &Config<'a>, connector: &Config<'a>) -> Config<'a> {
    let mut config = Config::new(worker.version);
    let framework = [
        ("acks", "all"),
        ("delivery.timeout.ms", "2147483647"),
        ("enable.idempotence", "false"),
        ("max.block.ms", "9223372036854775807"),
        ("max.in.flight.requests.per.connection", "1"),
    ];
    for (key, value) in framework {
        config.set(key, Value::derived(value));
    }
    if let Some(value) = worker.values.get("bootstrap.servers") {
        config.set("bootstrap.servers", value.clone());
    }
    for (key, value) in worker.below("producer.").chain(connector.below("producer.override.")) {
        config.set(key, value.clone());
    }
    config
}
