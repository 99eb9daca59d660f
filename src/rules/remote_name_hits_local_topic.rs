use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, FlowId, Kind, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "remote-name-hits-local-topic",
    severity: Severity::Warning,
    summary: "a copy has the name of a topic that the target has on its own",
    page: include_str!("remote_name_hits_local_topic.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    // Samples only stand for topics: that two clusters have one of that name is not known.
    if simulation.is_sampled {
        return;
    }
    let mut by_flow: BTreeMap<FlowId, Vec<Arrival>> = BTreeMap::new();
    for merge in &simulation.merges {
        let exists = simulation.topics.arrival(merge.topic).is_none();
        let is_user = simulation.topics.kind(merge.topic) == Kind::User;
        for &arrival in merge.arrivals.iter().filter(|_| exists && is_user) {
            by_flow.entry(arrival.flow).or_default().push(arrival);
        }
    }
    for arrivals in by_flow.values() {
        report(simulation, arrivals, findings);
    }
}

fn report(simulation: &Simulation<'_>, arrivals: &[Arrival], findings: &mut Findings<'_>) {
    let Some(first) = arrivals.first() else { return };
    let flow = simulation.flow(first.flow);
    let Some(span) = simulation.declared_at(first.to) else { return };
    let (from, to) = (simulation.topics.name(first.from), simulation.topics.name(first.to));
    let target = simulation.place(flow.to).alias();
    let more = match arrivals.len() {
        1 => String::new(),
        more => format!(", and {} more like it", more - 1),
    };
    let finding = findings.report(
        span,
        format!(
            "`{}` copies `{from}` into `{to}`, which `{target}` has on its own{more}",
            flow.name()
        ),
    );
    finding
        .subject(flow.name())
        .reason(
            "MirrorMaker 2 takes a topic that exists for its own and appends to it, so records of two kinds mix in it",
        )
        .help(format!(
            "rename one of the two, or write `remote: true` beside `{to}` if it is a copy that MirrorMaker 2 made"
        ));
    if let Some(line) = flow.pair.line {
        finding.related(line, "the flow");
    }
}
