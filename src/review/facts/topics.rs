//! What the simulation of the new revision has and that of the old one has not, and the other way round.

use std::collections::{BTreeMap, BTreeSet};

use super::{Members, Model};
use crate::mm2::simulate::{FlowId, Kind, PlaceId, Simulation, TopicId};

/// Copies of applications' topics that are on one side only.
#[derive(Debug, Default)]
pub(in crate::review) struct TopicChanges {
    /// On clusters that are left: they stay there, and nothing writes into them.
    pub lost: Vec<Moved>,
    pub gained: Vec<Moved>,
    /// The names stand for others: no topics are declared.
    pub are_samples: bool,
    /// There are more copies than were followed.
    pub is_cut: bool,
}

/// One such copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::review) struct Moved {
    /// The alias of the cluster, as it is called in the revision that has the copy.
    pub cluster: String,
    pub topic: String,
    /// The flows on which it comes, in that revision, the first one first.
    pub path: Vec<FlowId>,
}

pub(super) fn compare(
    before: &Model<'_>,
    after: &Model<'_>,
    members: &Members<'_>,
) -> TopicChanges {
    let (old, new) = (before.simulation, after.simulation);
    let forth = places(old, new, |alias| members.now(alias).to_owned());
    let back: BTreeMap<PlaceId, PlaceId> = forth.iter().map(|(&old, &new)| (new, old)).collect();
    TopicChanges {
        lost: missing((old, new), &forth, false),
        gained: missing((new, old), &back, true),
        are_samples: new.is_sampled || old.is_sampled,
        is_cut: old.is_cut || new.is_cut,
    }
}

/// The cluster of the new revision that each one of the old revision is.
fn places(
    old: &Simulation<'_>,
    new: &Simulation<'_>,
    now: impl Fn(&str) -> String,
) -> BTreeMap<PlaceId, PlaceId> {
    let mut by_alias: BTreeMap<&str, PlaceId> = BTreeMap::new();
    for id in new.place_ids() {
        by_alias.extend(new.place(id).aliases.iter().map(|alias| (alias.as_str(), id)));
    }
    let same = |id: PlaceId| {
        let mut aliases = old.place(id).aliases.iter();
        Some((id, aliases.find_map(|alias| by_alias.get(now(alias).as_str()).copied())?))
    };
    old.place_ids().filter_map(same).collect()
}

/// Topics into which records come in one simulation and not in the other, though that has what they are copies of.
/// `is_new_told`: on a cluster that the other has not, all of them.
fn missing(
    (own, other): (&Simulation<'_>, &Simulation<'_>),
    places: &BTreeMap<PlaceId, PlaceId>,
    is_new_told: bool,
) -> Vec<Moved> {
    let mut missing = Vec::new();
    // Copies appear by their hops, and those after the last whole hop of a cut simulation may be in either.
    let known_hops = whole_hops(own).min(whole_hops(other));
    let fed: BTreeSet<TopicId> = other.further.iter().map(|arrival| arrival.to).collect();
    let is_fed = |topic| other.topics.arrival(topic).is_some() || fed.contains(&topic);
    let there = |topic: TopicId| {
        let place = places.get(&own.topics.place(topic));
        place.map(|&place| other.topics.get(place, own.topics.name(topic)))
    };
    for topic in own.topics.ids() {
        let is_copy = own.topics.arrival(topic).is_some();
        if !is_copy || own.topics.kind(topic) != Kind::User || own.topics.hops(topic) > known_hops {
            continue;
        }
        let is_missing = there(topic).map_or(is_new_told, |found| !found.is_some_and(is_fed));
        // That the list of topics was edited says nothing of what is copied.
        if !is_missing || there(own.topics.root(topic)) == Some(None) {
            continue;
        }
        missing.push(Moved {
            cluster: own.place(own.topics.place(topic)).alias().to_owned(),
            topic: own.topics.name(topic).to_owned(),
            path: own.path(topic).into_iter().map(|arrival| arrival.flow).collect(),
        });
    }
    missing
}

fn whole_hops(simulation: &Simulation<'_>) -> u16 {
    let last = simulation.topics.ids().next_back();
    match last.filter(|_| simulation.is_cut) {
        Some(last) => simulation.topics.hops(last).saturating_sub(1),
        None => u16::MAX,
    }
}
