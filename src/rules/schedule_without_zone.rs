use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, schedule::Schedule, topology::Engine};

pub(super) static RULE: Rule = Rule {
    id: "schedule-without-zone",
    severity: Severity::Note,
    summary: "hours or days by whatever clock the engine of the backup has",
    page: include_str!("schedule_without_zone.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for backup in context.topologies.iter().flat_map(|topology| &topology.backups) {
        match backup.engine {
            Engine::KafkaBackup { .. } | Engine::Velero(_) => {}
            // The first is told UTC, the other knows nothing else.
            Engine::CronJob { .. } | Engine::SnapScheduler => continue,
        }
        let Schedule::At(calendar) = &backup.schedule.value else { continue };
        if calendar.zone.is_some() || !calendar.depends_on_zone() {
            continue;
        }
        let (text, engine) = (&backup.schedule_text, backup.engine.name());
        findings
            .report(backup.schedule.span, format!("`{text}` does not say by which clock"))
            .subject(&backup.name.value)
            .related(backup.engine_span, format!("`{engine}` counts by the clock of its own pod"))
            .reason("that is UTC, unless the pod or its image sets `TZ`")
            .help(format!(
                "write `schedule: \"CRON_TZ=UTC {text}\"`, or the time zone that is meant"
            ));
    }
}
