//! Workflow commands, which GitHub shows as annotations of the lines. In: a [`Report`]. Out: one command a line.
//!
//! GitHub shows ten annotations of each level for a step and drops the rest without a word, so the tenth says how many
//! there are.

use crate::{
    budget,
    diagnostic::{Diagnostic, Severity},
    report::{
        Report,
        repository::Repository,
        words::{counted, details, sentence},
    },
};

pub fn write(report: &Report, repository: Repository<'_>) -> String {
    let levels = [Severity::Error, Severity::Warning, Severity::Note];
    levels.into_iter().map(|severity| level(report, repository, severity)).collect()
}

fn level(report: &Report, repository: Repository<'_>, severity: Severity) -> String {
    let found: Vec<&Diagnostic> =
        report.diagnostics.iter().filter(|finding| finding.severity == severity).collect();
    let shown = match found.len() {
        count if count > budget::ANNOTATIONS => budget::ANNOTATIONS - 1,
        count => count,
    };
    let (told, rest) = found.split_at(shown);
    let mut text: String =
        told.iter().map(|finding| annotation(report, repository, finding)).collect();
    if !rest.is_empty() {
        let what = counted(rest.len(), &format!("more {}", severity.name()));
        let message = format!("{what}: GitHub shows no more of a step; the log has all of them");
        let last = format!("::{} title=mirrorc::{}\n", command(severity), escaped(&message));
        text.push_str(&last);
    }
    text
}

fn annotation(report: &Report, repository: Repository<'_>, finding: &Diagnostic) -> String {
    let span = finding.primary.span;
    let (start, end) = (report.sources.start(span), report.sources.end(span));
    let path = repository.path(report.sources.name(span));
    // Columns count within one line only; GitHub's last column belongs to the range.
    let columns = match start.line == end.line {
        true => {
            let last = end.column.saturating_sub(1).max(start.column);
            format!(",col={},endColumn={last}", start.column)
        }
        false => String::new(),
    };
    let place =
        format!("file={},line={},endLine={}{columns}", property(&path), start.line, end.line);
    let title = property(&format!("mirrorc: {}", finding.rule));
    let message = match details(finding) {
        Some(details) => format!("{}\n{details}", sentence(&finding.message)),
        None => sentence(&finding.message),
    };
    format!("::{} {place},title={title}::{}\n", command(finding.severity), escaped(&message))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// A message ends at the end of its line.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property ends at a comma or at the colons behind the last one as well.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
