//! The templates of a run: the built-in ones, replaced and added to by the user's.

use std::collections::BTreeMap;

use super::{
    faults::TEMPLATE_SYNTAX,
    template::{self, Template},
};
use crate::{
    diagnostic::Diagnostics,
    source::{Sources, Span},
    topology::Topology,
    yaml,
};

/// A template as it was found: its path below the folder of templates, such as `kubernetes/deployment.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFile {
    pub path: String,
    /// The name that messages give it.
    pub name: String,
    pub text: String,
}

/// Compiled templates, in the order of their paths.
#[derive(Debug)]
pub struct Templates {
    /// Filled for each instance.
    pub instance: Vec<Template>,
    /// Filled for each user of a Kafka cluster.
    pub user: Vec<Template>,
    /// Filled for each backup.
    pub backup: Vec<Template>,
    /// Filled for each single snapshot.
    pub snapshot: Vec<Template>,
    /// Filled for each restore.
    pub restore: Vec<Template>,
    /// Filled for each Kubernetes cluster.
    pub kubernetes_cluster: Vec<Template>,
    pub kustomization: Template,
}

const KUSTOMIZATION: &str = "gitops/kustomization.yaml";

/// What the templates of a folder are filled for.
const FOLDERS: [(&str, &str); 6] = [
    ("kubernetes", "an instance"),
    ("kafka-user", "a user"),
    ("backup", "a backup"),
    ("snapshot", "a snapshot"),
    ("restore", "a restore"),
    ("kubernetes-cluster", "a Kubernetes cluster"),
];

static BUILT_IN: [(&str, &str); 22] = [
    ("backup/config-map.yaml", include_str!("../../templates/backup/config-map.yaml")),
    ("backup/cron-job.yaml", include_str!("../../templates/backup/cron-job.yaml")),
    ("backup/kafka-backup.yaml", include_str!("../../templates/backup/kafka-backup.yaml")),
    ("backup/role-binding.yaml", include_str!("../../templates/backup/role-binding.yaml")),
    ("backup/role.yaml", include_str!("../../templates/backup/role.yaml")),
    ("backup/service-account.yaml", include_str!("../../templates/backup/service-account.yaml")),
    (
        "backup/snapshot-schedule.yaml",
        include_str!("../../templates/backup/snapshot-schedule.yaml"),
    ),
    ("backup/velero-schedule.yaml", include_str!("../../templates/backup/velero-schedule.yaml")),
    (KUSTOMIZATION, include_str!("../../templates/gitops/kustomization.yaml")),
    ("kafka-user/kafka-user.yaml", include_str!("../../templates/kafka-user/kafka-user.yaml")),
    ("kubernetes/config-map.yaml", include_str!("../../templates/kubernetes/config-map.yaml")),
    ("kubernetes/deployment.yaml", include_str!("../../templates/kubernetes/deployment.yaml")),
    (
        "kubernetes/horizontal-pod-autoscaler.yaml",
        include_str!("../../templates/kubernetes/horizontal-pod-autoscaler.yaml"),
    ),
    (
        "kubernetes/network-policy.yaml",
        include_str!("../../templates/kubernetes/network-policy.yaml"),
    ),
    (
        "kubernetes/pod-disruption-budget.yaml",
        include_str!("../../templates/kubernetes/pod-disruption-budget.yaml"),
    ),
    (
        "kubernetes/service-account.yaml",
        include_str!("../../templates/kubernetes/service-account.yaml"),
    ),
    ("kubernetes/service.yaml", include_str!("../../templates/kubernetes/service.yaml")),
    (
        "restore/persistent-volume-claim.yaml",
        include_str!("../../templates/restore/persistent-volume-claim.yaml"),
    ),
    (
        "restore/volume-snapshot-content.yaml",
        include_str!("../../templates/restore/volume-snapshot-content.yaml"),
    ),
    ("restore/volume-snapshot.yaml", include_str!("../../templates/restore/volume-snapshot.yaml")),
    (
        "snapshot/volume-group-snapshot.yaml",
        include_str!("../../templates/snapshot/volume-group-snapshot.yaml"),
    ),
    (
        "snapshot/volume-snapshot.yaml",
        include_str!("../../templates/snapshot/volume-snapshot.yaml"),
    ),
];

/// Compiles the templates; nothing where one of them is wrong. Of the built-in ones those that nothing is made of are not
/// read, since that is a good part of a run on few clusters.
pub fn templates(
    user: &[TemplateFile],
    topologies: &[Topology],
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<Templates> {
    let replaced = |path: &str| user.iter().any(|file| file.path == path);
    let mut files: Vec<TemplateFile> = BUILT_IN
        .iter()
        .filter(|(path, _)| is_filled(path, topologies) && !replaced(path))
        .map(|(path, text)| TemplateFile {
            path: (*path).to_owned(),
            name: format!("templates/{path}"),
            text: (*text).to_owned(),
        })
        .chain(user.iter().cloned())
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut kinds: BTreeMap<&str, Vec<Template>> =
        FOLDERS.iter().map(|(folder, _)| (*folder, Vec::new())).collect();
    let mut kustomization = None;
    let mut complete = true;
    for file in files {
        let id = sources.add(file.name, file.text);
        let before = found.len();
        let nodes = yaml::read(&sources.get(id).text, id, found);
        let compiled = template::compile(&nodes, sources, found);
        let Some(compiled) = compiled.filter(|_| found.len() == before) else {
            complete = false;
            continue;
        };
        let folder = file.path.split_once('/').map(|(folder, _)| folder);
        if file.path == KUSTOMIZATION {
            kustomization = Some(compiled);
        } else if let Some(kind) = folder.and_then(|folder| kinds.get_mut(folder)) {
            kind.push(compiled);
        } else {
            complete = false;
            let message = format!("no run fills a template `{}`", file.path);
            let known: Vec<String> =
                FOLDERS.iter().map(|(folder, of)| format!("`{folder}/` (one {of})")).collect();
            found
                .report(&TEMPLATE_SYNTAX, Span::new(id, 0..0), message)
                .help(format!("move it to one of {}", known.join(", ")));
        }
    }
    let mut of = |folder: &str| kinds.remove(folder).unwrap_or_default();
    kustomization.filter(|_| complete).map(|kustomization| Templates {
        instance: of("kubernetes"),
        user: of("kafka-user"),
        backup: of("backup"),
        snapshot: of("snapshot"),
        restore: of("restore"),
        kubernetes_cluster: of("kubernetes-cluster"),
        kustomization,
    })
}

/// Whether something may be made of a template.
fn is_filled(path: &str, topologies: &[Topology]) -> bool {
    let has = |is_there: fn(&Topology) -> bool| topologies.iter().any(is_there);
    match path.split_once('/').map_or(path, |(folder, _)| folder) {
        "kafka-user" => {
            has(|topology| topology.clusters.iter().any(|cluster| !cluster.users.is_empty()))
        }
        "backup" => has(|topology| !topology.backups.is_empty()),
        "snapshot" => has(|topology| !topology.snapshots.is_empty()),
        "restore" => has(|topology| !topology.restores.is_empty()),
        _ => true,
    }
}
