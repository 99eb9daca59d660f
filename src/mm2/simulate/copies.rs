//! What copies do to each other: topics into which several others flow, one topic several times on a cluster, copies on
//! the cluster that they came from, and flows that carry nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arrival, FlowId, Kind, PlaceId, SeedSource, Simulation, TopicId};

/// A topic into which more than one other flows, or one that exists on its own and into which another flows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    pub topic: TopicId,
    /// The ways in, but for those on which its own records come back.
    pub arrivals: Vec<Arrival>,
}

/// How often one topic is on one cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copies {
    pub place: PlaceId,
    /// What all of them are copies of.
    pub root: TopicId,
    pub count: usize,
}

impl Simulation<'_> {
    /// The topics into which several flow, in their order.
    pub(super) fn find_merges(&self) -> Vec<Merge> {
        let mut by_topic: BTreeMap<TopicId, Vec<Arrival>> = BTreeMap::new();
        for &arrival in &self.further {
            by_topic.entry(arrival.to).or_default().push(arrival);
        }
        let merge = |(topic, further): (TopicId, Vec<Arrival>)| {
            let all = self.topics.arrival(topic).into_iter().chain(further);
            let mut arrivals: Vec<Arrival> =
                all.filter(|arrival| !self.comes_back(arrival)).collect();
            // A flow that stands in two descriptors brings nothing twice: both are one Connect group.
            arrivals.sort_by_key(|arrival| (arrival.from, arrival.flow));
            arrivals.dedup_by_key(|arrival| arrival.from);
            let exists = self.topics.arrival(topic).is_none() && !self.is_remote(topic);
            let ways = arrivals.len() + usize::from(exists);
            (ways > 1 && !arrivals.is_empty()).then_some(Merge { topic, arrivals })
        };
        by_topic.into_iter().filter_map(merge).collect()
    }

    /// Whether the records of the step come from where they go to.
    fn comes_back(&self, arrival: &Arrival) -> bool {
        let group = |topic| self.looping.get(topic);
        group(&arrival.from).is_some() && group(&arrival.from) == group(&arrival.to)
    }

    /// Topics of applications that are on a cluster more than once, the most frequent first.
    pub fn copies(&self) -> Vec<Copies> {
        let user = self.topics.ids().filter(|&topic| self.topics.kind(topic) == Kind::User);
        let mut keys: Vec<(PlaceId, TopicId)> =
            user.map(|topic| (self.topics.place(topic), self.topics.root(topic))).collect();
        keys.sort_unstable();
        let runs = keys.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
        let mut copies: Vec<Copies> = runs
            .filter_map(|run| {
                let &(place, root) = run.first()?;
                Some(Copies { place, root, count: run.len() })
            })
            .collect();
        copies.sort_by(|a, b| (b.count, a).cmp(&(a.count, b)));
        copies
    }

    /// Copies of applications' topics on a cluster on which their records were before.
    pub fn echoes(&self) -> Vec<TopicId> {
        let user = self.topics.ids().filter(|&topic| self.topics.kind(topic) == Kind::User);
        user.filter(|&topic| self.is_echo(topic)).collect()
    }

    fn is_echo(&self, topic: TopicId) -> bool {
        let place = self.topics.place(topic);
        let mut at = topic;
        while let Some(arrival) = self.topics.arrival(at) {
            if self.topics.place(arrival.from) == place {
                return true;
            }
            at = arrival.from;
        }
        false
    }

    /// Declared topics of applications that no flow copies, on clusters from which flows lead away.
    pub fn uncopied(&self) -> Vec<TopicId> {
        let sources: BTreeSet<PlaceId> = self.flows.iter().map(|flow| flow.from).collect();
        // What a flow with a policy or filter of its own does, nobody knows; what fails is told as that.
        let unknown = self.flows.iter().filter(|flow| flow.is_opaque()).map(|flow| flow.from);
        let unknown: BTreeSet<PlaceId> = unknown.collect();
        let failed: BTreeSet<TopicId> = self.failures.iter().map(|failure| failure.from).collect();
        let mut copied = vec![false; self.seeds.len()];
        for arrival in self.user_arrivals() {
            if let Some(found) = copied.get_mut(arrival.from.0 as usize) {
                *found = true;
            }
        }
        let seeds = self.seeds.iter().zip(copied).filter(|(_, copied)| !copied);
        let own = seeds.map(|(seed, _)| seed).filter(|seed| {
            matches!(seed.source, SeedSource::Declared { .. })
                && self.topics.kind(seed.topic) == Kind::User
                && sources.contains(&self.topics.place(seed.topic))
                && !unknown.contains(&self.topics.place(seed.topic))
                && !failed.contains(&seed.topic)
        });
        own.map(|seed| seed.topic).collect()
    }

    /// Flows that copy no topic of an application.
    pub fn idle(&self) -> Vec<FlowId> {
        let busy: BTreeSet<FlowId> = self.user_arrivals().map(|arrival| arrival.flow).collect();
        self.flow_ids().filter(|flow| !busy.contains(flow)).collect()
    }
}
