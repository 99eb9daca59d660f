//! What the aliases of a descriptor meant before. In: its clusters and the lock beside it. Out: the line of each alias,
//! the other aliases of a cluster, and what MirrorMaker 2 keeps under an alias.

use std::{collections::BTreeMap, rc::Rc};

use super::Context;
use crate::{
    lock::{self, Claim, Likeness, Line, Lock, Place},
    mm2::{
        policy::Policy,
        simulate::{Flow as SimulatedFlow, Kind, Refusal, Simulation},
    },
    paths,
    topology::{Cluster, Flow, Topology, identity},
};

/// Topics that are named; the rest is counted.
const NAMES: usize = 3;

/// A topology with the lock that remembers its aliases.
pub(super) struct Past<'a> {
    pub(super) topology: &'a Topology,
    pub(super) lock: &'a Lock,
    simulation: &'a Simulation<'a>,
    /// What all descriptors beside the lock say of each alias.
    claims: Rc<BTreeMap<&'a str, Vec<Claim>>>,
}

/// An alias of a topology.
pub(super) struct Named<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) claim: Claim,
    /// The line of the alias, and whether it is of the same cluster.
    pub(super) line: Option<(&'a Line, Likeness)>,
}

/// The topologies beside which a lock lies.
pub(super) fn pasts<'a>(context: &Context<'a>) -> Vec<Past<'a>> {
    let mut beside: BTreeMap<String, Vec<&Topology>> = BTreeMap::new();
    for topology in context.topologies {
        beside.entry(paths::beside(&topology.path, lock::FILE)).or_default().push(topology);
    }
    let mut pasts = Vec::new();
    for (path, topologies) in beside {
        let Some(lock) = context.locks.get(&path) else { continue };
        let mut claims: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
        for topology in &topologies {
            for cluster in &topology.clusters {
                let claim = identity::claim(topology, cluster);
                claims.entry(&cluster.alias.value).or_default().extend(claim);
            }
        }
        let claims = Rc::new(claims);
        let simulation = context.simulation;
        let past = |topology| Past { topology, lock, simulation, claims: Rc::clone(&claims) };
        pasts.extend(topologies.into_iter().map(past));
    }
    pasts
}

impl<'a> Past<'a> {
    /// The clusters whose meaning is known.
    pub(super) fn clusters(&self) -> impl Iterator<Item = Named<'a>> {
        let named = self.topology.clusters.iter();
        named.filter(|cluster| !cluster.alias.value.is_empty()).filter_map(|cluster| {
            let claim = identity::claim(self.topology, cluster)?;
            let line = self.lock.lines.get(&cluster.alias.value);
            let line = line.map(|line| (line, self.likeness(&cluster.alias.value, line)));
            Some(Named { cluster, claim, line })
        })
    }

    /// One descriptor that means the same is enough: whether the others do is the business of `one-alias-two-clusters`.
    fn likeness(&self, alias: &str, line: &Line) -> Likeness {
        let claims = self.claims.get(alias).into_iter().flatten();
        let likeness = claims.map(|claim| line.entry.likeness(claim));
        likeness.min().unwrap_or(Likeness::Different)
    }

    /// Whether a line holds for its alias still.
    pub(super) fn holds(&self, alias: &str, line: &Line) -> bool {
        self.likeness(alias, line) != Likeness::Different
    }

    /// ` --lock <path>` where the lock is not the one that a command takes by itself.
    pub(super) fn option(&self) -> String {
        match self.lock.path.as_str() {
            lock::FILE => String::new(),
            path => format!(" --lock {path}"),
        }
    }

    /// The enabled flows into a cluster, and those out of it.
    pub(super) fn flows(&self, cluster: &Cluster) -> (Vec<&'a Flow>, Vec<&'a Flow>) {
        let into = self.topology.flows.iter().filter(|flow| flow.to == cluster.id).collect();
        let out_of = self.topology.flows.iter().filter(|flow| flow.from == cluster.id).collect();
        (into, out_of)
    }

    /// What a copy of `orders` is called that a flow makes; nothing where its name does not tell where it came from.
    pub(super) fn copy(&self, flow: &Flow, alias: &str) -> Option<String> {
        let policy = Policy::of_flow(self.topology, flow);
        let copy = policy.format_remote_topic(alias, "orders")?;
        policy.topic_source(&copy).is_some_and(|source| source == alias).then_some(copy)
    }
}

