use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Engine};

pub(super) static RULE: Rule = Rule {
    id: "velero-keeps-a-month",
    severity: Severity::Warning,
    summary: "a backup by Velero that does not say how long it is kept",
    page: include_str!("velero_keeps_a_month.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for backup in context.topologies.iter().flat_map(|topology| &topology.backups) {
        if !matches!(backup.engine, Engine::Velero(_)) || backup.retention_text.is_some() {
            continue;
        }
        let name = &backup.name.value;
        findings
            .report(backup.engine_span, format!("Velero removes the snapshots of `{name}` after 30 days"))
            .subject(name)
            .reason("without `retentionTime` snapshots are kept for ever by every other engine; Velero has a default of its own")
            .help("add `retentionTime: 720h`, or the time that is meant");
    }
}
