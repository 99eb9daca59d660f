//! The rules: faults of whole topologies. In: a read-only [`Context`]. Out: findings. One file a rule, with its page.

mod allow;
pub mod faults;
mod replication_cycle;

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
pub static ALL: [&Rule; 1] = [&replication_cycle::RULE];

/// Runs every rule over every topology.
pub fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for rule in ALL {
        (rule.check)(context, &mut Findings { rule, found });
    }
}
