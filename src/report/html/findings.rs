//! Findings: of a review those that the edit brings first, apart from those that were there before.

use super::{
    Page, Section,
    words::{counted, left_out, prose, section as framed},
};
use crate::{
    budget,
    diagnostic::{Diagnostic, Diagnostics, Severity},
    report::Report,
};

pub(super) fn sections(page: &Page<'_>) -> Vec<Section> {
    let found = page.report.diagnostics;
    let Some(told) = page.review else {
        return vec![section(page.report, found, ("findings", "Findings"), "check")];
    };
    let findings = &told.review.findings;
    let (new, old) = (findings.only_new(found), findings.only_old(found));
    let lists = [
        (new, ("new-findings", "Findings of the edit")),
        (old, ("old-findings", "Findings from before")),
    ];
    let lists = lists.into_iter().filter(|(list, _)| !list.is_empty());
    lists.map(|(list, names)| section(page.report, &list, names, "diff")).collect()
}

/// `2 errors, 1 warning`
pub(super) fn counts(found: &Diagnostics) -> String {
    let words =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts = words.into_iter().filter_map(|(severity, word)| {
        let count = found.count(severity);
        (count > 0).then(|| counted(count, word))
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

fn section(
    report: &Report<'_>,
    found: &Diagnostics,
    (id, heading): (&str, &str),
    command: &str,
) -> Section {
    let mut sorted: Vec<&Diagnostic> = found.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let shown = sorted.iter().take(budget::FINDINGS).map(|finding| article(report, finding));
    let mut text: String = shown.collect();
    let rest = sorted.len().saturating_sub(budget::FINDINGS);
    text.push_str(&left_out(rest, "finding", &format!("mirrorc {command} --format json")));
    if text.is_empty() {
        text.push_str("<p>Nothing is wrong, as far as the rules see.</p>\n");
    }
    framed(id, heading, Some(sorted.len()), &text)
}

fn article(report: &Report<'_>, finding: &Diagnostic) -> String {
    let (kind, word) = match finding.severity {
        Severity::Error => ("block", "error"),
        Severity::Warning => ("warning", "warning"),
        Severity::Note => ("note", "note"),
    };
    let place = |span| {
        let place = format!("{}:{}", report.sources.name(span), report.sources.start(span).line);
        format!("<span class=\"place\">{}</span>", prose(&place))
    };
    let row = |term: &str, text: String| format!("<div><dt>{term}</dt><dd>{text}</dd></div>\n");
    let mut rows = String::new();
    rows.extend(finding.reason.iter().map(|text| row("Why", prose(text))));
    rows.extend(finding.help.iter().map(|text| row("Help", prose(text))));
    let primary = place(finding.primary.span);
    rows.push_str(&row("Rule", format!("<code>{}</code>, {primary}", finding.rule)));
    for label in &finding.related {
        let text = if label.text.is_empty() { String::new() } else { prose(&label.text) + ", " };
        rows.push_str(&row("See", format!("{text}{}", place(label.span))));
    }
    format!(
        "<article class=\"item {kind}\" data-item=\"{kind}\">\n<h3><span class=\"badge\">{word}</span> {}</h3>\n\
         <dl>\n{rows}</dl>\n</article>\n",
        prose(&finding.message)
    )
}
