//! Why a topic is on a cluster, or why it is not.

use super::{Flow, FlowId, PlaceId, Refusal, Simulation, TopicId};
use crate::{
    mm2::{
        effective::{self, Origin},
        pattern::PatternList,
    },
    source::Span,
};

/// What is known of a topic that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It exists; [`Simulation::path`] tells how it got there.
    Exists(TopicId),
    /// It does not; what the flows into the cluster do: those that would make this name of a topic that there is, else
    /// those whose source has one of this name, else those that would make this name, else all.
    Absent(Vec<Attempt>),
}

/// What one flow does with the topic that it would have to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub flow: FlowId,
    /// The name on the source of the flow.
    pub topic: String,
    /// The topic, where it exists there.
    pub source: Option<TopicId>,
    /// The name of the copy, or the test that refuses it.
    pub outcome: Result<String, Refusal>,
}

/// A setting that decides about a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciding {
    pub key: &'static str,
    pub value: String,
    /// The line that gives it; a default has none.
    pub line: Option<Span>,
}

impl Simulation<'_> {
    pub fn why(&self, name: &str, place: PlaceId) -> Why {
        if let Some(topic) = self.topics.get(place, name) {
            return Why::Exists(topic);
        }
        let into = self.flow_ids().filter(|&id| self.flow(id).to == place);
        let all: Vec<Attempt> = into.map(|id| self.attempt(id, name)).collect();
        let makes_it = |attempt: &Attempt| self.flow(attempt.flow).source_name(name).is_some();
        let has_source = |attempt: &Attempt| attempt.source.is_some();
        let ways: [&dyn Fn(&Attempt) -> bool; 3] =
            [&|attempt| makes_it(attempt) && has_source(attempt), &has_source, &makes_it];
        let told = ways.iter().find(|way| all.iter().any(way));
        Why::Absent(match told {
            Some(way) => all.iter().filter(|attempt| way(attempt)).cloned().collect(),
            None => all,
        })
    }

    /// With the topic of which the flow would make that name; else with the one that has it.
    fn attempt(&self, id: FlowId, name: &str) -> Attempt {
        let flow = self.flow(id);
        let topic = flow.source_name(name).unwrap_or(name);
        Attempt {
            flow: id,
            topic: topic.to_owned(),
            source: self.topics.get(flow.from, topic),
            outcome: flow.copy(topic),
        }
    }
}

impl Flow<'_> {
    /// The topic of which the flow makes one of that name.
    pub fn source_name<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        let renamed = self.renames.iter().find(|(_, remote)| remote.as_str() == name);
        let upstream = self.policy.upstream_topic(name);
        let glued = name.strip_prefix(self.source_alias.as_str());
        let mut candidates = [Some(name), upstream, glued].into_iter().flatten();
        let makes = |topic: &&str| {
            self.policy.format_remote_topic(&self.source_alias, topic).as_deref() == Some(name)
        };
        renamed.map(|(topic, _)| topic.as_str()).or_else(|| candidates.find(makes))
    }

    /// The setting behind a refusal; for the exclude only the entry that matches.
    pub fn deciding(&self, refusal: Refusal, topic: &str) -> Option<Deciding> {
        let key = match refusal {
            Refusal::NotIncluded => "topics",
            Refusal::Excluded => "topics.exclude",
            Refusal::Internal | Refusal::Cycle | Refusal::NotRunning | Refusal::Unknown => {
                return None;
            }
        };
        let mut deciding = self.setting(key)?;
        if refusal == Refusal::Excluded {
            let version = self.topology.workload.version;
            let mut entries = deciding.value.split(',').map(str::trim);
            let matches = |entry: &&str| {
                PatternList::compile(entry, version).is_ok_and(|list| list.is_match(topic))
            };
            if let Some(entry) = entries.find(matches) {
                deciding.value = entry.to_owned();
            }
        }
        Some(deciding)
    }

    /// The alias in the name for which the topic counts as a cycle: the target's, or since Kafka 4.4 the source's.
    pub fn cycle_alias(&self, topic: &str) -> &str {
        let mut topic = topic;
        while let (Some(source), Some(upstream)) =
            (self.policy.topic_source(topic), self.policy.upstream_topic(topic))
        {
            if source == self.target_alias || upstream == topic {
                return &self.target_alias;
            }
            topic = upstream;
        }
        &self.source_alias
    }

    /// What counts for the source connector of the flow.
    pub fn setting(&self, key: &'static str) -> Option<Deciding> {
        let config = effective::connector_config(self.topology, self.pair.from, self.pair.to);
        let value = config.effective(key)?;
        let line = match value.origin {
            Origin::Line(setting) => Some(setting.key_span),
            Origin::Ours { .. } | Origin::Derived | Origin::Default => None,
        };
        Some(Deciding { key, value: value.text.into_owned(), line })
    }
}
