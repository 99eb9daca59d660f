//! What changed in the manifests. In: the [`Manifests`] of two revisions. Out: [`Objects`]: those that are added, removed
//! or changed, and in a changed one every field, by cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, FieldChange, Step};
use crate::{parallel, render::Manifests};

/// The difference, by the folder of the Kubernetes cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects {
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
pub fn compare(before: &Manifests, after: &Manifests) -> Objects {
    let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    let text = |manifests: &'_ Manifests, path: &String| {
        manifests.files.get(path).map(|file| file.text.as_str()).map(str::to_owned)
    };
    let differs = |path: &&String| {
        before.files.get(*path).map(|file| &file.text)
            != after.files.get(*path).map(|file| &file.text)
    };
    let paths: Vec<&String> = paths.into_iter().filter(differs).collect();
    let changes = parallel::map(&paths, |path| change(path, text(before, path), text(after, path)));
    let mut objects = Objects::default();
    for object in changes {
        let cluster = object.path.split('/').next().unwrap_or_default().to_owned();
        objects.clusters.entry(cluster).or_default().push(object);
    }
    objects
}

fn change(path: &str, before: Option<String>, after: Option<String>) -> ObjectChange {
    let kind = match (&before, &after) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        (Some(old), Some(new)) => ChangeKind::Changed(fields::compare(old, new)),
    };
    ObjectChange {
        path: path.to_owned(),
        kind,
        before: before.unwrap_or_default(),
        after: after.unwrap_or_default(),
    }
}

impl ObjectChange {
    /// Whether Kubernetes replaces the pods of this object: the template that they are made from differs.
    pub fn restarts_pods(&self) -> bool {
        let ChangeKind::Changed(fields) = &self.kind else { return false };
        let pods = ["spec", "template"].map(|key| Step::Key(key.to_owned()));
        fields.iter().any(|field| field.path.starts_with(&pods))
    }
}

impl Objects {
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
