//! What an instance runs for one pair, part by part. In: an instance and the source of a pair. Out: the settings of the
//! connectors, of the worker and of each client, with defaults.

use std::collections::BTreeSet;

use super::{
    Client, Config, Connector, Instance, Role, Side, Value, client_config, defaults, names::Names,
    records_producer,
};
use crate::{
    mm2::offset_syncs,
    topology::{ClusterId, Setting, Version},
};

/// One thing that has settings.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    pub title: String,
    /// By their keys.
    pub rows: Vec<Row<'a>>,
}

/// A setting as its reader knows it.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    pub key: String,
    pub value: Value<'a>,
}

impl Row<'_> {
    /// Whether a line of the file with this key counts here, or would if another did not hide it.
    pub fn comes_from(&self, key: &str) -> bool {
        let shadowed = self.value.shadowed.iter();
        let mut origins = std::iter::once(&self.value).chain(shadowed).map(|value| &value.origin);
        origins.any(|origin| origin.key() == Some(key))
    }
}

/// Everything that runs for the pair; without records only what emits heartbeats. Of a pair that does not run, what would
/// if it were enabled.
pub fn sections<'a>(instance: &Instance<'a>, from: ClusterId) -> Vec<Section<'a>> {
    let connector = instance.connector_config(from, Connector::Source);
    let worker = instance.worker_config(from);
    let runs = instance.pair(from).is_some();
    let copies = !runs || connector.boolean("enabled") == Some(true);
    let mut sections = vec![shared(&connector)];
    for kind in Connector::ALL {
        if copies || kind == Connector::Heartbeat {
            sections.push(own(kind, &connector));
        }
    }
    let rows = worker.values.iter().filter(|(key, _)| !is_for_clients(key)).map(row).collect();
    sections
        .push(Section { title: "worker, which ignores what it does not know".to_owned(), rows });
    if copies {
        let ends = [instance.topology.alias(from), instance.target().alias.value.as_str()];
        sections.extend(clients(&connector, &worker, ends));
    }
    sections
}

/// The lines of the user's block that carry a key for the pair, and that nothing of the pair reads.
pub fn unread<'a>(
    instance: &Instance<'a>,
    from: ClusterId,
    key: &str,
    sections: &[Section<'_>],
) -> Vec<&'a Setting> {
    let (from, to) = (instance.topology.alias(from), &instance.target().alias.value);
    let spellings = [
        key.to_owned(),
        format!("{from}.{key}"),
        format!("{to}.{key}"),
        format!("{from}->{to}.{key}"),
    ];
    let unique: BTreeSet<String> = spellings.into();
    let lines = unique.into_iter().filter_map(|key| instance.topology.settings.get(&key));
    let rows: Vec<&Row<'_>> = sections.iter().flat_map(|section| &section.rows).collect();
    lines.filter(|line| !rows.iter().any(|row| row.comes_from(&line.key))).collect()
}

/// Keys that a version knows, to tell a slip from a key that is not set.
pub fn known_keys(version: Version) -> BTreeSet<&'static str> {
    let defaulted =
        Connector::ALL.into_iter().flat_map(|kind| defaults::of_connector(kind, version));
    Names::of_connectors(version)
        .iter()
        .chain(Names::of_clients(version).iter())
        .chain(defaulted)
        .collect()
}

/// What all three connectors read, and what is given but has no default that we know.
fn shared<'a>(connector: &Config<'a>) -> Section<'a> {
    let version = connector.version;
    let of = |kind| -> BTreeSet<&str> { defaults::of_connector(kind, version).collect() };
    let [source, checkpoint, heartbeat] = Connector::ALL.map(of);
    let mut keys: BTreeSet<&str> = source
        .iter()
        .filter(|key| checkpoint.contains(*key) && heartbeat.contains(*key))
        .copied()
        .collect();
    let own = |key: &str| [&source, &checkpoint, &heartbeat].iter().any(|keys| keys.contains(key));
    let given = connector.values.iter().filter(|(key, value)| {
        let is_named =
            ["name", "connector.class"].contains(&key.as_str()) && value.origin.key().is_none();
        !own(key) && !is_named && !is_for_clients(key) && !is_older_spelling(key)
    });
    keys.extend(given.map(|(key, _)| key.as_str()));
    Section { title: "all connectors".to_owned(), rows: rows(connector, keys) }
}

/// What one connector reads and not all do.
fn own<'a>(kind: Connector, connector: &Config<'a>) -> Section<'a> {
    let version = connector.version;
    let reads = |kind, key: &str| defaults::of_connector(kind, version).any(|other| other == key);
    let keys = defaults::of_connector(kind, version)
        .filter(|key| !Connector::ALL.into_iter().all(|kind| reads(kind, key)))
        .collect();
    let title = match kind {
        Connector::Source => "source connector",
        Connector::Checkpoint => "checkpoint connector",
        Connector::Heartbeat => "heartbeat connector",
    };
    Section { title: title.to_owned(), rows: rows(connector, keys) }
}

fn rows<'a>(config: &Config<'a>, keys: BTreeSet<&str>) -> Vec<Row<'a>> {
    let row = |key: &str| Some(Row { key: key.to_owned(), value: config.effective(key)? });
    keys.into_iter().filter_map(row).collect()
}

fn row<'a>((key, value): (&String, &Value<'a>)) -> Row<'a> {
    Row { key: key.clone(), value: value.clone() }
}

fn clients<'a>(
    connector: &Config<'a>,
    worker: &Config<'a>,
    [from, to]: [&str; 2],
) -> Vec<Section<'a>> {
    let client = |side, role, label| client_config(connector, Client { side, role, label });
    let syncs = offset_syncs::side(|key| connector.get(key), connector.version).map(|side| {
        let (label, at) = match side {
            Side::Source => ("offset-syncs-source-producer", from),
            Side::Target => ("offset-syncs-target-producer", to),
        };
        let title = format!("producer of offset syncs, connected to {at}");
        (title, client(side, Role::Producer, label))
    });
    let sections = [
        (
            format!("consumer of records, connected to {from}"),
            client(Side::Source, Role::Consumer, "replication-consumer"),
        ),
        (format!("producer of records, connected to {to}"), records_producer(worker, connector)),
    ];
    let admins = [
        (
            format!("admin client, connected to {from}"),
            client(Side::Source, Role::Admin, "replication-source-admin"),
        ),
        (
            format!("admin client, connected to {to}"),
            client(Side::Target, Role::Admin, "replication-target-admin"),
        ),
    ];
    let section = |(title, config): (String, Config<'a>)| Section {
        title,
        rows: config.values.iter().map(row).collect(),
    };
    sections.into_iter().chain(syncs).chain(admins).map(section).collect()
}

/// What only serves to make the settings of a client.
fn is_for_clients(key: &str) -> bool {
    let plain = [
        "source.cluster.alias",
        "target.cluster.alias",
        "consumer.poll.timeout.ms",
        "admin.timeout.ms",
    ];
    let prefixes = ["source.", "target.", "consumer.", "producer.", "admin."];
    !plain.contains(&key) && prefixes.iter().any(|prefix| key.starts_with(prefix))
}

fn is_older_spelling(key: &str) -> bool {
    key.ends_with(".blacklist")
}
