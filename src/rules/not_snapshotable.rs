use super::{
    Context, Findings, Rule,
    volumes::{backups, volumes},
};
use crate::{diagnostic::Severity, inventory::Medium};

pub(super) static RULE: Rule = Rule {
    id: "not-snapshotable",
    severity: Severity::Error,
    summary: "a backup of volumes of which no snapshot can be made",
    page: include_str!("not_snapshotable.md"),
    allowable: true,
    check,
};

/// Provisioners that are no CSI drivers, besides those of Kubernetes itself (`kubernetes.io/…`).
const PATHS: [&str; 3] =
    ["rancher.io/local-path", "k8s.io/minikube-hostpath", "microk8s.io/hostpath"];

/// Whether a provisioner is none that makes snapshots.
pub(super) fn is_no_driver(provisioner: &str) -> bool {
    PATHS.contains(&provisioner) || provisioner.starts_with("kubernetes.io/")
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (backup, cluster) in context.topologies.iter().flat_map(backups) {
        let name = &backup.name.value;
        for (_, volume) in volumes(backup, cluster) {
            if volume.medium == Medium::Ephemeral {
                findings
                    .report(volume.span, format!("`{name}` cannot hold a volume that is no claim"))
                    .subject(name)
                    .related(backup.name.span, "the backup")
                    .reason("it goes with the pod, and no snapshot can be made of it")
                    .help("give the node a claim of a storage class with a CSI driver");
                continue;
            }
            let class = volume.class.as_ref();
            let Some(class) = class.and_then(|name| cluster.storage.class(&name.value)) else {
                continue;
            };
            let provisioner = &class.provisioner;
            if is_no_driver(&provisioner.value) {
                findings
                    .report(
                        volume.span,
                        format!("`{name}` cannot hold a volume of `{}`", provisioner.value),
                    )
                    .subject(name)
                    .related(provisioner.span, "this is no CSI driver")
                    .related(backup.name.span, "the backup")
                    .reason("snapshots are made by CSI drivers only; volumes of Kubernetes' own plugins and of paths on a node have none")
                    .help("move the volume to a storage class with a CSI driver");
            }
        }
    }
}
