//! How a flow names the topics that it makes.

use crate::topology::{Flow, Topology};

const DEFAULT_SEPARATOR: &str = ".";

/// What the replication policy of a flow does to the name of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// `<alias><separator><topic>`: a topic that came from a cluster is recognised there and not sent back.
    Prefixed { separator: String },
    /// The name stays, so nothing recognises a topic that comes round.
    Kept(KeptBy),
    /// `<alias><topic>` with nothing between: the source cannot be read back from the name, so nothing recognises a
    /// topic that comes round, and its name grows.
    Glued,
    /// A class that is not part of Kafka: nobody knows but its author.
    Opaque { class: String },
}

/// Which setting keeps the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptBy {
    IdentityPolicy,
    /// `DefaultReplicationPolicy` with an empty separator and an empty source alias.
    EmptyNames,
}

/// The naming of one flow: its own settings, else those for all flows, else the defaults.
pub fn naming(topology: &Topology, flow: &Flow) -> Naming {
    let setting =
        |key: &str| topology.flow_setting(flow, key).map(|setting| setting.value.as_str());
    let class = setting("replication.policy.class").map_or("", str::trim);
    let simple = class.strip_prefix("org.apache.kafka.connect.mirror.").unwrap_or(class);
    match simple {
        "IdentityReplicationPolicy" => Naming::Kept(KeptBy::IdentityPolicy),
        "" | "DefaultReplicationPolicy" => {
            let separator = setting("replication.policy.separator").unwrap_or(DEFAULT_SEPARATOR);
            let source =
                setting("source.cluster.alias").unwrap_or(topology.alias(flow.from)).trim();
            if separator.is_empty() && source.is_empty() {
                return Naming::Kept(KeptBy::EmptyNames);
            }
            if separator.is_empty() {
                return Naming::Glued;
            }
            Naming::Prefixed { separator: separator.to_owned() }
        }
        _ => Naming::Opaque { class: class.to_owned() },
    }
}
