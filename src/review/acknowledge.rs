//! Acknowledgements. In: changes, and the `allow` entries of both revisions. Out: the reason of the entry that speaks of
//! each change, and findings about entries of this edit that speak of none. An entry that the old revision has as well was
//! written for an earlier change and counts for nothing.

use std::collections::BTreeSet;

use super::{Change, Revision, changes::ALL};
use crate::{descriptor::Allow, diagnostic::Diagnostics, rules::faults::UNUSED_ALLOW};

pub(super) fn acknowledge(
    changes: &mut [Change],
    before: &Revision<'_>,
    after: &Revision<'_>,
    today: &str,
) -> Diagnostics {
    let former: BTreeSet<_> = entries(before).map(words).collect();
    let valid: Vec<&Allow> = entries(after)
        .filter(|entry| !former.contains(&words(entry)))
        .filter(|entry| entry.expires.as_ref().is_none_or(|last| last.value.as_str() >= today))
        .collect();
    for change in &mut *changes {
        let entry = valid.iter().find(|entry| speaks_of(entry, change));
        change.acknowledged = entry.map(|entry| entry.reason.value.clone());
    }
    let is_needless = |entry: &Allow| !changes.iter().any(|change| speaks_of(entry, change));
    let mut needless = Diagnostics::default();
    // Whether an entry that names a rule is needed shows in one revision.
    for entry in valid.into_iter().filter(|entry| is_of_change(entry) && is_needless(entry)) {
        report(entry, &mut needless);
    }
    needless
}

fn is_of_change(entry: &Allow) -> bool {
    ALL.iter().any(|rule| rule.id == entry.rule.value)
}

fn report(entry: &Allow, needless: &mut Diagnostics) {
    let subject = entry.subject.as_ref().map(|subject| format!(" about `{}`", subject.value));
    let about = subject.unwrap_or_default();
    let message = format!("this edit makes no `{}`{about} to allow", entry.rule.value);
    needless
        .report(&UNUSED_ALLOW, entry.rule.span, message)
        .help("remove the entry, or write the rule and the subject as the review shows them");
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
