//! All that can be found, and what is said of it: the pages that `explain` prints and that the index is made from.

mod keys;

pub use keys::keys;

use crate::{
    config, descriptor,
    diagnostic::{Fault, Severity},
    lock, plan, render, rules, topology, tree, yaml,
};

/// A kind of finding.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub id: &'static str,
    pub severity: Severity,
    pub summary: &'static str,
    pub page: &'static str,
    /// Whether `allow` may accept it.
    pub allowable: bool,
}

/// Every kind of finding, by its id.
pub fn all() -> Vec<Entry> {
    let faults: [&[&'static Fault]; 9] = [
        &yaml::faults::ALL,
        &descriptor::faults::ALL,
        &config::faults::ALL,
        &lock::faults::ALL,
        &topology::faults::ALL,
        &rules::faults::ALL,
        &plan::faults::ALL,
        &render::faults::ALL,
        &tree::faults::ALL,
    ];
    let faults = faults.into_iter().flatten().map(|fault| Entry {
        id: fault.id,
        severity: fault.severity,
        summary: fault.summary,
        page: fault.page,
        allowable: false,
    });
    let rules = rules::ALL.iter().map(|rule| Entry {
        id: rule.id,
        severity: rule.severity,
        summary: rule.summary,
        page: rule.page,
        allowable: rule.allowable,
    });
    let mut entries: Vec<Entry> = faults.chain(rules).collect();
    entries.sort_by_key(|entry| entry.id);
    entries
}

/// The index of all findings as Markdown: `docs/rules.md`.
pub fn index() -> String {
    let row = |entry: Entry| {
        let star = if entry.allowable { " *" } else { "" };
        let summary = entry.summary.replace('|', "\\|");
        format!("| `{}`{star} | {} | {summary} |\n", entry.id, entry.severity.name())
    };
    let rows: String = all().into_iter().map(row).collect();
    format!("{INDEX_HEAD}{rows}")
}

const INDEX_HEAD: &str = "# Findings

Every finding has an id, which messages show in brackets; `mirrorc explain <id>` prints its page.
Those marked with a star can be accepted with `allow`.

| id | severity | what it finds |
| --- | --- | --- |
";
