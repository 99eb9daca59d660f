//! The rules: faults of whole topologies. In: a read-only [`Context`]. Out: findings. One file a rule, with its page.

mod alias_contains_separator;
mod alias_equals_topic_token;
mod alias_illegal_characters;
mod alias_lookalikes;
mod alias_prefixes_alias;
mod alias_shadows_settings;
mod allow;
mod chain_does_not_forward;
mod cluster_local_address;
mod contradicting_property;
mod dangling_alias;
mod dead_exclude;
mod dead_include;
mod dot_underscore_collision;
mod duplicate_alias;
mod duplicate_property;
mod empty_alias_with_identity;
mod enabled_for_all_pairs;
mod entries;
pub mod faults;
mod heap_above_memory_limit;
mod heartbeats_forced_through_filter;
mod herder_explosion;
mod hub_leaks_between_spokes;
mod identity_diamond;
mod identity_fan_in_overlap;
mod identity_renames_heartbeat_like_topic;
mod illegal_name;
mod incomplete_security;
mod inline_comment;
mod invalid_heap;
mod invalid_quantity;
mod literal_secret;
mod long_interval;
mod message_too_big_for_path;
mod multiple_replicas_need_rest;
mod no_enabled_flow;
mod non_latin1_property;
mod one_alias_two_clusters;
mod one_cluster_two_aliases;
mod owned_property;
mod placeholder_in_properties;
mod prefix_amplification;
mod prefix_assumed;
mod quoted_property;
mod remote_name_hits_local_topic;
mod remote_topic_name_too_long;
mod replicas_out_of_order;
mod replication_cycle;
mod retired_alias;
mod rounds;
mod same_flow_in_two_descriptors;
mod schema_registry_topic_selected;
mod self_flow;
mod shared_empty_alias;
mod single_backslash;
mod spaced_flow_key;
mod streams_internal_topics;
mod suggestion;
mod trailing_blank;
mod undeclared_provider;
mod unplaced_flow;
mod unused_cluster;

pub use allow::allow;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    mm2::simulate::Simulation,
    source::Span,
    topology::Topology,
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

/// All rules, by their id.
pub static ALL: [&Rule; 58] = [
    &alias_contains_separator::RULE,
    &alias_equals_topic_token::RULE,
    &alias_illegal_characters::RULE,
    &alias_lookalikes::RULE,
    &alias_prefixes_alias::RULE,
    &alias_shadows_settings::RULE,
    &chain_does_not_forward::RULE,
    &cluster_local_address::RULE,
    &contradicting_property::RULE,
    &dangling_alias::RULE,
    &dead_exclude::RULE,
    &dead_include::RULE,
    &dot_underscore_collision::RULE,
    &duplicate_alias::RULE,
    &duplicate_property::RULE,
    &empty_alias_with_identity::RULE,
    &enabled_for_all_pairs::RULE,
    &heap_above_memory_limit::RULE,
    &heartbeats_forced_through_filter::RULE,
    &herder_explosion::RULE,
    &hub_leaks_between_spokes::RULE,
    &identity_diamond::RULE,
    &identity_fan_in_overlap::RULE,
    &identity_renames_heartbeat_like_topic::RULE,
    &illegal_name::RULE,
    &incomplete_security::RULE,
    &inline_comment::RULE,
    &invalid_heap::RULE,
    &invalid_quantity::RULE,
    &literal_secret::RULE,
    &long_interval::RULE,
    &message_too_big_for_path::RULE,
    &multiple_replicas_need_rest::RULE,
    &no_enabled_flow::RULE,
    &non_latin1_property::RULE,
    &one_alias_two_clusters::RULE,
    &one_cluster_two_aliases::RULE,
    &owned_property::RULE,
    &placeholder_in_properties::RULE,
    &prefix_amplification::RULE,
    &prefix_assumed::RULE,
    &quoted_property::RULE,
    &remote_name_hits_local_topic::RULE,
    &remote_topic_name_too_long::RULE,
    &replicas_out_of_order::RULE,
    &replication_cycle::RULE,
    &retired_alias::RULE,
    &same_flow_in_two_descriptors::RULE,
    &schema_registry_topic_selected::RULE,
    &self_flow::RULE,
    &shared_empty_alias::RULE,
    &single_backslash::RULE,
    &spaced_flow_key::RULE,
    &streams_internal_topics::RULE,
    &trailing_blank::RULE,
    &undeclared_provider::RULE,
    &unplaced_flow::RULE,
    &unused_cluster::RULE,
];

/// Runs every rule over every topology.
pub fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for rule in ALL {
        (rule.check)(context, &mut Findings { rule, found });
    }
}
