//! What changed in MirrorMaker 2, and when. In: a [`Version`]. Out: a yes or no for each change on which a prediction
//! depends. Everything else asks here and compares no versions itself.

use crate::topology::Version;

/// The release from which on something holds, backports included.
const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

/// From `patch` of one minor release on, and from the first release of the next one.
fn since_patch(version: Version, (major, minor, patch): (u32, u32, u32), later: Version) -> bool {
    version >= later || (version.major, version.minor) == (major, minor) && version.patch >= patch
}

/// `topics.exclude`, `groups.exclude` and `config.properties.exclude` exist (KAFKA-10572).
pub fn excludes(version: Version) -> bool {
    version >= v(2, 7, 0)
}

/// `sync.group.offsets.enabled` exists (KIP-545).
pub fn group_sync(version: Version) -> bool {
    version >= v(2, 7, 0)
}

/// A copy is made with the settings of its original, which are read for that.
pub fn copies_have_settings(version: Version) -> bool {
    version >= v(2, 8, 0)
}

/// `topics.blacklist` and its like are understood: as the only spelling first, as an old one later (KAFKA-17529).
pub fn blacklists(version: Version) -> bool {
    version < v(4, 0, 0)
}

/// A pair that is not enabled gets a worker only if heartbeats are on for it; before, every pair has one (KAFKA-10710).
pub fn heartbeats_decide_pairs(version: Version) -> bool {
    since_patch(version, (2, 7, 1), v(2, 8, 0))
}

/// `<alias>.consumer.*`, `.producer.*` and `.admin.*` reach MirrorMaker's own clients as `source.consumer.*` and so on;
/// and `auto.offset.reset` can be set.
pub fn client_prefixes(version: Version) -> bool {
    version >= v(2, 8, 0)
}

/// `IdentityReplicationPolicy` exists, and a topic that is its own upstream ends the search for its origin (KAFKA-9726).
pub fn identity_policy(version: Version) -> bool {
    version >= v(3, 0, 0)
}

/// Every top-level key that starts with `replication.policy` reaches connectors and workers; before, the known ones.
pub fn forwards_replication_policy(version: Version) -> bool {
    version >= v(3, 0, 0)
}

/// `offset-syncs.topic.location` exists (KIP-716).
pub fn offset_syncs_location(version: Version) -> bool {
    version >= v(3, 0, 0)
}

/// The names of internal topics are made with the separator (KIP-690).
pub fn separator_in_internal_names(version: Version) -> bool {
    version >= v(3, 1, 0)
}

/// `replication.policy.internal.topic.separator.enabled` exists (KIP-949).
pub fn internal_separator_switch(version: Version) -> bool {
    since_patch(version, (3, 5, 2), v(3, 6, 0))
}

/// Each of the three connectors defines its own keys only; before, all define all of them.
pub fn own_definitions(version: Version) -> bool {
    version >= v(3, 4, 0)
}

/// A partition without an offset sync has no checkpoint (KAFKA-12635).
pub fn checkpoints_need_syncs(version: Version) -> bool {
    version >= v(3, 3, 0)
}

/// An offset is translated to one past the last sync at most (KAFKA-12468).
pub fn conservative_translation(version: Version) -> bool {
    since_patch(version, (3, 4, 1), v(3, 5, 0))
}

/// A source whose brokers have no authorizer is told once, in a line that is no error; before, the copy of ACLs fails with
/// a stack trace every time (KAFKA-14781).
pub fn expects_no_authorizer(version: Version) -> bool {
    since_patch(version, (3, 4, 1), v(3, 5, 0))
}

/// A producer asks all replicas in sync to acknowledge unless a setting says otherwise; before, the leader (KIP-679).
pub fn producers_ask_all(version: Version) -> bool {
    version >= v(3, 0, 0)
}

/// Brokers want no more replicas in sync than a topic has; before, they refuse what is written with `acks=all` to a topic
/// that has fewer than `min.insync.replicas` (KAFKA-15583).
pub fn brokers_cap_min_isr(brokers: Version) -> bool {
    brokers >= v(3, 7, 0)
}

