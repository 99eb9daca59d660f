use super::{
    Context, Findings, Rule,
    not_snapshotable::is_no_driver,
    volumes::{backups, volumes},
};
use crate::{
    diagnostic::Severity,
    inventory::StorageClass,
    topology::{Backup, Cluster, Engine, Restore},
};

pub(super) static RULE: Rule = Rule {
    id: "driver-mismatch",
    severity: Severity::Error,
    summary: "a class of snapshots of another driver than the volumes",
    page: include_str!("driver_mismatch.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for restore in &topology.restores {
            check_restore(restore, topology.cluster(restore.cluster), findings);
        }
    }
    for (backup, cluster) in context.topologies.iter().flat_map(backups) {
        check_velero(backup, cluster, findings);
        let class = &backup.snapshot_class;
        let Some(found) = cluster.storage.snapshot_class(&class.value) else { continue };
        for (_, volume) in volumes(backup, cluster) {
            let storage = volume.class.as_ref();
            let storage = storage.and_then(|name| cluster.storage.class(&name.value));
            // What is no CSI driver is told by `not-snapshotable`.
            let differs = |own: &&StorageClass| {
                own.provisioner.value != found.driver.value && !is_no_driver(&own.provisioner.value)
            };
            let Some(storage) = storage.filter(differs) else { continue };
            findings
                .report(
                    class.span,
                    format!(
                        "`{}` makes snapshots with `{}`, and the volumes are of `{}`",
                        class.value, found.driver.value, storage.provisioner.value
                    ),
                )
                .subject(&backup.name.value)
                .related(found.driver.span, "the driver of the class")
                .related(storage.provisioner.span, "the driver of the volumes")
                .reason("a driver makes snapshots of its own volumes only, so that every run fails")
                .help("name a VolumeSnapshotClass of the driver of the volumes");
            break;
        }
    }
}

fn check_velero(backup: &Backup, cluster: &Cluster, findings: &mut Findings<'_>) {
    let Engine::Velero(velero) = &backup.engine else { return };
    let class = &backup.snapshot_class;
    let found = cluster.storage.snapshot_class(&class.value);
    if let Some(found) = found.filter(|found| found.driver.value != velero.driver) {
        findings
            .report(
                class.span,
                format!(
                    "`{}` is of `{}`, and Velero is told to use it for `{}`",
                    class.value, found.driver.value, velero.driver
                ),
            )
            .subject(&backup.name.value)
            .related(found.driver.span, "the driver of the class")
            .reason("a driver makes snapshots of its own volumes only, so that every run fails")
            .help(format!("write `driver: {}`", found.driver.value));
    }
}

/// What a handle stands for is made into volumes by the driver that made it.
fn check_restore(restore: &Restore, cluster: &Cluster, findings: &mut Findings<'_>) {
    let Some(driver) = &restore.driver else { return };
    for volume in restore.volumes.iter().filter(|volume| volume.handle.is_some()) {
        let class = volume.storage_class.as_ref();
        let class = class.and_then(|name| cluster.storage.class(&name.value));
        let Some(class) = class.filter(|class| class.provisioner.value != driver.value) else {
            continue;
        };
        findings
            .report(
                driver.span,
                format!(
                    "the snapshots are of `{}`, and the volumes of `{}`",
                    driver.value, class.provisioner.value
                ),
            )
            .subject(&cluster.alias.value)
            .related(volume.span, format!("its class is `{}`", class.name))
            .related(class.provisioner.span, "the driver of the volumes")
            .reason(
                "a driver makes volumes of its own snapshots only, so that the claim stays unbound",
            )
            .help(format!(
                "write `driver: {}`, or `storageClassName:` with a class of `{}`",
                class.provisioner.value, driver.value
            ));
        return;
    }
}
