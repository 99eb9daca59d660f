//! Rounds of flows on which something really travels for ever. In: a simulation. Out: [`Round`]s, and findings that show
//! what each hop makes of a topic.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use crate::{
    diagnostic::Diagnostic,
    mm2::{
        policy::Policy,
        simulate::{Arrival, Flow, FlowId, Growth, RecordLoop, Simulation},
    },
};

/// A cycle of flows, and what really goes round it.
pub(super) struct Round {
    pub flows: Vec<FlowId>,
    /// For each flow, what it copies and as what.
    hops: BTreeMap<FlowId, (String, String)>,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// So many topics are copies of themselves.
    Records {
        topics: usize,
    },
    Names,
}

/// Loops of records first; then growth, as far as it passes a flow that is on no round before.
pub(super) fn all(simulation: &Simulation<'_>) -> Vec<Round> {
    let mut found: Vec<Round> =
        simulation.loops.iter().map(|found| of_records(simulation, found)).collect();
    let mut growing: Vec<Round> =
        simulation.growths.iter().map(|growth| of_names(simulation, growth)).collect();
    growing.sort_by(|a, b| (a.flows.len(), &a.flows).cmp(&(b.flows.len(), &b.flows)));
    let mut covered: BTreeSet<FlowId> = BTreeSet::new();
    for round in growing {
        if round.flows.iter().any(|flow| !covered.contains(flow)) {
            covered.extend(&round.flows);
            found.push(round);
        }
    }
    found
}

fn of_records(simulation: &Simulation<'_>, found: &RecordLoop) -> Round {
    let flows: Vec<FlowId> = found.round.iter().map(|step| step.flow).collect();
    Round {
        flows: canonical(simulation, &flows),
        hops: hops(simulation, found.round.iter().copied()),
        kind: Kind::Records { topics: found.topics },
    }
}

fn of_names(simulation: &Simulation<'_>, growth: &Growth) -> Round {
    let flows = simulation.round(growth);
    let path = simulation.path(growth.topic);
    // The last way round is the one that the next name continues.
    let last = path.len().saturating_sub(flows.len());
    Round {
        flows: canonical(simulation, &flows),
        hops: hops(simulation, path.into_iter().skip(last)),
        kind: Kind::Names,
    }
}

fn hops(
    simulation: &Simulation<'_>,
    steps: impl Iterator<Item = Arrival>,
) -> BTreeMap<FlowId, (String, String)> {
    let name = |topic| simulation.topics.name(topic).to_owned();
    steps.map(|step| (step.flow, (name(step.from), name(step.to)))).collect()
}

/// Reports a round that has a line; reason and help are added to what comes back.
pub(super) fn report<'f>(
    simulation: &Simulation<'_>,
    round: &Round,
    findings: &'f mut Findings<'_>,
) -> Option<&'f mut Diagnostic> {
    let [first, rest @ ..] = round.flows.as_slice() else { return None };
    let first = simulation.flow(*first);
    let span = first.pair.line?;
    let path = path(simulation, &round.flows);
    let message = match round.kind {
        Kind::Records { topics } => {
            let more = if topics > 1 { format!(", of {topics} topics") } else { String::new() };
            format!("records travel for ever round `{path}`{more}")
        }
        Kind::Names => format!("copies of copies get ever longer names round `{path}`"),
    };
    let finding = findings.report(span, message);
    finding.subject(first.name());
    if let Some(label) = round.flows.first().and_then(|flow| hop(simulation, round, *flow)) {
        finding.label(label);
    }
    for &id in rest {
        let flow = simulation.flow(id);
        if let Some(line) = flow.pair.line {
            let what = hop(simulation, round, id).unwrap_or_else(|| format!("`{}`", flow.name()));
            finding.hop(line, what);
        }
    }
    Some(finding)
}

/// What the flow does to the topic that goes round.
fn hop(simulation: &Simulation<'_>, round: &Round, flow: FlowId) -> Option<String> {
    let (from, to) = round.hops.get(&flow)?;
    let sample = if simulation.is_sampled { ", for one," } else { "" };
    Some(match from == to {
        true => format!("`{from}`{sample} keeps its name"),
        false => format!("`{}`{sample} becomes `{}`", short(from), short(to)),
    })
}

/// The end of a name that has grown is what it began with.
fn short(name: &str) -> String {
    const LONGEST: usize = 40;
    match name.get(name.len().saturating_sub(LONGEST)..) {
        Some(end) if end.len() < name.len() => format!("…{end}"),
        Some(_) | None => name.to_owned(),
    }
}

/// The flow of the round whose end ends the most rounds, the last one of equals.
pub(super) fn cut(simulation: &Simulation<'_>, round: &Round, all: &[Round]) -> String {
    let weight = |flow: &FlowId| all.iter().filter(|other| other.flows.contains(flow)).count();
    let cut = round.flows.iter().max_by_key(|flow| weight(flow));
    cut.map_or_else(String::new, |&flow| simulation.flow(flow).name())
}

impl Round {
    /// Names grow since the flows do not all go by one policy and separator.
    pub(super) fn is_mixed(&self, simulation: &Simulation<'_>) -> bool {
        let flows: Vec<&Flow<'_>> = self.flows.iter().map(|&flow| simulation.flow(flow)).collect();
        self.kind == Kind::Names
            && flows.windows(2).any(|pair| match pair {
                [a, b] => separator(a) != separator(b),
                _ => false,
            })
    }
}

/// The two aliases of a cluster that the round reaches under one and leaves under the other.
pub(super) fn two_aliases(simulation: &Simulation<'_>, round: &Round) -> Option<[String; 2]> {
    let flows = || round.flows.iter().map(|&flow| simulation.flow(flow));
    let mut steps = flows().zip(flows().cycle().skip(1));
    steps.find_map(|(flow, next)| {
        let reached = flow.topology.alias(flow.pair.to);
        let left = next.topology.alias(next.pair.from);
        (reached != left).then(|| [left.to_owned(), reached.to_owned()])
    })
}

/// What the flow puts behind the alias; nothing where it keeps names.
pub(super) fn separator<'a>(flow: &'a Flow<'_>) -> Option<&'a str> {
    match &flow.policy {
        Policy::Default(policy) => Some(&policy.separator),
        Policy::Identity(_) | Policy::Opaque { .. } => None,
    }
}

/// The same round from the flow whose name is the first: the order of the lines must not decide what an `allow` entry
/// has to name.
fn canonical(simulation: &Simulation<'_>, round: &[FlowId]) -> Vec<FlowId> {
    let mut round = round.to_vec();
    let names = round.iter().map(|&flow| simulation.flow(flow).name()).enumerate();
    let first = names.min_by(|a, b| a.1.cmp(&b.1)).map_or(0, |(at, _)| at);
    round.rotate_left(first);
    round
}

/// `a -> b -> a`; the flows by their names where a cluster is left under another alias than it was reached by.
fn path(simulation: &Simulation<'_>, round: &[FlowId]) -> String {
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
