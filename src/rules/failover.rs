//! Flows that are there for a failover or a migration, and who uses their sources. In: a simulation. Out: the flows with
//! their intents, and the applications of each cluster.

use std::collections::BTreeMap;

use crate::{
    descriptor::Intent,
    mm2::simulate::{Flow, PlaceId, Simulation},
    source::Span,
    topology::Application,
    yaml::Spanned,
};

/// Names that are spelt out; the rest is counted.
const NAMES: usize = 5;

/// The flows that run and of which it is said what they are for.
pub(super) fn meant<'a>(
    simulation: &'a Simulation<'a>,
) -> impl Iterator<Item = (&'a Flow<'a>, &'a Spanned<Intent>)> {
    simulation.flows.iter().filter_map(|flow| {
        let intent = flow.topology.intents.get(&(flow.pair.from, flow.pair.to))?;
        Some((flow, intent))
    })
}

/// The applications of each cluster, whichever descriptor names them.
pub(super) fn applications<'a>(
    simulation: &'a Simulation<'a>,
) -> BTreeMap<PlaceId, Vec<&'a Application>> {
    let aliases = |place| simulation.place(place).aliases.iter().map(move |alias| (alias, place));
    let places: BTreeMap<&String, PlaceId> = simulation.place_ids().flat_map(aliases).collect();
    let mut applications: BTreeMap<PlaceId, Vec<&Application>> = BTreeMap::new();
    for topology in simulation.topologies {
        for application in &topology.applications {
            let alias = &topology.cluster(application.cluster).alias.value;
            if let Some(&place) = places.get(alias) {
                applications.entry(place).or_default().push(application);
            }
        }
    }
    applications
}

/// The groups of each cluster with the place that names them first.
pub(super) fn groups<'a>(
    simulation: &'a Simulation<'a>,
) -> BTreeMap<PlaceId, BTreeMap<&'a str, Span>> {
    let of_place = |(place, applications): (PlaceId, Vec<&'a Application>)| {
        let mut groups: BTreeMap<&str, Span> = BTreeMap::new();
        for (group, &span) in applications.iter().flat_map(|application| &application.groups) {
            groups.entry(group).or_insert(span);
        }
        (place, groups)
    };
    let groups = applications(simulation).into_iter().map(of_place);
    groups.filter(|(_, groups)| !groups.is_empty()).collect()
}

/// As the end of a sentence: "after …".
pub(super) fn event(intent: Intent) -> &'static str {
    match intent {
        Intent::Dr => "a failover",
        Intent::Migration => "the migration",
    }
}

/// What is meant, for the beginning of a sentence: `one`, or `one` and how many more.
pub(super) fn counted(names: &[&str], what: &str) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [one, _] => format!("`{one}` and 1 more {what}"),
        [one, more @ ..] => format!("`{one}` and {} more {what}s", more.len()),
    }
}

/// The names one by one, as far as anybody reads them.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted = |names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        quoted.join(", ")
    };
    match names.split_last() {
        Some((last, first)) if !first.is_empty() && names.len() <= NAMES => {
            format!("{} and `{last}`", quoted(first))
        }
        _ => match names.split_at_checked(NAMES) {
            Some((shown, more)) if !more.is_empty() => {
                format!("{} and {} more", quoted(shown), more.len())
            }
            _ => quoted(names),
        },
    }
}
