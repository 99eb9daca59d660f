//! Manifests. In: a [`Plan`] and templates. Out: [`Manifests`]: checked objects as text, by their path in the tree.
//!
//! `template` is the engine, `templates` the built-in and the user's files, `values` what they see, `config` the files in
//! a ConfigMap, `check` what the API server would say.

pub mod check;
mod config;
pub mod faults;
mod runbook;
mod secrets;
pub mod template;
mod templates;
mod users;
mod values;
mod volumes;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value as Scope;

use crate::{
    diagnostic::Diagnostics,
    parallel, paths,
    plan::{Instance, Plan, Share, faults::OBJECT_COLLISION},
    source::Span,
    topology::{Cluster, Topology},
    yaml::{self, Value},
};

use config::SharedFiles;

pub use templates::{TemplateFile, Templates, templates};

/// Everything that one run writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifests {
    /// By path below the tree's root, with forward slashes, such as `weu/kafka.deployment.mm2-kafka2.yaml`;
    /// the first segment is the folder of a Kubernetes cluster.
    pub files: BTreeMap<String, ManifestFile>,
    /// The descriptors of the run, each by its path from the tree's root, those that make no file included.
    pub descriptors: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestFile {
    pub text: String,
    pub origin: Origin,
}

/// What made a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Path of the descriptor from the tree's root, with forward slashes, such as `../topology.yaml`.
    pub descriptor: String,
    /// What in the descriptor, such as the alias `kafka2`.
    pub owner: String,
    /// The line of the descriptor.
    pub span: Span,
}

impl Root<'_> {
    /// The way from the tree's root to a descriptor.
    pub fn way_to(self, file: &str) -> String {
        let absolute = |path: &str| match path.starts_with('/') {
            true => path.to_owned(),
            false => format!("{}/{path}", self.folder),
        };
        paths::relative(&absolute(self.tree), &absolute(file))
    }
}

/// An object on its way into the tree.
struct Made {
    path: String,
    /// The API group, empty for the core.
    group: String,
    file: ManifestFile,
    /// The template's document.
    span: Span,
}

/// Where the tree is, so that ledgers name descriptors from there.
#[derive(Debug, Clone, Copy)]
pub struct Root<'a> {
    /// The folder from which paths are named, absolute.
    pub folder: &'a str,
    /// The root of the tree.
    pub tree: &'a str,
}

