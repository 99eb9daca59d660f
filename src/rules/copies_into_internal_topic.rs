use std::collections::BTreeMap;

use super::{Context, Findings, Rule, excludes};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, FlowId, Kind, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "copies-into-internal-topic",
    severity: Severity::Error,
    summary: "a flow copies into a topic in which MirrorMaker 2 keeps its own state",
    page: include_str!("copies_into_internal_topic.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let mut by_flow: BTreeMap<FlowId, Vec<&Arrival>> = BTreeMap::new();
    for arrival in &simulation.further {
        if simulation.topics.kind(arrival.to) == Kind::Internal {
            by_flow.entry(arrival.flow).or_default().push(arrival);
        }
    }
    for (flow, arrivals) in &by_flow {
        report(simulation, *flow, arrivals, findings);
    }
}

fn report(
    simulation: &Simulation<'_>,
    flow: FlowId,
    arrivals: &[&Arrival],
    findings: &mut Findings<'_>,
) {
    let Some(first) = arrivals.first() else { return };
    let flow = simulation.flow(flow);
    let Some(span) = flow.pair.line else { return };
    let more = match arrivals.len() {
        1 => String::new(),
        more => format!(" and {} more", more - 1),
    };
    findings
        .report(
            span,
            format!(
                "`{}` copies `{}`{more} into what MirrorMaker 2 keeps on `{}`",
                flow.name(),
                simulation.topics.name(first.from),
                simulation.place(flow.to).alias(),
            ),
        )
        .subject(flow.name())
        .reason(
            "these topics hold settings and positions of connectors; with records of others among them, a connector \
             runs with the settings of another one",
        )
        .help(format!("keep them back: `{}`", excludes::line(flow, "mm2.*[-.]internal")));
}
