//! Lines that keep topics back. In: a flow, and a pattern of what it shall not copy. Out: the whole line to write: a stated
//! exclude replaces the default, so that what the default keeps back has to be in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    patterns::{quoted, written},
    rounds::separator,
};
use crate::mm2::{
    effective,
    filter::FilterKind,
    gates,
    simulate::{Flow, PlaceId, Simulation},
};

/// More aliases than these make a line that nobody would type.
const ALIASES: usize = 8;

/// The line of the flow's own with what is excluded now and one pattern more.
pub(super) fn line(flow: &Flow<'_>, more: &str) -> String {
    format!("{}.{}", flow.name(), line_for_all(flow, more))
}

/// The same for all flows that have no line of their own.
pub(super) fn line_for_all(flow: &Flow<'_>, more: &str) -> String {
    let config = effective::connector_config(flow.topology, flow.pair.from, flow.pair.to);
    let stated = FilterKind::Topics.exclude(&|key| config.get(key), config.version);
    let key = if gates::excludes(config.version) { "topics.exclude" } else { "topics.blacklist" };
    let entries = [stated.value.trim(), more].into_iter().filter(|entry| !entry.is_empty());
    format!("{key}={}", written(&entries.collect::<Vec<_>>().join(", ")))
}

/// Whether the flow has a line of its own that says what it excludes.
pub(super) fn has_own(flow: &Flow<'_>) -> bool {
    let mut keys = ["topics.exclude", "topics.blacklist"].into_iter();
    keys.any(|key| flow.topology.settings.get(&format!("{}.{key}", flow.name())).is_some())
}

/// A pattern of the names that copies have on some clusters; nothing where names do not tell, or there are too many.
pub(super) fn copies(simulation: &Simulation<'_>, places: &BTreeSet<PlaceId>) -> Option<String> {
    let mut aliases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for flow in simulation.flows.iter().filter(|flow| places.contains(&flow.to)) {
        let separator = separator(flow).filter(|separator| !separator.is_empty())?;
        aliases.entry(separator).or_default().insert(&flow.source_alias);
    }
    let is_short = aliases.values().map(BTreeSet::len).sum::<usize>() <= ALIASES;
    let patterns = aliases.iter().map(|(separator, aliases)| {
        let aliases: Vec<String> = aliases.iter().map(|alias| quoted(alias)).collect();
        match aliases.as_slice() {
            [alias] => format!("{alias}{}.*", quoted(separator)),
            aliases => format!("({}){}.*", aliases.join("|"), quoted(separator)),
        }
    });
    (is_short && !aliases.is_empty()).then(|| patterns.collect::<Vec<_>>().join(", "))
}
