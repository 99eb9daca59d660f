//! All that can be found, and what is said of it: the pages that `explain` prints and that the index is made from.

mod keys;

pub use keys::keys;

use crate::{
    config, descriptor,
    diagnostic::{Fault, Severity},
    lock, plan, render, review, rules, topology, tree, yaml,
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

/// The page of a finding or of a change.
pub fn page(id: &str) -> Option<&'static str> {
    let finding = all().into_iter().find(|entry| entry.id == id).map(|entry| entry.page);
    let change = || review::changes::ALL.iter().find(|rule| rule.id == id).map(|rule| rule.page);
    finding.or_else(change)
}

/// The index of all changes as Markdown: `docs/changes.md`.
pub fn changes() -> String {
    let row = |rule: &&review::ChangeRule| {
        let (weight, class) = (rule.weight.name(), rule.class.name());
        format!("| `{}` | {weight} | {class} | {} |\n", rule.id, rule.summary)
    };
    let rows: String = review::changes::ALL.iter().map(row).collect();
    let class = |class: review::Class| format!("| {} | {} |\n", class.name(), class.meaning());
    let classes: String = review::Class::ALL.into_iter().map(class).collect();
    let open = |(what, input): &(&str, &str)| format!("| {what} | {input} |\n");
    let undecided: String = review::changes::UNDECIDED.iter().map(open).collect();
    format!(
        "{CHANGES_HEAD}{rows}\n## Classes\n\nThe worst first.\n\n| class | what happens |\n| --- | --- |\n{classes}\n\
         ## Not decided\n\nThese edits can hurt as well, and the review says nothing of them.\n\n\
         | edit | what would be needed |\n| --- | --- |\n{undecided}"
    )
}

const CHANGES_HEAD: &str = "# Changes

What `mirrorc diff` says of an edit. Every kind has an id; `mirrorc explain <id>` prints its page.

A *block* makes the run fail until an `allow` entry with a reason is part of the same edit. A *warn* is for the reviewer to
judge, a *note* to know. The weight in the table is the usual one: a page says when it is another.

| id | weight | class | what it tells |
| --- | --- | --- | --- |
";

/// The index of all findings as Markdown: `docs/rules.md`.
pub fn index() -> String {
    let row = |entry: Entry| {
        let star = if entry.allowable { " *" } else { "" };
        let summary = entry.summary.replace('|', "\\|");
        format!("| `{}`{star} | {} | {summary} |\n", entry.id, entry.severity.name())
    };
    let rows: String = all().into_iter().map(row).collect();
    let ids = |rules: &[&rules::Rule]| {
        let ids: Vec<String> = rules.iter().map(|rule| format!("`{}`", rule.id)).collect();
        ids.join(", ")
    };
    let needs = |(input, rules): &(rules::Input, &[&rules::Rule])| {
        format!("| {} | {} |\n", what(*input), ids(rules))
    };
    let needs: String = rules::NEEDS.iter().map(needs).collect();
    format!("{INDEX_HEAD}{rows}{NEEDS_HEAD}{needs}")
}

/// How a descriptor gives an input.
fn what(input: rules::Input) -> &'static str {
    match input {
        rules::Input::Topics => "`topics`",
        rules::Input::Resources => "`manifest` at a cluster, or its resource at the default place",
        rules::Input::Volumes => "the same at clusters with `backups`",
        rules::Input::Names => "`renames`, where the policy of a flow is not Kafka's",
    }
}

const NEEDS_HEAD: &str = "
## What rules need to know

Some rules say nothing without an input. How many these are in a run is the number of rules skipped in its summary.

| input | rules |
| --- | --- |
";

const INDEX_HEAD: &str = "# Findings

Every finding has an id, which messages show in brackets; `mirrorc explain <id>` prints its page.
Those marked with a star can be accepted with `allow`.

| id | severity | what it finds |
| --- | --- | --- |
";