/// Connectors keep `${...}` as it is written and the worker resolves it; before, the secrets themselves were stored in
/// the topic of configurations (KAFKA-14653).
pub fn connectors_keep_placeholders(version: Version) -> bool {
    version >= v(3, 5, 0)
}

/// The key `config.providers` itself, and those of the three converters, are not handed to the worker, only the keys
/// below them (KAFKA-17192).
pub fn drops_providers(version: Version) -> bool {
    (v(3, 5, 0)..=v(3, 7, 1)).contains(&version) || version == v(3, 8, 0)
}

/// `dedicated.mode.enable.internal.rest` exists, and exactly-once with it (KIP-710).
pub fn internal_rest(version: Version) -> bool {
    version >= v(3, 5, 0)
}

/// The clients of MirrorMaker have ids that name the flow, the connector and the role; the worker's names the flow.
pub fn client_ids(version: Version) -> bool {
    version >= v(3, 5, 0)
}

/// Settings of topics are synchronised one by one, and `use.defaults.from` exists (KIP-894).
pub fn incremental_configs(version: Version) -> bool {
    version >= v(3, 5, 0)
}

/// `auto.offset.reset=latest` works, since a partition without a position is not sought to its start (KAFKA-13988).
pub fn starts_at_latest(version: Version) -> bool {
    since_patch(version, (3, 6, 2), v(3, 7, 0))
}

/// The checkpoint task reads the checkpoints topic, and needs the right to (KAFKA-15905).
pub fn reads_checkpoints(version: Version) -> bool {
    since_patch(version, (3, 7, 1), v(3, 8, 0))
}

/// `emit.offset-syncs.enabled` exists, and with it the refusal of settings that contradict it (KIP-1031).
pub fn offset_syncs_switch(version: Version) -> bool {
    version >= v(3, 9, 0)
}

/// The test for internal topics is narrow, so that a user's `*.internal` is replicated; the default of `topics.exclude`
/// is narrow as well (KIP-1074).
pub fn narrow_internal_test(version: Version) -> bool {
    version >= v(4, 0, 0)
}

/// `heartbeats.replication.enabled` exists (KIP-1089).
pub fn heartbeats_replication_switch(version: Version) -> bool {
    version >= v(4, 0, 0)
}

/// Empty entries of lists are refused, entries that repeat refuse the connector, and a worker without
/// `bootstrap.servers` does not start (KIP-1161).
pub fn strict_lists(version: Version) -> bool {
    version >= v(4, 2, 0)
}

/// The test for cycles looks at the source alias as well, except under `IdentityReplicationPolicy` (KAFKA-9914).
pub fn cycle_test_sees_source(version: Version) -> bool {
    version >= v(4, 4, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gate: fn(Version) -> bool, closed: &str, open: &str) {
        let versions = |list: &str| -> Vec<Version> {
            list.split_whitespace().map(|text| Version::parse(text).unwrap()).collect()
        };
        for version in versions(closed) {
            assert!(!gate(version), "{version} is before it");
        }
        for version in versions(open) {
            assert!(gate(version), "{version} has it");
        }
    }

    #[test]
    fn backports_open_a_gate_in_their_own_line_only() {
        check(heartbeats_decide_pairs, "2.4.1 2.6.3 2.7.0", "2.7.1 2.7.2 2.8.0 4.3.1");
        check(internal_separator_switch, "3.4.1 3.5.1", "3.5.2 3.6.0 3.9.1");
        check(conservative_translation, "3.3.2 3.4.0", "3.4.1 3.5.0");
        check(reads_checkpoints, "3.6.2 3.7.0", "3.7.1 3.8.0");
    }

    #[test]
    fn some_gates_close_again() {
        check(drops_providers, "3.4.1 3.7.2 3.8.1 3.9.0", "3.5.0 3.6.2 3.7.0 3.7.1 3.8.0");
        check(blacklists, "4.0.0", "2.4.0 3.9.1");
    }
}
