//! What many objects have in common, told once: an edit of a fleet changes the configuration of each instance in the same
//! way. In: objects. Out: groups of them, and clusters with the same counts.

use std::collections::BTreeMap;

use super::{field, shown};
use crate::{
    parallel,
    review::{Counts, FieldChange, ObjectChange, Objects, restarts_pods},
};

/// Objects whose change reads the same, in the order of their clusters.
pub(super) struct Group<'o> {
    /// Each with its cluster; the first one is where the group stands.
    pub(super) objects: Vec<(&'o str, &'o ObjectChange<'o>)>,
    pub(super) restarts_pods: bool,
    /// The fields as text.
    pub(super) lines: Vec<String>,
}

/// Objects with fields that are told apart by nothing but digests are alike; one that is new or gone is like no other.
pub(super) fn groups<'o>(objects: &'o Objects<'o>) -> Vec<Group<'o>> {
    let all: Vec<(&str, &ObjectChange<'_>)> = objects
        .clusters
        .iter()
        .flat_map(|(cluster, objects)| objects.iter().map(move |object| (cluster.as_str(), object)))
        .collect();
    let told = parallel::map(&all, |(_, object)| {
        let fields = object.fields();
        (restarts_pods(&fields), fields.iter().flat_map(field).collect(), likeness(&fields))
    });
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<(bool, Vec<String>), usize> = BTreeMap::new();
    for (object, (restarts_pods, lines, likeness)) in all.into_iter().zip(told) {
        let next = groups.len();
        let position = match likeness.is_empty() {
            true => next,
            false => *known.entry((restarts_pods, likeness.clone())).or_insert(next),
        };
        match groups.get_mut(position) {
            Some(group) => {
                group.objects.push(object);
                group.lines = likeness;
            }
            None => groups.push(Group { objects: vec![object], restarts_pods, lines }),
        }
    }
    groups
}

/// The fields as text that is the same for all objects of a group.
fn likeness(fields: &[FieldChange]) -> Vec<String> {
    let is_digest = |value: &Option<String>| value.as_deref().is_some_and(super::is_digest);
    let line = |change: &FieldChange| match is_digest(&change.before) && is_digest(&change.after) {
        true => vec![format!("    {}", shown(&change.path))],
        false => field(change),
    };
    fields.iter().flat_map(line).collect()
}

/// A line of the totals.
pub(in crate::report) struct Row<'o> {
    /// The folder of the cluster, or how many more have the same counts.
    pub(in crate::report) cluster: Result<&'o str, usize>,
    pub(in crate::report) counts: Counts,
}

/// So many clusters are all named; of more, so many of those with the same counts.
const FEW_CLUSTERS: usize = 12;
const NAMED: usize = 3;

pub(in crate::report) fn rows<'o>(objects: &'o Objects<'_>) -> Vec<Row<'o>> {
    let is_long = objects.clusters.len() > FEW_CLUSTERS;
    let shown = if is_long { NAMED } else { FEW_CLUSTERS };
    let mut rows: Vec<(Counts, Vec<&str>)> = Vec::new();
    for (cluster, objects) in &objects.clusters {
        let counts = Counts::of(objects);
        match rows.iter_mut().find(|(known, _)| is_long && *known == counts) {
            Some((_, clusters)) => clusters.push(cluster),
            None => rows.push((counts, vec![cluster])),
        }
    }
    let row = |(counts, clusters): (Counts, Vec<&'o str>)| {
        let rest = clusters.len().saturating_sub(shown);
        let names = clusters.into_iter().take(shown).map(Ok);
        let all = names.chain((rest > 0).then_some(Err(rest)));
        all.map(move |cluster| Row { cluster, counts }).collect::<Vec<_>>()
    };
    rows.into_iter().flat_map(row).collect()
}
