//! Changes for formats that know findings only. In: a [`ReviewReport`] and the findings of the new revision. Out: both as
//! findings, the changes first; those that are accepted apart.

use super::{LISTS, ReviewReport, list};
use crate::{
    diagnostic::{Accepted, Diagnostic, Diagnostics, Severity},
    report::Report,
    review::{Change, Weight},
    source::{FileId, Span},
};

/// What hosts are told of an edit.
#[derive(Debug)]
pub struct Told {
    pub open: Diagnostics,
    pub accepted: Vec<Accepted>,
}

impl ReviewReport<'_> {
    /// `findings` are those of the new revision.
    pub fn as_findings(&self, findings: &Report<'_>) -> Told {
        let mut told = Told { open: Diagnostics::default(), accepted: findings.accepted.to_vec() };
        for change in &self.review.changes {
            let finding = self.finding(change);
            match &change.acknowledged {
                Some(reason) => {
                    told.accepted.push(Accepted { finding, reason: reason.clone() });
                }
                None => _ = told.open.push(finding),
            }
        }
        told.open.append(findings.diagnostics.clone());
        told
    }

    fn finding(&self, change: &Change) -> Diagnostic {
        let severity = match change.weight {
            Weight::Block => Severity::Error,
            Weight::Warn => Severity::Warning,
            Weight::Note => Severity::Note,
        };
        let place = change.after.unwrap_or_else(|| self.place(change));
        let mut finding = Diagnostic::new(change.rule, severity, place, &change.message);
        finding.subject(&change.subject);
        finding.reason = reason(change);
        finding.help.clone_from(&change.instead);
        if let (None, Some(span)) = (change.after, change.before) {
            let line = self.before.start(span).line;
            finding.label(format!("it was in line {line} of {}", self.against));
        }
        finding
    }

    /// What is gone has no line any more: the file in which it stood stands for it, or the first one.
    fn place(&self, change: &Change) -> Span {
        let stood = change.before.map(|span| self.before.name(span));
        let file = self.after.iter().position(|file| Some(file.name.as_str()) == stood);
        let file = u32::try_from(file.unwrap_or_default()).expect("fewer than 2^32 files");
        Span::new(FileId(file), 0..0)
    }
}

/// What MirrorMaker 2 does then, and with what.
fn reason(change: &Change) -> Option<String> {
    let lists = change.concerned.iter().take(LISTS).map(list);
    let parts: Vec<String> = change.consequence.iter().cloned().chain(lists).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
