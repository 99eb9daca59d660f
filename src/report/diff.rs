//! Objects that differ, as text: totals; object by object, field by field; or whole files line by line.

mod alike;

use std::borrow::Cow;

use crate::{
    report::{redact::redact, terminal::clean},
    review::{ChangeKind, FieldChange, ObjectChange, Objects, Step, common_lines},
};

use alike::Group;
pub(super) use alike::{Of, Row, rows};

/// Longer values on one line are cut, which is said.
const LONGEST: usize = 200;
/// Lines that are shown round those that differ.
const SHOWN_AROUND: usize = 2;
/// Objects that are named of those that change alike.
const NAMED: usize = 5;
/// The mark of lines that are left out.
pub(super) const GAP: char = '…';

/// Object by object, those that change alike together.
pub(super) fn text(objects: &Objects<'_>) -> String {
    let mut text = String::new();
    let mut last = None;
    for group in alike::groups(objects) {
        let place = match group.objects.as_slice() {
            [(cluster, _)] => Some(*cluster),
            _ => None,
        };
        if place.is_none() || place != last {
            text.push('\n');
        }
        last = place;
        for line in headings(&group).into_iter().chain(group.lines) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    clean(&redact(&text))
}

fn headings(group: &Group<'_>) -> Vec<String> {
    let consequence = if group.restarts_pods { "  (its pods restart)" } else { "" };
    let named = group.objects.iter().take(NAMED);
    let mut lines: Vec<String> = named
        .map(|(cluster, object)| format!("{}{consequence}", heading(cluster, object)))
        .collect();
    let rest = group.objects.len().saturating_sub(NAMED);
    if rest > 0 {
        lines.push(format!("… and {rest} more in the same way{consequence}"));
    }
    lines
}

/// Whole files, as `diff -u` shows them.
pub(super) fn unified(objects: &Objects<'_>) -> String {
    let mut text = String::new();
    for object in objects.clusters.values().flatten() {
        let (old, new) = match object.kind() {
            ChangeKind::Added => ("/dev/null".to_owned(), format!("b/{}", object.path)),
            ChangeKind::Removed => (format!("a/{}", object.path), "/dev/null".to_owned()),
            ChangeKind::Changed => (format!("a/{}", object.path), format!("b/{}", object.path)),
        };
        let diff = similar::TextDiff::from_lines(
            object.before.unwrap_or_default(),
            object.after.unwrap_or_default(),
        );
        text.push('\n');
        text.push_str(&diff.unified_diff().header(&old, &new).to_string());
    }
    clean(&redact(&text))
}

/// One line a cluster; removals carry a mark, so that they are seen without colour.
pub(super) fn totals(objects: &Objects<'_>) -> Vec<String> {
    let rows = rows(objects);
    let name = |row: &Row<'_>| match row.of {
        Of::Cluster(cluster) => cluster.to_owned(),
        Of::More(more) => format!("… and {more} more, each"),
    };
    let width = rows.iter().map(|row| name(row).chars().count()).max().unwrap_or(0);
    let line = |row: &Row<'_>| {
        let parts: Vec<String> = [
            (row.counts.removed, '-', "removed (!)"),
            (row.counts.changed, '~', "changed"),
            (row.counts.added, '+', "added"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, mark, word)| format!("{mark} {count} {word}"))
        .collect();
        format!("  {:width$}  {}", name(row), parts.join("  "))
    };
    rows.iter().map(line).collect()
}

fn heading(cluster: &str, object: &ObjectChange<'_>) -> String {
    let mark = match object.kind() {
        ChangeKind::Added => '+',
        ChangeKind::Removed => '-',
        ChangeKind::Changed => '~',
    };
    let name = object.path.strip_prefix(cluster).unwrap_or(object.path).trim_start_matches('/');
    format!("{mark} {cluster}/{}", name.trim_end_matches(".yaml"))
}

