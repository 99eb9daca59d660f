use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    schedule::GoDuration,
    topology::{Backup, Topic, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "short-lived-topic",
    severity: Severity::Warning,
    summary: "records are deleted before a snapshot has them",
    page: include_str!("short_lived_topic.md"),
    allowable: true,
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
    let Some(gap) = backup.schedule.value.longest_gap() else { return };
    let own = topology.inventory.topics.iter().filter(|topic| topic.cluster == backup.cluster);
    let short: Vec<(&Topic, GoDuration)> =
        own.filter_map(|topic| Some((topic, kept(topic).filter(|kept| *kept < gap)?))).collect();
    let Some(((first, kept), more)) = short.split_first() else { return };
    let least = short.iter().map(|(_, kept)| *kept).min().unwrap_or(*kept);
    let and_more = match more.len() {
        0 => String::new(),
        1 => " and 1 more topic".to_owned(),
        more => format!(" and {more} more topics"),
    };
    let message = format!("`{}` may miss records of `{}`{and_more}", backup.name.value, first.name);
    findings
        .report(first.span, message)
        .subject(first.name.as_ref())
        .label(format!("kept for {}", kept.short()))
        .related(backup.schedule.span, format!("snapshots are up to {} apart", gap.short()))
        .reason("what is written and deleted between two snapshots is in neither")
        .help(format!(
            "write `schedule: \"@every {}\"` or less, or accept it for the topic",
            least.short()
        ));
}

/// Of a topic whose records are deleted by their age.
fn kept(topic: &Topic) -> Option<GoDuration> {
    let config = |key: &str| topic.facts.configs.get(key).map(|value| value.trim());
    if config("cleanup.policy").is_some_and(|policy| !policy.contains("delete")) {
        return None;
    }
    let milliseconds: i64 = config("retention.ms")?.parse().ok()?;
    (milliseconds >= 0).then(|| GoDuration::from_seconds(milliseconds / 1000))
}
