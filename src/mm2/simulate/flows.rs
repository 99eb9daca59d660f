//! The flows that run, with what decides about each topic. In: topologies. Out: [`Flow`]s, in the order of their
//! descriptors, targets and sources.

use std::{collections::BTreeMap, sync::Arc};

use super::{PlaceId, health, places::Places};
use crate::{
    mm2::{
        effective::{self, Config, Connector, Instance, Pair, Side},
        filter::{FilterKind, NameFilter, TopicFilter},
        gates, offset_syncs,
        pattern::FaultKind,
        policy::Policy,
    },
    topology::{Topology, Version},
};

/// An enabled pair.
#[derive(Debug)]
pub struct Flow<'a> {
    pub topology: &'a Topology,
    pub pair: Pair,
    pub from: PlaceId,
    pub to: PlaceId,
    /// As the connector knows them: they may differ from the aliases of the pair.
    pub source_alias: String,
    pub target_alias: String,
    pub policy: Policy,
    pub state: State,
    /// Topics of heartbeats pass whatever the filter says.
    pub heartbeats_pass: bool,
    /// The source connector makes topics and fails then, so that no records come: why, as the end of a sentence about
    /// it.
    pub stalls: Option<String>,
    /// Where the topic of offset syncs is.
    pub offset_syncs: Option<Side>,
    pub makes_checkpoints: bool,
    /// For a policy that is not Kafka's: the names that the descriptor states.
    pub renames: BTreeMap<String, String>,
}

/// Whether the flow carries anything.
#[derive(Debug, Clone)]
pub enum State {
    Carries(Arc<TopicFilter>),
    /// The connector does not start, or fails: why, as the end of a sentence about it.
    Refused(String),
    /// A class that is not Kafka's decides, so nobody knows but its author: which, as a sentence.
    Unknown(String),
}

/// Why a flow does not copy a topic: the first test that refuses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// `topics` does not match it.
    NotIncluded,
    /// `topics.exclude` matches it.
    Excluded,
    /// It is taken for an internal topic.
    Internal,
    /// Its name says that it was on the target before.
    Cycle,
    /// The connector carries nothing, see [`Flow::state`].
    NotRunning,
    /// Nobody knows what the policy or the filter makes of it.
    Unknown,
}

impl Flow<'_> {
    /// `a->b`, by the aliases of the pair.
    pub fn name(&self) -> String {
        let alias = |id| self.topology.alias(id);
        format!("{}->{}", alias(self.pair.from), alias(self.pair.to))
    }

    /// Whether a class that is not Kafka's decides about some topics.
    pub fn is_opaque(&self) -> bool {
        matches!(self.state, State::Unknown(_)) || matches!(self.policy, Policy::Opaque { .. })
    }

    /// The name of the copy of a topic of the source, or why there is none
    /// (`MirrorSourceConnector.shouldReplicateTopic`).
    pub fn copy(&self, topic: &str) -> Result<String, Refusal> {
        self.selects(topic)?;
        if self.policy.is_cycle(topic, &self.source_alias, &self.target_alias) {
            return Err(Refusal::Cycle);
        }
        self.remote(topic)
    }

    /// What the filter and the test for internal topics say.
    pub(super) fn selects(&self, topic: &str) -> Result<(), Refusal> {
        let filter = match &self.state {
            State::Carries(filter) => filter,
            State::Refused(_) => return Err(Refusal::NotRunning),
            State::Unknown(_) => return Err(Refusal::Unknown),
        };
        let passes = self.heartbeats_pass && self.policy.is_heartbeats_topic(topic);
        if !passes && !filter.include.is_match(topic) {
            return Err(Refusal::NotIncluded);
        }
        if !passes && filter.exclude.is_match(topic) {
            return Err(Refusal::Excluded);
        }
        if self.policy.is_internal_topic(topic) {
            return Err(Refusal::Internal);
        }
        Ok(())
    }

    pub(super) fn remote(&self, topic: &str) -> Result<String, Refusal> {
        let made = self.policy.format_remote_topic(&self.source_alias, topic);
        made.or_else(|| self.renames.get(topic).cloned()).ok_or(Refusal::Unknown)
    }

    /// Whether two flows of one source select the same topics and give the copies the same names.
    pub(super) fn agrees_with(&self, other: &Flow<'_>) -> bool {
        let same_filter = match (&self.state, &other.state) {
            (State::Carries(own), State::Carries(other)) => Arc::ptr_eq(own, other),
            (State::Carries(_) | State::Refused(_) | State::Unknown(_), _) => false,
        };
        same_filter
            && self.heartbeats_pass == other.heartbeats_pass
            && self.source_alias == other.source_alias
            && self.policy == other.policy
            && self.renames == other.renames
    }
}

/// A pair for which a worker runs, enabled or not.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    pub topology: &'a Topology,
    pub pair: Pair,
    pub to: PlaceId,
    pub makes_heartbeats: bool,
}

