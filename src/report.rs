//! What a run says. In: [`Report`], the one value that every format is made from. Out: text, one
//! file a format, each with a function `write`.
//!
//! `redact` keeps secrets out of all of them; `excerpt` and `terminal` serve the text for people, `repository`,
//! `fingerprint` and `words` the formats of hosts.

mod diff;
mod excerpt;
mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod graph;
pub mod html;
pub mod json;
pub mod junit;
pub mod loss;
pub mod markdown;
pub mod page;
pub mod rdjson;
pub mod redact;
mod repository;
pub mod review;
pub mod sarif;
pub mod settings;
mod terminal;
pub mod text;
pub mod topics;
pub mod tree;
mod words;
mod xml;

use serde::Serialize;

use crate::diagnostic::{Accepted, Diagnostics, Severity};
use crate::source::Sources;

pub use repository::Repository;

pub struct Report<'a> {
    pub sources: &'a Sources,
    /// In the order in which they are shown; see [`Diagnostics::sort`].
    pub diagnostics: &'a Diagnostics,
    /// Those that the descriptors accept, for formats whose hosts keep them.
    pub accepted: &'a [Accepted],
    pub summary: Summary,
}

impl<'a> Report<'a> {
    /// A report of findings alone: nothing was accepted, and every text that is known was read.
    pub fn of(sources: &'a Sources, diagnostics: &'a Diagnostics) -> Report<'a> {
        let summary = Summary::count(diagnostics, sources);
        Report { sources, diagnostics, accepted: &[], summary }
    }
}

/// How many of each there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Findings of severity `error`.
    pub errors: usize,
    /// Findings of severity `warning`.
    pub warnings: usize,
    /// Findings of severity `note`.
    pub notes: usize,
    /// Findings that the descriptor accepts with `allow`; they are not among the findings.
    pub allowed: usize,
    /// Rules that were not checked, or not for all flows, because an input is missing.
    pub skipped: usize,
    /// Files that were read.
    pub files: usize,
}

impl Summary {
    /// Counts what was found in the files of one run; what was accepted or skipped is for the
    /// caller to add.
    pub fn count(diagnostics: &Diagnostics, sources: &Sources) -> Summary {
        Summary {
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
            notes: diagnostics.count(Severity::Note),
            allowed: 0,
            skipped: 0,
            files: sources.iter().count(),
        }
    }
}
