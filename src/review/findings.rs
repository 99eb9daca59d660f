//! Which findings an edit brings. In: those of two revisions. Out: which of the new ones the old revision had as well.

use std::collections::{BTreeMap, BTreeSet};

use super::Revision;
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    source::Span,
    topology::{Flow, Topology},
};

/// The findings of the new revision, by their positions, and how many of the old revision are gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    pub new: Vec<usize>,
    pub old: Vec<usize>,
    pub gone: usize,
    /// How many of those that were there before are left out of everything.
    pub hidden: usize,
}

/// Lines move, so a finding is told by what it says.
pub(super) fn compare(before: &Revision<'_>, after: &Revision<'_>) -> Findings {
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for finding in before.found {
        *known.entry(key(finding)).or_default() += 1;
    }
    let mut findings = Findings::default();
    for (position, finding) in after.found.iter().enumerate() {
        match known.get_mut(&key(finding)).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                findings.old.push(position);
            }
            None => findings.new.push(position),
        }
    }
    findings.gone = known.values().sum();
    findings
}

/// Lets the ways of findings start at the flow that an edit enables: a host shows the first place of a finding, and beside
/// an edit only if it is one of the lines that changed.
pub fn start_at_edit(before: &[Topology], after: &[Topology], found: &mut Diagnostics) {
    let known: BTreeSet<(&str, &str)> = flows(before).map(|(ends, _)| ends).collect();
    let added: BTreeSet<Span> =
        flows(after).filter(|(ends, _)| !known.contains(ends)).map(|(_, span)| span).collect();
    found.start_at(|span| added.contains(&span));
}

/// The aliases and the line of each flow.
fn flows(topologies: &[Topology]) -> impl Iterator<Item = ((&str, &str), Span)> {
    topologies.iter().flat_map(|topology| {
        let ends = |flow: &Flow| (topology.alias(flow.from), topology.alias(flow.to));
        topology.flows.iter().map(move |flow| (ends(flow), flow.span))
    })
}

fn key(finding: &Diagnostic) -> (&str, Option<&str>, &str) {
    (finding.rule, finding.subject.as_deref(), &finding.message)
}

impl Findings {
    /// Those that the edit brings.
    pub fn only_new(&self, found: &Diagnostics) -> Diagnostics {
        Findings::at(&self.new, found)
    }

    /// Those that were there before.
    pub fn only_old(&self, found: &Diagnostics) -> Diagnostics {
        Findings::at(&self.old, found)
    }

    /// Leaves only the new ones, which have the first positions then.
    pub fn hide_old(&mut self) {
        self.hidden = self.old.len();
        self.old.clear();
        self.new = (0..self.new.len()).collect();
    }

    fn at(positions: &[usize], found: &Diagnostics) -> Diagnostics {
        let mut kept = Diagnostics::default();
        for (position, finding) in found.iter().enumerate() {
            if positions.binary_search(&position).is_ok() {
                kept.push(finding.clone());
            }
        }
        kept
    }
}
