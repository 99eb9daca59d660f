//! The rules: faults of whole topologies. In: a read-only [`Context`]. Out: findings. One file a rule, with its page.

mod alias_contains_separator;
mod alias_illegal_characters;
mod alias_lookalikes;
mod alias_prefixes_alias;
mod alias_shadows_settings;
mod allow;
mod dangling_alias;
mod duplicate_alias;
mod enabled_for_all_pairs;
pub mod faults;
mod identity;
mod no_enabled_flow;
mod one_alias_two_clusters;
mod one_cluster_two_aliases;
mod replication_cycle;
mod retired_alias;
mod same_flow_in_two_descriptors;
mod self_flow;
mod spaced_flow_key;
mod suggestion;
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
pub static ALL: [&Rule; 18] = [
    &alias_contains_separator::RULE,
    &alias_illegal_characters::RULE,
    &alias_lookalikes::RULE,
    &alias_prefixes_alias::RULE,
    &alias_shadows_settings::RULE,
    &dangling_alias::RULE,
    &duplicate_alias::RULE,
    &enabled_for_all_pairs::RULE,
    &no_enabled_flow::RULE,
    &one_alias_two_clusters::RULE,
    &one_cluster_two_aliases::RULE,
    &replication_cycle::RULE,
    &retired_alias::RULE,
    &same_flow_in_two_descriptors::RULE,
    &self_flow::RULE,
    &spaced_flow_key::RULE,
    &unplaced_flow::RULE,
    &unused_cluster::RULE,
];

/// Runs every rule over every topology.
pub fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for rule in ALL {
        (rule.check)(context, &mut Findings { rule, found });
    }
}
