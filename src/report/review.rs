//! A review as text: totals first, then what an edit does, the worst first and its consequence before the difference,
//! then the objects field by field.

mod findings;

use std::collections::BTreeMap;

use super::{
    diff,
    redact::redact,
    terminal::{WIDTH, clean, wrap},
};
use crate::{
    review::{Change, Concerned, Review, Weight, changes},
    source::{Sources, Span},
};

/// Names of one list that are shown; the rest is counted.
pub(super) const NAMES: usize = 6;
/// Lists of one change that are shown.
const LISTS: usize = 8;
/// Changes of one kind that are shown in full.
const ALIKE: usize = 12;

/// A review, with what its places point into.
#[derive(Debug, Clone, Copy)]
pub struct ReviewReport<'a> {
    pub review: &'a Review<'a>,
    /// What was compared with.
    pub against: &'a str,
    pub before: &'a Sources,
    pub after: &'a Sources,
}

/// `is_unified`: objects as whole files, line by line.
pub fn text(report: &ReviewReport<'_>, is_unified: bool) -> String {
    let mut lines = head(report);
    let (told, untold) = chosen(&report.review.changes);
    for change in told {
        lines.push(String::new());
        lines.extend(self::change(report, change));
    }
    for (rule, count) in untold {
        lines.push(String::new());
        lines.push(format!("… and {count} more of `{rule}`: `--format json` tells them all"));
    }
    let mut text = clean(&(redact(&lines.join("\n")).into_owned() + "\n"));
    let objects = report.review.objects.as_ref().filter(|objects| !objects.is_empty());
    if let Some(objects) = objects {
        text.push_str(&match is_unified {
            true => diff::unified(objects),
            false => diff::text(objects),
        });
    }
    text
}

/// The totals. That nothing is told is said, and why.
fn head(report: &ReviewReport<'_>) -> Vec<String> {
    let ReviewReport { review, against, .. } = report;
    let mut lines = vec![match (review.is_empty(), review.changes.is_empty()) {
        (true, _) if review.objects.is_some() => format!("no change against {against}"),
        (_, true) => format!("no change in what MirrorMaker 2 does, against {against}"),
        (_, false) => format!("changes against {against}: {}", counts(review)),
    }];
    if let Some(objects) = review.objects.as_ref().filter(|objects| !objects.is_empty()) {
        lines.push(String::new());
        lines.extend(diff::totals(objects));
    }
    let notes = report.notes();
    if !notes.is_empty() {
        lines.push(String::new());
    }
    lines.extend(notes.iter().flat_map(|note| folded("  ", note)));
    lines
}

impl ReviewReport<'_> {
    /// The totals in a few words.
    pub(super) fn title(&self) -> String {
        let review = self.review;
        match (review.is_empty(), review.changes.is_empty()) {
            (true, _) if review.objects.is_some() => "no change".to_owned(),
            (_, true) => "no change in what MirrorMaker 2 does".to_owned(),
            (_, false) => counts(review),
        }
    }

    /// What is worth knowing of the review as a whole: sentences without a full stop.
    pub(super) fn notes(&self) -> Vec<String> {
        notes(self.review)
    }
}

fn notes(review: &Review<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if review.objects.is_none() {
        notes.push("the objects are not compared: one of the revisions has errors".to_owned());
    }
    let findings = &review.findings;
    if !findings.new.is_empty() || findings.gone > 0 || !findings.old.is_empty() {
        let old = findings.old.len() + findings.hidden;
        let counts = (findings.new.len(), old, findings.gone);
        notes
            .push(format!("findings: {} new, {} as before, {} gone", counts.0, counts.1, counts.2));
    }
    if findings.hidden > 0 {
        notes
            .push(format!("{} findings from before are not shown (`--new-only`)", findings.hidden));
    }
    if review.is_cut {
        notes.push("there are more copies of topics than were followed".to_owned());
    }
    if !review.has_history && !review.changes.is_empty() {
        notes.push(
            "there is no `mirrorc.lock`, so aliases from before the compared revision are not known".to_owned(),
        );
    }
    if !review.changes.is_empty() {
        notes.push(format!(
            "{} kinds of edits are not decided: docs/changes.md lists them",
            changes::UNDECIDED.len()
        ));
    }
    notes
}

