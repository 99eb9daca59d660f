//! What copies do to each other: topics into which several others flow, one topic several times on a cluster, copies on
//! the cluster that they came from, and flows that carry nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arrival, FlowId, Kind, PlaceId, Simulation, TopicId};

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
    pub fn merges(&self) -> Vec<Merge> {
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

    /// Flows that copy no topic of an application.
    pub fn idle(&self) -> Vec<FlowId> {
        let busy: BTreeSet<FlowId> = self.user_arrivals().map(|arrival| arrival.flow).collect();
        self.flow_ids().filter(|flow| !busy.contains(flow)).collect()
    }
}
