//! The two policies of Kafka: `DefaultReplicationPolicy` and, on top of it, `IdentityReplicationPolicy`.

use super::{HEARTBEATS, InternalTopics};
use crate::topology::Version;

/// Puts the alias of the source and a separator before the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultPolicy {
    /// May be empty: each character but the last is then read as the alias of a cluster.
    pub separator: String,
    pub internal: InternalTopics,
    pub(super) version: Version,
}

impl DefaultPolicy {
    pub(super) fn configure<'a>(
        setting: &dyn Fn(&str) -> Option<&'a str>,
        version: Version,
    ) -> DefaultPolicy {
        DefaultPolicy {
            separator: setting("replication.policy.separator").unwrap_or(".").to_owned(),
            internal: InternalTopics::configure(setting, version),
            version,
        }
    }

    pub(super) fn topic_source<'a>(&self, topic: &'a str) -> Option<&'a str> {
        self.split(topic).map(|(source, _)| source)
    }

    pub(super) fn upstream_topic<'a>(&self, topic: &'a str) -> Option<&'a str> {
        self.split(topic).map(|(_, upstream)| upstream)
    }

    pub(super) fn format_remote_topic(&self, alias: &str, topic: &str) -> String {
        format!("{alias}{}{topic}", self.separator)
    }

    /// The first part of the name and what follows its separator, where Java's `split` finds two parts: it drops empty
    /// ones at the end, and at an empty separator every character is a part.
    fn split<'a>(&self, topic: &'a str) -> Option<(&'a str, &'a str)> {
        if self.separator.is_empty() {
            let second = topic.char_indices().nth(1)?.0;
            return topic.split_at_checked(second);
        }
        let (source, upstream) = topic.split_once(&self.separator)?;
        let has_second = upstream.split(&self.separator).any(|part| !part.is_empty());
        has_second.then_some((source, upstream))
    }
}

/// Keeps names. Those that end in `heartbeats` are left to [`DefaultPolicy`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityPolicy {
    pub(super) prefixed: DefaultPolicy,
    /// `source.cluster.alias`: the source of every topic, whatever its name.
    pub source: Option<String>,
}

impl IdentityPolicy {
    pub(super) fn topic_source<'a>(&'a self, topic: &'a str) -> Option<&'a str> {
        if topic.ends_with(HEARTBEATS) {
            return self.prefixed.topic_source(topic);
        }
        self.source.as_deref()
    }

    pub(super) fn upstream_topic<'a>(&self, topic: &'a str) -> Option<&'a str> {
        if topic.ends_with(HEARTBEATS) {
            return self.prefixed.upstream_topic(topic);
        }
        Some(topic)
    }

    pub(super) fn format_remote_topic(&self, alias: &str, topic: &str) -> String {
        if topic.ends_with(HEARTBEATS) {
            return self.prefixed.format_remote_topic(alias, topic);
        }
        topic.to_owned()
    }
}
