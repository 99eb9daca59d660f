//! Where the offset syncs of a flow are kept.

use crate::topology::{Flow, Topology, Version, boolean};

pub const LOCATION: &str = "offset-syncs.topic.location";

/// Whether a flow writes offset syncs into its source. Their place is a setting since Kafka 3.0, and since 3.9 they can
/// be switched off.
pub fn at_source(topology: &Topology, flow: &Flow) -> bool {
    let version = topology.workload.version;
    let setting = |key: &str| topology.flow_setting(flow, key).map(|found| found.value.trim());
    let at_target = version >= Version::new(3, 0, 0) && setting(LOCATION) == Some("target");
    let emits =
        version < Version::new(3, 9, 0) || setting("emit.offset-syncs.enabled").is_none_or(boolean);
    emits && !at_target
}
