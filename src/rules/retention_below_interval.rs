use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Backup};

pub(super) static RULE: Rule = Rule {
    id: "retention-below-interval",
    severity: Severity::Error,
    summary: "snapshots are deleted before the next one is taken",
    page: include_str!("retention_below_interval.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for backup in context.topologies.iter().flat_map(|topology| &topology.backups) {
        check_backup(backup, findings);
    }
}

fn check_backup(backup: &Backup, findings: &mut Findings<'_>) {
    let (Some(retention), Some(gap)) = (&backup.retention, backup.schedule.value.longest_gap())
    else {
        return;
    };
    if retention.value >= gap {
        return;
    }
    let (name, kept, apart) = (&backup.name.value, retention.value.short(), gap.short());
    findings
        .report(
            retention.span,
            format!("`{name}` keeps snapshots for {kept} and makes them up to {apart} apart"),
        )
        .subject(name)
        .related(backup.schedule.span, format!("up to {apart} from one to the next"))
        .reason("there are times without any snapshot to restore from")
        .help(format!("write `retentionTime: {}`, three times the interval, or more", thrice(gap)));
}

fn thrice(gap: crate::schedule::GoDuration) -> String {
    crate::schedule::GoDuration::from_seconds(gap.seconds().saturating_mul(3)).short()
}
