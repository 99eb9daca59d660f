//! A review as text: totals first, then object by object, field by field; or whole files line by line.

use crate::{
    report::redact::redact,
    review::{ChangeKind, Counts, FieldChange, ObjectChange, Review, Step},
};

/// Longer values on one line are cut, which is said.
const LONGEST: usize = 200;

/// `against` says what was compared with.
pub fn text(review: &Review, against: &str) -> String {
    let mut text = totals(review, against);
    for (cluster, objects) in &review.clusters {
        for object in objects {
            text.push('\n');
            text.push_str(&heading(cluster, object));
            if let ChangeKind::Changed(fields) = &object.kind {
                fields.iter().for_each(|change| field(change, &mut text));
            }
        }
    }
    redact(&text).into_owned()
}

/// Whole files, as `diff -u` shows them.
pub fn unified(review: &Review, against: &str) -> String {
    let mut text = totals(review, against);
    for object in review.clusters.values().flatten() {
        let (old, new) = match object.kind {
            ChangeKind::Added => ("/dev/null".to_owned(), format!("b/{}", object.path)),
            ChangeKind::Removed => (format!("a/{}", object.path), "/dev/null".to_owned()),
            ChangeKind::Changed(_) => (format!("a/{}", object.path), format!("b/{}", object.path)),
        };
        let diff = similar::TextDiff::from_lines(&object.before, &object.after);
        text.push('\n');
        text.push_str(&diff.unified_diff().header(&old, &new).to_string());
    }
    redact(&text).into_owned()
}

/// One line a cluster; removals carry a mark, so that they are seen without colour.
fn totals(review: &Review, against: &str) -> String {
    if review.is_empty() {
        return format!("no change against {against}\n");
    }
    let width = review.clusters.keys().map(String::len).max().unwrap_or(0);
    let mut text = format!("changes against {against}\n\n");
    for (cluster, objects) in &review.clusters {
        let counts = Counts::of(objects);
        let parts: Vec<String> = [
            (counts.removed, "- ", " removed (!)"),
            (counts.changed, "~ ", " changed"),
            (counts.added, "+ ", " added"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, mark, word)| format!("{mark}{count}{word}"))
        .collect();
        text.push_str(&format!("  {cluster:width$}  {}\n", parts.join("  ")));
    }
    text
}

fn heading(cluster: &str, object: &ObjectChange) -> String {
    let mark = match object.kind {
        ChangeKind::Added => '+',
        ChangeKind::Removed => '-',
        ChangeKind::Changed(_) => '~',
    };
    let name = object.path.strip_prefix(cluster).unwrap_or(&object.path).trim_start_matches('/');
    format!("{mark} {cluster}/{}\n", name.trim_end_matches(".yaml"))
}

fn field(change: &FieldChange, text: &mut String) {
    let path = shown(&change.path);
    match (&change.before, &change.after) {
        (Some(old), Some(new)) if old.contains('\n') || new.contains('\n') => {
            text.push_str(&format!("    {path}\n"));
            lines(old, new, text);
        }
        (Some(old), Some(new)) => {
            text.push_str(&format!("    {path}: {} -> {}\n", cut(old), cut(new)))
        }
        (Some(old), None) => whole(&path, '-', old, text),
        (None, Some(new)) => whole(&path, '+', new, text),
        (None, None) => {}
    }
}

fn whole(path: &str, mark: char, value: &str, text: &mut String) {
    if !value.contains('\n') {
        text.push_str(&format!("  {mark} {path}: {}\n", cut(value)));
        return;
    }
    text.push_str(&format!("  {mark} {path}\n"));
    value.lines().for_each(|line| text.push_str(&format!("      {mark} {line}\n")));
}

/// The lines that differ, with two lines round them.
fn lines(old: &str, new: &str, text: &mut String) {
    let diff = similar::TextDiff::from_lines(old, new);
    for (number, group) in diff.grouped_ops(2).iter().enumerate() {
        if number > 0 {
            text.push_str("        ...\n");
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let line = change.value().trim_end_matches(['\n', '\r']);
            text.push_str(format!("      {} {line}", change.tag()).trim_end());
            text.push('\n');
        }
    }
}

/// `spec.template.spec.containers[mirror-maker].image`
fn shown(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                let plain = key.chars().all(|found| found.is_ascii_alphanumeric() || found == '-');
                text.push_str(&if plain { key.clone() } else { format!("\"{key}\"") });
            }
            Step::Named(name) => text.push_str(&format!("[{name}]")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

fn cut(value: &str) -> String {
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("{start}… ({} characters)", value.chars().count())
}
