//! GitLab's code quality report. In: a [`Report`]. Out: one JSON list; an empty one where nothing was found.

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Severity},
    report::{Report, fingerprint::fingerprints, repository::Repository, words::whole},
};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub fn write(report: &Report, repository: Repository<'_>) -> String {
    let known = fingerprints(report, repository);
    let issues = report.diagnostics.iter().zip(known);
    let issues: Vec<Issue> =
        issues.map(|(finding, known)| issue(report, repository, finding, known)).collect();
    let text = serde_json::to_string_pretty(&issues);
    text.expect("the list holds nothing that JSON cannot") + "\n"
}

fn issue(
    report: &Report,
    repository: Repository<'_>,
    finding: &Diagnostic,
    fingerprint: String,
) -> Issue {
    let span = finding.primary.span;
    let path = repository.path(report.sources.name(span));
    let lines =
        Lines { begin: report.sources.start(span).line, end: report.sources.end(span).line };
    Issue {
        description: whole(finding),
        check_name: finding.rule,
        fingerprint,
        severity: severity(finding.severity),
        location: Location { path, lines },
    }
}

/// GitLab also has `critical` and `blocker`.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}
