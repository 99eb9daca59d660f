//! The entries of filters, one by one. In: a flow and the names on its source. Out: which of its `topics` and
//! `topics.exclude` entries match what.

use crate::{
    mm2::{
        pattern::{Entry, PatternList},
        simulate::{Flow, Simulation, State, TopicId},
    },
    topology::Version,
};

/// One side of a filter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Include,
    Exclude,
}

/// The entries that the flow really goes by; none where it copies nothing.
pub(super) fn entries<'a>(flow: &'a Flow<'_>, side: Side) -> &'a [Entry] {
    match (&flow.state, side) {
        (State::Carries(filter), Side::Include) => &filter.include.entries,
        (State::Carries(filter), Side::Exclude) => &filter.exclude.entries,
        (State::Refused(_) | State::Unknown(_), _) => &[],
    }
}

/// The entry as a pattern of its own, as far as it is one: entries are joined before they are read.
pub(super) fn alone(entry: &Entry, version: Version) -> Option<PatternList> {
    PatternList::compile(&entry.text, version).ok()
}

/// Whether the entry spells out one name.
pub(super) fn literal(entry: &Entry) -> Option<String> {
    let name = entry.text.replace("\\.", ".");
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    is_name.then_some(name)
}

/// Whether the descriptors say of every entry of the cluster that there is no other topic than the declared ones.
pub(super) fn is_complete(flow: &Flow<'_>) -> bool {
    flow.topology.inventory.complete.contains(&flow.pair.from)
}

/// All names on the source of a flow, copies included.
pub(super) fn names<'a>(
    simulation: &'a Simulation<'_>,
    flow: &Flow<'_>,
    by_place: &'a [Vec<TopicId>],
) -> impl Iterator<Item = &'a str> + Clone {
    let topics = by_place.get(flow.from.index()).map_or(&[][..], Vec::as_slice);
    topics.iter().map(|&topic| simulation.topics.name(topic))
}
