//! Carries topics on until nothing new appears. Names only grow, and a flow that carries the same thing for the third
//! time will do so for ever: that is where it ends.

use std::{collections::BTreeSet, rc::Rc};

use super::{Arrival, FlowId, Limits, Simulation, TopicId, topics::Found};
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

/// A copy that a flow cannot make. The task that copies the topic stops, and with it all topics of that task.
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
    /// The task fails when it has the first record, and is not started again.
    TooLong,
    /// As for a name that is too long.
    Illegal,
    /// A topic is there whose name differs only in `.` and `_`; the task waits for its own for ever.
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
        for (flow, copy) in copies(simulation, topic, outgoing.get(place.index())) {
            match carry(simulation, topic, flow, &copy, left > 0) {
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

/// Flows of one source that select the same topics and give the copies the same names: one is asked for all of them.
type Group = Vec<FlowId>;

fn outgoing(simulation: &Simulation<'_>) -> Vec<Vec<Group>> {
    let mut outgoing: Vec<Vec<Group>> = vec![Vec::new(); simulation.places.len()];
    for id in simulation.flow_ids() {
        let flow = simulation.flow(id);
        let Some(groups) = outgoing.get_mut(flow.from.index()) else { continue };
        let agrees = |group: &&mut Group| {
            group.first().is_some_and(|&first| simulation.flow(first).agrees_with(flow))
        };
        match groups.iter_mut().find(agrees) {
            Some(group) => group.push(id),
            None => groups.push(vec![id]),
        }
    }
    outgoing
}

/// The flows that copy a topic, in their order, and the names of the copies.
fn copies(
    simulation: &Simulation<'_>,
    topic: TopicId,
    groups: Option<&Vec<Group>>,
) -> Vec<(FlowId, Rc<str>)> {
    let name = simulation.topics.name(topic);
    let mut copies = Vec::new();
    for group in groups.into_iter().flatten() {
        let Some(first) = group.first().map(|&first| simulation.flow(first)) else { continue };
        if first.selects(name).is_ok()
            && let Ok(remote) = first.remote(name)
        {
            let remote: Rc<str> = remote.into();
            let sources = first.policy.sources(name);
            let onward = group.iter().filter(|&&id| {
                let flow = simulation.flow(id);
                !flow.policy.is_cycle_of(&sources, &flow.source_alias, &flow.target_alias)
            });
            copies.extend(onward.map(|&id| (id, Rc::clone(&remote))));
        }
    }
    copies.sort_unstable_by_key(|copy| copy.0);
    copies
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

fn carry(
    simulation: &mut Simulation<'_>,
    from: TopicId,
    id: FlowId,
    name: &str,
    has_room: bool,
) -> Outcome {
    let to = simulation.flow(id).to;
    let kind = if name.len() > TOPIC_NAME_LENGTH {
        Some(FailureKind::TooLong)
    } else {
        (!is_topic_name(name)).then_some(FailureKind::Illegal)
    };
    match (kind, simulation.topics.find(to, name)) {
        (Some(kind), _) => fail(simulation, id, from, name, kind),
        (None, Found::Colliding(other)) => {
            fail(simulation, id, from, name, FailureKind::Collides(other))
        }
        (None, Found::Same(there)) => {
            simulation.further.push(Arrival { from, flow: id, to: there });
            Outcome::Nothing
        }
        (None, Found::Nothing) if is_endless(simulation, from, id) => {
            simulation.growths.push(Growth { flow: id, topic: from, next: name.to_owned() });
            Outcome::Endless
        }
        (None, Found::Nothing) if !has_room => Outcome::Cut,
        (None, Found::Nothing) => {
            simulation.topics.add_copy(to, name, (from, id));
            Outcome::Copied
        }
    }
}

fn fail(
    simulation: &mut Simulation<'_>,
    flow: FlowId,
    from: TopicId,
    name: &str,
    kind: FailureKind,
) -> Outcome {
    simulation.failures.push(Failure { flow, from, name: name.to_owned(), kind });
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
