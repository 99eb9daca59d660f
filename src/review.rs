//! What changed between two compiled revisions. In: the [`Manifests`] of both. Out: a [`Review`]: objects that are added,
//! removed or changed, and in a changed one every field, by cluster. Knows neither git nor the disk.

mod fields;

use std::collections::{BTreeMap, BTreeSet};

use crate::render::Manifests;

pub use fields::{FieldChange, Step};

/// The difference, by the folder of the Kubernetes cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    pub clusters: BTreeMap<String, Vec<ObjectChange>>,
}

/// An object that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectChange {
    /// Its path in the tree, which is its identity: Kubernetes cluster, namespace, kind and name.
    pub path: String,
    pub kind: ChangeKind,
    /// The whole text before and after; empty where there is none.
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Removed,
    /// Never without a field.
    Changed(Vec<FieldChange>),
}

/// How many objects a cluster gains, loses and keeps with other fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
}

/// Compares object by object.
pub fn compare(before: &Manifests, after: &Manifests) -> Review {
    let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    let mut review = Review::default();
    for path in paths {
        let text = |manifests: &Manifests| manifests.files.get(path).map(|file| file.text.clone());
        let (old, new) = (text(before), text(after));
        if old == new {
            continue;
        }
        let kind = match (&old, &new) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            (Some(old), Some(new)) => ChangeKind::Changed(fields::compare(old, new)),
        };
        let cluster = path.split('/').next().unwrap_or_default().to_owned();
        review.clusters.entry(cluster).or_default().push(ObjectChange {
            path: path.clone(),
            kind,
            before: old.unwrap_or_default(),
            after: new.unwrap_or_default(),
        });
    }
    review
}

impl ObjectChange {
    /// Whether Kubernetes replaces the pods of this object: the template that they are made from differs.
    pub fn restarts_pods(&self) -> bool {
        let ChangeKind::Changed(fields) = &self.kind else { return false };
        let pods = ["spec", "template"].map(|key| Step::Key(key.to_owned()));
        fields.iter().any(|field| field.path.starts_with(&pods))
    }
}

impl Review {
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }
}

impl Counts {
    pub fn of(objects: &[ObjectChange]) -> Counts {
        let mut counts = Counts::default();
        for object in objects {
            match object.kind {
                ChangeKind::Added => counts.added += 1,
                ChangeKind::Removed => counts.removed += 1,
                ChangeKind::Changed(_) => counts.changed += 1,
            }
        }
        counts
    }
}