/// Fills the templates for every instance and every Kubernetes cluster.
pub fn render(
    plan: &Plan<'_>,
    templates: &Templates,
    root: Root<'_>,
    found: &mut Diagnostics,
) -> Manifests {
    let work: Vec<(&str, &Instance<'_>)> = plan
        .kubernetes_clusters
        .iter()
        .flat_map(|(folder, share)| share.instances.iter().map(move |instance| (*folder, instance)))
        .collect();
    let shared = shared_files(&work);
    let made = parallel::map(&work, |(folder, instance)| {
        let shared = shared.get(&instance.topology.span).expect("there is one for each topology");
        objects(folder, instance, shared, templates, root)
    });
    let mut all = Vec::new();
    for (objects, inner) in made {
        found.append(inner);
        all.extend(objects);
    }
    for (folder, share) in &plan.kubernetes_clusters {
        all.extend(shared_objects(folder, share, templates, root, found));
    }
    let mut manifests = Manifests::default();
    tell_groups_apart(&mut all);
    for made in all {
        insert(made, &mut manifests, found);
    }
    for (folder, share) in &plan.kubernetes_clusters {
        insert_lists(folder, share, templates, root, &mut manifests, found);
    }
    manifests
}

/// What is made once for a Kubernetes cluster, and for each user.
fn shared_objects(
    folder: &str,
    share: &Share<'_>,
    templates: &Templates,
    root: Root<'_>,
    found: &mut Diagnostics,
) -> Vec<Made> {
    let mut all = Vec::new();
    for user in &share.users {
        let mut origin = origin(user.topology, user.cluster, root, user.name().to_owned());
        origin.span = user.written.value.name.span;
        for template in &templates.user {
            all.extend(fill(template, &users::scope(user), folder, &origin, found));
        }
    }
    all.extend(objects_of_volumes(folder, share, templates, root, found));
    if let Some(origin) = shared_origin(folder, share, root) {
        for template in &templates.kubernetes_cluster {
            let scope = cluster_scope(folder, &share.instances, &[]);
            all.extend(fill(template, &scope, folder, &origin, found));
        }
    }
    all
}

/// What is made of backups, snapshots and restores.
fn objects_of_volumes(
    folder: &str,
    share: &Share<'_>,
    templates: &Templates,
    root: Root<'_>,
    found: &mut Diagnostics,
) -> Vec<Made> {
    let mut all = Vec::new();
    let mut make = |templates: &[template::Template], scope: &Scope, origin: &Origin| {
        for template in templates {
            all.extend(fill(template, scope, folder, origin, found));
        }
    };
    for backup in &share.backups {
        let name = &backup.written.name;
        let mut origin = origin(backup.topology, backup.cluster, root, name.value.clone());
        origin.span = name.span;
        make(&templates.backup, &volumes::backup_scope(backup), &origin);
    }
    for snapshot in &share.snapshots {
        let time = &snapshot.written.time;
        let mut origin = origin(snapshot.topology, snapshot.cluster, root, time.value.clone());
        origin.span = time.span;
        make(&templates.snapshot, &volumes::snapshot_scope(snapshot), &origin);
    }
    for restore in &share.restores {
        let owner = restore.cluster.alias.value.clone();
        let mut origin = origin(restore.topology, restore.cluster, root, owner);
        origin.span = restore.written.span;
        make(&templates.restore, &volumes::restore_scope(restore), &origin);
    }
    all
}

/// What lists the other objects of a Kubernetes cluster, or what they need.
fn insert_lists(
    folder: &str,
    share: &Share<'_>,
    templates: &Templates,
    root: Root<'_>,
    manifests: &mut Manifests,
    found: &mut Diagnostics,
) {
    let Some(origin) = shared_origin(folder, share, root) else { return };
    insert_kustomization(folder, &share.instances, &origin, templates, manifests, found);
    for book in runbook::runbooks(folder, share) {
        let alias = book.cluster.alias.value.clone();
        let origin = self::origin(book.topology, book.cluster, root, alias);
        let path = format!("{folder}/{}", book.file);
        manifests.files.insert(path, ManifestFile { text: book.text, origin });
    }
    if let Some(text) = secrets::list(&share.instances) {
        let path = format!("{folder}/{}", secrets::FILE);
        manifests.files.insert(path, ManifestFile { text, origin });
    }
}

/// What is shared comes from the first that has a part in it.
fn shared_origin(folder: &str, share: &Share<'_>, root: Root<'_>) -> Option<Origin> {
    let first = share.instances.first().map(|instance| (instance.topology, instance.cluster));
    let first = first.or_else(|| share.users.first().map(|user| (user.topology, user.cluster)));
    let backup = || share.backups.first().map(|backup| (backup.topology, backup.cluster));
    let snapshot = || share.snapshots.first().map(|one| (one.topology, one.cluster));
    let restore = || share.restores.first().map(|one| (one.topology, one.cluster));
    let (topology, cluster) = first.or_else(backup).or_else(snapshot).or_else(restore)?;
    Some(origin(topology, cluster, root, folder.to_owned()))
}

/// By the first line of the topology's descriptor.
fn shared_files(work: &[(&str, &Instance<'_>)]) -> BTreeMap<Span, SharedFiles> {
    let mut shared = BTreeMap::new();
    for (_, instance) in work {
        shared.entry(instance.topology.span).or_insert_with(|| SharedFiles::new(instance.topology));
    }
    shared
}

fn objects(
    folder: &str,
    instance: &Instance<'_>,
    shared: &SharedFiles,
    templates: &Templates,
    root: Root<'_>,
) -> (Vec<Made>, Diagnostics) {
    let mut found = Diagnostics::default();
    let scope = values::scope(instance, shared);
    let owner = instance.cluster.alias.value.clone();
    let origin = origin(instance.topology, instance.cluster, root, owner);
    let made = templates
        .instance
        .iter()
        .flat_map(|template| fill(template, &scope, folder, &origin, &mut found))
        .collect();
    (made, found)
}

fn origin(topology: &Topology, cluster: &Cluster, root: Root<'_>, owner: String) -> Origin {
    Origin { descriptor: root.way_to(&topology.path), owner, span: cluster.alias.span }
}

fn fill(
    template: &template::Template,
    scope: &Scope,
    folder: &str,
    origin: &Origin,
    found: &mut Diagnostics,
) -> Vec<Made> {
    let documents = template.render(scope, found).into_iter();
    let made = documents.map(|template::Document { object, span }| {
        let text = yaml::write(&object);
        let made = Made {
            path: format!("{folder}/{}", file_name(&object)),
            group: group(&object),
            file: ManifestFile { text, origin: origin.clone() },
            span,
        };
        check::check(object, span, found);
        made
    });
    made.collect()
}

/// `<namespace>.<kind>.<name>.yaml`; without the namespace for an object that has none.
fn file_name(object: &Value) -> String {
    let text = |path: &[&str]| {
        let found = path.iter().try_fold(object, |value, key| value.get(key));
        found.and_then(Value::as_str)
    };
    let kind = text(&["kind"]).unwrap_or_default().to_ascii_lowercase();
    let name = text(&["metadata", "name"]).unwrap_or_default();
    match text(&["metadata", "namespace"]) {
        Some(namespace) => format!("{namespace}.{kind}.{name}.yaml"),
        None => format!("{kind}.{name}.yaml"),
    }
}

fn group(object: &Value) -> String {
    let version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    version.split_once('/').map_or(String::new(), |(group, _)| group.to_ascii_lowercase())
}

/// Objects of one kind and name in two API groups are two: their files have the group in their names as well.
fn tell_groups_apart(all: &mut [Made]) {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for made in all.iter() {
        groups.entry(&made.path).or_default().insert(&made.group);
    }
    let shared: BTreeSet<String> = groups
        .into_iter()
        .filter(|(_, groups)| groups.len() > 1)
        .map(|(path, _)| path.to_owned())
        .collect();
    for made in all.iter_mut().filter(|made| shared.contains(&made.path)) {
        let group = if made.group.is_empty() { "core" } else { &made.group };
        let stem = made.path.strip_suffix(".yaml").unwrap_or(&made.path);
        made.path = format!("{stem}.{group}.yaml");
    }
}

fn insert(made: Made, manifests: &mut Manifests, found: &mut Diagnostics) {
    if let Some(other) = manifests.files.get(&made.path) {
        let message = format!("two templates make the same object `{}`", made.path);
        found
            .report(&OBJECT_COLLISION, made.span, message)
            .related(other.origin.span, "the first is made for this cluster")
            .help("give one of the two another name");
        return;
    }
    manifests.files.insert(made.path, made.file);
}

fn cluster_scope(folder: &str, instances: &[Instance<'_>], files: &[String]) -> Scope {
    let instances: Vec<Scope> = instances
        .iter()
        .map(|instance| {
            Scope::from_pairs([
                ("name", Scope::from(instance.name.as_str())),
                ("namespace", Scope::from(instance.namespace())),
                ("alias", Scope::from(instance.cluster.alias.value.as_str())),
            ])
        })
        .collect();
    let cluster = Scope::from_pairs([
        ("name", Scope::from(folder)),
        ("instances", Scope::from(instances)),
        ("files", files.iter().map(String::as_str).collect::<Scope>()),
    ]);
    Scope::from_pairs([("cluster", cluster)])
}

/// Lists every file of the folder, so that Argo CD, Flux and `kubectl apply -k` all take it as it is.
fn insert_kustomization(
    folder: &str,
    instances: &[Instance<'_>],
    origin: &Origin,
    templates: &Templates,
    manifests: &mut Manifests,
    found: &mut Diagnostics,
) {
    let prefix = format!("{folder}/");
    let below = manifests.files.range(prefix.clone()..).map(|(path, _)| path);
    let names: Vec<String> =
        below.map_while(|path| path.strip_prefix(&prefix)).map(str::to_owned).collect();
    let scope = cluster_scope(folder, instances, &names);
    for document in templates.kustomization.render(&scope, found) {
        let file = ManifestFile { text: yaml::write(&document.object), origin: origin.clone() };
        check::check(document.object, document.span, found);
        let path = format!("{folder}/kustomization.yaml");
        let made = Made { path, group: String::new(), file, span: document.span };
        insert(made, manifests, found);
    }
}
