use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule, rounds};
use crate::{
    diagnostic::Severity,
    mm2::{
        policy::Policy,
        simulate::{Arrival, Flow, FlowId, Growth, RecordLoop, Simulation},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "replication-cycle",
    severity: Severity::Error,
    summary: "topics travel round a cycle of flows for ever, under the same names or under ever longer ones",
    page: include_str!("replication_cycle.md"),
    allowable: true,
    check,
};

/// A cycle of flows, and what really goes round it.
struct Round {
    flows: Vec<FlowId>,
    /// For each flow, what it copies and as what.
    hops: BTreeMap<FlowId, (String, String)>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// So many topics are copies of themselves.
    Records {
        topics: usize,
    },
    Names,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let found = rounds_of(simulation);
    let weight = weights(&found);
    for round in &found {
        report(simulation, round, &weight, findings);
    }
}

/// Loops of records first; then growth, as far as it passes a flow that is on no round before.
fn rounds_of(simulation: &Simulation<'_>) -> Vec<Round> {
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
        flows: rounds::canonical(simulation, &flows),
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
        flows: rounds::canonical(simulation, &flows),
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

/// On how many rounds each flow is.
fn weights(found: &[Round]) -> BTreeMap<FlowId, usize> {
    let mut weights = BTreeMap::new();
    for flow in found.iter().flat_map(|round| &round.flows) {
        *weights.entry(*flow).or_insert(0) += 1;
    }
    weights
}

fn report(
    simulation: &Simulation<'_>,
    round: &Round,
    weight: &BTreeMap<FlowId, usize>,
    findings: &mut Findings<'_>,
) {
    let [first, rest @ ..] = round.flows.as_slice() else { return };
    let first = simulation.flow(*first);
    let Some(span) = first.pair.line else { return };
    let path = rounds::path(simulation, &round.flows);
    let message = match round.kind {
        Kind::Records { topics } => {
            let more = if topics > 1 { format!(", of {topics} topics") } else { String::new() };
            format!("records travel for ever round `{path}`{more}")
        }
        Kind::Names => format!("copies of copies get ever longer names round `{path}`"),
    };
    let finding = findings.report(span, message);
    finding.subject(first.name()).reason(reason(simulation, round));
    finding.help(help(simulation, round, weight));
    if let Some(label) = round.flows.first().and_then(|flow| hop(simulation, round, *flow)) {
        finding.label(label);
    }
    for &id in rest {
        let flow = simulation.flow(id);
        if let Some(line) = flow.pair.line {
            let what =
                hop(simulation, round, id).unwrap_or_else(|| format!("then `{}`", flow.name()));
            finding.related(line, format!("then {what}"));
        }
    }
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

fn reason(simulation: &Simulation<'_>, round: &Round) -> &'static str {
    let flows: Vec<&Flow<'_>> = round.flows.iter().map(|&flow| simulation.flow(flow)).collect();
    let is_identity = |flow: &&Flow<'_>| matches!(flow.policy, Policy::Identity(_));
    match round.kind {
        Kind::Records { .. } if flows.iter().any(is_identity) => {
            "under IdentityReplicationPolicy a copy has the name of its original, so MirrorMaker 2 cannot tell that a \
             record has been here before"
        }
        Kind::Records { .. } => {
            "a copy comes back under the name of its original, so MirrorMaker 2 cannot tell that a record has been \
             here before"
        }
        Kind::Names if flows.iter().any(|flow| separator(flow) == Some("")) => {
            "without a separator MirrorMaker 2 cannot read the source of a copy from its name, so it sends copies of \
             copies round under names that grow without end"
        }
        Kind::Names if mixes(&flows) => {
            "a flow recognises what has been on its target only by its own policy and separator; names that the other \
             flows make say nothing to it"
        }
        Kind::Names => {
            "MirrorMaker 2 takes the text before the first separator for the alias of the source, and none of the \
             parts of these names is the alias of the target"
        }
    }
}

fn separator<'a>(flow: &'a Flow<'_>) -> Option<&'a str> {
    match &flow.policy {
        Policy::Default(policy) => Some(&policy.separator),
        Policy::Identity(_) | Policy::Opaque { .. } => None,
    }
}

/// Whether the flows do not all go by one separator.
fn mixes(flows: &[&Flow<'_>]) -> bool {
    flows.windows(2).any(|pair| match pair {
        [a, b] => separator(a) != separator(b),
        _ => false,
    })
}

/// One line less ends it: the flow on the most rounds, the last one of equals.
fn help(simulation: &Simulation<'_>, round: &Round, weight: &BTreeMap<FlowId, usize>) -> String {
    let of = |flow: &FlowId| weight.get(flow).copied().unwrap_or(0);
    let cut = round.flows.iter().max_by_key(|flow| of(flow));
    let cut = cut.map_or_else(String::new, |&flow| simulation.flow(flow).name());
    let flows: Vec<&Flow<'_>> = round.flows.iter().map(|&flow| simulation.flow(flow)).collect();
    let other = match round.kind {
        Kind::Names if !flows.iter().any(|flow| separator(flow) == Some("")) && mixes(&flows) => {
            "give all flows one `replication.policy.class` and one `replication.policy.separator`"
        }
        Kind::Names if !flows.iter().any(|flow| separator(flow) == Some("")) => {
            "give the clusters aliases without the separator, and each cluster one alias only"
        }
        Kind::Records { .. } | Kind::Names => {
            "remove the settings that decide about names so that copies get their source's alias and a `.` as a prefix"
        }
    };
    format!("remove `{cut}.enabled=true`, or {other}")
}
