//! The topics that MirrorMaker 2 makes on some clusters, as the settings in effect have them. In: a simulation, and which
//! clusters matter. Out: for each pair its own topics, and its copies as one entry.

use crate::{
    mm2::{
        effective::{Client, Config, Instance, Role, Side, client_config, records_producer},
        gates,
        pattern::PatternList,
        policy::HEARTBEATS,
        simulate::{Flow, Running, Simulation, State},
    },
    topology::{Cluster, Setting, Topology},
};

pub(super) const COPIES: &str = "replication.factor";

/// One topic of MirrorMaker 2's own, or all copies of a flow.
pub(super) struct Made<'a> {
    pub(super) topology: &'a Topology,
    pub(super) cluster: &'a Cluster,
    /// Absent for copies.
    pub(super) name: Option<String>,
    /// Absent for copies, and where the number is not known.
    pub(super) partitions: Option<u32>,
    pub(super) replicas: Replicas<'a>,
    /// What is written is acknowledged by as many replicas as the brokers want in sync.
    pub(super) waits_for_brokers: bool,
}

/// How many replicas it gets.
#[derive(Clone, Copy)]
pub(super) struct Replicas<'a> {
    /// The key that says it.
    pub(super) key: &'static str,
    /// Absent where Kafka's default counts.
    pub(super) line: Option<&'a Setting>,
    /// -1 leaves it to the brokers; absent where it is not known.
    pub(super) count: Option<i64>,
}

/// On the clusters that `matters` takes. Settings are put together anew for each pair, which takes long in large fleets.
pub(super) fn made<'a>(
    simulation: &Simulation<'a>,
    matters: fn(&Cluster) -> bool,
) -> Vec<Made<'a>> {
    let mut made = Vec::new();
    for running in &simulation.running {
        if matters(running.topology.cluster(running.pair.to)) {
            made.extend(of_worker(running));
        }
    }
    for flow in &simulation.flows {
        let ends = [flow.pair.from, flow.pair.to].map(|end| flow.topology.cluster(end));
        if ends.into_iter().any(matters) {
            made.extend(of_flow(flow).into_iter().filter(|made| matters(made.cluster)));
        }
    }
    made
}

/// The topics of a worker and of its heartbeats.
fn of_worker<'a>(running: &Running<'a>) -> Vec<Made<'a>> {
    let &Running { topology, pair, .. } = running;
    let instance = Instance::new(topology, pair.to);
    let worker = instance.worker_config(pair.from);
    let stores: [(&str, &'static str, Option<&str>, u32); 3] = [
        ("config", "config.storage.replication.factor", None, 1),
        ("offset", "offset.storage.replication.factor", Some("offset.storage.partitions"), 25),
        ("status", "status.storage.replication.factor", Some("status.storage.partitions"), 5),
    ];
    let cluster = topology.cluster(pair.to);
    let mut made: Vec<Made<'_>> = stores
        .into_iter()
        .map(|(store, key, partitions, default)| Made {
            topology,
            cluster,
            name: worker.get(&format!("{store}.storage.topic")).map(str::to_owned),
            partitions: match partitions.and_then(|key| worker.get(key)) {
                Some(stated) => stated.trim().parse().ok(),
                None => Some(default),
            },
            replicas: replicas(&worker, key, 3),
            // A store may have a setting of its own for what its producer, which always asks for all, has to reach.
            waits_for_brokers: worker
                .get(&format!("{store}.storage.min.insync.replicas"))
                .is_none(),
        })
        .collect();
    if running.makes_heartbeats {
        let connector = instance.connector_config(pair.from, SOURCE);
        made.push(Made {
            topology,
            cluster,
            name: Some(HEARTBEATS.to_owned()),
            partitions: Some(1),
            replicas: replicas(&connector, "heartbeats.topic.replication.factor", 3),
            waits_for_brokers: asks_all(&records_producer(&worker, &connector)),
        });
    }
    made
}

/// What the configurations of the three connectors of a pair say of topics is the same.
const SOURCE: crate::mm2::effective::Connector = crate::mm2::effective::Connector::Source;

/// The topics of the source and the checkpoint connector, and the copies.
fn of_flow<'a>(flow: &Flow<'a>) -> Vec<Made<'a>> {
    let (topology, pair) = (flow.topology, flow.pair);
    let instance = Instance::new(topology, pair.to);
    let connector = instance.connector_config(pair.from, SOURCE);
    let records = asks_all(&records_producer(&instance.worker_config(pair.from), &connector));
    let target = topology.cluster(pair.to);
    let own = |cluster, name, key, waits_for_brokers| Made {
        topology,
        cluster,
        name: Some(name),
        partitions: Some(1),
        replicas: replicas(&connector, key, 3),
        waits_for_brokers,
    };
    let mut made = Vec::new();
    if let Some(side) = flow.offset_syncs {
        let (cluster, other) = match side {
            Side::Source => (topology.cluster(pair.from), &flow.target_alias),
            Side::Target => (target, &flow.source_alias),
        };
        let name = flow.policy.offset_syncs_topic(other);
        let waits = asks_all(&offset_syncs_producer(&connector, side));
        made.push(own(cluster, name, "offset-syncs.topic.replication.factor", waits));
    }
    if flow.makes_checkpoints {
        let name = flow.policy.checkpoints_topic(&flow.source_alias);
        made.push(own(target, name, "checkpoints.topic.replication.factor", records));
    }
    if !matches!(flow.state, State::Refused(_)) {
        made.push(Made {
            topology,
            cluster: target,
            name: None,
            partitions: None,
            replicas: replicas(&connector, COPIES, 2),
            waits_for_brokers: records && leaves_min_isr(&connector),
        });
    }
    made
}

fn replicas<'a>(config: &Config<'a>, key: &'static str, default: i64) -> Replicas<'a> {
    let Some(value) = config.values.get(key) else {
        return Replicas { key, line: None, count: Some(default) };
    };
    Replicas { key, line: value.origin.line(), count: value.text.trim().parse().ok() }
}

fn offset_syncs_producer<'a>(connector: &Config<'a>, side: Side) -> Config<'a> {
    let label = match side {
        Side::Source => "offset-syncs-source-producer",
        Side::Target => "offset-syncs-target-producer",
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
    let is_own =
        |key, class: &str| connector.effective(key).is_some_and(|value| value.text.trim() == class);
    let excluded = connector.effective("config.properties.exclude");
    let excluded =
        excluded.and_then(|value| PatternList::compile(&value.text, connector.version).ok());
    is_own("config.property.filter.class", PROPERTY_FILTER)
        && excluded.is_some_and(|excluded| excluded.is_match("min.insync.replicas"))
}

const PROPERTY_FILTER: &str = "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter";
