//! Acknowledgements. In: changes, and the `allow` entries of both revisions. Out: the reason of the entry that speaks of
//! each change. An entry that the old revision has as well was written for an earlier change and counts for nothing.

use std::collections::BTreeSet;

use super::{Change, Revision};
use crate::descriptor::Allow;

pub(super) fn acknowledge(
    changes: &mut [Change],
    before: &Revision<'_>,
    after: &Revision<'_>,
    today: &str,
) {
    let former: BTreeSet<_> = entries(before).map(words).collect();
    let valid: Vec<&Allow> = entries(after)
        .filter(|entry| !former.contains(&words(entry)))
        .filter(|entry| entry.expires.as_ref().is_none_or(|last| last.value.as_str() >= today))
        .collect();
    for change in changes {
        let entry = valid.iter().find(|entry| speaks_of(entry, change));
        change.acknowledged = entry.map(|entry| entry.reason.value.clone());
    }
}

fn entries<'a>(revision: &Revision<'a>) -> impl Iterator<Item = &'a Allow> {
    let entries = revision.topologies.iter().flat_map(|topology| &topology.allow);
    entries.map(|entry| &entry.value)
}

fn words(entry: &Allow) -> (&str, Option<&str>, &str) {
    let subject = entry.subject.as_ref().map(|subject| subject.value.as_str());
    (&entry.rule.value, subject, &entry.reason.value)
}

fn speaks_of(entry: &Allow, change: &Change) -> bool {
    let rule = entry.rule.value.as_str();
    (rule == change.rule || change.twins.contains(&rule))
        && entry.subject.as_ref().is_none_or(|subject| subject.value == change.subject)
}
