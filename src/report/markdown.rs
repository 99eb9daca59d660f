//! Markdown for a comment below a pull request. In: findings, and of a `diff` its review. Out: a page of at most so many
//! bytes. What does not fit is left out in steps, and that is said; totals come first, then what is worst, and no part
//! is ever cut in two.

use super::{
    Report,
    diff::{self, Of, Row},
    graph::{self, around, mermaid},
    redact::redact_message,
    review::{NAMES, ReviewReport, places, weight_word},
    terminal::{clean, harmless},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    review::{Change, ChangeKind, Concerned, Counts, Drawing, Objects, Weight, restarts_pods},
};

/// The first line: those who post a comment find the one of the last run by it.
const MARKER: &str = "<!-- mirrorc -->\n";
/// What is said of the parts that were left out takes no more.
const LEFT_OUT: usize = 120;

/// How much is told; each step less than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// Objects field by field.
    Fields,
    /// Objects by name.
    Names,
    /// Of what is neither blocked nor an error a line each; of objects only those that go.
    Worst,
}

/// `most` is in bytes.
pub fn write(report: &Report<'_>, review: Option<&ReviewReport<'_>>, most: usize) -> String {
    page(&head(report, review), report, review, most)
}

/// As [`write()`], where there should have been a review.
pub fn write_uncompared(report: &Report<'_>, most: usize) -> String {
    let note = "\nWhat the edit does is not known: the descriptors have errors.\n";
    page(&(head(report, None) + note), report, None, most)
}

fn page(head: &str, report: &Report<'_>, review: Option<&ReviewReport<'_>>, most: usize) -> String {
    for detail in [Detail::Fields, Detail::Names] {
        let page = parts(head, report, review, detail).concat();
        if page.len() <= most {
            return page;
        }
    }
    fitted(parts(head, report, review, Detail::Worst), most)
}

/// The parts that fit, in their order, and how many do not.
fn fitted(parts: Vec<String>, most: usize) -> String {
    let all: usize = parts.iter().map(String::len).sum();
    let most = if all <= most { most } else { most.saturating_sub(LEFT_OUT) };
    let mut page = String::new();
    let mut left_out = 0;
    for part in parts {
        if page.len() + part.len() <= most {
            page.push_str(&part);
        } else {
            left_out += 1;
        }
    }
    let note = format!("\n… and {} more: run `mirrorc` for all of it\n", plural(left_out, "part"));
    if left_out > 0 { page + &note } else { page }
}

fn parts(
    head: &str,
    report: &Report<'_>,
    review: Option<&ReviewReport<'_>>,
    detail: Detail,
) -> Vec<String> {
    let mut parts = vec![head.to_owned()];
    if let Some(told) = review {
        parts.extend(told.review.changes.iter().map(|change| self::change(told, change, detail)));
        parts.extend(drawing(&told.review.drawing, detail));
        if let Some(objects) = &told.review.objects {
            parts.extend(removed(objects));
            parts.extend(objects_part(objects, detail));
        }
    }
    let mut findings: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    if !findings.is_empty() {
        parts.push("\n### Findings\n\n".to_owned());
    }
    parts.extend(findings.into_iter().map(|finding| self::finding(report, finding, detail)));
    parts
}

fn head(report: &Report<'_>, review: Option<&ReviewReport<'_>>) -> String {
    let count = |severity| report.diagnostics.count(severity);
    let totals =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .map(|(severity, word)| plural(count(severity), word))
            .join(", ");
    let Some(told) = review else {
        return format!("{MARKER}## mirrorc: {totals}\n");
    };
    let review = told.review;
    let title = told.title();
    let against = prose(told.against);
    let mut head =
        format!("{MARKER}## mirrorc: {title}\n\nAgainst {against}. Findings: {totals}.\n");
    match &review.objects {
        Some(objects) if !objects.is_empty() => head.push_str(&table(objects)),
        Some(_) => {}
        None => head.push_str("\nThe objects are not compared: one of the revisions has errors.\n"),
    }
    head
}

fn table(objects: &Objects<'_>) -> String {
    let row = |row: Row<'_>| {
        let Counts { added, removed, changed } = row.counts;
        let cluster = match row.of {
            Of::Cluster(cluster) => code(cluster).replace('|', "\\|"),
            Of::More(more) => format!("and {more} more, each"),
        };
        format!("| {cluster} | {removed} | {changed} | {added} |\n")
    };
    let rows: String = diff::rows(objects).into_iter().map(row).collect();
    format!(
        "\n| Kubernetes cluster | removed | changed | added |\n| --- | ---: | ---: | ---: |\n{rows}"
    )
}

fn change(told: &ReviewReport<'_>, change: &Change, detail: Detail) -> String {
    let word = weight_word(change);
    let (message, place) = (prose(&change.message), prose(&places(told, change)));
    if detail == Detail::Worst && change.weight != Weight::Block {
        return format!("- **{word}** `{}`: {message} ({place})\n", change.rule);
    }
    let mut parts = vec![
        format!("\n### {word}: {message}\n"),
        format!("`{}`, {}, {place}\n", change.rule, change.class.name()),
    ];
    parts.extend(change.consequence.iter().map(|text| format!("Then: {}\n", prose(text))));
    parts.extend(change.concerned.iter().map(concerned));
    parts.extend(change.instead.iter().map(|text| format!("\nInstead: {}", prose(text))));
    parts.extend(acceptance(change));
    parts.join("\n") + "\n"
}

