//! Rounds of flows as findings show them. In: flows of a simulation that lead back to where they start. Out: the round
//! from a fixed flow on, and words for it.

use crate::mm2::simulate::{FlowId, Simulation};

/// The same round from the flow whose name is the first: the order of the lines must not decide what an `allow` entry
/// has to name.
pub(super) fn canonical(simulation: &Simulation<'_>, round: &[FlowId]) -> Vec<FlowId> {
    let mut round = round.to_vec();
    let names = round.iter().map(|&flow| simulation.flow(flow).name()).enumerate();
    let first = names.min_by(|a, b| a.1.cmp(&b.1)).map_or(0, |(at, _)| at);
    round.rotate_left(first);
    round
}

/// `a -> b -> a`
pub(super) fn path(simulation: &Simulation<'_>, round: &[FlowId]) -> String {
    let flows = round.iter().map(|&flow| simulation.flow(flow));
    let mut aliases: Vec<&str> =
        flows.clone().map(|flow| flow.topology.alias(flow.pair.from)).collect();
    aliases.extend(flows.last().map(|flow| flow.topology.alias(flow.pair.to)));
    aliases.join(" -> ")
}
