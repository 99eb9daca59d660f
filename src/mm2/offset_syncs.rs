//! Where the offset syncs of a flow are kept.

use super::gates;
use crate::topology::{Flow, Topology, boolean};

pub const LOCATION: &str = "offset-syncs.topic.location";

/// Whether a flow writes offset syncs into its source. Their place is a setting since Kafka 3.0, and since 3.9 they can
/// be switched off.
pub fn at_source(topology: &Topology, flow: &Flow) -> bool {
    let version = topology.workload.version;
    let setting = |key: &str| topology.flow_setting(flow, key).map(|found| found.value.trim());
    let at_target = gates::offset_syncs_location(version) && setting(LOCATION) == Some("target");
    let emits = !gates::offset_syncs_switch(version)
        || setting("emit.offset-syncs.enabled").is_none_or(boolean);
    emits && !at_target
}
