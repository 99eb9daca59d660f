use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Arrival, FlowId, PlaceId, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "hub-leaks-between-spokes",
    severity: Severity::Warning,
    summary: "a hub hands topics of one spoke to another",
    page: include_str!("hub_leaks_between_spokes.md"),
    allowable: true,
    check,
};

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
    for (hub, leaks) in &leaks {
        report(simulation, *hub, leaks, findings);
    }
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
        .help(format!(
            "name what the hub itself has to give, such as `{}.topics={alias}-.*`, or accept it if every spoke shall \
             have everything",
            flow.name()
        ));
}
