//! A finding in words, for formats in which a host shows them: no secret, nothing that a terminal would obey.

use crate::{
    diagnostic::{Diagnostic, Severity},
    report::{redact::redact_message, terminal::clean},
};

/// One text of a finding.
pub(super) fn sentence(text: &str) -> String {
    clean(&redact_message(text))
}

/// The message, why it hurts and what to do, each on a line of its own.
pub(super) fn whole(finding: &Diagnostic) -> String {
    [Some(sentence(&finding.message)), details(finding)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

/// Why it hurts and what to do; nothing where neither is known.
pub(super) fn details(finding: &Diagnostic) -> Option<String> {
    let line = |word: &str, text: &Option<String>| {
        text.as_deref().map(|text| format!("{word}: {}", sentence(text)))
    };
    let lines: Vec<String> =
        [line("why", &finding.reason), line("help", &finding.help)].into_iter().flatten().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `2 errors, 1 note`; the kinds that there are none of are left out.
pub(super) fn counts(findings: &[&Diagnostic]) -> String {
    let kinds = [Severity::Error, Severity::Warning, Severity::Note];
    let counts = kinds.iter().filter_map(|&severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| counted(count, severity.name()))
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// `1 error`, `2 errors`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
