//! Objects that differ, as text: totals; object by object, field by field; or whole files line by line.

use crate::{
    parallel,
    report::redact::redact,
    review::{
        ChangeKind, Counts, FieldChange, ObjectChange, Objects, Step, common_lines, restarts_pods,
    },
};

/// Longer values on one line are cut, which is said.
const LONGEST: usize = 200;
/// Lines that are shown round those that differ.
const SHOWN_AROUND: usize = 2;
/// The mark of lines that are left out.
pub(super) const GAP: char = '…';

/// Object by object, each after an empty line.
pub(super) fn text(objects: &Objects<'_>) -> String {
    let clusters: Vec<_> = objects.clusters.iter().collect();
    let texts = parallel::map(&clusters, |(cluster, objects)| {
        let lines = objects.iter().flat_map(|object| {
            let fields = object.fields();
            let heading = heading(cluster, object, &fields);
            std::iter::once(heading).chain(fields.iter().flat_map(field)).collect::<Vec<_>>()
        });
        lines.fold("\n".to_owned(), |text, line| text + &line + "\n")
    });
    redact(&texts.concat()).into_owned()
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
    redact(&text).into_owned()
}

/// One line a cluster; removals carry a mark, so that they are seen without colour.
pub(super) fn totals(objects: &Objects<'_>) -> Vec<String> {
    let width = objects.clusters.keys().map(String::len).max().unwrap_or(0);
    let cluster = |(cluster, objects): (&String, &Vec<ObjectChange<'_>>)| {
        let counts = Counts::of(objects);
        let parts: Vec<String> = [
            (counts.removed, '-', "removed (!)"),
            (counts.changed, '~', "changed"),
            (counts.added, '+', "added"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, mark, word)| format!("{mark} {count} {word}"))
        .collect();
        format!("  {cluster:width$}  {}", parts.join("  "))
    };
    objects.clusters.iter().map(cluster).collect()
}

fn heading(cluster: &str, object: &ObjectChange<'_>, fields: &[FieldChange]) -> String {
    let mark = match object.kind() {
        ChangeKind::Added => '+',
        ChangeKind::Removed => '-',
        ChangeKind::Changed => '~',
    };
    let name = object.path.strip_prefix(cluster).unwrap_or(object.path).trim_start_matches('/');
    let consequence = if restarts_pods(fields) { "  (its pods restart)" } else { "" };
    format!("{mark} {cluster}/{}{consequence}", name.trim_end_matches(".yaml"))
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
    let diff = similar::TextDiff::from_lines(old, new);
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
    let is_digest = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(start) = value.get(..12).filter(|_| is_digest) {
        return format!("{start}…");
    }
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("{start}… ({} characters)", value.chars().count())
}
