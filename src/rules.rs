//! The rules: faults of whole topologies. In: a read-only [`Context`]. Out: findings. One file a rule, with its page.

mod alias_contains_separator;
mod alias_illegal_characters;
mod alias_lookalikes;
mod alias_prefixes_alias;
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
mod illegal_name;
mod incomplete_security;
mod inline_comment;
mod invalid_heap;
mod invalid_quantity;
mod literal_secret;
mod long_interval;
mod multiple_replicas_need_rest;
mod no_enabled_flow;
mod non_latin1_property;
mod one_alias_two_clusters;
mod one_cluster_two_aliases;
mod owned_property;
mod placeholder_in_properties;
mod quoted_property;
mod replicas_out_of_order;
mod replication_cycle;
mod retired_alias;
mod same_flow_in_two_descriptors;
mod self_flow;
mod shared_empty_alias;
mod single_backslash;
mod spaced_flow_key;
mod suggestion;
mod trailing_blank;
mod undeclared_provider;
mod unplaced_flow;
mod unused_cluster;

pub use allow::allow;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
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
pub static ALL: [&Rule; 40] = [
    &alias_contains_separator::RULE,
    &alias_illegal_characters::RULE,
    &alias_lookalikes::RULE,
    &alias_prefixes_alias::RULE,
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
    &incomplete_security::RULE,
    &inline_comment::RULE,
    &invalid_heap::RULE,
    &invalid_quantity::RULE,
    &literal_secret::RULE,
    &long_interval::RULE,
    &multiple_replicas_need_rest::RULE,
    &no_enabled_flow::RULE,
    &non_latin1_property::RULE,
    &one_alias_two_clusters::RULE,
    &one_cluster_two_aliases::RULE,
    &owned_property::RULE,
    &placeholder_in_properties::RULE,
    &quoted_property::RULE,
    &replicas_out_of_order::RULE,
    &replication_cycle::RULE,
    &retired_alias::RULE,
    &same_flow_in_two_descriptors::RULE,
    &self_flow::RULE,
    &shared_empty_alias::RULE,
    &single_backslash::RULE,
    &spaced_flow_key::RULE,
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
