//! Carries topics on until nothing new appears. Names only grow, and a flow that carries the same thing for the third
//! time will do so for ever: that is where it ends.

use std::collections::BTreeSet;

use super::{
    Arrival, FlowId, Limits, Simulation, TopicId,
    topics::{Found, Name, hash},
};
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
        let (mut names, copies) = copies(simulation, topic, outgoing.get(place.index()));
        for (flow, position) in copies {
            let copy = names.get_mut(position).expect("a copy has one of the names");
            match carry(simulation, topic, flow, copy, left > 0) {
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

/// What a group of flows calls the copies of a topic.
struct CopyName {
    text: String,
    hash: u32,
    /// Why no broker takes it.
    fault: Option<FailureKind>,
    /// Where it is kept, as soon as there is such a copy.
    kept: Option<Name>,
}

impl CopyName {
    fn new(text: String) -> CopyName {
        let fault = if text.len() > TOPIC_NAME_LENGTH {
            Some(FailureKind::TooLong)
        } else {
            (!is_topic_name(&text)).then_some(FailureKind::Illegal)
        };
        CopyName { hash: hash(&text), text, fault, kept: None }
    }
}

/// The names of the copies of a topic; and the flows that make them, in their order, each with the position of its name.
fn copies(
    simulation: &Simulation<'_>,
    topic: TopicId,
    groups: Option<&Vec<Group>>,
) -> (Vec<CopyName>, Vec<(FlowId, usize)>) {
    let name = simulation.topics.name(topic);
    let (mut names, mut copies) = (Vec::new(), Vec::new());
    for group in groups.into_iter().flatten() {
        let Some(first) = group.first().map(|&first| simulation.flow(first)) else { continue };
        if first.selects(name).is_ok()
            && let Ok(remote) = first.remote(name)
        {
            let sources = first.policy.sources(name);
            let onward = group.iter().filter(|&&id| {
                let flow = simulation.flow(id);
                !flow.policy.is_cycle_of(&sources, &flow.source_alias, &flow.target_alias)
            });
            copies.extend(onward.map(|&id| (id, names.len())));
            names.push(CopyName::new(remote));
        }
    }
    copies.sort_unstable_by_key(|copy| copy.0);
    (names, copies)
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
    copy: &mut CopyName,
    has_room: bool,
) -> Outcome {
    let to = simulation.flow(id).to;
    let name = copy.text.as_str();
    match (copy.fault, simulation.topics.find_hashed(to, name, copy.hash)) {
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
            let name = *copy.kept.get_or_insert_with(|| simulation.topics.write(name));
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
