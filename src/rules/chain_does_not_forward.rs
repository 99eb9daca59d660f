use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, FlowId, Refusal, Simulation, State},
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
    let idle = simulation.idle();
    let mut told: BTreeSet<FlowId> = BTreeSet::new();
    for arrival in simulation.user_arrivals() {
        let onward = idle.iter().filter(|&&id| {
            simulation.flow(id).from == simulation.flow(arrival.flow).to && !told.contains(&id)
        });
        let meant: Option<FlowId> = onward.copied().find(|&id| is_meant(simulation, &arrival, id));
        if let Some(id) = meant {
            told.insert(id);
            report(simulation, &arrival, id, findings);
        }
    }
}

/// The flow refuses the copy only for its name, and would take it under the name that it had.
fn is_meant(simulation: &Simulation<'_>, arrival: &Arrival, id: FlowId) -> bool {
    let flow = simulation.flow(id);
    let State::Carries(filter) = &flow.state else { return false };
    let (before, after) =
        (simulation.topics.name(arrival.from), simulation.topics.name(arrival.to));
    let leads_on = flow.to != simulation.flow(arrival.flow).from;
    leads_on && flow.copy(after) == Err(Refusal::NotIncluded) && filter.selects(before)
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
            after.replace('.', "\\\\.")
        ));
    if let Some(line) = first.pair.line {
        finding.related(line, format!("`{}` makes `{after}` of it", first.name()));
    }
}
