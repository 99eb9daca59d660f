//! What mirrorc predicts of a step: the topics of every broker, and how many records they get.

use std::collections::{BTreeMap, BTreeSet};

use mirrorc::mm2::simulate::{self, Arrival, Kind, Limits, Simulation, TopicId};

use super::{
    compiled::Compiled,
    play::Records,
    scenario::{Count, Endless},
};

/// By broker.
pub(super) type Topics = BTreeMap<usize, BTreeMap<String, Count>>;

pub(super) struct Prediction {
    pub(super) topics: Topics,
    /// There are more and more topics; those here are some of the first.
    pub(super) is_unbounded: bool,
    /// By broker: topics of MirrorMaker 2's own into which others are copied.
    pub(super) overwritten: BTreeSet<(usize, String)>,
}

/// Copies of copies of which it is waited for where they never end.
const FIRST_HOPS: u16 = 4;
const LIMITS: Limits = Limits { copies: 100_000 };

impl Prediction {
    pub(super) fn grows(&self) -> bool {
        let mut counts = self.topics.values().flat_map(BTreeMap::values);
        self.is_unbounded || counts.any(|count| *count == Count::Endless(Endless::Grows))
    }

    /// What each broker would have; nothing stands for numbers that are not known.
    pub(super) fn records(&self, brokers: usize) -> Vec<Records> {
        let mut records = vec![Records::new(); brokers];
        for (broker, topics) in &self.topics {
            let records = records.get_mut(*broker).expect("every cluster has a broker");
            records.extend(topics.keys().map(|name| (name.clone(), 0)));
        }
        records
    }
}

/// `before` has the records by topic of each broker; where it is not known what of them was copied already, records
/// are not counted.
pub(super) fn predict(compiled: &Compiled, before: &[Records], is_first: bool) -> Prediction {
    let topologies = std::slice::from_ref(&compiled.topology);
    let simulation = simulate::simulate(topologies, LIMITS);
    let is_unbounded = !simulation.growths.is_empty();
    // A task that cannot make a topic stops, so it cannot be told how many records arrive.
    let is_countable = is_first && simulation.failures.is_empty() && !is_unbounded;
    let mut counting = Counting::new(compiled, &simulation, before);
    let mut topics = Topics::new();
    for topic in simulation.topics.ids() {
        if is_unbounded && simulation.topics.hops(topic) > FIRST_HOPS {
            continue;
        }
        let count = match simulation.topics.kind(topic) {
            Kind::User if is_countable => counting.count(topic),
            Kind::User | Kind::Heartbeats | Kind::Internal => Count::Endless(Endless::Any),
        };
        let name = simulation.topics.name(topic).to_owned();
        topics.entry(counting.broker(topic)).or_default().insert(name, count);
    }
    let further: Vec<TopicId> = simulation.further.iter().map(|arrival| arrival.to).collect();
    let overwritten =
        further.into_iter().filter(|to| simulation.topics.kind(*to) == Kind::Internal);
    let overwritten = overwritten
        .map(|to| (counting.broker(to), simulation.topics.name(to).to_owned()))
        .collect();
    Prediction { topics, is_unbounded, overwritten }
}

struct Counting<'a> {
    compiled: &'a Compiled,
    simulation: &'a Simulation<'a>,
    before: &'a [Records],
    /// The topics that records come from, by the topic that they come to.
    sources: BTreeMap<TopicId, Vec<TopicId>>,
    known: BTreeMap<TopicId, Count>,
    broker_by_alias: BTreeMap<String, usize>,
}

impl<'a> Counting<'a> {
    fn new(
        compiled: &'a Compiled,
        simulation: &'a Simulation<'a>,
        before: &'a [Records],
    ) -> Counting<'a> {
        let first = simulation.topics.ids().filter_map(|topic| simulation.topics.arrival(topic));
        let mut sources: BTreeMap<TopicId, BTreeSet<TopicId>> = BTreeMap::new();
        let arrivals = first.chain(simulation.further.iter().copied());
        let copies = |arrival: &Arrival| simulation.flow(arrival.flow).stalls.is_none();
        for arrival in arrivals.filter(copies) {
            sources.entry(arrival.to).or_default().insert(arrival.from);
        }
        let sources = sources.into_iter().map(|(to, from)| (to, from.into_iter().collect()));
        Counting {
            compiled,
            simulation,
            before,
            sources: sources.collect(),
            known: BTreeMap::new(),
            broker_by_alias: BTreeMap::new(),
        }
    }

    fn broker(&mut self, topic: TopicId) -> usize {
        let alias = self.simulation.place(self.simulation.topics.place(topic)).alias();
        let broker = self.broker_by_alias.entry(alias.to_owned());
        *broker.or_insert_with(|| self.compiled.broker(alias))
    }

    /// Those of the start and all that come from elsewhere. Only what travels in a circle comes back to itself.
    fn count(&mut self, topic: TopicId) -> Count {
        if let Some(count) = self.known.get(&topic) {
            return *count;
        }
        let mut count = Count::Endless(Endless::Grows);
        if !self.simulation.looping.contains_key(&topic) {
            let broker = self.broker(topic);
            let own = self.before.get(broker);
            let own = own.and_then(|own| own.get(self.simulation.topics.name(topic)));
            let mut sum = u32::try_from(*own.unwrap_or(&0)).expect("there are few records");
            let sources = self.sources.get(&topic).cloned().unwrap_or_default();
            let counts: Vec<Count> = sources.into_iter().map(|from| self.count(from)).collect();
            let mut is_endless = false;
            for count in counts {
                match count {
                    Count::Exactly(records) => sum += records,
                    Count::Endless(_) => is_endless = true,
                }
            }
            if !is_endless {
                count = Count::Exactly(sum);
            }
        }
        self.known.insert(topic, count);
        count
    }
}
