//! Which topics there will be on every cluster, and why. In: topologies. Out: a [`Simulation`]: what exists, where each
//! topic comes from and by which flows, what travels in a circle, what grows, what is refused.
//!
//! It starts from the topics that the descriptors declare, or from sample names that the filters accept where they
//! declare none, and from those that MirrorMaker 2 itself makes. Flows carry them on until nothing new appears.

mod copies;
mod flows;
mod health;
mod loops;
mod places;
mod seeds;
mod spread;
mod topics;
mod why;

use std::collections::{BTreeMap, BTreeSet};

use crate::topology::Topology;

pub use copies::{Copies, Merge};
pub use flows::{Flow, Refusal, Running, State};
pub use loops::RecordLoop;
pub use places::{Place, PlaceId};
pub use seeds::{Origin, Seed, SeedSource};
pub use spread::{Failure, FailureKind, Growth};
pub use topics::{Arrival, Kind, TopicId, Topics};
pub use why::{Attempt, Deciding, Why};

/// A flow, by its position in [`Simulation::flows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowId(pub(super) u32);

/// How far a simulation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Copies that are enumerated; what exists at the start is not counted.
    pub copies: usize,
}

/// What there will be.
#[derive(Debug)]
pub struct Simulation<'a> {
    pub topologies: &'a [Topology],
    /// The Kafka clusters, each once whatever the number of its entries and aliases.
    pub places: Vec<Place>,
    /// The enabled flows that run, by descriptor, target and source.
    pub flows: Vec<Flow<'a>>,
    /// All pairs for which a worker runs.
    pub running: Vec<Running<'a>>,
    /// No descriptor declares topics, so the names are samples.
    pub is_sampled: bool,
    pub topics: Topics,
    /// What exists at the start: the first topics of [`Simulation::topics`].
    pub seeds: Vec<Seed>,
    /// Ways in which records reach a topic besides the first.
    pub further: Vec<Arrival>,
    pub growths: Vec<Growth>,
    /// Rounds in which the same records travel for ever, each with one topic that does.
    pub loops: Vec<RecordLoop>,
    /// The topics on such rounds, each with the number of its group.
    pub looping: BTreeMap<TopicId, usize>,
    /// The topics into which several flow, in their order.
    pub merges: Vec<Merge>,
    pub failures: Vec<Failure>,
    /// Enumeration stopped at the limit: there are more copies.
    pub is_cut: bool,
}

/// Simulates all topologies together: a cluster may stand in several.
pub fn simulate(topologies: &[Topology], limits: Limits) -> Simulation<'_> {
    prepare(topologies).finish(&BTreeSet::new(), limits)
}

/// A simulation in which nothing exists yet: two revisions are compared only if they start from the same names.
#[derive(Debug)]
pub struct Prepared<'a> {
    simulation: Simulation<'a>,
    running: Vec<Running<'a>>,
    entries: places::Places,
    /// Where no descriptor declares topics.
    samples: BTreeSet<(PlaceId, String)>,
}

/// The flows, with what decides about each topic.
pub fn prepare(topologies: &[Topology]) -> Prepared<'_> {
    let entries = places::places(topologies);
    let (running, flows) = flows::flows(topologies, &entries);
    let simulation = Simulation {
        topologies,
        is_sampled: !topologies.is_empty()
            && topologies.iter().all(|topology| topology.inventory.topics.is_empty()),
        places: entries.list.clone(),
        flows,
        running: Vec::new(),
        topics: Topics::default(),
        seeds: Vec::new(),
        further: Vec::new(),
        growths: Vec::new(),
        failures: Vec::new(),
        loops: Vec::new(),
        looping: BTreeMap::new(),
        merges: Vec::new(),
        is_cut: false,
    };
    let samples = match simulation.is_sampled {
        true => seeds::samples(&simulation.flows),
        false => BTreeSet::new(),
    };
    Prepared { simulation, running, entries, samples }
}

