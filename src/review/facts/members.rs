//! The Kafka clusters of two revisions, matched by what only one cluster has: never by their names.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lock::{Claim, Entry, Likeness, Place, State},
    mm2::owned::Owned,
    review::Revision,
    source::Span,
    topology::{Cluster, Topology, identity},
};

/// The first cluster with an alias.
#[derive(Debug, Clone, Copy)]
pub(in crate::review) struct Member<'a> {
    pub topology: &'a Topology,
    pub cluster: &'a Cluster,
}

/// Each cluster of both revisions is in one of these.
#[derive(Debug, Default)]
pub(in crate::review) struct Members<'a> {
    /// The same cluster, before and after, whatever its alias.
    pub kept: Vec<(Member<'a>, Member<'a>)>,
    /// One alias, and nothing proves that it is one cluster.
    pub repointed: Vec<(Member<'a>, Member<'a>)>,
    pub gone: Vec<Member<'a>>,
    pub fresh: Vec<Member<'a>>,
    /// The alias now of each alias that is left.
    now: BTreeMap<&'a str, &'a str>,
    /// The other way round.
    was: BTreeMap<&'a str, &'a str>,
}

impl<'a> Member<'a> {
    pub(in crate::review) fn alias(&self) -> &'a str {
        &self.cluster.alias.value
    }

    pub(in crate::review) fn span(&self) -> Span {
        self.cluster.alias.span
    }

    /// The settings with which an instance beside the cluster connects to it.
    pub(in crate::review) fn connection(&self) -> BTreeMap<String, String> {
        let owned = Owned::new(self.topology, self.cluster);
        let settings = owned.cluster_settings(self.cluster).into_iter();
        settings.map(|(key, value)| (key, value.into_owned())).collect()
    }

    pub(in crate::review) fn namespace(&self) -> Option<&'a str> {
        self.cluster.home.as_ref().map(|home| home.namespace.value.as_str())
    }

    /// The folder of the Kubernetes cluster beside it.
    pub(in crate::review) fn folder(&self) -> Option<&'a str> {
        let home = self.cluster.home.as_ref()?;
        Some(&self.topology.kubernetes_cluster(home.kubernetes_cluster).folder)
    }

    pub(in crate::review) fn claim(&self) -> Option<Claim> {
        identity::claim(self.topology, self.cluster)
    }
}

impl<'a> Members<'a> {
    /// What an alias of the old revision is called in the new one; the alias itself where it is gone.
    pub(in crate::review) fn now<'b>(&self, alias: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.now.get(alias).copied().unwrap_or(alias)
    }

    /// What an alias of the new revision was called in the old one; the alias itself where it is new.
    pub(in crate::review) fn before<'b>(&self, alias: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.was.get(alias).copied().unwrap_or(alias)
    }
}

pub(in crate::review) fn matched<'a>(before: &Revision<'a>, after: &Revision<'a>) -> Members<'a> {
    let mut old = by_alias(before.topologies);
    let mut new = by_alias(after.topologies);
    let known: BTreeMap<&str, Entry> =
        old.iter().filter_map(|(alias, member)| Some((*alias, entry(before, member)?))).collect();
    let mut members = Members::default();
    let is_same = |alias: &str, member: &Member<'a>| match (known.get(alias), member.claim()) {
        (Some(entry), Some(claim)) => entry.likeness(&claim) != Likeness::Different,
        // What is still to be filled in proves nothing either way.
        (Some(_) | None, _) => true,
    };
    for (alias, own) in new.clone() {
        if let Some(other) = old.get(alias).copied().filter(|_| is_same(alias, &own)) {
            members.kept.push((other, own));
            old.remove(alias);
            new.remove(alias);
        }
    }
    for (own, other) in renamed(&old, &new, &known, after) {
        members.kept.push((own, other));
        old.remove(own.alias());
        new.remove(other.alias());
    }
    for (alias, own) in new {
        match old.remove(alias) {
            Some(other) => members.repointed.push((other, own)),
            None => members.fresh.push(own),
        }
    }
    members.gone.extend(old.into_values());
    let both = members.kept.iter().chain(&members.repointed);
    members.now = both.map(|(old, new)| (old.alias(), new.alias())).collect();
    members.was = members.now.iter().map(|(was, now)| (*now, *was)).collect();
    members.kept.sort_by_key(|(_, new)| new.alias());
    members
}

fn by_alias(topologies: &[Topology]) -> BTreeMap<&str, Member<'_>> {
    let mut members = BTreeMap::new();
    for topology in topologies {
        for cluster in &topology.clusters {
            let member = Member { topology, cluster };
            members.entry(cluster.alias.value.as_str()).or_insert(member);
        }
    }
    members
}

/// What the old revision says of a cluster; its lock may know the `clusterId` of it.
fn entry(revision: &Revision<'_>, member: &Member<'_>) -> Option<Entry> {
    let claim = member.claim()?;
    let lines = revision.locks.values().filter_map(|lock| lock.lines.get(member.alias()));
    let mut remembered = lines.map(|line| &line.entry);
    let remembered = remembered
        .find(|entry| !entry.is_retired() && entry.likeness(&claim) != Likeness::Different);
    Some(Entry {
        state: State::Active { descriptors: BTreeSet::new() },
        cluster_id: claim
            .cluster_id
            .or_else(|| remembered.and_then(|entry| entry.cluster_id.clone())),
        place: claim.place,
        also: claim.also.into_iter().collect(),
    })
}

/// Clusters that have another alias now. A cluster that was made anew at the place of a lost one is another one: the
/// descriptor says so with `replacedBy`.
fn renamed<'a>(
    old: &BTreeMap<&'a str, Member<'a>>,
    new: &BTreeMap<&'a str, Member<'a>>,
    known: &BTreeMap<&str, Entry>,
    after: &Revision<'a>,
) -> Vec<(Member<'a>, Member<'a>)> {
    let retired = after.topologies.iter().flat_map(|topology| &topology.retired_aliases);
    let retired: BTreeSet<&str> = retired.map(|entry| entry.value.alias.value.as_str()).collect();
    let mut index: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
    for &alias in old.keys().filter(|alias| !retired.contains(*alias)) {
        let Some(entry) = known.get(alias) else { continue };
        for key in entry.places().flat_map(Place::keys).chain(entry.cluster_id.clone()) {
            index.entry(key).or_default().push(alias);
        }
    }
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut pairs = Vec::new();
    for &own in new.values() {
        let Some(claim) = own.claim() else { continue };
        let places = std::iter::once(&claim.place).chain(&claim.also).flat_map(Place::keys);
        let keys = places.chain(claim.cluster_id.clone());
        let aliases = keys.filter_map(|key| index.get(&key)).flatten().copied();
        let mut same = aliases.filter(|alias| {
            let entry = known.get(alias);
            !taken.contains(alias)
                && entry.is_some_and(|entry| entry.likeness(&claim) != Likeness::Different)
        });
        if let Some(other) = same.next().and_then(|alias| old.get(alias)) {
            taken.insert(other.alias());
            pairs.push((*other, own));
        }
    }
    pairs
}
