use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Engine};

pub(super) static RULE: Rule = Rule {
    id: "deadline-not-kept",
    severity: Severity::Warning,
    summary: "a deadline for late runs that the engine of the backup does not have",
    page: include_str!("deadline_not_kept.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for backup in context.topologies.iter().flat_map(|topology| &topology.backups) {
        let Some(deadline) = &backup.starting_deadline_seconds else { continue };
        match backup.engine {
            Engine::KafkaBackup { .. } | Engine::CronJob { .. } => continue,
            Engine::SnapScheduler | Engine::Velero(_) => {}
        }
        let engine = backup.engine.name();
        findings
            .report(deadline.span, format!("`{engine}` has no deadline for late runs"))
            .subject(&backup.name.value)
            .related(backup.engine_span, "the engine")
            .reason("a run that missed its time starts as soon as the engine is back, however late")
            .help("remove `startingDeadlineSeconds`, or write `engine: cronjob`");
    }
}
