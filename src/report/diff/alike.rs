//! What many objects have in common, told once: an edit of a fleet changes the configuration of each instance in the same
//! way. In: objects. Out: groups of them, and clusters with the same counts.

use std::collections::BTreeMap;

use super::field;
use crate::{
    parallel,
    review::{Counts, ObjectChange, Objects, restarts_pods},
};

/// Objects whose change reads the same, in the order of their clusters.
pub(super) struct Group<'o> {
    /// Each with its cluster; the first one is where the group stands.
    pub(super) objects: Vec<(&'o str, &'o ObjectChange<'o>)>,
    pub(super) restarts_pods: bool,
    /// The fields as text.
    pub(super) lines: Vec<String>,
}

/// One that is new or gone has no fields, and is like no other.
pub(super) fn groups<'o>(objects: &'o Objects<'o>) -> Vec<Group<'o>> {
    let all: Vec<(&str, &ObjectChange<'_>)> = objects
        .clusters
        .iter()
        .flat_map(|(cluster, objects)| objects.iter().map(move |object| (cluster.as_str(), object)))
        .collect();
    let told = parallel::map(&all, |(_, object)| {
        let fields = object.fields();
        (restarts_pods(&fields), fields.iter().flat_map(field).collect::<Vec<String>>())
    });
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<(bool, Vec<String>), usize> = BTreeMap::new();
    for (object, told) in all.into_iter().zip(told) {
        let next = groups.len();
        let position = match told.1.is_empty() {
            true => next,
            false => *known.entry(told.clone()).or_insert(next),
        };
        let (restarts_pods, lines) = told;
        match groups.get_mut(position) {
            Some(group) => group.objects.push(object),
            None => groups.push(Group { objects: vec![object], restarts_pods, lines }),
        }
    }
    groups
}

/// A line of the totals.
pub(in crate::report) struct Row<'o> {
    pub(in crate::report) of: Of<'o>,
    /// Of each cluster.
    pub(in crate::report) counts: Counts,
}

/// Whose counts a line tells.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) enum Of<'o> {
    /// A cluster, by its folder.
    Cluster(&'o str),
    /// So many more with the same counts.
    More(usize),
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
        let named = clusters.into_iter().take(shown).map(Of::Cluster);
        let all = named.chain((rest > 0).then_some(Of::More(rest)));
        all.map(move |of| Row { of, counts }).collect::<Vec<_>>()
    };
    rows.into_iter().flat_map(row).collect()
}