fn concerned(concerned: &Concerned) -> String {
    let such_as = if concerned.are_samples { ", such as" } else { "" };
    let names = concerned.names.iter().take(NAMES).map(|name| code(&redact_message(name)));
    let names = names.collect::<Vec<_>>().join(", ");
    let rest = concerned.names.len().saturating_sub(NAMES);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("- {}{such_as}: {names}{rest}", prose(&concerned.what))
}

fn acceptance(change: &Change) -> Option<String> {
    let Change { rule, subject, .. } = change;
    match &change.acknowledged {
        Some(reason) => Some(format!("\nAccepted: {}", prose(reason))),
        None if change.weight == Weight::Block => {
            let entry = code(&format!("{{ rule: {rule}, subject: \"{subject}\", reason: … }}"));
            Some(format!("\nTo accept it, add to `allow`: {entry}"))
        }
        None => None,
    }
}

/// What GitHub and GitLab draw: all of a small topology, of a large one what stands round the edit.
fn drawing(drawing: &Drawing, detail: Detail) -> Option<String> {
    if drawing.is_unchanged() || detail == Detail::Worst {
        return None;
    }
    let (graph, away) = around::around(graph::drawn("", drawing));
    let rest = match away {
        (0, 0) => String::new(),
        (clusters, flows) => {
            let (clusters, flows) = (plural(clusters, "cluster"), plural(flows, "flow"));
            format!("\nNot drawn: {clusters} and {flows}.\n")
        }
    };
    Some(format!("\n### Flows\n\n```mermaid\n{}```\n{rest}", mermaid::write(&graph)))
}

/// Objects that go are told whatever else is left out.
fn removed(objects: &Objects<'_>) -> Option<String> {
    let objects = objects.clusters.values().flatten();
    let removed = objects.filter(|object| object.kind() == ChangeKind::Removed);
    let lines: String = removed.map(|object| format!("- {}\n", code(object.path))).collect();
    (!lines.is_empty()).then(|| format!("\n### Removed objects\n\n{lines}"))
}

fn objects_part(objects: &Objects<'_>, detail: Detail) -> Option<String> {
    let inner = match detail {
        Detail::Fields => fenced(diff::text(objects).trim_matches('\n')),
        Detail::Names => {
            let all = objects.clusters.values().flatten();
            let lines = all.map(|object| {
                let restarts =
                    if restarts_pods(&object.fields()) { ", its pods restart" } else { "" };
                format!("- {}{restarts}\n", code(object.path))
            });
            lines.collect()
        }
        Detail::Worst => return None,
    };
    let count: usize = objects.clusters.values().map(Vec::len).sum();
    let summary = format!("{} of Kubernetes", plural(count, "object"));
    (count > 0).then(|| format!("\n<details><summary>{summary}</summary>\n\n{inner}\n</details>\n"))
}

fn finding(report: &Report<'_>, finding: &Diagnostic, detail: Detail) -> String {
    let place = format!(
        "{}:{}",
        report.sources.name(finding.primary.span),
        report.sources.start(finding.primary.span).line
    );
    let word = finding.severity.name();
    let head =
        format!("- **{word}** `{}` {}: {}\n", finding.rule, code(&place), prose(&finding.message));
    let is_told = detail < Detail::Worst || finding.severity == Severity::Error;
    let more = [&finding.reason, &finding.help].into_iter().flatten().filter(|_| is_told);
    more.fold(head, |part, text| part + "  - " + &prose(text) + "\n")
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A sentence without secrets. What stands between backticks is code; the rest is neither Markdown nor HTML, and calls
/// nobody.
fn prose(text: &str) -> String {
    let text = redact_message(text).replace(['\n', '\r'], " ");
    let text = text.trim();
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    if text.matches('`').count() % 2 == 1 {
        return begun(escaped(text));
    }
    let part = |(position, part): (usize, &str)| match position % 2 {
        1 => code(part),
        _ => escaped(part),
    };
    begun(text.split('`').enumerate().map(part).collect())
}

/// A text that begins no list and underlines no heading.
fn begun(mut text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_mark = |rest: &str| match digits {
        0 => rest.starts_with(['-', '+', '=']),
        _ => rest.starts_with(['.', ')']),
    };
    if text.get(digits..).is_some_and(is_mark) {
        text.insert(digits, '\\');
    }
    text
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.extend(['\\', letter]);
            }
            letter => out.push(harmless(letter)),
        }
    }
    out
}

/// A text as it is, in a span of code that it cannot end.
fn code(text: &str) -> String {
    let text = clean(&text.replace(['\n', '\r'], " "));
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}\n{text}\n{fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_neither_markdown_nor_html() {
        let check = |text: &str, expected: &str| assert_eq!(prose(text), expected);
        check("`a` copies <b> & *c* @d", "`a` copies &lt;b&gt; &amp; \\*c\\* &#64;d");
        check("one ` alone", "one \\` alone");
        check("`` is empty", "(empty) is empty");
        check("two\nlines", "two lines");
        check("`a|b`", "`a|b`");
        check(" - a", "\\- a");
        check("12. a", "12\\. a");
        check("12", "12");
        check(" \n", "(empty)");
    }

    #[test]
    fn code_is_not_ended_by_what_is_in_it() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(fenced("```"), "````\n```\n````\n");
    }

    #[test]
    fn whole_parts_are_left_out_and_counted() {
        let parts = || vec!["head\n".to_owned(), "b".repeat(300), "c".repeat(50)];
        assert_eq!(fitted(parts(), 1000).len(), 355);
        let page = fitted(parts(), 200);
        assert!(page.starts_with("head\nccc") && page.contains("1 part more"), "{page}");
        assert!(page.len() <= 200);
    }
}
