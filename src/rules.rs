//! The rules: faults of whole topologies. In: a read-only [`Context`]. Out: findings. One file a rule, with its page.

mod acks_weakened;
mod acl_copy;
mod acl_sync;
mod acl_sync_vs_user_operator;
mod acl_sync_without_authorizer;
mod alias_contains_separator;
mod alias_equals_topic_token;
mod alias_illegal_characters;
mod alias_lookalikes;
mod alias_prefixes_alias;
mod alias_repointed;
mod alias_reused;
mod alias_shadows_settings;
mod alike;
mod all;
mod allow;
mod bad_schedule;
mod beyond_engine;
mod broker_too_old;
mod chain_does_not_forward;
mod checkpoints_refused;
mod cluster_alias_overridden;
mod cluster_local_address;
mod comma_inside_regex;
mod contradicting_property;
mod converter_not_bytes;
mod copies;
mod copies_into_internal_topic;
mod dangling_alias;
mod dead_exclude;
mod dead_include;
mod deadline_not_kept;
mod deadline_too_short;
mod deprecated_property;
mod dot_underscore_collision;
mod driver_mismatch;
mod duplicate_alias;
mod duplicate_property;
mod empty_alias_hides_copies;
mod empty_alias_with_identity;
mod empty_separator;
mod enabled_for_all_pairs;
mod entries;
mod errors_tolerance_all;
mod exactly_once_half_enabled;
mod exactly_once_without_rights;
mod excludes;
mod failover;
mod failover_without_group_sync;
pub mod faults;
mod glob_not_regex;
mod group_filter_self_defeating;
mod group_sync_outpaces_checkpoints;
mod group_sync_without_checkpoints;
mod group_without_positions;
mod heap_above_memory_limit;
mod heap_below_buffers;
mod heartbeats_forced_through_filter;
mod herder_explosion;
mod hub_leaks_between_spokes;
mod identity_diamond;
mod identity_fan_in_overlap;
mod identity_renames_heartbeat_like_topic;
mod idle_workers;
mod illegal_name;
mod illegal_separator;
mod image_version_mismatch;
mod implicit_replication_factor;
mod in_sync;
mod include_never_replicated;
mod incomplete_security;
mod inert_property;
mod inline_comment;
mod inline_flag_leaks;
mod internal_topic_shape;
mod invalid_heap;
mod invalid_property;
mod invalid_quantity;
mod invalid_toleration;
mod kafka_version_out_of_range;
mod known_bad_version;
mod lines_run_together;
mod listener_security_mismatch;
mod literal_dot_overmatches;
mod literal_secret;
mod made;
mod message_too_big_for_path;
mod missing_in_version;
mod mm2_user_under_privileged;
mod multiple_replicas_need_rest;
mod needs;
mod newer_property;
mod no_enabled_flow;
mod no_image_for_version;
mod no_spare_replica;
mod non_latin1_property;
mod not_snapshotable;
mod objective_without_protection;
mod objectives;
mod offset_sync_settings_without_syncs;
mod one_alias_two_clusters;
mod one_cluster_two_aliases;
mod opaque_policy;
mod owned_property;
mod partial_set;
mod past;
mod patterns;
mod placeholder_in_properties;
mod policy_class_not_available;
mod prefix_amplification;
mod prefix_assumed;
mod property_on_wrong_side;
mod quoted_property;
mod read_only_source;
mod read_only_target;
mod records_lost_with_broker;
mod refresh_disabled_with_pattern;
mod refused;
mod regex_does_not_compile;
mod remote_name_hits_local_topic;
mod remote_topic_name_too_long;
mod removed_property;
mod reordering_possible;
mod replicas_below_min_isr;
mod replicas_out_of_order;
mod replication_cycle;
mod replication_factor_exceeds_brokers;
mod replication_used_as_backup;
mod requests_above_limits;
mod retention_below_interval;
mod retired;
mod retired_alias;
mod rights;
mod rounds;
mod rpo_below_interval;
mod same_flow_in_two_descriptors;
mod scattered_schedules;
mod schedule_too_fine;
mod schedule_without_zone;
mod schema_registry_topic_selected;
mod second_alias;
mod selected;
mod self_flow;
mod shared_empty_alias;
mod shared_storage_topic;
mod shared_worker_group;
mod short_lived_topic;
mod single_backslash;
mod single_replica_internal_topic;
mod snapshot_class_deletes;
mod snapshots_in_same_region;
mod snapshots_kept_forever;
mod source_needs_write;
mod spaced_flow_key;
mod standings;
mod stated;
mod streams_internal_topics;
mod suggestion;
mod suspicious_unit;
mod tasks;
mod tasks_above_partitions;
mod tasks_max_unset;
mod tight_memory_limit;
mod topic_without_standby;
mod topics_cannot_be_created;
mod trailing_blank;
mod transform_changes_topic;
mod undecided_pattern;
mod undeclared_provider;
mod unknown_kafka_version;
mod unknown_property;
mod unplaced_flow;
mod unsigned_user;
mod unused_cluster;
mod user_missing_on_standby;
mod velero_keeps_a_month;
mod volume_reclaim_delete;
mod volumes;
mod zookeeper_not_backed_up;

pub use all::ALL;
pub use allow::{Terms, allow};
pub use needs::{Input, NEEDS, skipped};

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    lock::Lock,
    loss::TopicLoss,
    mm2::simulate::Simulation,
    source::Span,
    topology::{Topology, traits as identity},
};

/// A fault that a topology can have.
#[derive(Debug)]
pub struct Rule {
    /// The file's stem with `-`: the same in messages, `explain`, `allow` and the cases.
    pub id: &'static str,
    pub severity: Severity,
    /// One line, for tables.
    pub summary: &'static str,
    /// The Markdown page that `explain` prints.
    pub page: &'static str,
    /// Whether an `allow` entry may accept its findings.
    pub allowable: bool,
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

/// What rules look at: every topology of the run, since an alias or a cluster may stand in several.
#[derive(Debug)]
pub struct Context<'a> {
    pub topologies: &'a [Topology],
    /// What they do together, with as many copies as rules look at.
    pub simulation: &'a Simulation<'a>,
    /// What the aliases meant before, by the path of the lock.
    pub locks: &'a BTreeMap<String, Lock>,
    /// What is lost in a disaster; nothing where there are neither backups nor objectives.
    pub losses: &'a [TopicLoss<'a>],
}

/// Where a rule reports; it knows which rule is running.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: &'static Rule,
    found: &'a mut Diagnostics,
}

impl Findings<'_> {
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(self.rule.id, self.rule.severity, span, message))
    }
}

/// Runs every rule over every topology.
pub fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for rule in ALL {
        (rule.check)(context, &mut Findings { rule, found });
    }
}
