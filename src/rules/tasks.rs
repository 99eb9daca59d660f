//! How much the source connectors of flows have to do, and how many tasks they may have. In: a context. Out: both, by
//! flow.

use std::collections::BTreeMap;

use super::{Context, stated::literal};
use crate::{
    mm2::simulate::{Flow, FlowId, Kind, Simulation, State},
    topology::Setting,
};

/// The partitions that a flow copies.
#[derive(Clone, Copy, Default)]
pub(super) struct Partitions {
    /// Those of the topics whose number is declared.
    pub(super) declared: u64,
    /// There may be more.
    pub(super) is_least: bool,
}

impl Partitions {
    /// Nothing where there may be more than those declared.
    pub(super) fn all(self) -> Option<u64> {
        (!self.is_least).then_some(self.declared)
    }
}

/// For each flow that copies anything; empty where no topics are declared.
pub(super) fn partitions(simulation: &Simulation<'_>) -> BTreeMap<FlowId, Partitions> {
    let mut found: BTreeMap<FlowId, Partitions> = BTreeMap::new();
    if simulation.is_sampled {
        return found;
    }
    let is_open = simulation.is_cut || !simulation.growths.is_empty();
    for arrival in simulation.user_arrivals() {
        let of = found.entry(arrival.flow).or_default();
        let facts = simulation.facts(simulation.seed(arrival.from));
        match facts.and_then(|facts| facts.partitions) {
            Some(count) => of.declared += u64::from(count),
            None => of.is_least = true,
        }
        of.is_least |= is_open || simulation.topics.kind(arrival.to) != Kind::User;
    }
    found
}

/// The line that says how many tasks a connector of the flow has at most.
pub(super) fn line<'a>(flow: &Flow<'a>) -> Option<&'a Setting> {
    let own = format!("{}.tasks.max", flow.name());
    flow.topology.settings.get(&own).or_else(|| flow.topology.settings.get("tasks.max"))
}

/// `tasks.max`; nothing where it is not known here.
pub(super) fn most(flow: &Flow<'_>) -> Option<u64> {
    line(flow).map_or(Some(1), |line| literal(line)?.parse().ok().filter(|&count| count > 0))
}

/// The flows whose source connectors run.
pub(super) fn carrying<'a>(
    context: &'a Context<'_>,
) -> impl Iterator<Item = (FlowId, &'a Flow<'a>)> {
    let simulation = context.simulation;
    let flows = simulation.flow_ids().map(|id| (id, simulation.flow(id)));
    flows.filter(|(_, flow)| matches!(flow.state, State::Carries(_)))
}

/// The same, by instance: flows of one descriptor and target follow each other.
pub(super) fn by_instance<'a>(context: &'a Context<'_>) -> Vec<Vec<(FlowId, &'a Flow<'a>)>> {
    let flows: Vec<_> = carrying(context).collect();
    let is_one = |a: &(FlowId, &Flow<'_>), b: &(FlowId, &Flow<'_>)| {
        std::ptr::eq(a.1.topology, b.1.topology) && a.1.pair.to == b.1.pair.to
    };
    flows.chunk_by(is_one).map(<[_]>::to_vec).collect()
}
