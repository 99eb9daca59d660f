//! Changes to the rendered tree and between two revisions, as JSON.

use serde::Serialize;

use super::{
    Location,
    drawing::{self, Drawing},
    location, sentence,
};
use crate::{
    report::{redact::redact, review::ReviewReport, tree},
    review::{Change, ChangeKind, FieldChange, ObjectChange, Objects, Step, changes},
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
#[serde(rename_all = "camelCase")]
pub(super) struct Diff {
    /// The revision that was compared with.
    against: String,
    /// What the edit does, the worst first.
    changes: Vec<DataChange>,
    /// Which findings the edit brings.
    findings: Brought,
    /// The clusters and flows of both revisions, and what becomes of each.
    drawing: Drawing,
    /// There is a `mirrorc.lock`, so that aliases of former times are known.
    has_history: bool,
    /// Only so many copies of topics were followed in each revision.
    is_cut: bool,
    /// Edits of which the review says nothing.
    undecided: Vec<Undecided>,
    /// Every object that differs, by cluster and path; `null` where one of the revisions has errors.
    objects: Option<Vec<Object>>,
}

/// One consequence of the edit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DataChange {
    /// The id, as `mirrorc explain` and `allow` take it.
    rule: &'static str,
    /// What happens to data.
    #[cfg_attr(
        test,
        schemars(extend("enum" = ["records-lost", "loop-or-merge", "positions-lost", "re-replication", "stops-silently", "orphans", "protection-reduced", "forward-only", "restart-only", "safe"]))
    )]
    class: &'static str,
    /// How much of a reviewer's attention it takes.
    #[cfg_attr(test, schemars(extend("enum" = ["block", "warn", "note"])))]
    weight: &'static str,
    /// What it is about, as `allow` takes it.
    subject: String,
    /// One sentence that stands alone.
    message: String,
    /// What MirrorMaker 2 does then.
    consequence: Option<String>,
    /// Topics, groups, flows or settings that it is about; all of them.
    concerned: Vec<ConcernedNames>,
    /// What to do instead.
    instead: Option<String>,
    /// The place in the old revision.
    before: Option<Location>,
    /// The place in the new revision.
    after: Option<Location>,
    /// The reason of the `allow` entry that accepts it.
    acknowledged: Option<String>,
}

/// Names that a change is about.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct ConcernedNames {
    /// What happens to them, and where.
    what: String,
    /// All of them.
    names: Vec<String>,
    /// The names only stand for others, because the descriptors list none.
    are_samples: bool,
}

/// Findings before and after.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Brought {
    /// The positions in `findings` of those that the edit brings.
    new: Vec<usize>,
    /// The positions in `findings` of those that were there before.
    old: Vec<usize>,
    /// How many are gone.
    gone: usize,
}

/// An edit that is not looked for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Undecided {
    /// What would be edited.
    edit: &'static str,
    /// What would be needed to see it.
    missing: &'static str,
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

pub(super) fn diff(report: &ReviewReport<'_>) -> Diff {
    let review = report.review;
    let objects = |objects: &Objects<'_>| {
        let clusters = objects.clusters.iter();
        let all = clusters
            .flat_map(|(cluster, objects)| objects.iter().map(|change| object(cluster, change)));
        all.collect()
    };
    let undecided = changes::UNDECIDED.iter();
    Diff {
        against: report.against.to_owned(),
        changes: review.changes.iter().map(|change| data_change(report, change)).collect(),
        findings: Brought {
            new: review.findings.new.clone(),
            old: review.findings.old.clone(),
            gone: review.findings.gone,
        },
        drawing: drawing::drawing(&review.drawing),
        has_history: review.has_history,
        is_cut: review.is_cut,
        undecided: undecided.map(|&(edit, missing)| Undecided { edit, missing }).collect(),
        objects: review.objects.as_ref().map(objects),
    }
}

fn data_change(report: &ReviewReport<'_>, change: &Change) -> DataChange {
    let concerned = change.concerned.iter().map(|concerned| ConcernedNames {
        what: sentence(&concerned.what),
        names: concerned.names.iter().map(|name| sentence(name)).collect(),
        are_samples: concerned.are_samples,
    });
    DataChange {
        rule: change.rule,
        class: change.class.name(),
        weight: change.weight.name(),
        subject: sentence(&change.subject),
        message: sentence(&change.message),
        consequence: change.consequence.as_deref().map(sentence),
        concerned: concerned.collect(),
        instead: change.instead.as_deref().map(sentence),
        before: change.before.map(|span| location(report.before, span)),
        after: change.after.map(|span| location(report.after, span)),
        acknowledged: change.acknowledged.as_deref().map(sentence),
    }
}

fn object(cluster: &str, object: &ObjectChange<'_>) -> Object {
    let change = match object.kind() {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    };
    Object {
        kubernetes_cluster: cluster.to_owned(),
        path: object.path.to_owned(),
        change,
        fields: object.fields().iter().map(field).collect(),
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
