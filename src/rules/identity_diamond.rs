use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, FlowId, Kind, Merge, Simulation, TopicId},
};

pub(super) static RULE: Rule = Rule {
    id: "identity-diamond",
    severity: Severity::Warning,
    summary: "records reach one topic by two ways, so each is there twice",
    page: include_str!("identity_diamond.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    // One finding for the same pair of flows, whatever the number of topics.
    let mut told: BTreeSet<[FlowId; 2]> = BTreeSet::new();
    for merge in &simulation.merges {
        if let Some(ways) = two_ways(simulation, merge)
            && told.insert(ways.map(|way| way.flow))
        {
            report(simulation, merge, ways, findings);
        }
    }
}

/// Two steps into the topic that bring records of one origin.
fn two_ways(simulation: &Simulation<'_>, merge: &Merge) -> Option<[Arrival; 2]> {
    let mut by_root: BTreeMap<TopicId, Arrival> = BTreeMap::new();
    let user = |arrival: &&Arrival| simulation.topics.kind(arrival.from) == Kind::User;
    merge.arrivals.iter().filter(user).find_map(|&arrival| {
        let first = by_root.insert(simulation.topics.root(arrival.from), arrival)?;
        Some([first, arrival])
    })
}

fn report(
    simulation: &Simulation<'_>,
    merge: &Merge,
    [first, second]: [Arrival; 2],
    findings: &mut Findings<'_>,
) {
    let [one, other] = [first, second].map(|way| simulation.flow(way.flow));
    let (Some(span), Some(line)) = (other.pair.line, one.pair.line) else { return };
    let topics = &simulation.topics;
    let origin = simulation.origin(first.from);
    let (name, end) = (topics.name(merge.topic), simulation.place(other.to).alias());
    findings
        .report(
            span,
            format!(
                "records of `{}` of `{}` reach `{name}` on `{end}` by two ways",
                origin.topic, origin.alias
            ),
        )
        .label(format!("`{}` brings them from `{}`", other.name(), topics.name(second.from)))
        .related(line, format!("`{}` brings them from `{}`", one.name(), topics.name(first.from)))
        .subject(other.name())
        .reason("both copies have the same name, so every record is in the topic twice")
        .help(format!("remove `{}.enabled=true`", other.name()));
}
