use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Backup, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "scattered-schedules",
    severity: Severity::Warning,
    summary: "volumes of one cluster are snapshotted at different times",
    page: include_str!("scattered_schedules.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for (position, backup) in topology.backups.iter().enumerate() {
            let mut before = topology.backups.iter().take(position);
            if let Some(other) = before.find(|other| is_scattered(other, backup)) {
                report(topology, other, backup, findings);
            }
        }
    }
}

/// Parts of one cluster, each with its own schedule.
fn is_scattered(one: &Backup, other: &Backup) -> bool {
    let is_part = |backup: &Backup| !backup.nodes.is_empty() && !backup.is_suspended;
    let shares_nodes =
        || one.nodes.iter().any(|node| other.nodes.iter().any(|own| own.value == node.value));
    one.cluster == other.cluster
        && is_part(one)
        && is_part(other)
        && one.schedule.value != other.schedule.value
        && !shares_nodes()
}

fn report(topology: &Topology, one: &Backup, other: &Backup, findings: &mut Findings<'_>) {
    let alias = topology.alias(one.cluster);
    let apart = one.schedule.value.skew(&other.schedule.value);
    let apart = apart.map_or_else(
        || "each counts from a start of its own".to_owned(),
        |apart| format!("their last snapshots are up to {} apart", apart.short()),
    );
    findings
        .report(
            other.schedule.span,
            format!("volumes of `{alias}` are snapshotted at different times"),
        )
        .subject(alias)
        .related(one.schedule.span, "the schedule of the other nodes")
        .reason(format!(
            "{apart}; a replica that comes back with more than its leader has cuts off the rest",
        ))
        .help(format!(
            "write `schedule: \"{}\"` here as well, or one backup for all nodes",
            one.schedule_text
        ));
}
