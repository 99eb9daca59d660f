use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, FlowId, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "streams-internal-topics",
    severity: Severity::Warning,
    summary: "topics in which Kafka Streams keeps its state are copied",
    page: include_str!("streams_internal_topics.md"),
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

/// How Kafka Streams names the topics in which it keeps its state.
fn is_meant(name: &str) -> bool {
    name.ends_with("-changelog") || name.ends_with("-repartition")
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
        format!(
            "`{}` copies `{name}`, in which a Kafka Streams application keeps its state{more}",
            flow.name()
        ),
    );
    finding.subject(flow.name());
    finding.reason("an application that starts on the target makes topics of this kind for itself, and its state comes from its input: copies are traffic that nobody reads, and under the same name they are written from two sides").help(format!(
        "keep it back: add `.*-(changelog|repartition)` to `{}.topics.exclude`",
        flow.name()
    ));
    if let Some(span) = simulation.declared_at(first.from) {
        finding.related(span, "the topic");
    }
}
