//! Two revisions in one picture. In: both, and how their clusters are matched. Out: a [`Drawing`]: every cluster and every
//! enabled flow of either, and what the edit does to it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Revision,
    facts::{Configs, Facts, Member, Members},
};
use crate::{
    mm2::{
        carried::{Carried, carried},
        effective,
    },
    topology::{Cluster, Flow, Topology},
};

/// The clusters and flows of both revisions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Those of the new revision in the order of its descriptors, then those that are gone.
    pub clusters: Vec<DrawnCluster>,
    /// By their clusters.
    pub flows: Vec<DrawnFlow>,
}

/// A Kafka cluster of one revision at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnCluster {
    /// As it is called now, else as it was.
    pub alias: String,
    pub region: Option<String>,
    /// The folder of its Kubernetes cluster; absent for a cluster that is not managed.
    pub kubernetes_cluster: Option<String>,
    pub fate: ClusterFate,
}

/// What becomes of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClusterFate {
    Same,
    Added,
    Removed,
    /// The same cluster had another alias.
    Renamed {
        was: String,
    },
    /// Another cluster had its alias.
    Replaced,
}

/// A flow that is enabled in one revision at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnFlow {
    /// A position in [`Drawing::clusters`], as `to` is.
    pub from: usize,
    pub to: usize,
    pub fate: FlowFate,
    /// What it copied.
    pub before: Option<Carried>,
    /// What it copies now.
    pub after: Option<Carried>,
}

/// What becomes of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowFate {
    Same,
    Added,
    Removed,
    /// Its source connector has other settings, or one of its clusters is another one.
    Changed,
}

impl ClusterFate {
    pub fn name(&self) -> &'static str {
        match self {
            ClusterFate::Same => "unchanged",
            ClusterFate::Added => "added",
            ClusterFate::Removed => "removed",
            ClusterFate::Renamed { .. } => "renamed",
            ClusterFate::Replaced => "replaced",
        }
    }
}

impl FlowFate {
    pub fn name(self) -> &'static str {
        match self {
            FlowFate::Same => "unchanged",
            FlowFate::Added => "added",
            FlowFate::Removed => "removed",
            FlowFate::Changed => "changed",
        }
    }
}

impl Drawing {
    /// Whether the edit leaves all of it as it was.
    pub fn is_unchanged(&self) -> bool {
        self.clusters.iter().all(|cluster| cluster.fate == ClusterFate::Same)
            && self.flows.iter().all(|flow| flow.fate == FlowFate::Same)
    }

    /// How many flows have a fate.
    pub fn count(&self, fate: FlowFate) -> usize {
        self.flows.iter().filter(|flow| flow.fate == fate).count()
    }
}

/// Of two revisions that mean the same.
pub(super) fn unchanged(revision: &Revision<'_>) -> Drawing {
    draw(revision, revision, &Members::default(), &BTreeSet::new())
}

pub(super) fn drawing(before: &Revision<'_>, after: &Revision<'_>, facts: &Facts<'_>) -> Drawing {
    draw(before, after, &facts.members, &changed(facts))
}

/// The flows of the new revision, by their aliases, with another connector than before.
fn changed<'a>(facts: &Facts<'a>) -> BTreeSet<(&'a str, &'a str)> {
    let settings = |configs: &'_ Configs<'a>| -> BTreeMap<String, String> {
        let values = configs.connector.values.iter();
        values.map(|(key, value)| (key.clone(), value.text.trim().to_owned())).collect()
    };
    let is_changed = |old: Option<&Configs<'a>>, new: Option<&Configs<'a>>| {
        old.map(settings) != new.map(settings)
    };
    let kept = facts.kept();
    kept.filter(|(_, old, new)| is_changed(old.configs.as_ref(), new.configs.as_ref()))
        .map(|(_, _, new)| (new.from(), new.to()))
        .collect()
}

/// Positions of clusters in a drawing, by their alias in one revision.
type Positions<'a> = BTreeMap<&'a str, usize>;

fn draw<'a>(
    before: &Revision<'a>,
    after: &Revision<'a>,
    members: &Members<'a>,
    changed: &BTreeSet<(&str, &str)>,
) -> Drawing {
    let mut drawing = Drawing::default();
    let mut now = Positions::new();
    for (topology, cluster) in clusters(after) {
        let alias = cluster.alias.value.as_str();
        let position =
            *now.entry(alias).or_insert_with(|| add(&mut drawing, alias, fate_of(members, alias)));
        describe(&mut drawing, position, topology, cluster);
    }
    let gone: BTreeSet<&str> = members.gone.iter().map(Member::alias).collect();
    let mut then = Positions::new();
    for (topology, cluster) in clusters(before) {
        let alias = cluster.alias.value.as_str();
        let left = now.get(members.now(alias)).filter(|_| !gone.contains(alias)).copied();
        let position = *then.entry(alias).or_insert_with(|| {
            left.unwrap_or_else(|| add(&mut drawing, alias, ClusterFate::Removed))
        });
        describe(&mut drawing, position, topology, cluster);
    }
    drawing.flows = flows((before, &then), (after, &now), changed);
    let is_replaced = |&end: &usize| {
        let cluster = drawing.clusters.get(end);
        cluster.is_some_and(|cluster| cluster.fate == ClusterFate::Replaced)
    };
    for flow in drawing.flows.iter_mut().filter(|flow| flow.fate == FlowFate::Same) {
        if [flow.from, flow.to].iter().any(is_replaced) {
            flow.fate = FlowFate::Changed;
        }
    }
    drawing
}

