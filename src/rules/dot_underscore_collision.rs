use std::collections::BTreeMap;

use super::{Context, Findings, Rule, excludes, patterns::quoted};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Failure, FailureKind, FlowId, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "dot-underscore-collision",
    severity: Severity::Error,
    summary: "the name of a copy differs only in `.` and `_` from one that is there",
    page: include_str!("dot_underscore_collision.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let mut by_flow: BTreeMap<FlowId, Vec<&Failure>> = BTreeMap::new();
    for failure in &simulation.failures {
        if matches!(failure.kind, FailureKind::Collides(_)) {
            by_flow.entry(failure.flow).or_default().push(failure);
        }
    }
    for failures in by_flow.values() {
        report(simulation, failures, findings);
    }
}

fn report(simulation: &Simulation<'_>, failures: &[&Failure], findings: &mut Findings<'_>) {
    let Some(first) = failures.first() else { return };
    let FailureKind::Collides(other) = first.kind else { return };
    let flow = simulation.flow(first.flow);
    let Some(span) = flow.pair.line else { return };
    let topic = simulation.topics.name(first.from);
    let more = match failures.len() {
        1 => String::new(),
        more => format!(", nor {} more", more - 1),
    };
    let there = simulation.topics.name(other);
    let finding = findings
        .report(span, format!("`{}` cannot copy `{topic}` as `{}`{more}", flow.name(), first.name));
    finding
        .subject(flow.name())
        .label(format!("`{}` has `{there}`", simulation.place(flow.to).alias()))
        .reason(
            "brokers take no two names that differ only in `.` and `_`; the task that copies the topic waits for \
             it for ever, so all topics that share the task get no further records",
        )
        .help(format!(
            "rename `{there}`, or keep `{topic}` back: `{}`",
            excludes::line(flow, &quoted(topic))
        ));
    if let Some(span) = simulation.declared_at(other) {
        finding.related(span, "the name that is there");
    }
}
