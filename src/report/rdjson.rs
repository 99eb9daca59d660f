//! Diagnostics for reviewdog. In: a [`Report`]. Out: one JSON document; where a help is an edit with nothing left to
//! decide, it is a suggestion that can be applied with one click.

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Fix, Severity},
    report::{
        Report,
        redact::redact,
        repository::Repository,
        words::{sentence, whole},
    },
    source::{Sources, Span},
};

#[derive(Serialize)]
struct Document {
    source: Tool,
    severity: &'static str,
    diagnostics: Vec<Entry>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
}

#[derive(Serialize)]
struct Entry {
    message: String,
    severity: &'static str,
    code: Code,
    location: Location,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Both from 1; the column in bytes of UTF-8.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

pub fn write(report: &Report, repository: Repository<'_>) -> String {
    let entry = |finding| entry(report.sources, repository, finding);
    let document = Document {
        source: Tool { name: "mirrorc" },
        severity: worst(report),
        diagnostics: report.diagnostics.iter().map(entry).collect(),
    };
    let text = serde_json::to_string_pretty(&document);
    text.expect("the document holds nothing that JSON cannot") + "\n"
}

fn entry(sources: &Sources, repository: Repository<'_>, finding: &Diagnostic) -> Entry {
    let location = |span: Span| Location {
        path: repository.path(sources.name(span)),
        range: range(sources, span),
    };
    let related = finding
        .related
        .iter()
        .map(|label| Related { message: sentence(&label.text), location: location(label.span) });
    // An edit of another file would be applied to the wrong one.
    let fixes = finding.fix.iter().filter(|fix| fix.span.file == finding.primary.span.file);
    Entry {
        message: whole(finding),
        severity: severity(finding.severity),
        code: Code { value: finding.rule },
        location: location(finding.primary.span),
        related_locations: related.collect(),
        suggestions: fixes.filter_map(|fix| suggestion(sources, fix)).collect(),
    }
}

/// None that would show a secret: what is written there cannot be hidden and right as well.
fn suggestion(sources: &Sources, fix: &Fix) -> Option<Suggestion> {
    let is_open = redact(&fix.text) == fix.text && !sources.get(fix.span.file).confidential;
    is_open.then(|| Suggestion { range: range(sources, fix.span), text: fix.text.clone() })
}

fn range(sources: &Sources, span: Span) -> Range {
    let file = sources.get(span.file);
    let position = |offset: usize| {
        let line = file.line_of(offset);
        let column = offset.saturating_sub(file.line_range(line).start) + 1;
        Position { line: line + 1, column }
    };
    Range { start: position(span.range().start), end: position(span.range().end) }
}

fn worst(report: &Report) -> &'static str {
    let found = report.diagnostics.iter().map(|finding| finding.severity);
    severity(found.min().unwrap_or(Severity::Note))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    }
}
