//! What a finding is known by from run to run, for hosts that tell new findings from old ones.

use std::collections::BTreeMap;

use crate::{
    diagnostic::Diagnostic,
    names::Digest,
    report::{Report, redact::redact_message, repository::Repository},
};

/// One for each finding and then for each accepted one, in their order: 32 hexadecimal digits, no two alike. A line that moves changes none, since no
/// line number goes in; nor does a secret.
pub(super) fn fingerprints(report: &Report, repository: Repository<'_>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut fingerprint = |finding: &Diagnostic| {
        let path = repository.path(report.sources.name(finding.primary.span));
        let about = finding.subject.as_deref().unwrap_or(&finding.message);
        let traits = format!("{}\0{path}\0{}", finding.rule, redact_message(about));
        let number = seen.entry(traits.clone()).or_default();
        *number += 1;
        let digest = Digest::of(format!("{traits}\0{number}").as_bytes()).to_string();
        digest.chars().take(32).collect()
    };
    let accepted = report.accepted.iter().map(|accepted| &accepted.finding);
    report.diagnostics.iter().chain(accepted).map(&mut fingerprint).collect()
}
