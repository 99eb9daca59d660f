//! Carries topics on until nothing new appears. Names only grow, and a flow that carries the same thing for the third
//! time will do so for ever: that is where it ends.

use std::collections::BTreeSet;

use super::{Arrival, FlowId, Limits, PlaceId, Simulation, TopicId, topics::Found};
use crate::topology::{TOPIC_NAME_LENGTH, is_topic_name};

/// Names that get longer without end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// The flow that carries it again and again.
    pub flow: FlowId,
    /// The last topic that was followed.
    pub topic: TopicId,
    /// What the flow would make of it.
    pub next: String,
}

/// A copy that a flow cannot make: only a warning in its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub flow: FlowId,
    pub from: TopicId,
    /// The name that is refused.
    pub name: String,
    pub kind: FailureKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    TooLong,
    Illegal,
    /// A topic is there whose name differs only in `.` and `_`.
    Collides(TopicId),
}

/// How often a flow may stand on the way of one topic before that counts as endless.
const ROUNDS: usize = 2;

pub(super) fn spread(simulation: &mut Simulation<'_>, limits: Limits) {
    let outgoing = outgoing(simulation);
    let mut left = limits.copies;
    let mut endless: BTreeSet<TopicId> = BTreeSet::new();
    let mut at = 0;
    while at < simulation.topics.len() {
        let topic = TopicId(u32::try_from(at).expect("topics are limited"));
        at += 1;
        if endless.contains(&simulation.topics.root(topic)) {
            continue;
        }
        let place = simulation.topics.place(topic);
        for &flow in outgoing.get(place.0 as usize).map_or(&[][..], Vec::as_slice) {
            match carry(simulation, topic, flow, left > 0) {
                Outcome::Nothing => {}
                Outcome::Copied => left -= 1,
                Outcome::Endless => drop(endless.insert(simulation.topics.root(topic))),
                Outcome::Cut => {
                    simulation.is_cut = true;
                    return;
                }
            }
        }
    }
}

fn outgoing(simulation: &Simulation<'_>) -> Vec<Vec<FlowId>> {
    let mut outgoing = vec![Vec::new(); simulation.places.len()];
    for (position, flow) in simulation.flows.iter().enumerate() {
        let id = FlowId(u32::try_from(position).expect("descriptors are far smaller"));
        if let Some(list) = outgoing.get_mut(flow.from.0 as usize) {
            list.push(id);
        }
    }
    outgoing
}

enum Outcome {
    /// Nothing is there that was not.
    Nothing,
    Copied,
    /// The way of this topic has no end.
    Endless,
    /// There would be a copy, and no more are wanted.
    Cut,
}

fn carry(simulation: &mut Simulation<'_>, from: TopicId, id: FlowId, has_room: bool) -> Outcome {
    let flow = simulation.flow(id);
    let to = flow.to;
    let Ok(name) = flow.copy(simulation.topics.name(from)) else { return Outcome::Nothing };
    let kind = if name.len() > TOPIC_NAME_LENGTH {
        Some(FailureKind::TooLong)
    } else {
        (!is_topic_name(&name)).then_some(FailureKind::Illegal)
    };
    match (kind, simulation.topics.find(to, &name)) {
        (Some(kind), _) => fail(simulation, id, from, name, kind),
        (None, Found::Colliding(other)) => {
            fail(simulation, id, from, name, FailureKind::Collides(other))
        }
        (None, Found::Same(there)) => {
            simulation.further.push(Arrival { from, flow: id, to: there });
            Outcome::Nothing
        }
        (None, Found::Nothing) if is_endless(simulation, from, id) => {
            simulation.growths.push(Growth { flow: id, topic: from, next: name });
            Outcome::Endless
        }
        (None, Found::Nothing) if !has_room => Outcome::Cut,
        (None, Found::Nothing) => add(simulation, to, &name, (from, id)),
    }
}

fn add(
    simulation: &mut Simulation<'_>,
    to: PlaceId,
    name: &str,
    step: (TopicId, FlowId),
) -> Outcome {
    simulation.topics.add_copy(to, name, step);
    Outcome::Copied
}

fn fail(
    simulation: &mut Simulation<'_>,
    flow: FlowId,
    from: TopicId,
    name: String,
    kind: FailureKind,
) -> Outcome {
    simulation.failures.push(Failure { flow, from, name, kind });
    Outcome::Nothing
}

fn is_endless(simulation: &Simulation<'_>, from: TopicId, flow: FlowId) -> bool {
    let (mut at, mut times) = (from, 0);
    while let Some(arrival) = simulation.topics.arrival(at) {
        times += usize::from(arrival.flow == flow);
        at = arrival.from;
    }
    times >= ROUNDS
}

impl Simulation<'_> {
    /// The flows that a growing topic passes again and again, from the one that was found on.
    pub fn round(&self, growth: &Growth) -> Vec<FlowId> {
        let mut round = Vec::new();
        let mut at = growth.topic;
        while let Some(arrival) = self.topics.arrival(at) {
            round.push(arrival.flow);
            if arrival.flow == growth.flow {
                break;
            }
            at = arrival.from;
        }
        round.reverse();
        round
    }
}