/// All pairs that run, and the enabled ones among them with what decides.
pub(super) fn flows<'a>(
    topologies: &'a [Topology],
    places: &Places,
) -> (Vec<Running<'a>>, Vec<Flow<'a>>) {
    let mut running = Vec::new();
    let mut flows = Vec::new();
    let mut filters = Filters::default();
    for (number, topology) in topologies.iter().enumerate() {
        let in_doubt = health::is_in_doubt(topology);
        for (target, _) in topology.targets() {
            let instance = Instance::new(topology, target.id);
            let to = places.of(number, target.id);
            let pairs = instance.pairs();
            running.extend(pairs.iter().map(|&pair| {
                let config = || instance.connector_config(pair.from, Connector::Heartbeat);
                let makes_heartbeats = !in_doubt || health::makes_heartbeats(&config());
                Running { topology, pair, to, makes_heartbeats }
            }));
            for pair in pairs.into_iter().filter(|pair| pair.enabled) {
                let config = instance.connector_config(pair.from, Connector::Source);
                let ends = (places.of(number, pair.from), to);
                flows.push(flow(topology, pair, ends, &config, &mut filters));
            }
        }
    }
    (running, flows)
}

fn flow<'a>(
    topology: &'a Topology,
    pair: Pair,
    (from, to): (PlaceId, PlaceId),
    config: &Config<'_>,
    filters: &mut Filters,
) -> Flow<'a> {
    let setting = |key: &str| config.get(key);
    let alias = |key: &str| config.get(key).unwrap_or_default().trim().to_owned();
    let policy = Policy::configure(&setting, config.version);
    let renames = renames(topology, pair);
    let state = state(config, &policy, &renames, filters);
    Flow {
        stalls: health::stalls(config),
        offset_syncs: offset_syncs::side(setting, config.version)
            .filter(|_| !matches!(state, State::Refused(_))),
        makes_checkpoints: health::makes_checkpoints(config)
            && !matches!(filters.get(config), State::Refused(_)),
        state,
        topology,
        pair,
        from,
        to,
        source_alias: alias("source.cluster.alias"),
        target_alias: alias("target.cluster.alias"),
        policy,
        heartbeats_pass: !gates::heartbeats_replication_switch(config.version)
            || config.boolean("heartbeats.replication.enabled") != Some(false),
        renames,
    }
}

fn renames(topology: &Topology, pair: Pair) -> BTreeMap<String, String> {
    let name = format!("{}->{}", topology.alias(pair.from), topology.alias(pair.to));
    let stated = topology.renames.iter().map(|rename| &rename.value);
    let own = stated.filter(|rename| rename.flow.as_ref().is_none_or(|flow| flow.value == name));
    own.map(|rename| (rename.topic.value.clone(), rename.remote_topic.value.clone())).collect()
}

fn state(
    config: &Config<'_>,
    policy: &Policy,
    renames: &BTreeMap<String, String>,
    filters: &mut Filters,
) -> State {
    if let Policy::Opaque { class, .. } = policy
        && renames.is_empty()
    {
        return State::Unknown(format!("the policy `{class}` is not Kafka's own"));
    }
    let (key, own) = FilterKind::Topics.class();
    if let Some(class) = config.get(key).map(str::trim).filter(|class| *class != own) {
        return State::Unknown(format!("the filter `{class}` is not Kafka's own"));
    }
    let is_elsewhere =
        |key: &&str| config.values.get(*key).is_some_and(effective::Value::has_reference);
    if let Some(key) = DECIDING.into_iter().find(is_elsewhere) {
        return State::Unknown(format!("`{key}` is read from elsewhere when it starts"));
    }
    if let Some(why) = health::refused(config) {
        return State::Refused(why);
    }
    filters.get(config)
}

/// The settings that decide which topics are copied, and as what.
const DECIDING: [&str; 6] = [
    "topics",
    "topics.exclude",
    "replication.policy.class",
    "replication.policy.separator",
    "source.cluster.alias",
    "target.cluster.alias",
];

/// Most flows have the filter of another one.
#[derive(Default)]
struct Filters(BTreeMap<(Version, [Option<String>; 3]), State>);

impl Filters {
    fn get(&mut self, config: &Config<'_>) -> State {
        let keys = ["topics", "topics.exclude", "topics.blacklist"];
        let values = keys.map(|key| config.get(key).map(str::to_owned));
        let made =
            self.0.entry((config.version, values)).or_insert_with(|| {
                match NameFilter::topics(&|key| config.get(key), config.version) {
                    Ok(filter) => State::Carries(Arc::new(filter)),
                    Err(fault) if fault.fault.kind == FaultKind::Undecided => State::Unknown(
                        format!("what `{}={}` matches is not known", fault.key, fault.value),
                    ),
                    Err(fault) => State::Refused(format!(
                        "fails: in `{}` the part `{}` {}",
                        fault.key,
                        fault.value.get(fault.fault.range.clone()).unwrap_or_default(),
                        fault.fault.what
                    )),
                }
            });
        made.clone()
    }
}
