use std::collections::BTreeMap;

use super::{Context, Findings, Rule, excludes, patterns::quoted};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Failure, FailureKind, FlowId, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "remote-topic-name-too-long",
    severity: Severity::Error,
    summary: "the name of a copy is longer than brokers take",
    page: include_str!("remote_topic_name_too_long.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let mut by_flow: BTreeMap<FlowId, Vec<&Failure>> = BTreeMap::new();
    for failure in &simulation.failures {
        if matches!(failure.kind, FailureKind::TooLong) {
            by_flow.entry(failure.flow).or_default().push(failure);
        }
    }
    for failures in by_flow.values() {
        report(simulation, failures, findings);
    }
}

fn report(simulation: &Simulation<'_>, failures: &[&Failure], findings: &mut Findings<'_>) {
    let Some(first) = failures.first() else { return };
    let flow = simulation.flow(first.flow);
    let Some(span) = flow.pair.line else { return };
    let topic = simulation.topics.name(first.from);
    let more = match failures.len() {
        1 => String::new(),
        more => format!(", nor {} more", more - 1),
    };
    let finding = findings.report(
        span,
        format!(
            "`{}` cannot copy `{}`{more}: the name would be too long",
            flow.name(),
            short(topic)
        ),
    );
    finding
        .subject(flow.name())
        .label(format!("the copy would have {} characters", first.name.len()))
        .reason(
            "brokers refuse names of more than 249 characters; the task that copies the topic fails and is not started \
             again, so all topics that share the task get no further records",
        )
        .help(format!(
            "keep the topic back: `{}`, or use shorter aliases",
            excludes::line(flow, &quoted(topic))
        ));
    if let Some(span) = simulation.declared_at(simulation.topics.root(first.from)) {
        finding.related(span, "the topic");
    }
}

fn short(name: &str) -> String {
    const LONGEST: usize = 30;
    match name.get(..LONGEST) {
        Some(start) if name.len() > LONGEST => format!("{start}…"),
        Some(_) | None => name.to_owned(),
    }
}
