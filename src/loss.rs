//! What is lost in a disaster. In: a simulation. Out: for each topic that applications write, and each [`Disaster`], the
//! [`Loss`] to expect from its replicas and its snapshots alone, and with its copies on other clusters.
//!
//! A snapshot is a moment of a volume: what was written after it comes from a replica that is left, else from a copy on
//! another cluster, else it is lost. Copies are made after the fact and by no clock, so that what is not copied yet
//! has no bound here; only alerts on the latency of replication give one.

mod snapshots;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    descriptor::Disaster,
    mm2::simulate::{Kind, PlaceId, Seed, SeedSource, Simulation, TopicId},
    schedule::GoDuration,
    source::Span,
    topology::{Cluster, ClusterId, Topology},
};

pub use snapshots::{Snapshots, of_cluster};

/// From the smallest to the largest.
pub const DISASTERS: [Disaster; 5] =
    [Disaster::Broker, Disaster::Replicas, Disaster::Cluster, Disaster::Region, Disaster::Mistake];

/// How much of a topic is gone for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Of records that all replicas in sync have acknowledged.
    Nothing,
    /// Records since the last snapshot: at most of this much time.
    SinceSnapshot(GoDuration),
    /// Records that were not copied yet; with snapshots, at most of this much time.
    NotCopied(Option<GoDuration>),
    /// All records of the partitions that are hit.
    Everything,
    Unknown(Missing),
}

/// What the descriptor would have to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    ReplicationFactor,
    /// `region` of the clusters that have the records.
    Regions,
}

/// The losses of a topic.
#[derive(Debug)]
pub struct TopicLoss<'a> {
    pub topic: TopicId,
    /// Where the inventory names it.
    pub span: Span,
    /// By position: the topology whose inventory names it.
    pub topology: usize,
    pub cluster: ClusterId,
    pub replication_factor: Option<u32>,
    pub snapshots: Option<Snapshots<'a>>,
    /// The other clusters that have its records, in their order.
    pub copies: Vec<PlaceId>,
    /// In the order of [`DISASTERS`].
    pub outcomes: [Outcome; 5],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub disaster: Disaster,
    pub without_copies: Loss,
    pub with_copies: Loss,
}

impl TopicLoss<'_> {
    pub fn outcome(&self, disaster: Disaster) -> Outcome {
        let outcome = self.outcomes.iter().find(|outcome| outcome.disaster == disaster);
        *outcome.expect("there is one of each disaster")
    }
}

/// Whether anybody asks about losses: where there are neither backups nor objectives, nobody does.
pub fn is_asked(topologies: &[Topology]) -> bool {
    topologies
        .iter()
        .any(|topology| !topology.backups.is_empty() || !topology.objectives.is_empty())
}

/// Of each topic of the inventory that is no copy, in its order.
pub fn expected<'a>(simulation: &Simulation<'a>) -> Vec<TopicLoss<'a>> {
    let mut around =
        Around { ways: ways(simulation), regions: regions(simulation), snapshots: BTreeMap::new() };
    let topics = simulation.seeds.iter();
    let own = topics.filter(|seed| simulation.topics.kind(seed.topic) == Kind::User);
    own.filter_map(|seed| topic_loss(simulation, seed, &mut around)).collect()
}

/// By the position of the topology, and the cluster.
pub fn by_cluster<'l, 'a>(
    losses: &'l [TopicLoss<'a>],
) -> BTreeMap<(usize, ClusterId), Vec<&'l TopicLoss<'a>>> {
    let mut clusters: BTreeMap<(usize, ClusterId), Vec<&TopicLoss<'a>>> = BTreeMap::new();
    for loss in losses {
        clusters.entry((loss.topology, loss.cluster)).or_default().push(loss);
    }
    clusters
}

/// Of the records of a cluster whose topics are not stated: every flow that leaves it counts as a copy. All flows and
/// clusters are looked at, which is quadratic in the clusters of an objective for all of them.
pub fn of_unknown_topics(
    simulation: &Simulation<'_>,
    number: usize,
    cluster: ClusterId,
) -> Option<[Outcome; 5]> {
    let topology = simulation.topologies.get(number)?;
    let leaving = topology.flows.iter().filter(|flow| flow.from == cluster);
    let copies: BTreeSet<PlaceId> =
        leaving.filter_map(|flow| simulation.by_alias(topology.alias(flow.to))).collect();
    let copies: Vec<PlaceId> = copies.into_iter().collect();
    let facts = Facts {
        replication_factor: None,
        snapshots: of_cluster(topology, cluster),
        has_copies: !copies.is_empty(),
        copies_elsewhere: elsewhere(topology.cluster(cluster), &copies, &regions(simulation)),
    };
    Some(DISASTERS.map(|disaster| outcome(disaster, &facts)))
}

/// What the losses of all topics are reckoned from; each is found once.
struct Around<'s, 'a> {
    ways: BTreeMap<TopicId, Vec<TopicId>>,
    regions: BTreeMap<PlaceId, &'s str>,
    snapshots: BTreeMap<(usize, ClusterId), Option<Snapshots<'a>>>,
}

/// Of the clusters of which it is stated; the first word on one that stands in several descriptors holds.
fn regions<'s>(simulation: &'s Simulation<'_>) -> BTreeMap<PlaceId, &'s str> {
    let aliases = |place| simulation.place(place).aliases.iter().map(move |alias| (alias, place));
    let places: BTreeMap<&String, PlaceId> = simulation.place_ids().flat_map(aliases).collect();
    let mut regions = BTreeMap::new();
    for cluster in simulation.topologies.iter().flat_map(|topology| &topology.clusters) {
        if let (Some(region), Some(&place)) = (&cluster.region, places.get(&cluster.alias.value)) {
            regions.entry(place).or_insert(region.value.as_str());
        }
    }
    regions
}

