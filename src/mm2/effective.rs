//! The settings that count. In: a topology. Out: the pairs that its instances run, and for each the configuration of
//! its connectors, its worker and its clients, every value with its origin. The order in which MirrorMaker 2 merges
//! them is that of `MirrorMakerConfig` in the version that runs.

mod clients;
mod config;
mod defaults;
mod names;
mod pairs;
mod raw;
mod sections;

use std::collections::BTreeSet;

use super::{gates, owned::Owned};
use crate::topology::{Cluster, ClusterId, Setting, Topology, Version};

pub use clients::{Client, Role, Side, client_config, records_producer};
pub use config::{Config, Origin, Value, boolean};
pub use defaults::of_connector as defaulted_keys;
use names::Names;
pub use pairs::{Cause, Pair};
use raw::Raw;
pub use sections::{Row, Section, known_keys, sections, unread};

/// What starts each connector of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connector {
    Source,
    Checkpoint,
    Heartbeat,
}

/// One MirrorMaker 2 process, started with `--clusters` of one target.
#[derive(Debug)]
pub struct Instance<'a> {
    topology: &'a Topology,
    target: &'a Cluster,
    owned: Owned<'a>,
    /// Clusters whose own keys pass for keys of the top level.
    disguised: Vec<ClusterId>,
}

/// The pairs that run, by their target, then by their source.
pub fn pairs(topology: &Topology) -> Vec<Pair> {
    let targets = topology.targets().into_iter();
    targets.flat_map(|(target, _)| Instance::new(topology, target.id).pairs()).collect()
}

/// The configuration of the source connector of a pair; [`Instance`] is for many pairs into one target.
pub fn connector_config(topology: &Topology, from: ClusterId, to: ClusterId) -> Config<'_> {
    Instance::new(topology, to).connector_config(from, Connector::Source)
}

/// The configuration of the worker of a pair.
pub fn worker_config(topology: &Topology, from: ClusterId, to: ClusterId) -> Config<'_> {
    Instance::new(topology, to).worker_config(from)
}

/// Top-level keys with these beginnings reach the worker.
const WORKER_PREFIXES: [&str; 8] = [
    "offset.storage",
    "config.storage",
    "status.storage",
    "key.converter",
    "value.converter",
    "header.converter",
    "task",
    "worker",
];
const REPLICATION_POLICY: &str = "replication.policy";
const CONFIG_PROVIDERS: &str = "config.providers";
const BYTES: &str = "org.apache.kafka.connect.converters.ByteArrayConverter";

impl<'a> Instance<'a> {
    pub fn new(topology: &'a Topology, target: ClusterId) -> Instance<'a> {
        let target = topology.cluster(target);
        let prefixes = WORKER_PREFIXES.into_iter().chain([REPLICATION_POLICY, CONFIG_PROVIDERS]);
        let disguised = prefixes.flat_map(|prefix| topology.by_alias_prefix(prefix)).collect();
        Instance { topology, target, owned: Owned::new(topology, target), disguised }
    }

    pub fn target(&self) -> &'a Cluster {
        self.target
    }

    pub fn version(&self) -> Version {
        self.topology.workload.version
    }

    /// The pairs that run, by their source.
    pub fn pairs(&self) -> Vec<Pair> {
        pairs::of(self)
    }

    /// The pair from a source, if it runs.
    pub fn pair(&self, from: ClusterId) -> Option<Pair> {
        pairs::pair(self, from)
    }

