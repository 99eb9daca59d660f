//! What exists at the start: declared topics, or sample names; and what MirrorMaker 2 makes for itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Flow, Kind, PlaceId, Running, Simulation, State, TopicId, places::Places, topics::Found,
};
use crate::{
    mm2::{
        effective::{self, Side},
        filter::TopicFilter,
        pattern::{PatternList, common_name},
        policy::{HEARTBEATS, Policy},
    },
    source::Span,
    topology::{Topic, TopicFacts, Topology, graph, is_topic_name},
};

/// A topic of the start.
#[derive(Debug, Clone)]
pub struct Seed {
    pub topic: TopicId,
    pub source: SeedSource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedSource {
    /// By the positions of the descriptor and of the topic in its inventory.
    Declared {
        topology: usize,
        position: usize,
    },
    /// A name that a filter accepts.
    Sample,
    MirrorMaker,
}

/// Where records were written first, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The alias of the cluster; it may be of none that is left.
    pub alias: String,
    pub topic: String,
}

impl Simulation<'_> {
    /// What the descriptor says of a topic of the start.
    pub fn declared(&self, seed: &Seed) -> Option<&Topic> {
        match seed.source {
            SeedSource::Declared { topology, position } => {
                self.topologies.get(topology)?.inventory.topics.get(position)
            }
            SeedSource::Sample | SeedSource::MirrorMaker => None,
        }
    }

    pub fn facts(&self, seed: &Seed) -> Option<&TopicFacts> {
        self.declared(seed).map(|topic| topic.facts.as_ref())
    }

    /// The place of the name in the inventory.
    pub fn declared_at(&self, topic: TopicId) -> Option<Span> {
        let seed = self.seeds.get(topic.0 as usize)?;
        Some(self.declared(seed)?.span)
    }

    /// Where the records of a topic come from. A topic of the start that is a copy itself tells by its name.
    pub fn origin(&self, topic: TopicId) -> Origin {
        let root = self.topics.root(topic);
        let (place, name) = (self.topics.place(root), self.topics.name(root));
        if self.is_remote(root)
            && let Some(policy) = self.policy_at(place)
        {
            let mut name = name;
            let mut alias = None;
            while let (Some(source), Some(upstream)) =
                (policy.topic_source(name), policy.upstream_topic(name))
                && upstream != name
            {
                alias = Some(source);
                name = upstream;
            }
            if let Some(alias) = alias {
                return Origin { alias: alias.to_owned(), topic: name.to_owned() };
            }
        }
        Origin { alias: self.place(place).alias().to_owned(), topic: name.to_owned() }
    }

    /// Whether a topic of the start is a copy that was made before: stated, or made from a cluster that is retired.
    pub fn is_remote(&self, root: TopicId) -> bool {
        let Some(seed) = self.seeds.get(root.0 as usize) else { return false };
        let SeedSource::Declared { topology, .. } = seed.source else { return false };
        if self.facts(seed).is_some_and(|facts| facts.is_remote) {
            return true;
        }
        let retired = self.topologies.get(topology).map(|topology| &topology.retired_aliases);
        if retired.is_none_or(Vec::is_empty) {
            return false;
        }
        let policy = self.policy_at(self.topics.place(root));
        let source = policy.and_then(|policy| policy.topic_source(self.topics.name(root)));
        source.is_some_and(|source| {
            retired.into_iter().flatten().any(|retired| retired.value.alias.value == source)
        })
    }

    /// The policy of a flow that touches the cluster.
    fn policy_at(&self, place: PlaceId) -> Option<&Policy> {
        let into = self.flows.iter().find(|flow| flow.to == place);
        let flow = into.or_else(|| self.flows.iter().find(|flow| flow.from == place));
        flow.map(|flow| &flow.policy)
    }

    fn seed_with(&mut self, place: PlaceId, name: &str, kind: Kind, source: SeedSource) {
        if !is_topic_name(name) {
            return;
        }
        match self.topics.find(place, name) {
            Found::Same(id) => self.topics.set_kind(id, kind),
            Found::Colliding(_) | Found::Nothing => {
                let topic = self.topics.add_seed(place, name, kind);
                self.seeds.push(Seed { topic, source });
            }
        }
    }
}

