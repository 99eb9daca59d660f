//! What a run did to the rendered tree, or would do, for people.

use std::collections::BTreeMap;

use crate::tree::{Comparison, State};

/// Lines that are shown; the rest is counted.
const SHOWN: usize = 60;

/// A comparison and what became of it.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The tree's root, as the user typed it.
    pub root: &'a str,
    pub comparison: &'a Comparison,
    /// Whether the differences were written.
    pub written: bool,
    /// What brings the tree up to date.
    pub command: String,
}

/// What a path is called in text and JSON; nothing for one that needs no word.
pub fn word(state: State, written: bool) -> Option<&'static str> {
    match (state, written) {
        (State::Create, true) => Some("created"),
        (State::Replace, true) => Some("changed"),
        (State::Remove, true) => Some("removed"),
        (State::Create | State::Replace | State::Remove, false) => state.stale(),
        (State::Unchanged | State::Edited | State::Foreign | State::Occupied | State::Link, _) => {
            None
        }
    }
}

/// One line a path, then the counts; for a stale tree the command that mends it.
pub fn text(tree: &Tree<'_>) -> String {
    let files = tree.comparison.files.iter().map(|(path, &state)| (path.as_str(), state));
    let mut changes = worded(files, tree.written);
    if changes.is_empty() {
        // A ledger goes with its files, and is told only where nothing else changes.
        let ledgers = tree.comparison.ledgers.iter();
        let ledgers = ledgers.map(|(path, change)| (path.as_str(), change.state));
        changes = worded(ledgers, tree.written);
    }
    let shown = changes.iter().take(SHOWN);
    let mut lines: Vec<String> =
        shown.map(|(path, word)| format!("{word:8}  {}/{path}", tree.root)).collect();
    if changes.len() > SHOWN {
        lines.push(format!("… and {} more", changes.len() - SHOWN));
    }
    lines.push(counts(tree, &changes));
    if !tree.written && !tree.comparison.stale().is_empty() {
        lines.push(format!("`{}` is not up to date; run: {}", tree.root, tree.command));
    }
    lines.join("\n") + "\n"
}

fn worded<'a>(
    paths: impl Iterator<Item = (&'a str, State)>,
    written: bool,
) -> Vec<(&'a str, &'static str)> {
    paths.filter_map(|(path, state)| Some((path, word(state, written)?))).collect()
}

/// `rendered: 2 Kubernetes clusters, 10 files: 3 changed, 7 unchanged`
fn counts(tree: &Tree<'_>, changes: &[(&str, &'static str)]) -> String {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, word) in changes {
        *numbers.entry(word).or_default() += 1;
    }
    let kept = |state: &State| matches!(state, State::Unchanged | State::Create | State::Replace);
    let files: Vec<&str> = tree
        .comparison
        .files
        .iter()
        .filter(|(_, state)| kept(state))
        .map(|(path, _)| path.as_str())
        .filter(|path| path.contains('/'))
        .collect();
    let clusters: std::collections::BTreeSet<&str> =
        files.iter().filter_map(|path| path.split('/').next()).collect();
    let unchanged =
        tree.comparison.files.values().filter(|state| **state == State::Unchanged).count();
    let mut parts: Vec<String> =
        numbers.iter().map(|(word, count)| format!("{count} {word}")).collect();
    if unchanged > 0 {
        parts.push(format!("{unchanged} unchanged"));
    }
    let plural = if clusters.len() == 1 { "" } else { "s" };
    let listed = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    format!(
        "{}: {} Kubernetes cluster{plural}, {} files{listed}",
        tree.root,
        clusters.len(),
        files.len()
    )
}
