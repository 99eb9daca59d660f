use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{
        policy::Policy,
        simulate::{FlowId, Kind, Merge, Simulation, TopicId},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "identity-fan-in-overlap",
    severity: Severity::Error,
    summary: "topics of one name from several clusters run together in one, since the flows keep names",
    page: include_str!("identity_fan_in_overlap.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    // One finding for the same flows, whatever the number of topics.
    let mut found: BTreeMap<Vec<FlowId>, Vec<&Merge>> = BTreeMap::new();
    for merge in &simulation.merges {
        let flows = overlapping(simulation, merge);
        if flows.len() > 1 {
            found.entry(flows).or_default().push(merge);
        }
    }
    for (flows, merges) in &found {
        report(simulation, flows, merges, findings);
    }
}

/// The flows that keep the name and bring records of different origins.
fn overlapping(simulation: &Simulation<'_>, merge: &Merge) -> Vec<FlowId> {
    let mut by_root: BTreeMap<TopicId, FlowId> = BTreeMap::new();
    for arrival in &merge.arrivals {
        let is_identity = matches!(simulation.flow(arrival.flow).policy, Policy::Identity(_));
        if is_identity && simulation.topics.kind(arrival.from) == Kind::User {
            by_root.entry(simulation.topics.root(arrival.from)).or_insert(arrival.flow);
        }
    }
    let mut flows: Vec<FlowId> = by_root.into_values().collect();
    flows.sort_unstable();
    flows.dedup();
    flows
}

fn report(
    simulation: &Simulation<'_>,
    flows: &[FlowId],
    merges: &[&Merge],
    findings: &mut Findings<'_>,
) {
    let [first, rest @ ..] = flows else { return };
    let first = simulation.flow(*first);
    let Some(topic) = merges.first().map(|merge| simulation.topics.name(merge.topic)) else {
        return;
    };
    let Some(span) = first.pair.line else { return };
    let sources: Vec<String> = flows
        .iter()
        .map(|&id| format!("`{}`", simulation.place(simulation.flow(id).from).alias()))
        .collect();
    let target = simulation.place(first.to).alias();
    let more = match merges.len() {
        1 => String::new(),
        more => format!(", and {} more topics", more - 1),
    };
    let such = if simulation.is_sampled { "a topic such as " } else { "" };
    let message =
        format!("{such}`{topic}` of {} runs together on `{target}`{more}", sources.join(" and "));
    let finding = findings.report(span, message);
    if simulation.is_sampled {
        finding.severity = Severity::Warning;
    }
    finding
        .subject(first.name())
        .reason(
            "the flows keep names: records, settings of the topic and offsets of groups from several clusters meet in \
             the same partitions",
        )
        .help(format!(
            "let the flows select different topics, such as `{0}.topics={1}-.*`, or remove \
             `replication.policy.class` so that each copy has its own name",
            first.name(),
            simulation.place(first.from).alias()
        ));
    for &id in rest {
        let flow = simulation.flow(id);
        if let Some(line) = flow.pair.line {
            finding.related(line, format!("`{}` brings the same name", flow.name()));
        }
    }
}
