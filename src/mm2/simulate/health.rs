//! Whether the connectors of a flow take their settings. In: the configuration of the connectors. Out: what is refused or
//! fails, and which topics are made all the same.

use crate::mm2::{
    effective::{self, Config, Connector},
    filter::NameFilter,
    gates,
    keys::{Fault, Reader},
};
use crate::topology::{Scope, Topology};

/// Whether any line has a value that a connector may refuse; mostly none has.
pub(super) fn is_in_doubt(topology: &Topology) -> bool {
    let version = topology.workload.version;
    topology.settings.entries.iter().any(|setting| {
        let key = match &setting.scope {
            Scope::Top => &setting.key,
            Scope::Cluster { key, .. } | Scope::Flow { key, .. } => key,
        };
        let fault = Reader::Mirror.key(key).and_then(|key| key.fault(&setting.value, version));
        fault.is_some_and(|fault| is_refusal(&fault))
    })
}

/// Why the source connector is not made, besides patterns that do not compile: as the end of a sentence about it.
pub(super) fn refused(config: &Config<'_>) -> Option<String> {
    if gates::offset_syncs_switch(config.version)
        && config.get("emit.offset-syncs.enabled") == Some("false")
        && let Some(key) = config.values.keys().find(|key| is_of_offset_syncs(key))
    {
        return Some(format!(
            "is refused: `emit.offset-syncs.enabled=false` does not go with `{key}`"
        ));
    }
    let (key, value, _) = faults(config, Connector::Source).find(|fault| is_refusal(&fault.2))?;
    Some(format!("is refused: it does not take `{key}={value}`"))
}

/// Why the source connector fails after it has made its topics.
pub(super) fn stalls(config: &Config<'_>) -> Option<String> {
    let stops = |fault: &(&str, &str, Fault)| match fault.0 {
        "refresh.topics.interval.seconds" => is_on(config, "refresh.topics.enabled"),
        "sync.topic.configs.interval.seconds" => is_on(config, "sync.topic.configs.enabled"),
        "sync.topic.acls.interval.seconds" => is_on(config, "sync.topic.acls.enabled"),
        _ => false,
    };
    let mut zero =
        faults(config, Connector::Source).filter(|(_, _, fault)| *fault == Fault::ZeroInterval);
    let (key, value, _) = zero.find(stops)?;
    Some(format!("fails: it does not take `{key}={value}`"))
}

/// Whether the checkpoint connector gets as far as making its topic. Since Kafka 3.9 it refuses to run without what it
/// works with (KIP-1031).
pub(super) fn makes_checkpoints(config: &Config<'_>) -> bool {
    let off = |key| config.get(key) == Some("false");
    let lacks_input = gates::offset_syncs_switch(config.version)
        && (off("emit.checkpoints.enabled") || off("emit.offset-syncs.enabled"));
    // Its filter of topics, which has a definition of its own, drops what stands twice and warns.
    let is_dropped =
        |key: &str, fault: &Fault| key.starts_with("topics") && matches!(fault, Fault::Twice(_));
    let mut faults = faults(config, Connector::Checkpoint);
    let is_refused = faults.any(|(key, _, fault)| is_refusal(&fault) && !is_dropped(key, &fault));
    let states_groups = ["groups", "groups.exclude", "groups.blacklist"].into_iter();
    let has_groups = || states_groups.clone().any(|key| config.get(key).is_some());
    let fails =
        || has_groups() && NameFilter::groups(&|key| config.get(key), config.version).is_err();
    !lacks_input && !is_refused && !fails()
}

/// Whether the heartbeat connector gets as far as making its topic.
pub(super) fn makes_heartbeats(config: &Config<'_>) -> bool {
    !faults(config, Connector::Heartbeat).any(|fault| is_refusal(&fault.2))
}

/// The settings that a connector reads and that are wrong, by their keys. The configurations of the connectors of a pair
/// differ in their names only.
fn faults<'a>(
    config: &'a Config<'_>,
    connector: Connector,
) -> impl Iterator<Item = (&'static str, &'a str, Fault)> {
    let version = config.version;
    let has_own = gates::own_definitions(version);
    let defining = if has_own { vec![connector] } else { Connector::ALL.to_vec() };
    let keys = defining.into_iter().flat_map(move |of| effective::defaulted_keys(of, version));
    keys.filter_map(move |key| {
        let value = config.values.get(key).filter(|value| !value.has_reference())?;
        let fault = Reader::Mirror.key(key)?.fault(&value.text, version)?;
        Some((key, value.text.as_ref(), fault))
    })
}

/// The definition of the key refuses the value. Brokers judge about replication, and the scheduler about intervals.
fn is_refusal(fault: &Fault) -> bool {
    match fault {
        Fault::Type(_)
        | Fault::Below(_)
        | Fault::Outside(..)
        | Fault::NoneOf(_)
        | Fault::EmptyEntry
        | Fault::Twice(_) => true,
        Fault::Replication | Fault::ZeroInterval => false,
    }
}

fn is_on(config: &Config<'_>, key: &str) -> bool {
    config.boolean(key) != Some(false)
}

fn is_of_offset_syncs(key: &str) -> bool {
    key.starts_with("offset-syncs.topic.") || key.starts_with("offset-syncs-")
}
