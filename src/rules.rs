//! The rules: faults of whole topologies. In: a read-only [`Context`]. Out: findings. One file a rule, with its page.

mod acl_copy;
mod alias_contains_separator;
mod alias_illegal_characters;
mod alias_lookalikes;
mod alias_prefixes_alias;
mod alias_repointed;
mod alias_reused;
mod alias_shadows_settings;
mod allow;
mod cluster_local_address;
mod contradicting_property;
mod dangling_alias;
mod duplicate_alias;
mod duplicate_property;
mod empty_alias_with_identity;
mod enabled_for_all_pairs;
pub mod faults;
mod heap_above_memory_limit;
mod identity;
mod illegal_name;
mod image_version_mismatch;
mod incomplete_security;
mod inline_comment;
mod invalid_heap;
mod invalid_quantity;
mod invalid_toleration;
mod listener_security_mismatch;
mod literal_secret;
mod long_interval;
mod missing_in_version;
mod multiple_replicas_need_rest;
mod no_enabled_flow;
mod no_image_for_version;
mod non_latin1_property;
mod one_alias_two_clusters;
mod one_cluster_two_aliases;
mod owned_property;
mod past;
mod placeholder_in_properties;
mod quoted_property;
mod read_only_source;
mod read_only_target;
mod replicas_out_of_order;
mod replication_cycle;
mod requests_above_limits;
mod retired;
mod retired_alias;
mod same_flow_in_two_descriptors;
mod second_alias;
mod self_flow;
mod shared_empty_alias;
mod shared_worker_group;
mod single_backslash;
mod source_needs_write;
mod spaced_flow_key;
mod suggestion;
mod tight_memory_limit;
mod trailing_blank;
mod undeclared_provider;
mod unknown_kafka_version;
mod unplaced_flow;
mod unsigned_user;
mod unused_cluster;

pub use allow::allow;

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    lock::Lock,
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
    /// What the aliases meant before, by the path of the lock.
    pub locks: &'a BTreeMap<String, Lock>,
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
pub static ALL: [&Rule; 57] = [
    &acl_copy::RULE,
    &alias_contains_separator::RULE,
    &alias_illegal_characters::RULE,
    &alias_lookalikes::RULE,
    &alias_prefixes_alias::RULE,
    &alias_repointed::RULE,
    &alias_reused::RULE,
    &alias_shadows_settings::RULE,
    &cluster_local_address::RULE,
    &contradicting_property::RULE,
    &dangling_alias::RULE,
    &duplicate_alias::RULE,
    &duplicate_property::RULE,
    &empty_alias_with_identity::RULE,
    &enabled_for_all_pairs::RULE,
    &heap_above_memory_limit::RULE,
    &illegal_name::RULE,
    &image_version_mismatch::RULE,
    &incomplete_security::RULE,
    &inline_comment::RULE,
    &invalid_heap::RULE,
    &invalid_quantity::RULE,
    &invalid_toleration::RULE,
    &listener_security_mismatch::RULE,
    &literal_secret::RULE,
    &long_interval::RULE,
    &missing_in_version::RULE,
    &multiple_replicas_need_rest::RULE,
    &no_enabled_flow::RULE,
    &no_image_for_version::RULE,
    &non_latin1_property::RULE,
    &one_alias_two_clusters::RULE,
    &one_cluster_two_aliases::RULE,
    &owned_property::RULE,
    &placeholder_in_properties::RULE,
    &quoted_property::RULE,
    &read_only_source::RULE,
    &read_only_target::RULE,
    &replicas_out_of_order::RULE,
    &replication_cycle::RULE,
    &requests_above_limits::RULE,
    &retired_alias::RULE,
    &same_flow_in_two_descriptors::RULE,
    &second_alias::RULE,
    &self_flow::RULE,
    &shared_empty_alias::RULE,
    &shared_worker_group::RULE,
    &single_backslash::RULE,
    &source_needs_write::RULE,
    &spaced_flow_key::RULE,
    &tight_memory_limit::RULE,
    &trailing_blank::RULE,
    &undeclared_provider::RULE,
    &unknown_kafka_version::RULE,
    &unplaced_flow::RULE,
    &unsigned_user::RULE,
    &unused_cluster::RULE,
];

/// Runs every rule over every topology.
pub fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for rule in ALL {
        (rule.check)(context, &mut Findings { rule, found });
    }
}
