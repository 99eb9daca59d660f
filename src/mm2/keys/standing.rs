//! What a line does where it stands. In: a line of the properties. Out: its [`Standing`]: read, inert with the spelling
//! that works, or unknown. Facts are of `MirrorMakerConfig` and `MirrorConnectorConfig`.

mod cluster;
mod flow;
mod plugins;
mod top;

use std::collections::{BTreeMap, BTreeSet};

use plugins::Plugins;

use super::{Key, Kind, Reader};
use crate::{
    mm2::gates,
    nearest::{nearest, slip},
    topology::{Scope, Setting, Topology, Version},
};

/// What is known of the lines of one topology.
#[derive(Debug)]
pub struct Catalogue<'a> {
    topology: &'a Topology,
    plugins: Plugins<'a>,
    /// The target of the first flow from each source, and the source of the first flow into each target.
    target_of: BTreeMap<&'a str, &'a str>,
    source_of: BTreeMap<&'a str, &'a str>,
    aliases: BTreeSet<&'a str>,
}

/// What MirrorMaker 2 makes of a line.
#[derive(Debug, Clone)]
pub enum Standing<'a> {
    /// The key is read here, by the releases that know it.
    Read { reader: Reader, key: &'static Key },
    /// A family of keys that are not for Kafka to know.
    Free,
    /// A class of someone else that is named elsewhere may read it; Kafka's own do not know it.
    Custom { key: &'a str, readers: &'static [Reader] },
    /// The key is known, but nothing reads it here.
    Inert(Inert<'a>),
    /// Nothing of this name is known. The key is without its alias, arrow and client.
    Unknown { key: &'a str, readers: &'static [Reader] },
}

/// A line that does nothing, or less than it seems to.
#[derive(Debug, Clone)]
pub struct Inert<'a> {
    pub why: Why<'a>,
    /// Keys that do what was meant; the first is the best.
    pub write: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
pub enum Why<'a> {
    /// Only keys that the connectors define are taken from the top level.
    NotFromTop,
    /// Clients take nothing from `consumer.`, `producer.` and `admin.` of the top level.
    ClientAtTop,
    /// Workers take their settings from the target cluster.
    WorkerOfTarget,
    /// Connectors take their own settings from no cluster.
    ConnectorOfNoCluster,
    /// The process reads it, once for all.
    ProcessOnly,
    /// A setting of a client that names no client.
    NoClient,
    /// Before 2.8 MirrorMaker's own clients take nothing from a cluster's keys.
    ClientBefore28,
    /// The producer of offset syncs takes it; the one that writes the records does not.
    OffsetSyncsOnly,
    /// The cluster of the key is the target of no flow.
    NoTarget,
    /// The cluster of the key is the source of no flow.
    NoSource,
    /// Only keys that say how to connect are taken from here.
    ConnectionOnly,
    /// Clients take it with the name of a side or of a client before it.
    ConnectionOfNoFlow,
    /// Another line always wins.
    Shadowed(&'a Setting),
}

/// A client of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Client {
    Consumer,
    Producer,
    Admin,
}

impl<'a> Catalogue<'a> {
    pub fn of(topology: &'a Topology) -> Catalogue<'a> {
        let (mut target_of, mut source_of) = (BTreeMap::new(), BTreeMap::new());
        for flow in &topology.flows {
            let (from, to) = (topology.alias(flow.from), topology.alias(flow.to));
            target_of.entry(from).or_insert(to);
            source_of.entry(to).or_insert(from);
        }
        let aliases = topology.clusters.iter().map(|cluster| cluster.alias.value.as_str());
        let (plugins, aliases) = (Plugins::of(topology), aliases.collect());
        Catalogue { topology, plugins, target_of, source_of, aliases }
    }

    pub fn standing(&self, setting: &'a Setting) -> Standing<'a> {
        match &setting.scope {
            Scope::Top => self.at_top(&setting.key),
            Scope::Cluster { alias, key } => self.of_cluster(alias, key),
            Scope::Flow { from, to, key } => self.of_flow((from, to), key),
        }
    }

    fn version(&self) -> Version {
        self.topology.workload.version
    }

    fn source(&self) -> &'a str {
        self.example_flow().0
    }

    fn target(&self) -> &'a str {
        self.example_flow().1
    }

    fn flow_key(&self, key: &str) -> String {
        format!("{}->{}.{key}", self.source(), self.target())
    }

    /// Where a setting of a client of a flow takes effect.
    fn client_key(&self, client: Client, key: &str, (source, target): (&str, &str)) -> Vec<String> {
        match client {
            Client::Consumer if !gates::client_prefixes(self.version()) => {
                vec![format!("{source}->{target}.consumer.{key}")]
            }
            Client::Consumer => vec![format!("{source}.consumer.{key}")],
            Client::Producer => vec![format!("{target}.producer.{key}")],
            Client::Admin => {
                vec![format!("{source}.admin.{key}"), format!("{target}.admin.{key}")]
            }
        }
    }

