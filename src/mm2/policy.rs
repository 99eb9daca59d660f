//! Replication policies: how the names of topics tell where they come from. In: the settings of one connector. Out: a
//! [`Policy`] that answers as the class in Kafka does.
//!
//! Names are those that brokers accept, so that a character is a byte.

mod default;
mod internal;
#[cfg(test)]
mod tests;

pub use default::{DefaultPolicy, IdentityPolicy};
pub use internal::InternalTopics;

use crate::{
    mm2::gates,
    topology::{Flow, Topology, Version},
};

/// The topic of heartbeats, on every cluster and under every policy.
pub const HEARTBEATS: &str = "heartbeats";

pub const DEFAULT_CLASS: &str = "org.apache.kafka.connect.mirror.DefaultReplicationPolicy";
pub const IDENTITY_CLASS: &str = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";

/// The name that a flow has for its source: the cluster's alias, unless a line gives it another.
pub fn source_alias<'a>(topology: &'a Topology, flow: &Flow) -> &'a str {
    let stated = topology.flow_setting(flow, "source.cluster.alias");
    stated.map_or(topology.alias(flow.from), |alias| alias.value.trim())
}

/// What names the topics that a flow makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Policy {
    /// `<alias><separator><topic>`.
    Default(DefaultPolicy),
    /// Names stay, but for those that end in `heartbeats`.
    Identity(IdentityPolicy),
    /// A class that this version of Kafka does not have. What it does to names only its author knows; its internal
    /// topics are taken to be those of Kafka's interface.
    Opaque { class: String, internal: InternalTopics },
}

impl Policy {
    /// The policy of a connector. `setting` gives the values of the connector's configuration as they are written: the
    /// policies do not trim them.
    pub fn configure<'a>(setting: &dyn Fn(&str) -> Option<&'a str>, version: Version) -> Policy {
        let class = setting("replication.policy.class").map_or(DEFAULT_CLASS, str::trim);
        match class {
            DEFAULT_CLASS => Policy::Default(DefaultPolicy::configure(setting, version)),
            IDENTITY_CLASS if gates::identity_policy(version) => Policy::Identity(IdentityPolicy {
                prefixed: DefaultPolicy::configure(setting, version),
                source: setting("source.cluster.alias").map(str::to_owned),
            }),
            _ => Policy::Opaque {
                class: class.to_owned(),
                internal: InternalTopics::configure(&|_| None, version),
            },
        }
    }

    /// The policy of an enabled flow, as its lines in the user's block say.
    pub fn of_flow(topology: &Topology, flow: &Flow) -> Policy {
        let setting = |key: &str| match topology.flow_setting(flow, key) {
            Some(setting) => Some(setting.value.as_str()),
            None => (key == "source.cluster.alias").then(|| topology.alias(flow.from)),
        };
        Policy::configure(&setting, topology.workload.version)
    }

    /// Whether a copy from the cluster with this alias has the name of its original.
    pub fn keeps_names(&self, alias: &str) -> bool {
        match self {
            Policy::Default(policy) => policy.separator.is_empty() && alias.is_empty(),
            Policy::Identity(_) => true,
            Policy::Opaque { .. } => false,
        }
    }

    /// The alias of the cluster that a topic was copied from; nothing for one that was not, and under an opaque policy.
    pub fn topic_source<'a>(&'a self, topic: &'a str) -> Option<&'a str> {
        match self {
            Policy::Default(policy) => policy.topic_source(topic),
            Policy::Identity(policy) => policy.topic_source(topic),
            Policy::Opaque { .. } => None,
        }
    }

    /// The name that a topic has on the cluster that it was copied from.
    pub fn upstream_topic<'a>(&self, topic: &'a str) -> Option<&'a str> {
        match self {
            Policy::Default(policy) => policy.upstream_topic(topic),
            Policy::Identity(policy) => policy.upstream_topic(topic),
            Policy::Opaque { .. } => None,
        }
    }

    /// The name of a topic where it was first.
    pub fn original_topic<'a>(&self, topic: &'a str) -> &'a str {
        let mut topic = topic;
        while let Some(upstream) = self.upstream_topic(topic).filter(|upstream| *upstream != topic)
        {
            topic = upstream;
        }
        topic
    }

    /// The name of the copy of a topic from the cluster with this alias; nothing under an opaque policy.
    pub fn format_remote_topic(&self, alias: &str, topic: &str) -> Option<String> {
        match self {
            Policy::Default(policy) => Some(policy.format_remote_topic(alias, topic)),
            Policy::Identity(policy) => Some(policy.format_remote_topic(alias, topic)),
            Policy::Opaque { .. } => None,
        }
    }

    /// Heartbeats of any cluster, which pass every filter.
    pub fn is_heartbeats_topic(&self, topic: &str) -> bool {
        self.original_topic(topic) == HEARTBEATS
    }

    /// Topics that are never replicated, whatever the filter says.
    pub fn is_internal_topic(&self, topic: &str) -> bool {
        self.internal().is_internal(topic)
    }

    /// The topic with the offset syncs of a flow: by the alias of its target where it is on the source, by that of its
    /// source where it is on the target.
    pub fn offset_syncs_topic(&self, alias: &str) -> String {
        self.internal().offset_syncs(alias)
    }

    /// The topic with the checkpoints of a flow, on its target, by the alias of its source.
    pub fn checkpoints_topic(&self, alias: &str) -> String {
        self.internal().checkpoints(alias)
    }

    /// Whether a topic of the source has been on the target before, as far as its name tells
    /// (`MirrorSourceConnector.isCycle`).
    pub fn is_cycle(&self, topic: &str, source_alias: &str, target_alias: &str) -> bool {
        self.is_cycle_of(&self.sources(topic), source_alias, target_alias)
    }

    /// The aliases of the clusters on which a topic has been, as far as its name tells, the last one first.
    pub fn sources<'a>(&'a self, topic: &'a str) -> Vec<&'a str> {
        let mut topic = topic;
        let mut sources = Vec::new();
        while let Some(source) = self.topic_source(topic) {
            sources.push(source);
            match self.upstream_topic(topic) {
                Some(upstream) if upstream != topic => topic = upstream,
                Some(_) | None => break,
            }
        }
        sources
    }

    /// [`Policy::is_cycle`] of a topic with these [`Policy::sources`].
    pub fn is_cycle_of(&self, sources: &[&str], source_alias: &str, target_alias: &str) -> bool {
        sources.contains(&target_alias)
            || (self.refuses_own_copies() && sources.contains(&source_alias))
    }

    /// Since Kafka 4.4 a topic that names the source of the flow is a cycle as well (KAFKA-9914).
    fn refuses_own_copies(&self) -> bool {
        match self {
            Policy::Default(policy) => gates::cycle_test_sees_source(policy.version),
            Policy::Identity(_) | Policy::Opaque { .. } => false,
        }
    }

    fn internal(&self) -> &InternalTopics {
        match self {
            Policy::Default(policy) => &policy.internal,
            Policy::Identity(policy) => &policy.prefixed.internal,
            Policy::Opaque { internal, .. } => internal,
        }
    }
}
