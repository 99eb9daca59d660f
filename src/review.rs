//! What an edit does. In: two compiled revisions, as far as each got. Out: a [`Review`]: consequences for the data, told
//! by the rules of [`changes`]; the objects that differ; and which findings are new. Knows neither git nor the disk.
//!
//! What is compared are the models: settings after defaults, clusters by their identity, topics as they are simulated.
//! A comment, an order or a place in a file is in none of them.

mod acknowledge;
mod change;
pub mod changes;
mod drawing;
mod facts;
mod fields;
mod findings;
mod objects;

use std::collections::BTreeMap;

use crate::{
    diagnostic::Diagnostics, lock::Lock, render::Manifests, source::Sources, topology::Topology,
};

use change::Changes;
pub use change::{Change, ChangeRule, Class, Concerned, Weight};
pub use drawing::{ClusterFate, Drawing, DrawnCluster, DrawnFlow, FlowFate};
use facts::Facts;
pub use fields::{FieldChange, Step, common_lines};
pub use findings::{Findings, start_at_edit};
pub use objects::{
    ChangeKind, Counts, ObjectChange, Objects, compare as compare_objects, restarts_pods,
};

/// One revision, compiled.
#[derive(Debug, Clone, Copy)]
pub struct Revision<'a> {
    pub sources: &'a Sources,
    pub topologies: &'a [Topology],
    /// By their paths.
    pub locks: &'a BTreeMap<String, Lock>,
    pub found: &'a Diagnostics,
    /// Absent where there are errors.
    pub manifests: Option<&'a Manifests>,
}

/// What an edit does.
#[derive(Debug, Clone, Default)]
pub struct Review<'a> {
    /// The heaviest first.
    pub changes: Vec<Change>,
    /// Absent where one of the revisions renders nothing.
    pub objects: Option<Objects<'a>>,
    pub findings: Findings,
    /// The clusters and flows of both revisions.
    pub drawing: Drawing,
    /// About `allow` entries of the edit that accept nothing of it.
    pub needless: Diagnostics,
    /// There is a lock in one of the revisions, so that aliases of former times are known.
    pub has_history: bool,
    /// Only so many copies of topics were followed in each revision.
    pub is_cut: bool,
}

/// Compares two revisions; `today` is `YYYY-MM-DD`.
pub fn review<'a>(before: &Revision<'a>, after: &Revision<'a>, today: &str) -> Review<'a> {
    let mut review = Review {
        findings: findings::compare(before, after),
        has_history: !before.locks.is_empty() || !after.locks.is_empty(),
        ..Review::default()
    };
    if let (Some(old), Some(new)) = (before.manifests, after.manifests) {
        review.objects = Some(objects::compare(old, new));
    }
    match facts::is_same(before, after) {
        true => review.drawing = drawing::unchanged(after),
        false => tell_changes(before, after, &mut review),
    }
    review.needless = acknowledge::acknowledge(&mut review.changes, before, after, today);
    review
}

fn tell_changes(before: &Revision<'_>, after: &Revision<'_>, review: &mut Review<'_>) {
    let members = facts::matched(before, after);
    let (old, new) = facts::simulations(before, after, &members);
    let facts = Facts::of((before, &old), (after, &new), members);
    review.drawing = drawing::drawing(before, after, &facts);
    review.changes = changes::check(&facts);
    review.is_cut = facts.topics.is_cut;
    review.changes.sort_by(|a, b| {
        let key = |change: &Change| (change.weight, change.class, change.rule);
        key(a).cmp(&key(b)).then_with(|| a.subject.cmp(&b.subject))
    });
}

impl Review<'_> {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.objects.as_ref().is_none_or(Objects::is_empty)
    }

    pub fn count(&self, weight: Weight) -> usize {
        self.changes.iter().filter(|change| change.weight == weight).count()
    }

    /// Blocks without an acknowledgement.
    pub fn open_blocks(&self) -> usize {
        self.changes.iter().filter(|change| change.is_open_block()).count()
    }
}
