//! Changes to the rendered tree and between two revisions, as JSON.

use serde::Serialize;

use crate::{
    report::{redact::redact, tree},
    review::{ChangeKind, FieldChange, ObjectChange, Review, Step},
};

/// What became of the rendered tree.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Tree {
    /// The root of the tree, as it was named.
    root: String,
    /// Whether the changes were written.
    written: bool,
    /// Every path that differs, by its name.
    changes: Vec<TreeChange>,
    /// Every `mirrorc.lock` that differs, by its name.
    locks: Vec<LockChange>,
}

/// A path of the tree that differs from what is wanted, or differed.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TreeChange {
    /// Below the root, with forward slashes.
    path: String,
    /// Written: `created`, `changed`, `removed`. Not written: `missing`, `outdated`, `obsolete`.
    state: &'static str,
}

/// A lock that differs from what is wanted, or differed.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LockChange {
    /// With forward slashes.
    path: String,
    /// Written: `created`, `changed`. Not written: `missing`, `outdated`.
    state: &'static str,
}

/// What changed between two revisions.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Diff {
    /// The revision that was compared with.
    against: String,
    /// Every object that differs, by cluster and path.
    objects: Vec<Object>,
}

/// An object that differs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Object {
    /// The folder of its Kubernetes cluster.
    kubernetes_cluster: String,
    /// Its path in the tree, which is its identity.
    path: String,
    /// `added`, `removed` or `changed`.
    change: &'static str,
    /// The fields that differ; of a changed object only.
    fields: Vec<Field>,
}

/// A field that differs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Field {
    /// The way to it, as a JSON Pointer; an item of a list whose items have names is named by it.
    path: String,
    /// The value before, as text; `null` where there was none.
    before: Option<String>,
    /// The value after, as text; `null` where there is none.
    after: Option<String>,
}

pub(super) fn tree(tree: &tree::Tree<'_>) -> Tree {
    let changes = tree.comparison.files.iter().filter_map(|(path, &state)| {
        Some(TreeChange { path: path.clone(), state: tree::word(state, tree.written)? })
    });
    let locks = tree.stale_locks().map(|(path, state)| LockChange { path: path.to_owned(), state });
    Tree {
        root: tree.root.to_owned(),
        written: tree.written,
        changes: changes.collect(),
        locks: locks.collect(),
    }
}

pub(super) fn diff(review: &Review, against: &str) -> Diff {
    let objects = review
        .clusters
        .iter()
        .flat_map(|(cluster, objects)| objects.iter().map(|change| object(cluster, change)));
    Diff { against: against.to_owned(), objects: objects.collect() }
}

fn object(cluster: &str, object: &ObjectChange) -> Object {
    let (change, fields) = match &object.kind {
        ChangeKind::Added => ("added", &[][..]),
        ChangeKind::Removed => ("removed", &[][..]),
        ChangeKind::Changed(fields) => ("changed", fields.as_slice()),
    };
    Object {
        kubernetes_cluster: cluster.to_owned(),
        path: object.path.clone(),
        change,
        fields: fields.iter().map(field).collect(),
    }
}

fn field(change: &FieldChange) -> Field {
    let side = |value: &Option<String>| value.as_deref().map(|text| redact(text).into_owned());
    let path = change.path.iter().map(|step| match step {
        Step::Key(name) | Step::Named(name) => {
            format!("/{}", name.replace('~', "~0").replace('/', "~1"))
        }
        Step::Index(index) => format!("/{index}"),
    });
    Field { path: path.collect(), before: side(&change.before), after: side(&change.after) }
}
