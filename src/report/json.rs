//! JSON for programs. In: a [`Report`]. Out: one document, described by
//! `schemas/report.schema.json`; every finding, no cap.

mod changes;
mod drawing;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Label};
use crate::report::redact::redact_message;
use crate::report::{Report, Summary, review::ReviewReport};
use crate::source::{Sources, Span};

/// Changes when a reader of an earlier document would misread a new one.
const SCHEMA_VERSION: &str = "1";

/// What one run of mirrorc has to say.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Document {
    /// The version of this format.
    schema_version: &'static str,
    /// The program that wrote the document.
    tool: Tool,
    /// How many of each there are.
    summary: Summary,
    /// Every finding, in the order of files and lines.
    findings: Vec<Finding>,
    /// What became of the rendered tree; only of `render`.
    #[serde(skip_serializing_if = "Option::is_none")]
    tree: Option<changes::Tree>,
    /// What changed between two revisions; only of `diff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<changes::Diff>,
}

/// The program that wrote the document.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Tool {
    /// Always `mirrorc`.
    name: &'static str,
    /// The version of mirrorc.
    version: &'static str,
}

/// One fault, or something worth knowing.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Finding {
    /// The id of the rule, as `mirrorc explain` and `allow` take it.
    rule: &'static str,
    /// How bad it is.
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "note"])))]
    severity: &'static str,
    /// One sentence that stands alone.
    message: String,
    /// Why it hurts.
    reason: Option<String>,
    /// What to do about it.
    help: Option<String>,
    /// What the finding is about, as `allow` takes it.
    subject: Option<String>,
    /// Where it is.
    location: Location,
    /// What that place has to do with it; empty where the message says it all.
    label: String,
    /// The other halves of a conflict.
    related: Vec<Related>,
}

/// Another place that belongs to a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Related {
    /// Where it is.
    location: Location,
    /// What that place has to do with the finding.
    label: String,
}

/// A part of a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Location {
    /// The file, with forward slashes.
    path: String,
    /// The first character.
    start: Position,
    /// The place after the last character.
    end: Position,
}

/// A place in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Position {
    /// Counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// In characters (Unicode code points), counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    column: usize,
}

pub fn write(report: &Report) -> String {
    text(&document(report))
}

/// The findings, and what became of the rendered tree.
pub fn write_tree(report: &Report, tree: &super::tree::Tree<'_>) -> String {
    text(&Document { tree: Some(changes::tree(tree)), ..document(report) })
}

/// The findings, and what the edit does.
pub fn write_review(report: &Report, review: &ReviewReport<'_>) -> String {
    text(&Document { diff: Some(changes::diff(review)), ..document(report) })
}

fn document(report: &Report) -> Document {
    let findings = report.diagnostics.iter().map(|found| finding(report.sources, found)).collect();
    Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: "mirrorc", version: env!("CARGO_PKG_VERSION") },
        summary: report.summary,
        findings,
        tree: None,
        diff: None,
    }
}

fn text(document: &Document) -> String {
    let text = serde_json::to_string_pretty(document);
    text.expect("the document holds nothing that JSON cannot") + "\n"
}

fn finding(sources: &Sources, diagnostic: &Diagnostic) -> Finding {
    let redacted = |text: &Option<String>| text.as_deref().map(sentence);
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity.name(),
        message: sentence(&diagnostic.message),
        reason: redacted(&diagnostic.reason),
        help: redacted(&diagnostic.help),
        subject: redacted(&diagnostic.subject),
        location: location(sources, diagnostic.primary.span),
        label: sentence(&diagnostic.primary.text),
        related: diagnostic.related.iter().map(|label| related(sources, label)).collect(),
    }
}

fn sentence(text: &str) -> String {
    redact_message(text).into_owned()
}

fn related(sources: &Sources, label: &Label) -> Related {
    Related { location: location(sources, label.span), label: sentence(&label.text) }
}

fn location(sources: &Sources, span: Span) -> Location {
    let (start, end) = (sources.start(span), sources.end(span));
    Location {
        path: sources.name(span).to_owned(),
        start: Position { line: start.line, column: start.column },
        end: Position { line: end.line, column: end.column },
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the schema is compared with the file that is shipped"
)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::diagnostic::{Diagnostics, Severity};

    const SCHEMA_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json");

    fn schema() -> String {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Document>();
        serde_json::to_string_pretty(&schema).unwrap() + "\n"
    }

    #[test]
    fn schema_file_is_current() {
        if std::env::var("BLESS").is_ok() {
            std::fs::write(SCHEMA_FILE, schema()).unwrap();
        }
        let file = std::fs::read_to_string(SCHEMA_FILE).unwrap();
        assert_eq!(file, schema(), "run with BLESS=1 to rewrite {SCHEMA_FILE}");
    }

    /// The output for these diagnostics, after it was held against the schema.
    fn written(sources: &Sources, diagnostics: &Diagnostics) -> String {
        let text = write(&Report::of(sources, diagnostics));
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        text
    }

    #[test]
    fn no_findings() {
        let text = written(&Sources::default(), &Diagnostics::default());
        let version = env!("CARGO_PKG_VERSION");
        let expected = r#"{
  "schemaVersion": "1",
  "tool": {
    "name": "mirrorc",
    "version": "VERSION"
  },
  "summary": {
    "errors": 0,
    "warnings": 0,
    "notes": 0,
    "allowed": 0,
    "skipped": 0,
    "files": 0
  },
  "findings": []
}
"#;
        assert_eq!(text, expected.replace("VERSION", version));
    }

    #[test]
    fn finding_with_everything() {
        let mut sources = Sources::default();
        let first = sources.add("a.yaml".into(), "é: b\nc: d\n".into());
        let second = sources.add("b/\u{1b}.yaml".into(), "x".into());
        let mut diagnostics = Diagnostics::default();
        let message = "`b` is taken, as password=hunter2";
        diagnostics
            .push(Diagnostic::new("some-rule", Severity::Error, Span::new(first, 4..9), message))
            .label("here")
            .related(Span::new(second, 0..1), "there")
            .reason("it hurts")
            .help("rename `b`")
            .subject("b");
        diagnostics.push(Diagnostic::new("other", Severity::Warning, Span::new(second, 1..1), "w"));
        diagnostics.push(Diagnostic::new("other", Severity::Note, Span::new(second, 9..12), "n"));
        let document: Value = serde_json::from_str(&written(&sources, &diagnostics)).unwrap();
        let expected = serde_json::json!({
            "rule": "some-rule",
            "severity": "error",
            "message": "`b` is taken, as password=<hidden>",
            "reason": "it hurts",
            "help": "rename `b`",
            "subject": "b",
            "location": {
                "path": "a.yaml",
                "start": { "line": 1, "column": 4 },
                "end": { "line": 2, "column": 4 },
            },
            "label": "here",
            "related": [{
                "location": {
                    "path": "b/\u{1b}.yaml",
                    "start": { "line": 1, "column": 1 },
                    "end": { "line": 1, "column": 2 },
                },
                "label": "there",
            }],
        });
        assert_eq!(document["findings"][0], expected);
        assert_eq!(document["findings"].as_array().unwrap().len(), 3);
    }
}
