use super::{Context, Findings, Rule};
use crate::{
    backup::{self, Limit},
    diagnostic::Severity,
    source::Span,
    topology::{Backup, Engine, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "beyond-engine",
    severity: Severity::Error,
    summary: "a schedule, retention or choice of nodes that the engine of the backup cannot keep",
    page: include_str!("beyond_engine.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for backup in &topology.backups {
            check_backup(topology, backup, findings);
        }
    }
}

fn check_backup(topology: &Topology, backup: &Backup, findings: &mut Findings<'_>) {
    if let Err(limit) = backup::timing(backup) {
        tell(&limit, backup, backup.schedule.span, "schedule", findings);
    }
    let kept = backup.retention.as_ref().map(|kept| kept.span);
    if let (Err(limit), Some(span)) = (backup::retention(backup), kept) {
        tell(&limit, backup, span, "retentionTime", findings);
    }
    if let Err(limit) = backup::claims(backup, topology.cluster(backup.cluster)) {
        let stated = backup.nodes.first().map(|node| node.span);
        tell(&limit, backup, stated.unwrap_or(backup.engine_span), "nodes", findings);
    }
}

fn tell(limit: &Limit, backup: &Backup, span: Span, key: &str, findings: &mut Findings<'_>) {
    let name = backup.engine.name();
    let finding = findings.report(span, format!("`{name}` {}", limit.what));
    finding.subject(&backup.name.value).reason(limit.reason);
    let is_default = backup.engine_span == backup.name.span;
    match is_default {
        true => {
            finding.related(backup.engine_span, format!("no engine is stated, so it is `{name}`"))
        }
        false if span != backup.engine_span => finding.related(backup.engine_span, "the engine"),
        false => finding,
    };
    let nearest: Vec<String> =
        limit.nearest.iter().map(|value| format!("`{key}: \"{value}\"`")).collect();
    let mut ways: Vec<String> = Vec::new();
    ways.extend((!nearest.is_empty()).then(|| nearest.join(" or ")));
    ways.extend(limit.otherwise.clone());
    match (ways.is_empty(), backup.nodes.is_empty()) {
        (true, true) => finding.help(
            "name the cluster's resource with `manifest:`, or write the ids, such as `nodes: [0, 1, 2]`",
        ),
        (true, false) => finding.help("write `engine: cronjob`, or remove `nodes`"),
        (false, _) => {
            let is_own = matches!(backup.engine, Engine::CronJob { .. });
            ways.extend((!is_own).then(|| "`engine: cronjob`".to_owned()));
            finding.help(format!("write {}", ways.join(", or ")))
        }
    };
}
