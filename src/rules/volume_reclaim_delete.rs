use super::{
    Context, Findings, Rule,
    volumes::{backups, volumes},
};
use crate::{diagnostic::Severity, inventory::Volume, topology::Cluster};

pub(super) static RULE: Rule = Rule {
    id: "volume-reclaim-delete",
    severity: Severity::Error,
    summary: "volumes that go with the Kafka cluster or with their claims, though they are worth a backup",
    page: include_str!("volume_reclaim_delete.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (backup, cluster) in context.topologies.iter().flat_map(backups) {
        for (_, volume) in volumes(backup, cluster) {
            check_volume(&backup.name.value, cluster, volume, findings);
        }
    }
}

fn check_volume(backup: &str, cluster: &Cluster, volume: &Volume, findings: &mut Findings<'_>) {
    if let Some(deletes) = volume.goes_with_cluster {
        findings
            .report(deletes, format!("volumes that `{backup}` holds go with the Kafka cluster"))
            .subject(backup)
            .reason("whoever removes the resource by mistake removes the data; the way back is as old as the last snapshot")
            .help("write `deleteClaim: false`");
        return;
    }
    let class = volume.class.as_ref().and_then(|name| cluster.storage.class(&name.value));
    let Some((class, deletes)) = class.and_then(|class| Some((class, class.deletes?))) else {
        return;
    };
    let message = format!("volumes of `{}` go with their claims", class.name);
    let finding = findings.report(deletes, message);
    // The default of Kubernetes, and of most classes.
    finding.severity = Severity::Warning;
    finding
        .subject(backup)
        .reason("a claim that is deleted by mistake takes the data with it; the way back is as old as the last snapshot")
        .help("make a class with `reclaimPolicy: Retain` for Kafka; a class cannot be changed");
}