fn clusters<'a>(revision: &Revision<'a>) -> impl Iterator<Item = (&'a Topology, &'a Cluster)> {
    let topologies = revision.topologies.iter();
    topologies.flat_map(|topology| topology.clusters.iter().map(move |found| (topology, found)))
}

fn fate_of(members: &Members<'_>, alias: &str) -> ClusterFate {
    let is_it = |member: &Member<'_>| member.alias() == alias;
    if members.fresh.iter().any(is_it) {
        return ClusterFate::Added;
    }
    if members.repointed.iter().any(|(_, new)| is_it(new)) {
        return ClusterFate::Replaced;
    }
    match members.before(alias) {
        was if was == alias => ClusterFate::Same,
        was => ClusterFate::Renamed { was: was.to_owned() },
    }
}

fn add(drawing: &mut Drawing, alias: &str, fate: ClusterFate) -> usize {
    let (region, kubernetes_cluster) = (None, None);
    let alias = alias.to_owned();
    drawing.clusters.push(DrawnCluster { alias, region, kubernetes_cluster, fate });
    drawing.clusters.len() - 1
}

/// The first word on a place holds: that of the new revision.
fn describe(drawing: &mut Drawing, position: usize, topology: &Topology, cluster: &Cluster) {
    let Some(drawn) = drawing.clusters.get_mut(position) else { return };
    if drawn.region.is_none() {
        drawn.region = cluster.region.as_ref().map(|region| region.value.clone());
    }
    if drawn.kubernetes_cluster.is_none() {
        let folder = Member { topology, cluster }.folder();
        drawn.kubernetes_cluster = folder.map(str::to_owned);
    }
}

/// A side of the comparison.
type Side<'s, 'a> = (&'s Revision<'a>, &'s Positions<'a>);

fn flows(
    before: Side<'_, '_>,
    after: Side<'_, '_>,
    changed: &BTreeSet<(&str, &str)>,
) -> Vec<DrawnFlow> {
    let mut flows: BTreeMap<(usize, usize), DrawnFlow> = BTreeMap::new();
    for (ends, aliases, carried) in enabled(after) {
        let is_changed = changed.contains(&aliases);
        flows.entry(ends).or_insert(DrawnFlow {
            from: ends.0,
            to: ends.1,
            fate: if is_changed { FlowFate::Changed } else { FlowFate::Added },
            before: None,
            after: Some(carried),
        });
    }
    for (ends, _, carried) in enabled(before) {
        let flow = flows.entry(ends).or_insert(DrawnFlow {
            from: ends.0,
            to: ends.1,
            fate: FlowFate::Removed,
            before: None,
            after: None,
        });
        if flow.before.is_some() {
            continue;
        }
        let is_other = flow.after.as_ref().is_some_and(|after| *after != carried);
        flow.fate = match flow.fate {
            FlowFate::Added if is_other => FlowFate::Changed,
            FlowFate::Added => FlowFate::Same,
            fate @ (FlowFate::Same | FlowFate::Removed | FlowFate::Changed) => fate,
        };
        flow.before = Some(carried);
    }
    flows.into_values().collect()
}

/// The enabled flows of a revision: the positions of their ends, their aliases, and what they copy.
fn enabled<'s, 'a>(
    (revision, positions): Side<'s, 'a>,
) -> impl Iterator<Item = ((usize, usize), (&'a str, &'a str), Carried)> + use<'s, 'a> {
    let pairs = |topology: &'a Topology| {
        let pairs = effective::pairs(topology).into_iter().filter(|pair| pair.enabled);
        pairs.map(move |pair| (topology, pair))
    };
    revision.topologies.iter().flat_map(pairs).filter_map(|(topology, pair)| {
        let aliases = (topology.alias(pair.from), topology.alias(pair.to));
        let ends = (*positions.get(aliases.0)?, *positions.get(aliases.1)?);
        let span = pair.line.unwrap_or(topology.span);
        Some((ends, aliases, carried(topology, &Flow { from: pair.from, to: pair.to, span })))
    })
}
