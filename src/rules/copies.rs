//! How many copies the topics of a flow get. In: a flow. Out: for each kind of topic the cluster on which it is, the
//! number, and the line that gives it.

use super::stated::literal;
use crate::{
    mm2::offset_syncs::{self, Side},
    topology::{Cluster, Flow, Setting, Topology},
};

/// A kind of topic that MirrorMaker 2 makes.
pub(super) struct Copies<'a> {
    /// The key that sets the number.
    pub(super) key: &'static str,
    pub(super) cluster: &'a Cluster,
    /// Absent where Kafka's default counts.
    pub(super) line: Option<&'a Setting>,
    /// -1 leaves it to the brokers.
    pub(super) count: i32,
}

pub(super) const REMOTE_TOPICS: &str = "replication.factor";
const OFFSET_SYNCS: &str = "offset-syncs.topic.replication.factor";

const OF_CONNECTORS: [(&str, i32); 4] = [
    (REMOTE_TOPICS, 2),
    (OFFSET_SYNCS, 3),
    ("checkpoints.topic.replication.factor", 3),
    ("heartbeats.topic.replication.factor", 3),
];
const OF_WORKERS: [(&str, i32); 3] = [
    ("config.storage.replication.factor", 3),
    ("offset.storage.replication.factor", 3),
    ("status.storage.replication.factor", 3),
];

/// Those whose number is known here.
pub(super) fn copies<'a>(topology: &'a Topology, flow: &Flow) -> Vec<Copies<'a>> {
    let target = topology.cluster(flow.to);
    let connectors = OF_CONNECTORS.into_iter().filter_map(|(key, default)| {
        let cluster = if key == OFFSET_SYNCS { offset_syncs(topology, flow)? } else { target };
        of(key, cluster, topology.flow_setting(flow, key), default)
    });
    let workers = OF_WORKERS.into_iter().filter_map(|(key, default)| {
        let own = || topology.settings.get(&format!("{}.{key}", target.alias.value));
        of(key, target, topology.settings.get(key).or_else(own), default)
    });
    connectors.chain(workers).collect()
}

/// The cluster with the offset syncs, if there are any.
fn offset_syncs<'a>(topology: &'a Topology, flow: &Flow) -> Option<&'a Cluster> {
    Some(topology.cluster(match offset_syncs::of_flow(topology, flow)? {
        Side::Source => flow.from,
        Side::Target => flow.to,
    }))
}

fn of<'a>(
    key: &'static str,
    cluster: &'a Cluster,
    line: Option<&'a Setting>,
    default: i32,
) -> Option<Copies<'a>> {
    let count = match line {
        Some(setting) => literal(setting)?.parse().ok()?,
        None => default,
    };
    Some(Copies { key, cluster, line, count })
}
