//! Pairs for which the same lines count, so that their settings need not be put together for each. In: topologies, and how
//! the keys end that matter. Out: a group for each pair; within a group such keys have the same values.

use std::collections::{BTreeMap, BTreeSet};

use crate::topology::{ClusterId, Scope, Topology};

pub(super) struct Alike<'a> {
    own: BTreeMap<*const Topology, Own<'a>>,
}

/// What has lines of its own.
#[derive(Default)]
struct Own<'a> {
    clusters: BTreeSet<&'a str>,
    flows: BTreeSet<(&'a str, &'a str)>,
}

/// The topology, and of a pair the source, the target and both, as far as there are lines for them.
pub(super) type Group =
    (*const Topology, Option<ClusterId>, Option<ClusterId>, Option<(ClusterId, ClusterId)>);

impl<'a> Alike<'a> {
    pub(super) fn new(topologies: &'a [Topology], endings: &[&str]) -> Alike<'a> {
        let own = topologies.iter().map(|topology| {
            let mut own = Own::default();
            let settings = topology.settings.entries.iter();
            let matters = |key: &str| endings.iter().any(|ending| key.ends_with(ending));
            for setting in settings.filter(|setting| matters(&setting.key)) {
                match &setting.scope {
                    Scope::Top => {}
                    Scope::Cluster { alias, .. } => {
                        own.clusters.insert(alias);
                    }
                    Scope::Flow { from, to, .. } => {
                        own.flows.insert((from, to));
                    }
                }
            }
            (std::ptr::from_ref(topology), own)
        });
        Alike { own: own.collect() }
    }

    pub(super) fn group(&self, topology: &Topology, from: ClusterId, to: ClusterId) -> Group {
        let place = std::ptr::from_ref(topology);
        let Some(own) = self.own.get(&place) else { return (place, None, None, Some((from, to))) };
        let of = |id: ClusterId| own.clusters.contains(topology.alias(id)).then_some(id);
        let pair = (topology.alias(from), topology.alias(to));
        (place, of(from), of(to), own.flows.contains(&pair).then_some((from, to)))
    }
}
