//! Accepted findings. In: all findings and the `allow` entries of the topologies. Out: the findings that remain, those
//! that are accepted, and those about entries that accept nothing.

use super::{ALL, faults};
use crate::{
    descriptor::Allow,
    diagnostic::{Accepted, Diagnostic, Diagnostics},
    nearest::nearest,
    topology::Topology,
    yaml::Spanned,
};

/// What decides whether an entry holds.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// `YYYY-MM-DD`
    pub today: &'a str,
    /// Ids that an entry may name besides those of rules: whether it is needed shows in a comparison only.
    pub others: &'a [&'static str],
}

/// Takes accepted findings away, and gives them back.
pub fn allow(topologies: &[Topology], terms: Terms<'_>, found: &mut Diagnostics) -> Vec<Accepted> {
    let Terms { today, others } = terms;
    let mut accepted = Vec::new();
    let entries: Vec<&Spanned<Allow>> =
        topologies.iter().flat_map(|topology| &topology.allow).collect();
    let mut used = vec![false; entries.len()];
    found.retain(|finding| {
        let mut reason = None;
        for (entry, used) in entries.iter().zip(&mut used) {
            if accepts(&entry.value, finding) {
                *used = true;
                let holds = !is_expired(&entry.value, today);
                reason = reason.or_else(|| holds.then(|| entry.value.reason.value.clone()));
            }
        }
        let Some(reason) = reason else { return true };
        accepted.push(Accepted { finding: finding.clone(), reason });
        false
    });
    for (entry, used) in entries.iter().zip(used) {
        if !others.contains(&entry.value.rule.value.as_str()) {
            judge(&entry.value, used, terms, found);
        }
    }
    accepted
}

/// An entry speaks of the findings of its own file.
fn accepts(entry: &Allow, finding: &Diagnostic) -> bool {
    entry.rule.value == finding.rule
        && entry.rule.span.file == finding.primary.span.file
        && is_allowable(finding.rule)
        && entry
            .subject
            .as_ref()
            .is_none_or(|subject| finding.subject.as_ref() == Some(&subject.value))
}

fn is_allowable(id: &str) -> bool {
    ALL.iter().any(|rule| rule.id == id && rule.allowable)
}

fn is_expired(entry: &Allow, today: &str) -> bool {
    entry.expires.as_ref().is_some_and(|expires| expires.value.as_str() < today)
}

fn judge(entry: &Allow, used: bool, terms: Terms<'_>, found: &mut Diagnostics) {
    let Terms { today, others } = terms;
    let id = &entry.rule.value;
    if !is_allowable(id) {
        let known = ALL.iter().filter(|rule| rule.allowable).map(|rule| rule.id);
        let help = match nearest(id, known.chain(others.iter().copied())) {
            Some(name) if name != id => format!("write `rule: {name}`"),
            _ => "remove the entry and mend what the finding shows".to_owned(),
        };
        found
            .report(
                &faults::NOT_ALLOWABLE,
                entry.rule.span,
                format!("`{id}` is no rule that can be allowed"),
            )
            .help(help);
    } else if !used {
        let subject = entry.subject.as_ref().map(|subject| format!(" about `{}`", subject.value));
        let message =
            format!("no finding of `{id}`{} is left to allow", subject.unwrap_or_default());
        found.report(&faults::UNUSED_ALLOW, entry.rule.span, message).help("remove the entry");
    } else if is_expired(entry, today) {
        let expires = entry.expires.as_ref().map_or("", |expires| &expires.value);
        let message = format!("the acceptance of `{id}` ended on {expires}");
        found
            .report(&faults::EXPIRED_ALLOW, entry.rule.span, message)
            .help("mend what the finding shows, or set a later `expires` with a new reason");
    }
}