    /// A setting of a client of a flow that no prefix gives to one.
    fn bare_client(&self, key: &str, flow: (&str, &str)) -> Option<Standing<'a>> {
        let clients = [Client::Consumer, Client::Producer, Client::Admin];
        let client = clients.into_iter().find(|client| client.reader().key(key).is_some())?;
        Some(inert(Why::NoClient, self.client_key(client, key, flow)))
    }

    /// The aliases that stand for all in help texts: of the first flow, else of clusters that may have one.
    pub fn example_flow(&self) -> (&'a str, &'a str) {
        if let Some(flow) = self.topology.flows.first() {
            return (self.topology.alias(flow.from), self.topology.alias(flow.to));
        }
        let mut aliases = self.topology.clusters.iter().map(|cluster| cluster.alias.value.as_str());
        let first = aliases.next().unwrap_or("a");
        (first, aliases.find(|other| *other != first).unwrap_or("b"))
    }
}

impl Standing<'_> {
    /// The known key that is nearest to an unknown one, and so near to one of another class that a slip is likely; takes
    /// a look at all.
    pub fn nearest(&self) -> Option<&'static str> {
        let names = |readers: &'static [Reader]| {
            readers.iter().flat_map(|reader| reader.keys()).map(|key| key.name)
        };
        match self {
            Standing::Unknown { key, readers } => nearest(key, names(readers)),
            Standing::Custom { key, readers } => slip(key, names(readers)),
            Standing::Read { .. } | Standing::Free | Standing::Inert(_) => None,
        }
    }
}

impl Client {
    fn name(self) -> &'static str {
        match self {
            Client::Consumer => "consumer",
            Client::Producer => "producer",
            Client::Admin => "admin",
        }
    }

    fn reader(self) -> Reader {
        match self {
            Client::Consumer => Reader::Consumer,
            Client::Producer => Reader::Producer,
            Client::Admin => Reader::Admin,
        }
    }

    /// The readers among whose keys a misspelt one is sought.
    fn readers(self) -> &'static [Reader] {
        match self {
            Client::Consumer => &[Reader::Consumer, Reader::Connection],
            Client::Producer => &[Reader::Producer, Reader::Connection],
            Client::Admin => &[Reader::Admin, Reader::Connection],
        }
    }

    /// The key as this client knows it.
    fn key(self, name: &str) -> Option<(Reader, &'static Key)> {
        self.readers().iter().find_map(|reader| Some((*reader, reader.key(name)?)))
    }
}

/// The client that a prefix names, and the rest; nothing for a worker's own keys that begin so.
fn client(key: &str) -> Option<(Client, &str)> {
    if Reader::Worker.key(key).is_some() {
        return None;
    }
    let clients = [
        ("consumer.", Client::Consumer),
        ("producer.", Client::Producer),
        ("admin.", Client::Admin),
    ];
    clients.into_iter().find_map(|(prefix, client)| Some((client, key.strip_prefix(prefix)?)))
}

fn read<'a>(reader: Reader, name: &str) -> Option<Standing<'a>> {
    reader.key(name).map(|key| Standing::Read { reader, key })
}

fn inert(why: Why<'_>, write: Vec<String>) -> Standing<'_> {
    Standing::Inert(Inert { why, write })
}

/// `clusters` is not for the user to write.
fn process_only<'a>(key: &Key, version: Version) -> Standing<'a> {
    let is_of_use = key.is_in(version) && key.name != "clusters";
    let write = if is_of_use { vec![key.name.to_owned()] } else { Vec::new() };
    inert(Why::ProcessOnly, write)
}

/// Keys whose last part a converter, a reporter or a topic reads.
fn is_worker_family(key: &str) -> bool {
    let open = ["key.converter.", "value.converter.", "header.converter.", "metrics.context."];
    open.iter().any(|prefix| key.starts_with(prefix)) || is_jmx(key)
}

/// What the reporter of metrics reads.
fn is_jmx(key: &str) -> bool {
    matches!(key, "metrics.jmx.include" | "metrics.jmx.exclude")
}

/// The setting of an internal topic of the worker, such as `cleanup.policy` of `config.storage.cleanup.policy`.
fn storage_topic_key(key: &str) -> Option<&str> {
    ["config.storage.", "offset.storage.", "status.storage."]
        .iter()
        .find_map(|prefix| key.strip_prefix(prefix))
        .filter(|rest| Reader::Topic.key(rest).is_some())
}

fn is_provider(key: &str) -> bool {
    key == "config.providers" || key.starts_with("config.providers.")
}

/// Families of which only a connector's own keys are read: transforms, predicates and topics that are made.
fn is_connector_family(key: &str) -> bool {
    ["transforms.", "predicates.", "topic.creation."].iter().any(|prefix| key.starts_with(prefix))
}

/// Settings of the producer that matter for the records themselves.
fn is_for_records(key: &str) -> bool {
    !matches!(key, "client.id" | "interceptor.classes" | "metric.reporters")
}