impl<'a> Prepared<'a> {
    /// What it starts from, and what filters keep back where names are samples: pairs of alias and topic.
    pub fn names(&self) -> BTreeSet<(String, String)> {
        let alias = |place| self.simulation.place(place).alias().to_owned();
        let mut names: BTreeSet<(String, String)> =
            self.samples.iter().map(|(place, name)| (alias(*place), name.clone())).collect();
        for topology in self.simulation.topologies {
            let declared = topology.inventory.topics.iter();
            names.extend(declared.map(|topic| {
                (topology.alias(topic.cluster).to_owned(), topic.name.as_ref().to_owned())
            }));
        }
        if self.simulation.is_sampled {
            let kept_back = seeds::kept_back(&self.simulation.flows);
            names.extend(kept_back.into_iter().map(|(place, name)| (alias(place), name)));
        }
        names
    }

    /// Carries topics on. Where no descriptor declares topics, it starts from `names` as well.
    pub fn finish(self, names: &BTreeSet<(String, String)>, limits: Limits) -> Simulation<'a> {
        let Prepared { mut simulation, running, entries, mut samples } = self;
        if simulation.is_sampled {
            let place = |(alias, name): &(String, String)| {
                Some((simulation.by_alias(alias)?, name.clone()))
            };
            samples.extend(names.iter().filter_map(place));
        }
        seeds::plant(&mut simulation, &running, &entries, samples);
        simulation.running = running;
        spread::spread(&mut simulation, limits);
        loops::find(&mut simulation);
        simulation.merges = simulation.find_merges();
        simulation
    }
}

impl<'a> Simulation<'a> {
    pub fn place(&self, id: PlaceId) -> &Place {
        self.places.get(id.0 as usize).expect("a PlaceId comes from its own simulation")
    }

    pub fn flow(&self, id: FlowId) -> &Flow<'a> {
        self.flows.get(id.0 as usize).expect("a FlowId comes from its own simulation")
    }

    /// The way on which the records of a topic arrive first, from the start on; empty for a topic that exists at the
    /// start.
    pub fn path(&self, topic: TopicId) -> Vec<Arrival> {
        let mut path = Vec::new();
        let mut at = topic;
        while let Some(arrival) = self.topics.arrival(at) {
            path.push(arrival);
            at = arrival.from;
        }
        path.reverse();
        path
    }

    /// What was there at the start, of which a topic is a copy.
    pub fn seed(&self, topic: TopicId) -> &Seed {
        let root = self.topics.root(topic);
        self.seeds.get(root.0 as usize).expect("the first topics are the seeds")
    }

    pub fn place_ids(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..u32::try_from(self.places.len()).expect("descriptors are far smaller")).map(PlaceId)
    }

    pub fn flow_ids(&self) -> impl Iterator<Item = FlowId> + use<> {
        (0..u32::try_from(self.flows.len()).expect("descriptors are far smaller")).map(FlowId)
    }

    /// All topics, by the position of their place, in the order in which they appear.
    pub fn by_place(&self) -> Vec<Vec<TopicId>> {
        let mut by_place = vec![Vec::new(); self.places.len()];
        for topic in self.topics.ids() {
            if let Some(list) = by_place.get_mut(self.topics.place(topic).0 as usize) {
                list.push(topic);
            }
        }
        by_place
    }

    /// Every way in which records of applications reach a topic.
    pub fn user_arrivals(&self) -> impl Iterator<Item = Arrival> {
        let first = self.topics.ids().filter_map(|topic| self.topics.arrival(topic));
        let all = first.chain(self.further.iter().copied());
        all.filter(|arrival| self.topics.kind(arrival.from) == Kind::User)
    }

    /// The place that has an alias.
    pub fn by_alias(&self, alias: &str) -> Option<PlaceId> {
        let mut places = self.place_ids();
        places.find(|&place| self.place(place).aliases.iter().any(|other| other == alias))
    }
}
