//! Inputs that a run may lack, and the rules that say nothing without them. In: a context. Out: how many rules had nothing to
//! look at, so that no silence passes for a clean bill.

use std::collections::BTreeSet;

use super::{
    Context, Rule, acl_sync_vs_user_operator, acl_sync_without_authorizer,
    alias_equals_topic_token, chain_does_not_forward, copies_into_internal_topic, dead_exclude,
    dead_include, dot_underscore_collision, driver_mismatch, heap_below_buffers,
    heartbeats_forced_through_filter, hub_leaks_between_spokes, identity_diamond,
    identity_fan_in_overlap, identity_renames_heartbeat_like_topic, internal_topic_shape,
    listener_security_mismatch, message_too_big_for_path, no_spare_replica, not_snapshotable,
    partial_set, prefix_amplification, prefix_assumed, records_lost_with_broker,
    remote_name_hits_local_topic, remote_topic_name_too_long, replicas_below_min_isr,
    replication_cycle, schema_registry_topic_selected, short_lived_topic, snapshot_class_deletes,
    streams_internal_topics, tasks_above_partitions, topic_without_standby,
    topics_cannot_be_created, volume_reclaim_delete, zookeeper_not_backed_up,
};
use crate::mm2::simulate::Flow;

/// What a rule needs to know of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Topics that the descriptor declares.
    Topics,
    /// The resources of Kafka clusters.
    Resources,
    /// The volumes of those of which backups are made.
    Volumes,
    /// How the policy of each flow names copies: of one that is not Kafka's nobody knows.
    Names,
}

/// The rules that need each.
pub static NEEDS: [(Input, &[&Rule]); 4] = [
    (
        Input::Topics,
        &[
            &chain_does_not_forward::RULE,
            &dead_exclude::RULE,
            &dead_include::RULE,
            &dot_underscore_collision::RULE,
            &heap_below_buffers::RULE,
            &heartbeats_forced_through_filter::RULE,
            &identity_diamond::RULE,
            &identity_renames_heartbeat_like_topic::RULE,
            &internal_topic_shape::RULE,
            &message_too_big_for_path::RULE,
            &prefix_assumed::RULE,
            &records_lost_with_broker::RULE,
            &remote_name_hits_local_topic::RULE,
            &remote_topic_name_too_long::RULE,
            &schema_registry_topic_selected::RULE,
            &short_lived_topic::RULE,
            &streams_internal_topics::RULE,
            &tasks_above_partitions::RULE,
        ],
    ),
    (
        Input::Resources,
        &[
            &acl_sync_vs_user_operator::RULE,
            &acl_sync_without_authorizer::RULE,
            &listener_security_mismatch::RULE,
            &no_spare_replica::RULE,
            &replicas_below_min_isr::RULE,
            &topics_cannot_be_created::RULE,
        ],
    ),
    (
        Input::Volumes,
        &[
            &driver_mismatch::RULE,
            &not_snapshotable::RULE,
            &partial_set::RULE,
            &snapshot_class_deletes::RULE,
            &volume_reclaim_delete::RULE,
            &zookeeper_not_backed_up::RULE,
        ],
    ),
    (
        Input::Names,
        &[
            &alias_equals_topic_token::RULE,
            &copies_into_internal_topic::RULE,
            &dot_underscore_collision::RULE,
            &hub_leaks_between_spokes::RULE,
            &identity_diamond::RULE,
            &identity_fan_in_overlap::RULE,
            &prefix_amplification::RULE,
            &remote_name_hits_local_topic::RULE,
            &remote_topic_name_too_long::RULE,
            &replication_cycle::RULE,
            &topic_without_standby::RULE,
        ],
    ),
];

/// How many rules were not checked, or not for all flows, because an input is missing.
pub fn skipped(context: &Context<'_>) -> usize {
    let missing = NEEDS.iter().filter(|(input, _)| is_missing(*input, context));
    let rules: BTreeSet<&str> =
        missing.flat_map(|(_, rules)| rules.iter()).map(|rule| rule.id).collect();
    rules.len()
}

fn is_missing(input: Input, context: &Context<'_>) -> bool {
    let mut clusters = context.topologies.iter().flat_map(|topology| &topology.clusters);
    match input {
        Input::Topics => {
            context.topologies.iter().all(|topology| topology.inventory.topics.is_empty())
        }
        Input::Resources => clusters.all(|cluster| cluster.broker_settings.rights.is_none()),
        Input::Volumes => {
            let is_asked = context.topologies.iter().any(|topology| !topology.backups.is_empty());
            is_asked && clusters.all(|cluster| cluster.storage.nodes.is_empty())
        }
        Input::Names => context.simulation.flows.iter().any(Flow::is_opaque),
    }
}
