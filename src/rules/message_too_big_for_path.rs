use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{
        effective::{self, records_producer},
        simulate::{Arrival, Flow, FlowId, Simulation},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "message-too-big-for-path",
    severity: Severity::Error,
    summary: "a topic takes records that the producer of a flow refuses to send",
    page: include_str!("message_too_big_for_path.md"),
    allowable: true,
    check,
};

/// What a producer sends at most where no line says otherwise.
const DEFAULT_REQUEST: u64 = 1_048_576;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let mut requests: BTreeMap<FlowId, u64> = BTreeMap::new();
    for arrival in simulation.user_arrivals() {
        let Some(bytes) = largest(simulation, &arrival) else { continue };
        let flow = simulation.flow(arrival.flow);
        let request = *requests.entry(arrival.flow).or_insert_with(|| request(flow));
        if bytes > request {
            report(simulation, &arrival, (bytes, request), findings);
        }
    }
}

/// What the topic takes, where the inventory says it.
fn largest(simulation: &Simulation<'_>, arrival: &Arrival) -> Option<u64> {
    let facts = simulation.facts(simulation.seed(arrival.from))?;
    facts.configs.get("max.message.bytes")?.trim().parse().ok()
}

/// `max.request.size` of the producer that writes the copies.
fn request(flow: &Flow<'_>) -> u64 {
    let (from, to) = (flow.pair.from, flow.pair.to);
    let worker = effective::worker_config(flow.topology, from, to);
    let connector = effective::connector_config(flow.topology, from, to);
    let producer = records_producer(&worker, &connector);
    let stated = producer.get("max.request.size").and_then(|text| text.trim().parse().ok());
    stated.unwrap_or(DEFAULT_REQUEST)
}

fn report(
    simulation: &Simulation<'_>,
    arrival: &Arrival,
    (bytes, request): (u64, u64),
    findings: &mut Findings<'_>,
) {
    let flow = simulation.flow(arrival.flow);
    let Some(line) = flow.pair.line else { return };
    let name = simulation.topics.name(arrival.from);
    let finding = findings.report(
        line,
        format!(
            "`{name}` takes records of {bytes} bytes, and `{}` sends {request} at most",
            flow.name()
        ),
    );
    finding
        .subject(flow.name())
        .reason(
            "a record that is too large for the producer makes the task fail, and with it the copies of all \
             partitions that it has",
        )
        .help(format!("add `{}.producer.override.max.request.size={bytes}`", flow.name()));
    if let Some(span) = simulation.declared_at(simulation.topics.root(arrival.from)) {
        finding.related(span, "the topic");
    }
}
