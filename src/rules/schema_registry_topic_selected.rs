use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{
        policy::Policy,
        simulate::{Arrival, FlowId, Simulation},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "schema-registry-topic-selected",
    severity: Severity::Warning,
    summary: "the topic of a schema registry is copied",
    page: include_str!("schema_registry_topic_selected.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let mut by_flow: BTreeMap<FlowId, Vec<Arrival>> = BTreeMap::new();
    for arrival in simulation.user_arrivals() {
        let is_first = simulation.topics.arrival(arrival.from).is_none();
        if is_first && is_meant(simulation.topics.name(arrival.from)) {
            by_flow.entry(arrival.flow).or_default().push(arrival);
        }
    }
    for arrivals in by_flow.values() {
        report(simulation, arrivals, findings);
    }
}

/// The names that schema registries give their topics.
fn is_meant(name: &str) -> bool {
    name == "_schemas" || name.starts_with("_schemas_") || name == "registry-schemas"
}

fn report(simulation: &Simulation<'_>, arrivals: &[Arrival], findings: &mut Findings<'_>) {
    let Some(first) = arrivals.first() else { return };
    let flow = simulation.flow(first.flow);
    let Some(span) = flow.pair.line else { return };
    let name = simulation.topics.name(first.from);
    let more = match arrivals.len() {
        1 => String::new(),
        more => format!(", and {} more like it", more - 1),
    };
    let finding = findings.report(
        span,
        format!("`{}` copies `{name}`, the topic of a schema registry{more}", flow.name()),
    );
    finding.subject(flow.name());
    let is_identity = matches!(flow.policy, Policy::Identity(_));
    let has_own = simulation.topics.arrival(first.to).is_none();
    if is_identity && has_own {
        finding.severity = Severity::Error;
    }
    finding.reason("a registry reads one topic that it alone may write: a copy with a prefix is read by none, and one that is merged into the topic of another registry mixes up the ids of both").help(format!(
        "keep it back: add `_schemas.*` to `{}.topics.exclude`",
        flow.name()
    ));
    if let Some(span) = simulation.declared_at(first.from) {
        finding.related(span, "the topic");
    }
}
