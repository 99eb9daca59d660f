use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{
        gates,
        policy::HEARTBEATS,
        simulate::{Arrival, State},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "heartbeats-forced-through-filter",
    severity: Severity::Warning,
    summary: "a topic is copied against the filter, since its name looks like heartbeats",
    page: include_str!("heartbeats_forced_through_filter.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let is_forced = |arrival: &Arrival| {
        let flow = simulation.flow(arrival.flow);
        let State::Carries(filter) = &flow.state else { return false };
        let is_first = simulation.topics.arrival(arrival.from).is_none();
        let name = simulation.topics.name(arrival.from);
        is_first && name.ends_with(HEARTBEATS) && !filter.selects(name)
    };
    for arrival in simulation.user_arrivals().filter(is_forced) {
        let flow = simulation.flow(arrival.flow);
        let name = simulation.topics.name(arrival.from);
        let Some(line) = flow.pair.line else { continue };
        let span = simulation.declared_at(arrival.from);
        let finding = findings.report(
            span.unwrap_or(line),
            format!("`{}` copies `{name}`, which its filter does not select", flow.name()),
        );
        finding.subject(flow.name()).reason(
            "a topic whose name ends in a separator and `heartbeats` counts as heartbeats of MirrorMaker 2, and those \
             pass every filter",
        );
        finding.help(match gates::heartbeats_replication_switch(flow.topology.workload.version) {
            true => format!(
                "add `{}.heartbeats.replication.enabled=false`, or rename the topic",
                flow.name()
            ),
            false => "rename the topic".to_owned(),
        });
        if let Some(filter) = flow.setting("topics").and_then(|topics| topics.line) {
            finding.related(filter, "the filter");
        } else if span.is_some() {
            finding.related(line, "the flow");
        }
    }
}
