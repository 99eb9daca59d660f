//! The topics that MirrorMaker 2 makes on some clusters, as the settings in effect have them. In: a simulation, and which
//! clusters matter. Out: for each pair its own topics, and its copies as one entry.

use std::collections::BTreeMap;

use super::alike::{Alike, Group};
use crate::{
    mm2::{
        effective::{
            Client, Config, Connector, Instance, Pair, Role, Side, client_config, records_producer,
        },
        gates, offset_syncs,
        pattern::PatternList,
        policy::HEARTBEATS,
        simulate::{Flow, Running, Simulation, State},
    },
    topology::{Cluster, ClusterId, Setting, Topology},
};

pub(super) const COPIES: &str = "replication.factor";

/// One topic of MirrorMaker 2's own, or all copies of a flow.
pub(super) struct Made<'a> {
    pub(super) topology: &'a Topology,
    pub(super) cluster: &'a Cluster,
    /// Absent for copies.
    pub(super) name: Option<String>,
    pub(super) shape: Shape<'a>,
}

/// What the settings say of it.
#[derive(Clone, Copy)]
pub(super) struct Shape<'a> {
    /// The key that says how many replicas it gets.
    pub(super) key: &'static str,
    /// Absent where Kafka's default counts.
    pub(super) line: Option<&'a Setting>,
    /// -1 leaves it to the brokers; absent where it is not known.
    pub(super) replicas: Option<i64>,
    /// Absent for copies, and where the number is not known.
    pub(super) partitions: Option<u32>,
    /// What is written is acknowledged by as many replicas as the brokers want in sync.
    pub(super) waits_for_brokers: bool,
}

/// The shapes of what one pair makes.
struct Shapes<'a> {
    /// For settings, positions and states, with the names of the topics where lines say them.
    stores: [(Shape<'a>, Option<String>); 3],
    heartbeats: Shape<'a>,
    checkpoints: Shape<'a>,
    offset_syncs: Shape<'a>,
    copies: Shape<'a>,
}

/// The ends of the keys that [`Shapes`] are made of.
const ENDINGS: [&str; 9] = [
    "replication.factor",
    "acks",
    "min.insync.replicas",
    "storage.partitions",
    "storage.topic",
    "offset-syncs.topic.location",
    "config.properties.exclude",
    "config.properties.blacklist",
    "config.property.filter.class",
];

/// On the clusters that `matters` takes.
pub(super) fn made<'a>(
    simulation: &'a Simulation<'a>,
    matters: fn(&Cluster) -> bool,
) -> Vec<Made<'a>> {
    let flows = simulation.flows.iter().map(|flow| (place(flow.topology, flow.pair), flow));
    let flows: BTreeMap<_, &Flow<'a>> = flows.collect();
    let alike = Alike::new(simulation.topologies, &ENDINGS);
    let mut known: BTreeMap<Group, Shapes<'a>> = BTreeMap::new();
    let mut made = Vec::new();
    for running in &simulation.running {
        let &Running { topology, pair, .. } = running;
        if ![pair.from, pair.to].into_iter().any(|end| matters(topology.cluster(end))) {
            continue;
        }
        let group = alike.group(topology, pair.from, pair.to);
        let shapes = known.entry(group).or_insert_with(|| shapes(topology, pair));
        let flow = flows.get(&place(topology, pair)).copied();
        let all = of_pair(running, flow, shapes).into_iter();
        made.extend(all.filter(|made| matters(made.cluster)));
    }
    made
}

fn place(topology: &Topology, pair: Pair) -> (*const Topology, ClusterId, ClusterId) {
    (std::ptr::from_ref(topology), pair.from, pair.to)
}

/// The topics of a worker and of its connectors.
fn of_pair<'a>(
    running: &Running<'a>,
    flow: Option<&Flow<'a>>,
    shapes: &Shapes<'a>,
) -> Vec<Made<'a>> {
    let &Running { topology, pair, .. } = running;
    let (source, target) = (topology.cluster(pair.from), topology.cluster(pair.to));
    let on = |cluster, name, shape| Made { topology, cluster, name, shape };
    let mut made = Vec::new();
    for ((shape, stated), word) in shapes.stores.iter().zip(["configs", "offsets", "status"]) {
        let by_default = || format!("mm2-{word}.{}.internal", source.alias.value);
        made.push(on(target, Some(stated.clone().unwrap_or_else(by_default)), *shape));
    }
    if running.makes_heartbeats {
        made.push(on(target, Some(HEARTBEATS.to_owned()), shapes.heartbeats));
    }
    let Some(flow) = flow else { return made };
    if let Some(side) = flow.offset_syncs {
        let (cluster, other) = match side {
            Side::Source => (source, &flow.target_alias),
            Side::Target => (target, &flow.source_alias),
        };
        made.push(on(cluster, Some(flow.policy.offset_syncs_topic(other)), shapes.offset_syncs));
    }
    if flow.makes_checkpoints {
        let name = flow.policy.checkpoints_topic(&flow.source_alias);
        made.push(on(target, Some(name), shapes.checkpoints));
    }
    if !matches!(flow.state, State::Refused(_)) {
        made.push(on(target, None, shapes.copies));
    }
    made
}