/// `2 blocks (1 accepted), 1 warning, 3 notes`
pub(super) fn counts(review: &Review<'_>) -> String {
    let words = [(Weight::Block, "block"), (Weight::Warn, "warning"), (Weight::Note, "note")];
    let counted = words.into_iter().filter_map(|(weight, word)| {
        let count = review.count(weight);
        let plural = if count == 1 { "" } else { "s" };
        let accepted = match weight {
            Weight::Block => count - review.open_blocks(),
            Weight::Warn | Weight::Note => 0,
        };
        let accepted = if accepted > 0 { format!(" ({accepted} accepted)") } else { String::new() };
        (count > 0).then(|| format!("{count} {word}{plural}{accepted}"))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// Of each kind the first ones, and of how many kinds there are more.
fn chosen(changes: &[Change]) -> (Vec<&Change>, BTreeMap<&'static str, usize>) {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut told = Vec::new();
    for change in changes {
        let count = seen.entry(change.rule).or_default();
        *count += 1;
        if *count <= ALIKE || change.is_open_block() {
            told.push(change);
        }
    }
    for change in &told {
        if let Some(count) = seen.get_mut(change.rule) {
            *count -= 1;
        }
    }
    seen.retain(|_, count| *count > 0);
    (told, seen)
}

pub(super) fn weight_word(change: &Change) -> &'static str {
    match (change.weight, &change.acknowledged) {
        (Weight::Block, Some(_)) => "block, accepted",
        (Weight::Block, None) => "block",
        (Weight::Warn, _) => "warning",
        (Weight::Note, _) => "note",
    }
}

fn change(report: &ReviewReport<'_>, change: &Change) -> Vec<String> {
    let word = weight_word(change);
    let mut lines = folded("", &format!("{word}[{}]: {}", change.rule, change.message));
    lines.push(format!("  {}: {}", change.class.name(), places(report, change)));
    let consequence = change.consequence.as_deref();
    lines.extend(consequence.into_iter().flat_map(|text| folded("  then: ", text)));
    for concerned in change.concerned.iter().take(LISTS) {
        lines.extend(folded("  - ", &list(concerned)));
    }
    let rest = change.concerned.get(LISTS..).unwrap_or_default();
    if !rest.is_empty() {
        let names: usize = rest.iter().map(|concerned| concerned.names.len()).sum();
        lines.push(format!("  - and {names} more in {} lists: `--format json`", rest.len()));
    }
    let instead = change.instead.as_deref();
    lines.extend(instead.into_iter().flat_map(|text| folded("  help: ", text)));
    if let Some(reason) = &change.acknowledged {
        lines.extend(folded("  accepted: ", reason));
    } else if change.weight == Weight::Block {
        lines.extend(folded(
            "  accept: ",
            &format!(
                "add to `allow`: {{ rule: {}, subject: \"{}\", reason: … }}",
                change.rule, change.subject
            ),
        ));
    }
    lines
}

/// `topology.yaml:4, before topology.yaml:3`
pub(super) fn places(report: &ReviewReport<'_>, change: &Change) -> String {
    let place = |sources: &Sources, span: Span| {
        format!("{}:{}", sources.name(span), sources.start(span).line)
    };
    let after = change.after.map(|span| place(report.after, span));
    let before = change.before.map(|span| place(report.before, span));
    match (after, before) {
        (Some(after), Some(before)) if after != before => format!("{after}, before {before}"),
        (Some(after), _) => after,
        (None, Some(before)) => format!("before {before}"),
        (None, None) => "the descriptor".to_owned(),
    }
}

/// `gets no more records on `west`: east.orders and 12 more`
pub(super) fn list(concerned: &Concerned) -> String {
    let shown = concerned.names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    let rest = concerned.names.len().saturating_sub(NAMES);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let what = &concerned.what;
    match concerned.are_samples {
        true => format!("{what}, such as: {shown}{rest}"),
        false => format!("{what}: {shown}{rest}"),
    }
}

/// Lines of at most the width, the later ones below the first text.
fn folded(start: &str, text: &str) -> Vec<String> {
    let indent = if start.is_empty() { 2 } else { start.len() };
    let lines = wrap(text, WIDTH - indent);
    let line = |(number, line): (usize, &String)| match number {
        0 => format!("{start}{line}"),
        _ => format!("{:indent$}{line}", ""),
    };
    lines.iter().enumerate().map(line).collect()
}
