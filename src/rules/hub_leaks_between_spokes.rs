use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings, Rule, excludes,
    patterns::{quoted, written},
};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, Flow, FlowId, Kind, PlaceId, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "hub-leaks-between-spokes",
    severity: Severity::Warning,
    summary: "a hub hands topics of one spoke to another",
    page: include_str!("hub_leaks_between_spokes.md"),
    allowable: true,
    check,
};

/// More topics than these are no line that anyone would type.
const FEW: usize = 4;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let edges: BTreeSet<(PlaceId, PlaceId)> =
        simulation.flows.iter().map(|flow| (flow.from, flow.to)).collect();
    let mut leaks: BTreeMap<PlaceId, BTreeMap<FlowId, Arrival>> = BTreeMap::new();
    for arrival in simulation.user_arrivals() {
        let Some(before) = simulation.topics.arrival(arrival.from) else { continue };
        let (into, out) = (simulation.flow(before.flow), simulation.flow(arrival.flow));
        let leaks = leaks.entry(out.from).or_default();
        if !leaks.contains_key(&arrival.flow) && is_leak(&edges, into.from, out.from, out.to) {
            leaks.insert(arrival.flow, arrival);
        }
    }
    let spokes = spokes(simulation, &leaks);
    // In a ring or a chain everyone is the hub of its neighbours: it is there to hand things on.
    for (hub, leaks) in leaks.iter().filter(|(hub, _)| !spokes.contains(hub)) {
        report(simulation, *hub, leaks, findings);
    }
}

/// The clusters to which some hub hands topics of others.
fn spokes(
    simulation: &Simulation<'_>,
    leaks: &BTreeMap<PlaceId, BTreeMap<FlowId, Arrival>>,
) -> BTreeSet<PlaceId> {
    let flows = leaks.values().flat_map(BTreeMap::keys);
    flows.map(|&flow| simulation.flow(flow).to).collect()
}

/// Both ends talk to the hub in both directions, and not to each other.
fn is_leak(edges: &BTreeSet<(PlaceId, PlaceId)>, from: PlaceId, hub: PlaceId, to: PlaceId) -> bool {
    let both = |spoke| edges.contains(&(hub, spoke)) && edges.contains(&(spoke, hub));
    let apart = !edges.contains(&(from, to)) && !edges.contains(&(to, from));
    from != to && both(from) && both(to) && apart
}

fn report(
    simulation: &Simulation<'_>,
    hub: PlaceId,
    leaks: &BTreeMap<FlowId, Arrival>,
    findings: &mut Findings<'_>,
) {
    let Some((&id, arrival)) = leaks.first_key_value() else { return };
    let flow = simulation.flow(id);
    let Some(span) = flow.pair.line else { return };
    let origin = simulation.origin(arrival.from);
    let more = match leaks.len() {
        1 => String::new(),
        2 => ", and so does one more flow of the hub".to_owned(),
        more => format!(", and so do {} more flows of the hub", more - 1),
    };
    let (alias, to) = (simulation.place(hub).alias(), simulation.place(flow.to).alias());
    let finding = findings.report(
        span,
        format!("`{}` hands topics of `{}` to `{to}`{more}", flow.name(), origin.alias),
    );
    finding
        .subject(alias)
        .label(format!("`{}` goes on", simulation.topics.name(arrival.from)))
        .reason("the filter also matches the copies that the hub has from its other spokes")
        .help(help(simulation, flow));
}

/// A hub with few topics can give them by their names.
fn help(simulation: &Simulation<'_>, flow: &Flow<'_>) -> String {
    let accept = "or accept it if every spoke shall have everything";
    let name = flow.name();
    let own = own_topics(simulation, flow.from);
    if (1..=FEW).contains(&own.len()) {
        let own: Vec<String> = own.into_iter().map(quoted).collect();
        let topics = written(&own.join(", "));
        return format!("name what the hub itself has to give: `{name}.topics={topics}`, {accept}");
    }
    match excludes::copies(simulation, &BTreeSet::from([flow.from])) {
        Some(copies) => format!(
            "keep back what the hub has from its spokes: `{}`, {accept}",
            excludes::line(flow, &copies)
        ),
        None => {
            format!("name what the hub itself has to give in `{name}.topics`, {accept}")
        }
    }
}

/// The topics that were made on a cluster, as the descriptors declare them.
fn own_topics<'a>(simulation: &'a Simulation<'_>, hub: PlaceId) -> Vec<&'a str> {
    let topics = &simulation.topics;
    let seeds = simulation.seeds.iter().map(|seed| seed.topic);
    let own = seeds.filter(|&topic| {
        topics.place(topic) == hub
            && topics.kind(topic) == Kind::User
            && simulation.declared_at(topic).is_some()
    });
    own.map(|topic| topics.name(topic)).collect()
}
