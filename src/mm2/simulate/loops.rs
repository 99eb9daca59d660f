//! Rounds in which the same records travel for ever: a topic that is, over some flows, a copy of itself.

use std::collections::BTreeMap;

use super::{Arrival, FlowId, Kind, Simulation, TopicId};
use crate::topology::graph::{self, Edge};

/// One round of flows, with the first topic that takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLoop {
    /// Each leads to where the next starts, and the last to where the first does.
    pub round: Vec<Arrival>,
    /// How many topics of applications take the round.
    pub topics: usize,
}

/// Fills in what of the simulation speaks of loops.
pub(super) fn find(simulation: &mut Simulation<'_>) {
    // Without a second way into a topic, ways are a forest.
    if simulation.further.is_empty() {
        return;
    }
    let arrivals = candidates(simulation);
    let mut rounds: BTreeMap<Vec<FlowId>, RecordLoop> = BTreeMap::new();
    for (group, arrivals) in groups(&arrivals).into_iter().enumerate() {
        for round in rounds_of(&arrivals) {
            let flows = round.iter().map(|arrival| arrival.flow).collect();
            let user =
                round.first().map(|step| simulation.topics.kind(step.from)) == Some(Kind::User);
            let found = rounds.entry(flows).or_insert(RecordLoop { round, topics: 0 });
            found.topics += usize::from(user);
        }
        let ends = arrivals.iter().flat_map(|arrival| [arrival.from, arrival.to]);
        simulation.looping.extend(ends.map(|topic| (topic, group)));
    }
    simulation.loops = rounds.into_values().collect();
    simulation.loops.sort_by(|a, b| (a.round.len(), &a.round).cmp(&(b.round.len(), &b.round)));
}

/// The steps between clusters that lie on a round of flows: no others can close one.
fn candidates(simulation: &Simulation<'_>) -> Vec<Arrival> {
    let edges: Vec<Edge> =
        simulation.flows.iter().map(|flow| (flow.from.0 as usize, flow.to.0 as usize)).collect();
    let component = graph::components(simulation.places.len(), &edges);
    let on_round: Vec<bool> =
        edges.iter().map(|&(from, to)| component.get(from) == component.get(to)).collect();
    let first = simulation.topics.ids().filter_map(|topic| simulation.topics.arrival(topic));
    let all = first.chain(simulation.further.iter().copied());
    all.filter(|arrival| on_round.get(arrival.flow.0 as usize) == Some(&true)).collect()
}

/// The steps of each group of topics that are copies of each other.
fn groups(arrivals: &[Arrival]) -> Vec<Vec<Arrival>> {
    let (count, edges) = renumber(arrivals);
    let component = graph::components(count, &edges);
    let mut groups: BTreeMap<usize, Vec<Arrival>> = BTreeMap::new();
    for (arrival, &(from, to)) in arrivals.iter().zip(&edges) {
        if let (Some(a), Some(b)) = (component.get(from), component.get(to))
            && a == b
        {
            groups.entry(*a).or_default().push(*arrival);
        }
    }
    // The numbers of components say nothing; the earliest topic does.
    let mut groups: Vec<Vec<Arrival>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort();
    }
    groups.sort();
    groups
}

/// Shortest rounds that pass every step of the group, each from its earliest topic on.
fn rounds_of(arrivals: &[Arrival]) -> Vec<Vec<Arrival>> {
    let (count, edges) = renumber(arrivals);
    let cycles = graph::cycles(count, &edges).into_iter();
    cycles
        .map(|cycle| {
            let mut round: Vec<Arrival> =
                cycle.into_iter().filter_map(|edge| arrivals.get(edge).copied()).collect();
            let first = (0..round.len()).min_by_key(|&at| round.get(at).map(|step| step.from));
            round.rotate_left(first.unwrap_or(0));
            round
        })
        .collect()
}

/// The topics numbered from zero on, and the steps as edges.
fn renumber(arrivals: &[Arrival]) -> (usize, Vec<Edge>) {
    let mut topics: Vec<TopicId> =
        arrivals.iter().flat_map(|arrival| [arrival.from, arrival.to]).collect();
    topics.sort_unstable();
    topics.dedup();
    let number = |topic: TopicId| topics.binary_search(&topic).expect("it was taken from there");
    let edges = arrivals.iter().map(|arrival| (number(arrival.from), number(arrival.to)));
    (topics.len(), edges.collect())
}
