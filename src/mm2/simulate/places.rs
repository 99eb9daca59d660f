//! The Kafka clusters behind the aliases. Two entries are one cluster when they have one alias, or share what only one
//! cluster has.

use std::collections::BTreeMap;

use crate::topology::{ClusterId, Topology, traits};

/// A Kafka cluster, by its position in the list of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceId(pub(in crate::mm2) u32);

impl PlaceId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug, Clone)]
pub struct Place {
    /// Every name that it has, the first one declared first.
    pub aliases: Vec<String>,
}

impl Place {
    pub fn alias(&self) -> &str {
        self.aliases.first().map_or("", String::as_str)
    }
}

/// All places, and which entry is at which.
#[derive(Debug)]
pub(super) struct Places {
    pub list: Vec<Place>,
    by_entry: BTreeMap<(usize, ClusterId), PlaceId>,
}

impl Places {
    pub(super) fn of(&self, topology: usize, cluster: ClusterId) -> PlaceId {
        *self.by_entry.get(&(topology, cluster)).expect("every entry has a place")
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Alias(String),
    Trait(traits::Trait),
}

pub(super) fn places(topologies: &[Topology]) -> Places {
    let mut groups: Vec<usize> = Vec::new();
    let mut first: BTreeMap<Mark, usize> = BTreeMap::new();
    let mut entries = Vec::new();
    for (number, topology) in topologies.iter().enumerate() {
        for cluster in &topology.clusters {
            let own = groups.len();
            groups.push(own);
            entries.push((number, cluster));
            let traits = traits::traits(topology, cluster).into_iter().map(Mark::Trait);
            for mark in traits.chain([Mark::Alias(cluster.alias.value.clone())]) {
                let other = *first.entry(mark).or_insert(own);
                join(&mut groups, own, other);
            }
        }
    }
    let mut list: Vec<Place> = Vec::new();
    let mut by_group: BTreeMap<usize, PlaceId> = BTreeMap::new();
    let mut by_entry = BTreeMap::new();
    for (position, (number, cluster)) in entries.into_iter().enumerate() {
        let next = PlaceId(u32::try_from(list.len()).expect("descriptors are far smaller"));
        let id = *by_group.entry(root(&groups, position)).or_insert_with(|| {
            list.push(Place { aliases: Vec::new() });
            next
        });
        let place = list.get_mut(id.0 as usize).expect("it was made for its group");
        if !place.aliases.contains(&cluster.alias.value) {
            place.aliases.push(cluster.alias.value.clone());
        }
        by_entry.insert((number, cluster.id), id);
    }
    Places { list, by_entry }
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while let Some(&up) = groups.get(at).filter(|&&up| up != at) {
        at = up;
    }
    at
}

/// The earlier one leads, so that chains stay short: an entry joins groups that are there.
fn join(groups: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(groups, a), root(groups, b));
    if let Some(group) = groups.get_mut(a.max(b)) {
        *group = a.min(b);
    }
}