fn shapes(topology: &Topology, pair: Pair) -> Shapes<'_> {
    let instance = Instance::new(topology, pair.to);
    let worker = instance.worker_config(pair.from);
    // What the configurations of the three connectors say of topics is the same.
    let connector = instance.connector_config(pair.from, Connector::Source);
    let records = asks_all(&records_producer(&worker, &connector));
    let own = |key, waits_for_brokers| Shape {
        partitions: Some(1),
        waits_for_brokers,
        ..shape(&connector, key, 3)
    };
    Shapes {
        stores: [
            store(&worker, "config", "config.storage.replication.factor", 1),
            store(&worker, "offset", "offset.storage.replication.factor", 25),
            store(&worker, "status", "status.storage.replication.factor", 5),
        ],
        heartbeats: own("heartbeats.topic.replication.factor", records),
        checkpoints: own("checkpoints.topic.replication.factor", records),
        offset_syncs: own(
            "offset-syncs.topic.replication.factor",
            asks_all(&offset_syncs_producer(&connector)),
        ),
        copies: Shape {
            waits_for_brokers: records && leaves_min_isr(&connector),
            ..shape(&connector, COPIES, 2)
        },
    }
}

/// A store may have a setting of its own for what its producer, which always asks for all, has to reach. The topic of
/// settings has one partition whatever is stated.
fn store<'a>(
    worker: &Config<'a>,
    store: &str,
    key: &'static str,
    partitions: u32,
) -> (Shape<'a>, Option<String>) {
    let get = |key: &str| worker.values.get(&format!("{store}.storage.{key}"));
    let partitions = match get("partitions").filter(|_| partitions > 1) {
        Some(stated) => stated.text.trim().parse().ok(),
        None => Some(partitions),
    };
    let waits_for_brokers = get("min.insync.replicas").is_none();
    let topic = get("topic").filter(|topic| topic.origin.line().is_some());
    let name = topic.map(|topic| topic.text.as_ref().to_owned());
    (Shape { partitions, waits_for_brokers, ..shape(worker, key, 3) }, name)
}

fn shape<'a>(config: &Config<'a>, key: &'static str, default: i64) -> Shape<'a> {
    let value = config.values.get(key);
    Shape {
        key,
        line: value.and_then(|value| value.origin.line()),
        replicas: value.map_or(Some(default), |value| value.text.trim().parse().ok()),
        partitions: None,
        waits_for_brokers: false,
    }
}

fn offset_syncs_producer<'a>(connector: &Config<'a>) -> Config<'a> {
    let setting = |key: &str| connector.get(key);
    let at_target = offset_syncs::side(setting, connector.version) == Some(Side::Target);
    let (side, label) = match at_target {
        true => (Side::Target, "offset-syncs-target-producer"),
        false => (Side::Source, "offset-syncs-source-producer"),
    };
    client_config(connector, Client { side, role: Role::Producer, label })
}

fn asks_all(producer: &Config<'_>) -> bool {
    match producer.get("acks") {
        Some(acks) => matches!(acks.trim(), "all" | "-1"),
        None => gates::producers_ask_all(producer.version),
    }
}

/// Whether a copy keeps the brokers' number, and not that of its original.
fn leaves_min_isr(connector: &Config<'_>) -> bool {
    let class = connector.effective("config.property.filter.class");
    let excluded = connector.effective("config.properties.exclude");
    let excluded =
        excluded.and_then(|value| PatternList::compile(&value.text, connector.version).ok());
    class.is_some_and(|class| class.text.trim() == PROPERTY_FILTER)
        && excluded.is_some_and(|excluded| excluded.is_match("min.insync.replicas"))
}

const PROPERTY_FILTER: &str = "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter";
