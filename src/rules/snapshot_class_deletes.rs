use super::{Context, Findings, Rule, volumes::backups};
use crate::{diagnostic::Severity, topology::Engine};

pub(super) static RULE: Rule = Rule {
    id: "snapshot-class-deletes",
    severity: Severity::Warning,
    summary: "snapshots that go with the namespace",
    page: include_str!("snapshot_class_deletes.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (backup, cluster) in context.topologies.iter().flat_map(backups) {
        // What Velero has moved does not depend on the snapshot.
        if matches!(&backup.engine, Engine::Velero(velero) if velero.moves_data) {
            continue;
        }
        let class = &backup.snapshot_class;
        let found = cluster.storage.snapshot_class(&class.value);
        let Some(deletes) = found.and_then(|found| found.deletes) else { continue };
        findings
            .report(class.span, format!("snapshots of the class `{}` go with their objects", class.value))
            .subject(&backup.name.value)
            .related(deletes, "the policy of the class")
            .reason("whoever deletes the namespace of the Kafka cluster deletes its backup")
            .help("write `deletionPolicy: Retain` in the class; the retention of the backup then leaves snapshots in the storage system, which have to be removed there");
    }
}
