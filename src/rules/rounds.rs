//! Rounds of flows as findings show them. In: flows of a simulation that lead back to where they start. Out: the round
//! from a fixed flow on, and words for it.

use crate::mm2::simulate::{Flow, FlowId, Simulation};

/// The same round from the flow whose name is the first: the order of the lines must not decide what an `allow` entry
/// has to name.
pub(super) fn canonical(simulation: &Simulation<'_>, round: &[FlowId]) -> Vec<FlowId> {
    let mut round = round.to_vec();
    let names = round.iter().map(|&flow| simulation.flow(flow).name()).enumerate();
    let first = names.min_by(|a, b| a.1.cmp(&b.1)).map_or(0, |(at, _)| at);
    round.rotate_left(first);
    round
}

/// `a -> b -> a`; the flows by their names where a cluster is left under another alias than it was reached by.
pub(super) fn path(simulation: &Simulation<'_>, round: &[FlowId]) -> String {
    let mut flows = round.iter().map(|&flow| simulation.flow(flow));
    let from = |flow: &Flow<'_>| flow.topology.alias(flow.pair.from).to_owned();
    let to = |flow: &Flow<'_>| flow.topology.alias(flow.pair.to).to_owned();
    let next = flows.clone().cycle().skip(1);
    if flows.clone().zip(next).any(|(flow, next)| to(flow) != from(next)) {
        return flows.map(Flow::name).collect::<Vec<_>>().join(", ");
    }
    let mut aliases: Vec<&str> =
        flows.clone().map(|flow| flow.topology.alias(flow.pair.from)).collect();
    aliases.extend(flows.next_back().map(|flow| flow.topology.alias(flow.pair.to)));
    aliases.join(" -> ")
}
