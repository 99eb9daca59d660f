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

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let backups = context.topologies.iter().flat_map(|topology| &topology.backups);
    for backup in backups.filter(|backup| backup.retention_text.is_none()) {
        check_backup(backup, findings);
    }
}

fn check_backup(backup: &Backup, findings: &mut Findings<'_>) {
    let name = &backup.name.value;
    let (message, reason) = match backup.engine {
        Engine::Velero(_) => (
            format!("`{name}` does not say how long its snapshots are kept"),
            "Velero deletes a backup without `ttl` after 30 days",
        ),
        Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::CronJob { .. } => (
            format!("`{name}` keeps its snapshots for ever"),
            "each one costs storage, and providers refuse more at some number",
        ),
    };
    findings
        .report(backup.name.span, message)
        .subject(name)
        .related(backup.schedule.span, "every run adds one for each volume")
        .reason(reason)
        .help("add `retentionTime:` with a time, such as `72h`");
}