    /// As `MirrorMakerConfig.connectorBaseConfig` makes it.
    pub fn connector_config(&self, from: ClusterId, connector: Connector) -> Config<'a> {
        let raw = self.raw(from);
        let version = self.version();
        let mut config = Config::new(version);
        for (name, value) in raw.known(Names::of_connectors(version)) {
            config.set(name, value);
        }
        self.forward(&raw, CONFIG_PROVIDERS, &mut config);
        if gates::forwards_replication_policy(version) {
            self.forward(&raw, REPLICATION_POLICY, &mut config);
        }
        let (from, to) = (self.topology.alias(from), self.target.alias.value.as_str());
        for (side, alias) in [(Side::Source, from), (Side::Target, to)] {
            for (key, value) in self.cluster_properties(&raw, alias).values {
                config.set(side.key(&key, version), value);
            }
        }
        config.set_if_absent("name", Value::derived(connector.name()));
        config.set_if_absent("connector.class", Value::derived(connector.class()));
        config.set_if_absent("source.cluster.alias", Value::derived(from));
        config.set_if_absent("target.cluster.alias", Value::derived(to));
        for (key, value) in self.stripped(&raw, &format!("{from}->{to}.")) {
            config.set(key, value);
        }
        config.set_if_absent("enabled", Value::derived("false"));
        config
    }

    /// As `MirrorMakerConfig.workerConfig` makes it.
    pub fn worker_config(&self, from: ClusterId) -> Config<'a> {
        let raw = self.raw(from);
        let (from, to) = (self.topology.alias(from), self.target.alias.value.as_str());
        let mut config = self.cluster_properties(&raw, to);
        for prefix in WORKER_PREFIXES {
            self.forward(&raw, prefix, &mut config);
        }
        if gates::forwards_replication_policy(self.version()) {
            self.forward(&raw, REPLICATION_POLICY, &mut config);
        }
        self.forward(&raw, CONFIG_PROVIDERS, &mut config);
        if gates::client_ids(self.version()) {
            config.set_if_absent("client.id", Value::derived(format!("{from}->{to}")));
        }
        config.set_if_absent("group.id", Value::derived(format!("{from}-mm2")));
        for (store, name) in [("offset", "offsets"), ("status", "status"), ("config", "configs")] {
            let topic = format!("mm2-{name}.{from}.internal");
            config.set_if_absent(format!("{store}.storage.topic"), Value::derived(topic));
        }
        for converter in ["key.converter", "value.converter", "header.converter"] {
            config.set_if_absent(converter, Value::derived(BYTES));
        }
        config
    }

    /// As `MirrorMakerConfig.clusterProps` makes them.
    fn cluster_properties(&self, raw: &Raw<'a>, alias: &str) -> Config<'a> {
        let version = self.version();
        let mut config = Config::new(version);
        for (key, value) in self.stripped(raw, &format!("{alias}.")) {
            config.set(key, value);
        }
        let names = Names::of_clients(version);
        let own = config.values.iter().filter(|(key, _)| names.contains(key));
        let own: Vec<_> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        for (name, value) in own {
            for role in Role::ALL {
                config.set_if_absent([role.prefix(), &name].concat(), value.clone());
            }
        }
        for (name, value) in raw.known(names) {
            for role in Role::ALL {
                config.set_if_absent([role.prefix(), &name].concat(), value.clone());
            }
            config.set_if_absent(name, value);
        }
        config
    }

    /// Keys with a beginning, as they are. Some releases leave out the key that is nothing but the beginning.
    fn forward(&self, raw: &Raw<'a>, prefix: &str, config: &mut Config<'a>) {
        let drops = gates::drops_providers(self.version());
        for (key, value) in raw.with_prefix(prefix) {
            if !(drops && key == prefix) {
                config.set(key, value);
            }
        }
    }

    /// Keys with a beginning, without it. A key that is nothing but the beginning passed as an empty one before 3.5.
    fn stripped(&self, raw: &Raw<'a>, prefix: &str) -> Vec<(String, Value<'a>)> {
        let keeps_empty = !gates::connectors_keep_placeholders(self.version());
        let found = raw.with_prefix(prefix).into_iter();
        let stripped =
            found.filter_map(|(key, value)| Some((key.get(prefix.len()..)?.to_owned(), value)));
        stripped.filter(|(key, _)| keeps_empty || !key.is_empty()).collect()
    }

    /// The user's line `from->target.key`.
    fn flow_line(&self, from: ClusterId, key: &str) -> Option<&'a Setting> {
        let (from, to) = (self.topology.alias(from), &self.target.alias.value);
        self.topology.settings.get(&[from, "->", to, ".", key].concat())
    }

    /// Of our part only what can speak of the pair, so that a thousand pairs do not each hold a thousand addresses.
    fn raw(&self, from: ClusterId) -> Raw<'a> {
        let mut clusters: BTreeSet<ClusterId> = self.disguised.iter().copied().collect();
        clusters.insert(from);
        for end in [self.topology.alias(from), self.target.alias.value.as_str()] {
            clusters.extend(self.overlapping(end));
        }
        let mut ours = Vec::new();
        for &id in &clusters {
            ours.extend(self.owned.cluster_settings(self.topology.cluster(id)));
            ours.extend(self.owned.pair_guard(id));
        }
        ours.extend(self.owned.heartbeat_guard());
        ours.extend(self.owned.process_settings());
        Raw::new(&self.topology.settings, ours)
    }

    /// The clusters whose keys start with an alias and a dot: its own, and those of dotted aliases around it.
    fn overlapping(&self, alias: &str) -> Vec<ClusterId> {
        let longer = format!("{alias}.");
        let shorter = alias.match_indices('.').filter_map(|(dot, _)| alias.get(..dot));
        let mut found: Vec<ClusterId> =
            shorter.chain([alias]).filter_map(|alias| self.topology.by_alias(alias)).collect();
        found.extend(self.topology.by_alias_prefix(&longer));
        found
    }
}

impl Connector {
    pub const ALL: [Connector; 3] =
        [Connector::Source, Connector::Checkpoint, Connector::Heartbeat];

    pub fn name(self) -> &'static str {
        let class = self.class();
        class.rsplit_once('.').map_or(class, |(_, name)| name)
    }

    pub fn class(self) -> &'static str {
        match self {
            Connector::Source => "org.apache.kafka.connect.mirror.MirrorSourceConnector",
            Connector::Checkpoint => "org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
            Connector::Heartbeat => "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
        }
    }
}