/// Where the records of each topic go next, over one flow.
fn ways(simulation: &Simulation<'_>) -> BTreeMap<TopicId, Vec<TopicId>> {
    let mut ways: BTreeMap<TopicId, Vec<TopicId>> = BTreeMap::new();
    for arrival in simulation.user_arrivals() {
        ways.entry(arrival.from).or_default().push(arrival.to);
    }
    ways
}

/// The other clusters that the records of a topic reach, also in topics that were there before.
fn copies(
    simulation: &Simulation<'_>,
    topic: TopicId,
    ways: &BTreeMap<TopicId, Vec<TopicId>>,
) -> Vec<PlaceId> {
    let (mut reached, mut open) = (BTreeSet::from([topic]), vec![topic]);
    while let Some(at) = open.pop() {
        let next = ways.get(&at).into_iter().flatten();
        open.extend(next.copied().filter(|&next| reached.insert(next)));
    }
    let places: BTreeSet<PlaceId> =
        reached.into_iter().map(|topic| simulation.topics.place(topic)).collect();
    let home = simulation.topics.place(topic);
    places.into_iter().filter(|&place| place != home).collect()
}

fn topic_loss<'a>(
    simulation: &Simulation<'a>,
    seed: &Seed,
    around: &mut Around<'_, 'a>,
) -> Option<TopicLoss<'a>> {
    let SeedSource::Declared { topology: number, position } = seed.source else { return None };
    if simulation.is_remote(seed.topic) {
        return None;
    }
    let topology = simulation.topologies.get(number)?;
    let declared = topology.inventory.topics.get(position)?;
    let copies = copies(simulation, seed.topic, &around.ways);
    let home = topology.cluster(declared.cluster);
    let snapshots = around.snapshots.entry((number, home.id));
    let facts = Facts {
        replication_factor: declared.facts.replication_factor,
        snapshots: *snapshots.or_insert_with(|| of_cluster(topology, home.id)),
        has_copies: !copies.is_empty(),
        copies_elsewhere: elsewhere(home, &copies, &around.regions),
    };
    let outcomes = DISASTERS.map(|disaster| outcome(disaster, &facts));
    Some(TopicLoss {
        topic: seed.topic,
        span: declared.span,
        topology: number,
        cluster: declared.cluster,
        replication_factor: facts.replication_factor,
        snapshots: facts.snapshots,
        copies,
        outcomes,
    })
}

/// What the losses of a topic follow from.
struct Facts<'a> {
    replication_factor: Option<u32>,
    snapshots: Option<Snapshots<'a>>,
    has_copies: bool,
    /// Whether a copy is in another region; nothing where regions that decide it are not stated.
    copies_elsewhere: Option<bool>,
}

fn elsewhere(
    home: &Cluster,
    copies: &[PlaceId],
    regions: &BTreeMap<PlaceId, &str>,
) -> Option<bool> {
    let own = home.region.as_ref().map(|region| region.value.as_str());
    let mut is_open = false;
    for place in copies {
        match (own, regions.get(place)) {
            (Some(own), Some(&other)) if own != other => return Some(true),
            (Some(_), Some(_)) => {}
            (_, None) | (None, _) => is_open = true,
        }
    }
    if is_open { None } else { Some(false) }
}

fn outcome(disaster: Disaster, facts: &Facts<'_>) -> Outcome {
    let without_copies = without_copies(disaster, facts);
    // Whether a copy is left.
    let is_copied = match disaster {
        // A copy has the same mistakes.
        Disaster::Mistake => Some(false),
        Disaster::Region => facts.copies_elsewhere,
        Disaster::Broker | Disaster::Replicas | Disaster::Cluster => Some(facts.has_copies),
    };
    let with_copies = match (is_copied, without_copies) {
        (Some(true), loss) => saved(loss),
        (None, Loss::Everything) => Loss::Unknown(Missing::Regions),
        (Some(false) | None, loss) => loss,
    };
    Outcome { disaster, without_copies, with_copies }
}

fn without_copies(disaster: Disaster, facts: &Facts<'_>) -> Loss {
    let from_snapshot = |snapshots: Option<&Snapshots<'_>>| {
        snapshots.map_or(Loss::Everything, |snapshots| Loss::SinceSnapshot(snapshots.gap))
    };
    let own = facts.snapshots.as_ref();
    match (disaster, facts.replication_factor) {
        // The replica that is left leads, and the restored one fetches what it has not.
        (Disaster::Broker, Some(2..)) => Loss::Nothing,
        (Disaster::Broker, None) => Loss::Unknown(Missing::ReplicationFactor),
        (Disaster::Region, _) => from_snapshot(own.filter(|snapshots| snapshots.is_elsewhere)),
        (Disaster::Broker, Some(_))
        | (Disaster::Replicas | Disaster::Cluster | Disaster::Mistake, _) => from_snapshot(own),
    }
}

/// What is lost of it where a copy is left.
fn saved(without_copies: Loss) -> Loss {
    match without_copies {
        Loss::SinceSnapshot(gap) => Loss::NotCopied(Some(gap)),
        Loss::Everything => Loss::NotCopied(None),
        Loss::Nothing | Loss::NotCopied(_) | Loss::Unknown(_) => without_copies,
    }
}
