use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Backup, Engine},
};

pub(super) static RULE: Rule = Rule {
    id: "snapshots-kept-forever",
    severity: Severity::Warning,
    summary: "a backup does not say how long snapshots are kept",
    page: include_str!("snapshots_kept_forever.md"),
    allowable: true,
    check,
};

/// Velero has an end of its own.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let backups = context.topologies.iter().flat_map(|topology| &topology.backups);
    let is_for_ever = |backup: &&Backup| match backup.engine {
        Engine::Velero(_) => false,
        Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::CronJob { .. } => {
            backup.retention_text.is_none()
        }
    };
    for backup in backups.filter(is_for_ever) {
        let name = &backup.name.value;
        findings
            .report(backup.name.span, format!("`{name}` keeps its snapshots for ever"))
            .subject(name)
            .related(backup.schedule.span, "every run adds one for each volume")
            .reason("each one costs storage, and providers refuse more at some number")
            .help("add `retentionTime:` with a time, such as `72h`");
    }
}
