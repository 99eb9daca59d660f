//! Which pairs of clusters MirrorMaker 2 runs a worker for, enabled or not: heartbeats are on for all unless a line says
//! otherwise. In: a topology and one of its targets. Out: pairs, and the lines by which the compiler keeps them few.

use std::collections::BTreeSet;

use crate::topology::{Cluster, ClusterId, Topology, Version, boolean};

pub const KEY: &str = "emit.heartbeats.enabled";

/// Before this release every pair has a worker.
const OPTIONAL_SINCE: Version = Version::new(2, 7, 1);

/// The clusters from which heartbeats into `own` are switched on while those of all others are switched off: its sources
/// and its targets, whose flows are watched by the heartbeats that are written here. Nothing where all are on, or where
/// the user's own line decides.
pub fn chosen(topology: &Topology, own: &Cluster) -> Option<BTreeSet<ClusterId>> {
    let mut joined: BTreeSet<ClusterId> = topology
        .flows
        .iter()
        .filter(|flow| flow.to == own.id || flow.from == own.id)
        .flat_map(|flow| [flow.from, flow.to])
        .collect();
    if joined.len() == topology.clusters.len() || topology.settings.get(KEY).is_some() {
        return None;
    }
    joined.remove(&own.id);
    Some(joined)
}

/// The clusters from which the instance beside `own` runs a worker: those of the enabled flows into it, and those from
/// which it writes heartbeats.
pub fn workers(topology: &Topology, own: &Cluster) -> BTreeSet<ClusterId> {
    let chosen = chosen(topology, own);
    let for_all = topology.settings.get(KEY).is_none_or(|setting| boolean(&setting.value));
    let beats = |source: &Cluster| {
        let pair = format!("{}->{}.{KEY}", source.alias.value, own.alias.value);
        match (topology.settings.get(&pair), &chosen) {
            (Some(stated), _) => boolean(&stated.value),
            (None, Some(chosen)) => chosen.contains(&source.id),
            (None, None) => for_all,
        }
    };
    let enabled: BTreeSet<ClusterId> =
        topology.flows.iter().filter(|flow| flow.to == own.id).map(|flow| flow.from).collect();
    let always = topology.workload.version < OPTIONAL_SINCE;
    let sources = topology.clusters.iter().filter(|source| {
        source.id != own.id && (always || enabled.contains(&source.id) || beats(source))
    });
    sources.map(|source| source.id).collect()
}
