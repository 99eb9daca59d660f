//! What changed in the manifests. In: the [`Manifests`] of two revisions. Out: [`Objects`]: those that are added, removed
//! or changed, by cluster; a changed one tells its fields when it is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, FieldChange, Step};
use crate::render::Manifests;

/// The difference, by the folder of the Kubernetes cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects<'a> {
    pub clusters: BTreeMap<String, Vec<ObjectChange<'a>>>,
}

/// An object that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectChange<'a> {
    /// Its path in the tree, which is its identity: Kubernetes cluster, namespace, kind and name.
    pub path: &'a str,
    /// The whole text; absent on the side that lacks the object.
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
}

/// How many objects a cluster gains, loses and keeps with other fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
}

/// Compares object by object.
pub fn compare<'a>(before: &'a Manifests, after: &'a Manifests) -> Objects<'a> {
    let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    let mut objects = Objects::default();
    for path in paths {
        let text =
            |manifests: &'a Manifests| manifests.files.get(path).map(|file| file.text.as_str());
        let object = ObjectChange { path, before: text(before), after: text(after) };
        if object.before != object.after {
            let cluster = path.split('/').next().unwrap_or_default().to_owned();
            objects.clusters.entry(cluster).or_default().push(object);
        }
    }
    objects
}

impl ObjectChange<'_> {
    pub fn kind(&self) -> ChangeKind {
        match (self.before, self.after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            (Some(_), Some(_)) => ChangeKind::Changed,
        }
    }

    /// What differs in an object that is on both sides. It is found when it is asked for, since an edit of a large fleet
    /// changes more than is shown.
    pub fn fields(&self) -> Vec<FieldChange> {
        match (self.before, self.after) {
            (Some(before), Some(after)) if before != after => fields::compare(before, after),
            (_, _) => Vec::new(),
        }
    }
}

/// Whether Kubernetes replaces the pods of an object in which these fields differ: they are in the template that pods are
/// made from.
pub fn restarts_pods(fields: &[FieldChange]) -> bool {
    let pods = ["spec", "template"].map(|key| Step::Key(key.to_owned()));
    fields.iter().any(|field| field.path.starts_with(&pods))
}

impl Objects<'_> {
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }
}

impl Counts {
    pub fn of(objects: &[ObjectChange<'_>]) -> Counts {
        let mut counts = Counts::default();
        for object in objects {
            match object.kind() {
                ChangeKind::Added => counts.added += 1,
                ChangeKind::Removed => counts.removed += 1,
                ChangeKind::Changed => counts.changed += 1,
            }
        }
        counts
    }
}