fn field(change: &FieldChange) -> Vec<String> {
    let path = shown(&change.path);
    match (&change.before, &change.after) {
        (Some(old), Some(new)) if old.contains('\n') || new.contains('\n') => {
            let line = |(mark, line): (char, String)| match mark {
                GAP => "        ...".to_owned(),
                mark => format!("      {mark} {line}").trim_end().to_owned(),
            };
            let lines = changed_lines(old, new).into_iter().map(line);
            std::iter::once(format!("    {path}")).chain(lines).collect()
        }
        // Digests say nothing but that they differ, and each object has its own.
        (Some(old), Some(new)) if is_digest(old) && is_digest(new) => {
            vec![format!("    {path}: another digest")]
        }
        (Some(old), Some(new)) => vec![format!("    {path}: {} -> {}", cut(old), cut(new))],
        (Some(old), None) => whole(&path, '-', old),
        (None, Some(new)) => whole(&path, '+', new),
        (None, None) => Vec::new(),
    }
}

fn whole(path: &str, mark: char, value: &str) -> Vec<String> {
    if !value.contains('\n') {
        return vec![format!("  {mark} {path}: {}", cut(value))];
    }
    let lines = value.lines().map(|line| format!("      {mark} {line}"));
    std::iter::once(format!("  {mark} {path}")).chain(lines).collect()
}

/// A field as lines, each with its mark: `-`, `+`, a blank or [`GAP`].
pub(super) fn lines(change: &FieldChange) -> Vec<(char, String)> {
    let all = |mark: char, text: &str| -> Vec<(char, String)> {
        text.lines().map(|line| (mark, cut(line))).collect()
    };
    match (&change.before, &change.after) {
        (Some(old), Some(new)) if old.contains('\n') || new.contains('\n') => {
            changed_lines(old, new)
        }
        (Some(old), Some(new)) => [('-', cut(old)), ('+', cut(new))].into(),
        (Some(old), None) => all('-', old),
        (None, Some(new)) => all('+', new),
        (None, None) => Vec::new(),
    }
}

/// The lines that differ, with two lines round them.
fn changed_lines(old: &str, new: &str) -> Vec<(char, String)> {
    let (old, new) = without_far_lines(old, new);
    let (old, new) = with_ended_lines(old, new);
    let diff = similar::TextDiff::from_lines(&old, &new);
    let mut lines = Vec::new();
    for (number, group) in diff.grouped_ops(SHOWN_AROUND).iter().enumerate() {
        if number > 0 {
            lines.push((GAP, String::new()));
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let line = change.value().trim_end_matches(['\n', '\r']);
            let mark = change.tag().to_string().chars().next().unwrap_or(' ');
            lines.push((mark, line.to_owned()));
        }
    }
    lines
}

/// The same texts, in which a line that is the last one on one side only is the same line; where they differ by nothing
/// else, as they are.
fn with_ended_lines<'a>(old: &'a str, new: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    let ended = |text: &'a str| match text.ends_with('\n') {
        true => Cow::Borrowed(text),
        false => Cow::Owned(format!("{text}\n")),
    };
    let both = (ended(old), ended(new));
    if both.0 == both.1 { (Cow::Borrowed(old), Cow::Borrowed(new)) } else { both }
}

/// The same texts without lines at both ends that nobody would see: most changes to a long text are small.
fn without_far_lines<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let (start, end) = common_lines(old, new);
    let head = old.get(..start).unwrap_or_default();
    let start = head.rmatch_indices('\n').nth(SHOWN_AROUND).map_or(0, |(at, _)| at + 1);
    let tail = old.get(old.len() - end..).unwrap_or_default();
    let shown = tail.match_indices('\n').nth(SHOWN_AROUND - 1).map_or(end, |(at, _)| at + 1);
    let cut = |text: &'a str| text.get(start..text.len() - (end - shown)).unwrap_or_default();
    (cut(old), cut(new))
}

/// `spec.template.spec.containers[mirror-maker].image`
pub(super) fn shown(path: &[Step]) -> String {
    let step = |(position, step): (usize, &Step)| match step {
        Step::Key(key) => {
            let dot = if position == 0 { "" } else { "." };
            let plain = key.chars().all(|found| found.is_ascii_alphanumeric() || found == '-');
            if plain { format!("{dot}{key}") } else { format!("{dot}\"{key}\"") }
        }
        Step::Named(name) => format!("[{name}]"),
        Step::Index(index) => format!("[{index}]"),
    };
    path.iter().enumerate().map(step).collect()
}

/// A digest says no more in full than by its beginning.
fn cut(value: &str) -> String {
    if let Some(start) = value.get(..12).filter(|_| is_digest(value)) {
        return format!("{start}…");
    }
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("{start}… ({} characters)", value.chars().count())
}

/// Of SHA-256.
fn is_digest(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}
