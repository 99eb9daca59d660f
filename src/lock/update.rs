//! The next lock. In: the entries of the last, and what the descriptors of a run say. Out: the entries as they are now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, Entry, Likeness, Place, State};

/// What is known of the descriptors beside a lock.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What each descriptor of the run says of each of its aliases: alias, descriptor, claim.
    pub claims: Vec<(String, String, Claim)>,
    /// The descriptors of the run, and those that are gone. What stands in others is left as it is.
    pub settled: BTreeSet<String>,
    /// What the descriptors say about aliases that are replaced.
    pub replaced_by: BTreeMap<String, String>,
}

/// An alias that leaves the descriptors is retired, never removed.
pub fn update(before: &BTreeMap<String, Entry>, known: &Known) -> BTreeMap<String, Entry> {
    let mut claims: BTreeMap<&str, Vec<(&str, &Claim)>> = BTreeMap::new();
    for (alias, descriptor, claim) in &known.claims {
        claims.entry(alias).or_default().push((descriptor, claim));
    }
    let mut after = BTreeMap::new();
    for (alias, entry) in before {
        if !claims.contains_key(alias.as_str()) {
            after.insert(alias.clone(), unclaimed(alias, entry, known));
        }
    }
    for (alias, claims) in claims {
        after.insert(alias.to_owned(), claimed(before.get(alias), &claims, known));
    }
    after
}

fn unclaimed(alias: &str, entry: &Entry, known: &Known) -> Entry {
    let descriptors = elsewhere(entry, known);
    let state = if descriptors.is_empty() {
        let replaced_by = known.replaced_by.get(alias).cloned();
        State::Retired { replaced_by: replaced_by.or_else(|| replaced_before(entry)) }
    } else {
        State::Active { descriptors }
    };
    Entry { state, ..entry.clone() }
}

fn replaced_before(entry: &Entry) -> Option<String> {
    match &entry.state {
        State::Retired { replaced_by } => replaced_by.clone(),
        State::Active { .. } => None,
    }
}

/// The descriptors of which this run knows nothing.
fn elsewhere(entry: &Entry, known: &Known) -> BTreeSet<String> {
    match &entry.state {
        State::Active { descriptors } => descriptors.difference(&known.settled).cloned().collect(),
        State::Retired { .. } => BTreeSet::new(),
    }
}

/// The surest claim counts, and of equal ones always the same; a `clusterId` is not forgotten while the place stays.
fn claimed(before: Option<&Entry>, claims: &[(&str, &Claim)], known: &Known) -> Entry {
    let elsewhere = before.map(|entry| elsewhere(entry, known)).unwrap_or_default();
    let has_others = !elsewhere.is_empty();
    let mut descriptors = elsewhere;
    descriptors.extend(claims.iter().map(|(descriptor, _)| (*descriptor).to_owned()));
    let surest = claims
        .iter()
        .map(|(_, claim)| *claim)
        .min_by_key(|claim| (claim.cluster_id.is_none(), claim.cluster_id.as_ref(), &claim.place));
    let surest = surest.expect("an alias is claimed by a descriptor");
    let same = before.filter(|entry| {
        claims.iter().any(|(_, claim)| entry.likeness(claim) != Likeness::Different)
    });
    let remembered = same.and_then(|entry| entry.cluster_id.clone());
    let mut also: BTreeSet<Place> = claims.iter().map(|(_, claim)| claim.place.clone()).collect();
    if has_others {
        // What descriptors that are not part of the run call the place.
        also.extend(same.into_iter().flat_map(Entry::places).cloned());
    }
    also.remove(&surest.place);
    Entry {
        state: State::Active { descriptors },
        cluster_id: surest.cluster_id.clone().or(remembered),
        place: surest.place.clone(),
        also,
    }
}
