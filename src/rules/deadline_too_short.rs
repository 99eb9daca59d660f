use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Engine};

pub(super) static RULE: Rule = Rule {
    id: "deadline-too-short",
    severity: Severity::Warning,
    summary: "a deadline for late runs that passes before Kubernetes looks again",
    page: include_str!("deadline_too_short.md"),
    allowable: true,
    check,
};

/// The controller of CronJobs looks every so many seconds.
const LOOK: i64 = 10;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for backup in context.topologies.iter().flat_map(|topology| &topology.backups) {
        let Some(deadline) = &backup.starting_deadline_seconds else { continue };
        match backup.engine {
            Engine::CronJob { .. } => {}
            Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::Velero(_) => continue,
        }
        if !(1..LOOK).contains(&deadline.value) {
            continue;
        }
        findings
            .report(
                deadline.span,
                format!("a run of `{}` has only {}s to start", backup.name.value, deadline.value),
            )
            .subject(&backup.name.value)
            .related(backup.engine_span, "made by a CronJob")
            .reason(format!("Kubernetes may look for runs that are due every {LOOK} seconds only, so that it misses some or all"))
            .help("write `startingDeadlineSeconds: 300`, or another number from 10 on");
    }
}
