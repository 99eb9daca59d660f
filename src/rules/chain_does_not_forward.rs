use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule,
    patterns::{quoted, written},
};
use crate::{
    diagnostic::Severity,
    mm2::{
        filter::TopicFilter,
        simulate::{Arrival, FlowId, PlaceId, Refusal, Simulation},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "chain-does-not-forward",
    severity: Severity::Error,
    summary: "a flow asks for the plain names of topics that its source has only as copies",
    page: include_str!("chain_does_not_forward.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    // The sample of a filter is a topic that it copies.
    if simulation.is_sampled {
        return;
    }
    let mut waiting = waiting(simulation);
    for arrival in simulation.user_arrivals() {
        let Some(groups) = waiting.get_mut(&simulation.flow(arrival.flow).to) else { continue };
        let names = (simulation.topics.name(arrival.from), simulation.topics.name(arrival.to));
        for group in groups {
            if group.filter.selects(names.0) && !group.filter.selects(names.1) {
                group.flows.retain(|&id| !tell_if_meant(simulation, &arrival, id, findings));
            }
        }
    }
}

/// Flows that copy nothing, by their source; those with one filter together, since one answer serves all of them.
struct Group<'a> {
    filter: &'a TopicFilter,
    flows: Vec<FlowId>,
}

fn waiting<'a>(simulation: &'a Simulation<'_>) -> BTreeMap<PlaceId, Vec<Group<'a>>> {
    let mut waiting: BTreeMap<PlaceId, Vec<Group<'a>>> = BTreeMap::new();
    for id in simulation.idle() {
        let flow = simulation.flow(id);
        let Some(filter) = flow.filter() else { continue };
        let groups = waiting.entry(flow.from).or_default();
        match groups.iter_mut().find(|group| std::ptr::eq(group.filter, filter)) {
            Some(group) => group.flows.push(id),
            None => groups.push(Group { filter, flows: vec![id] }),
        }
    }
    waiting
}

fn tell_if_meant(
    simulation: &Simulation<'_>,
    arrival: &Arrival,
    id: FlowId,
    findings: &mut Findings<'_>,
) -> bool {
    let is_meant = is_meant(simulation, arrival, id);
    if is_meant {
        report(simulation, arrival, id, findings);
    }
    is_meant
}

/// The flow leads on and refuses the copy only for its name.
fn is_meant(simulation: &Simulation<'_>, arrival: &Arrival, id: FlowId) -> bool {
    let flow = simulation.flow(id);
    let leads_on = flow.to != simulation.flow(arrival.flow).from;
    leads_on && flow.copy(simulation.topics.name(arrival.to)) == Err(Refusal::NotIncluded)
}

fn report(simulation: &Simulation<'_>, arrival: &Arrival, id: FlowId, findings: &mut Findings<'_>) {
    let (first, onward) = (simulation.flow(arrival.flow), simulation.flow(id));
    let Some(topics) = onward.setting("topics") else { return };
    let Some(span) = topics.line.or(onward.pair.line) else { return };
    let (before, after) =
        (simulation.topics.name(arrival.from), simulation.topics.name(arrival.to));
    let hub = simulation.place(onward.from).alias();
    let finding = findings.report(
        span,
        format!("`{}` copies nothing: `{hub}` has `{before}` only as `{after}`", onward.name()),
    );
    finding
        .subject(onward.name())
        .reason("the filter is matched against the name on the source of the flow, prefixes of earlier hops included")
        .help(format!(
            "write `{}.topics={}`",
            onward.name(),
            written(&quoted(after))
        ));
    if let Some(line) = first.pair.line {
        finding.related(line, format!("`{}` makes `{after}` of it", first.name()));
    }
}
