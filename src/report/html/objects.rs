//! The objects that differ, path by path; of one that is new or gone the whole text.

use super::{
    Section,
    words::{code, escaped, folded, left_out, section as framed},
};
use crate::{
    report::{diff, redact::redact},
    review::{ChangeKind, FieldChange, ObjectChange, Objects, restarts_pods},
};

/// Objects that are shown with their fields, fields of one, lines of one field.
const OBJECTS: usize = 300;
const FIELDS: usize = 60;
const LINES: usize = 120;
/// Bytes of all of them: the rest is named only.
const BYTES: usize = 1_500_000;
/// As many objects, and names of clusters, are shown without a click.
const OPEN: usize = 6;
const CLUSTERS: usize = 12;

pub(super) fn section(objects: &Objects<'_>) -> Option<Section> {
    let count: usize = objects.clusters.values().map(Vec::len).sum();
    let mut clusters = Vec::new();
    let (mut shown, mut bytes) = (0, 0);
    for (cluster, changes) in &objects.clusters {
        let mut parts = vec![format!("<h3>{}</h3>\n", code(cluster))];
        let mut rest = 0;
        for change in changes {
            if shown >= OBJECTS || bytes >= BYTES {
                rest += 1;
                continue;
            }
            let text = object(cluster, change, count <= OPEN);
            (shown, bytes) = (shown + 1, bytes + text.len());
            parts.push(text);
        }
        parts.push(left_out(rest, "object", "mirrorc diff"));
        clusters.push(parts.concat());
    }
    let (first, more) = clusters.split_at(clusters.len().min(CLUSTERS));
    let mut text = left_out(count - shown, "object", "mirrorc diff") + &first.concat();
    text.push_str(&folded(more.len(), "more Kubernetes cluster", &more.concat()));
    (count > 0).then(|| framed("objects", "Objects, path by path", Some(count), &text))
}

fn object(cluster: &str, change: &ObjectChange<'_>, is_open: bool) -> String {
    let name = change.path.strip_prefix(cluster).unwrap_or(change.path).trim_start_matches('/');
    let found = change.fields();
    let (class, mark, inner) = match change.kind() {
        ChangeKind::Added => ("added", "+ added", whole('+', change.after.unwrap_or_default())),
        ChangeKind::Removed => {
            ("removed", "− removed", whole('-', change.before.unwrap_or_default()))
        }
        ChangeKind::Changed => ("changed", "~ changed", fields(&found)),
    };
    let restarts = if restarts_pods(&found) { " <em>its pods restart</em>" } else { "" };
    let open = if is_open { " open" } else { "" };
    format!(
        "<details class=\"object\" data-item=\"rest\"{open}>\n<summary><b class=\"{class}\">{mark}</b> {}{restarts}</summary>\n\
         {inner}</details>\n",
        code(name.trim_end_matches(".yaml"))
    )
}

fn whole(mark: char, text: &str) -> String {
    lines(&text.lines().map(|line| (mark, line.to_owned())).collect::<Vec<_>>())
}

fn fields(fields: &[FieldChange]) -> String {
    let mut text: String = fields.iter().take(FIELDS).map(field).collect();
    text.push_str(&left_out(fields.len().saturating_sub(FIELDS), "field", "mirrorc diff"));
    text
}

fn field(change: &FieldChange) -> String {
    let path = diff::shown(&change.path);
    format!("<h4>{}</h4>\n{}", code(&path), lines(&diff::lines(change)))
}

/// Lines with their marks. Secrets are looked for in all of them at once: one may have begun on another line.
fn lines(lines: &[(char, String)]) -> String {
    let shown = lines.iter().take(LINES).map(|(mark, line)| format!("{mark} {line}\n"));
    let shown: String = shown.collect();
    let line = |line: &str| match line.chars().next() {
        Some('+') => format!("<ins>{}\n</ins>", escaped(line)),
        Some('-') => format!("<del>{}\n</del>", escaped(line)),
        Some(_) | None => format!("{}\n", escaped(line)),
    };
    let rest = lines.len().saturating_sub(LINES);
    let text: String = redact(&shown).lines().map(line).collect();
    format!("<pre>{text}</pre>\n{}", left_out(rest, "line", "mirrorc diff"))
}