impl Past<'_> {
    /// What MirrorMaker 2 does if another cluster has the alias of one whose copies and positions are still there.
    pub(super) fn consequence(&self, cluster: &Cluster) -> String {
        let alias = &cluster.alias.value;
        let (into, out_of) = self.flows(cluster);
        let mut told = Vec::new();
        // Copies of it are there where its topics flow to.
        let mut back = into.iter().filter(|flow| out_of.iter().any(|out| out.to == flow.from));
        let sample = || {
            let (flow, copy) = back.find_map(|flow| Some((flow, self.copy(flow, alias)?)))?;
            Some((self.topology.alias(flow.from), format!("such as `{copy}`")))
        };
        if let Some((holder, copies)) = self.stranded(alias).or_else(sample) {
            told.push(format!(
                "what `{holder}` holds of the old cluster, {copies}, never comes back, because MirrorMaker 2 takes it \
                 for a cycle towards a cluster of that name"
            ));
        }
        if let Some(flow) = out_of.first() {
            let name = self.topology.flow_name(flow);
            told.push(format!(
                "`{name}` reads on at the positions of the old cluster, so that the first records of a topic are \
                 skipped once it has grown past them{}",
                self.skipped(&name)
            ));
        } else if let Some(flow) = into.first() {
            told.push(format!(
                "the mapping of offsets that `{}` keeps is still about the old cluster, so that positions of groups \
                 may be translated wrongly",
                self.topology.alias(flow.from)
            ));
        }
        if told.is_empty() {
            return "MirrorMaker 2 knows a cluster by its alias only, so it would take the two for one".to_owned();
        }
        told.join("; ")
    }
}

impl Past<'_> {
    /// The alias of a cluster with copies that no flow brings to one of this alias, and their names.
    fn stranded(&self, alias: &str) -> Option<(&str, String)> {
        let is_stranded = |flow: &SimulatedFlow<'_>, topic: &str| {
            flow.copy(topic) == Err(Refusal::Cycle)
                && flow.policy.topic_source(topic).is_some_and(|source| source == alias)
        };
        let mut back = self.own_flows().filter(|flow| flow.target_alias == alias);
        back.find_map(|flow| {
            let names = self.declared(flow, is_stranded)?;
            Some((self.topology.alias(flow.pair.from), names))
        })
    }

    /// `: a, b`, what a flow copies of the declared topics.
    fn skipped(&self, name: &str) -> String {
        let flow = self.own_flows().find(|flow| flow.name() == name);
        let copies = |flow: &SimulatedFlow<'_>, topic: &str| flow.copy(topic).is_ok();
        let names = flow.and_then(|flow| self.declared(flow, copies));
        names.map_or_else(String::new, |names| format!(": {names}"))
    }

    fn own_flows(&self) -> impl Iterator<Item = &SimulatedFlow<'_>> {
        self.simulation.flows.iter().filter(|flow| std::ptr::eq(flow.topology, self.topology))
    }

    /// The first of the topics on a flow's source for which the test holds, and how many more there are. Without declared
    /// topics there are samples only, of which nothing is told.
    fn declared(
        &self,
        flow: &SimulatedFlow<'_>,
        test: impl Fn(&SimulatedFlow<'_>, &str) -> bool,
    ) -> Option<String> {
        let topics = &self.simulation.topics;
        let there = topics.ids().filter(|&topic| topics.place(topic) == flow.from);
        let users = there.filter(|&topic| topics.kind(topic) == Kind::User);
        let found: Vec<&str> =
            users.map(|topic| topics.name(topic)).filter(|topic| test(flow, topic)).collect();
        let shown: Vec<String> = found.iter().take(NAMES).map(|name| format!("`{name}`")).collect();
        let rest = match found.len().saturating_sub(NAMES) {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        let is_told = !shown.is_empty() && !self.simulation.is_sampled;
        is_told.then(|| format!("{}{rest}", shown.join(", ")))
    }
}

/// The lines of a lock by what only one cluster has.
pub(super) struct Index<'a>(BTreeMap<String, Vec<(&'a str, &'a Line)>>);

impl<'a> Index<'a> {
    pub(super) fn of(lock: &'a Lock) -> Index<'a> {
        let mut index: BTreeMap<String, Vec<(&str, &Line)>> = BTreeMap::new();
        for (alias, line) in &lock.lines {
            let entry = &line.entry;
            let keys = entry.places().flat_map(Place::keys).chain(entry.cluster_id.clone());
            for key in keys {
                index.entry(key).or_default().push((alias, line));
            }
        }
        Index(index)
    }

    /// The aliases that mean this cluster, active ones first.
    pub(super) fn aliases(&self, claim: &Claim) -> Vec<(&'a str, &'a Line)> {
        let places = std::iter::once(&claim.place).chain(&claim.also).flat_map(Place::keys);
        let keys = places.chain(claim.cluster_id.clone());
        let lines = keys.filter_map(|key| self.0.get(&key)).flatten().copied();
        let mut aliases: Vec<(&str, &Line)> =
            lines.filter(|(_, line)| line.entry.likeness(claim) != Likeness::Different).collect();
        aliases.sort_by_key(|(alias, line)| (line.entry.is_retired(), *alias));
        aliases.dedup_by_key(|(alias, _)| *alias);
        aliases
    }
}

/// What a line remembers that tells its cluster from the one of a claim.
pub(super) fn remembered(line: &Line, claim: &Claim) -> String {
    match (&line.entry.cluster_id, &claim.cluster_id) {
        (Some(id), Some(_)) => format!("its `clusterId` was `{id}`"),
        (Some(_) | None, _) => format!("it was `{}`", line.entry.place),
    }
}
