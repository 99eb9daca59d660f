//! Exit codes, the same for every format.

use std::process::ExitCode;

use super::args::FailOn;
use crate::{
    diagnostic::{Diagnostics, Severity},
    review::{Review, Weight},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Fine,
    /// Findings at or above `--fail-on`.
    Findings,
    Usage,
    /// The work could not be done.
    Impossible,
    /// Differences, when they were asked for.
    Different,
}

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Impossible => 3,
            Exit::Different => 4,
        }
    }

    /// What the findings of a run come to. Errors always stop what would be made, whatever `--fail-on` says.
    pub(super) fn of(found: &Diagnostics, fail_on: FailOn) -> Exit {
        let count = |severity| found.count(severity) > 0;
        let fails = match fail_on {
            FailOn::Error => count(Severity::Error),
            FailOn::Warning => count(Severity::Error) || count(Severity::Warning),
            FailOn::Note => !found.is_empty(),
            FailOn::Never => false,
        };
        if fails { Exit::Findings } else { Exit::Fine }
    }

    /// What a review comes to: a block that nobody accepts counts as an error, a warning and a note as what they are.
    pub(super) fn of_review(review: &Review<'_>, fail_on: FailOn) -> Exit {
        let fails = match fail_on {
            FailOn::Error => review.open_blocks() > 0,
            FailOn::Warning => review.open_blocks() > 0 || review.count(Weight::Warn) > 0,
            FailOn::Note => review.changes.iter().any(|change| change.acknowledged.is_none()),
            FailOn::Never => false,
        };
        if fails { Exit::Findings } else { Exit::Fine }
    }

    /// One failure is enough.
    pub(super) fn or(self, other: Exit) -> Exit {
        if self == Exit::Fine { other } else { self }
    }

    /// Findings weigh more than differences.
    pub(super) fn or_different(self, different: bool) -> Exit {
        if self == Exit::Fine && different { Exit::Different } else { self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