pub(super) fn plant(
    simulation: &mut Simulation<'_>,
    running: &[Running<'_>],
    places: &Places,
    samples: BTreeSet<(PlaceId, String)>,
) {
    for (place, name) in samples {
        simulation.seed_with(place, &name, Kind::User, SeedSource::Sample);
    }
    for (number, topology) in simulation.topologies.iter().enumerate() {
        for (position, topic) in topology.inventory.topics.iter().enumerate() {
            let source = SeedSource::Declared { topology: number, position };
            let place = places.of(number, topic.cluster);
            simulation.seed_with(place, &topic.name, Kind::User, source);
        }
    }
    for topology in simulation.topologies {
        let is_renamed = names_stores(topology);
        for running in running.iter().filter(|running| std::ptr::eq(running.topology, topology)) {
            for (name, kind) in of_worker(running, is_renamed) {
                simulation.seed_with(running.to, &name, kind, SeedSource::MirrorMaker);
            }
        }
    }
    let made: Vec<(PlaceId, String)> = simulation.flows.iter().flat_map(of_connectors).collect();
    for (place, name) in made {
        simulation.seed_with(place, &name, Kind::Internal, SeedSource::MirrorMaker);
    }
}

/// Names that the flows copy, with the place from where they do.
pub(super) fn samples(flows: &[Flow<'_>]) -> BTreeSet<(PlaceId, String)> {
    let mut names = BTreeSet::new();
    for flow in flows {
        names.extend(flow.samples().into_iter().map(|name| (flow.from, name)));
    }
    names.extend(round_samples(flows));
    names
}

/// Names that the filters leave out: another filter may let them pass.
pub(super) fn kept_back(flows: &[Flow<'_>]) -> BTreeSet<(PlaceId, String)> {
    let mut names = BTreeSet::new();
    // Most flows share their filter with others.
    let mut known: BTreeMap<*const TopicFilter, Vec<String>> = BTreeMap::new();
    for flow in flows {
        let Some(filter) = flow.filter() else { continue };
        let left_out = known.entry(filter).or_insert_with(|| filter.exclude.samples());
        names.extend(left_out.iter().map(|name| (flow.from, name.clone())));
    }
    names
}

/// Names that every flow of a round keeps and selects, where there is such a name: filters may overlap in others than
/// the samples of each.
fn round_samples(flows: &[Flow<'_>]) -> Vec<(PlaceId, String)> {
    let kept: Vec<&Flow<'_>> = flows.iter().filter(|flow| flow.keeps_names()).collect();
    let edges: Vec<graph::Edge> =
        kept.iter().map(|flow| (flow.from.index(), flow.to.index())).collect();
    let places = edges.iter().flat_map(|&(from, to)| [from, to]).max().map_or(0, |last| last + 1);
    let rounds = graph::cycles(places, &edges).into_iter();
    let sample = |round: Vec<usize>| {
        let round: Vec<&Flow<'_>> =
            round.into_iter().filter_map(|at| kept.get(at).copied()).collect();
        let filters: Vec<&TopicFilter> = round.iter().filter_map(|flow| flow.filter()).collect();
        let takes: Vec<&PatternList> = filters.iter().map(|filter| &filter.include).collect();
        let leaves: Vec<&PatternList> = filters.iter().map(|filter| &filter.exclude).collect();
        Some((round.first()?.from, common_name(&takes, &leaves)?))
    };
    rounds.filter_map(sample).collect()
}

impl Flow<'_> {
    /// What selects the topics; nothing for a flow that copies nothing.
    pub fn filter(&self) -> Option<&TopicFilter> {
        match &self.state {
            State::Carries(filter) => Some(filter),
            State::Refused(_) | State::Unknown(_) => None,
        }
    }

    /// Whether a copy has the name of its original.
    fn keeps_names(&self) -> bool {
        let copy = self.policy.format_remote_topic(&self.source_alias, "topic");
        copy.as_deref() == Some("topic")
    }

    /// Names of topics that the flow copies, one for each entry of its filter where there is one.
    pub fn samples(&self) -> Vec<String> {
        let Some(filter) = self.filter() else { return Vec::new() };
        let renamed = self.renames.keys().cloned();
        let names = filter.include.samples().into_iter().chain(renamed);
        names.filter(|name| is_topic_name(name) && self.copy(name).is_ok()).collect()
    }
}

/// Whether a line decides how the topics of Connect workers are called.
fn names_stores(topology: &Topology) -> bool {
    topology.settings.entries.iter().any(|setting| setting.key.ends_with(".storage.topic"))
}

/// The topics that the worker of a pair makes on its target, and that of the heartbeat connector.
fn of_worker(running: &Running<'_>, is_renamed: bool) -> Vec<(String, Kind)> {
    let Running { topology, pair, makes_heartbeats, .. } = running;
    let stores = ["config", "offset", "status"];
    let mut names: Vec<(String, Kind)> = if is_renamed {
        let worker = effective::worker_config(topology, pair.from, pair.to);
        let topic = |store: &str| worker.get(&format!("{store}.storage.topic")).map(str::to_owned);
        stores.into_iter().filter_map(topic).map(|name| (name, Kind::Internal)).collect()
    } else {
        let alias = topology.alias(pair.from);
        let words = ["configs", "offsets", "status"].into_iter();
        words.map(|word| (format!("mm2-{word}.{alias}.internal"), Kind::Internal)).collect()
    };
    if *makes_heartbeats {
        names.push((HEARTBEATS.to_owned(), Kind::Heartbeats));
    }
    names
}

/// The topics that the source and the checkpoint connector of a flow make.
fn of_connectors(flow: &Flow<'_>) -> Vec<(PlaceId, String)> {
    let mut made = Vec::new();
    match flow.offset_syncs {
        Some(Side::Source) => {
            made.push((flow.from, flow.policy.offset_syncs_topic(&flow.target_alias)));
        }
        Some(Side::Target) => {
            made.push((flow.to, flow.policy.offset_syncs_topic(&flow.source_alias)));
        }
        None => {}
    }
    if flow.makes_checkpoints {
        made.push((flow.to, flow.policy.checkpoints_topic(&flow.source_alias)));
    }
    made
}
