use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    schedule::GoDuration,
    topology::{Backup, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "schedule-too-fine",
    severity: Severity::Warning,
    summary: "snapshots more often, or more of them, than storage takes",
    page: include_str!("schedule_too_fine.md"),
    allowable: true,
    check,
};

/// A snapshot of a broker's volume takes minutes; another one of the same volume waits, or fails.
const LEAST: GoDuration = GoDuration::from_seconds(5 * 60);

/// What drivers take of one volume: the least time between two snapshots, and the most of them.
const LIMITS: [(&str, GoDuration, i64); 2] = [
    ("pd.csi.storage.gke.io", GoDuration::from_seconds(10 * 60), i64::MAX),
    ("disk.csi.azure.com", LEAST, 500),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for backup in &topology.backups {
            check_backup(topology, backup, findings);
        }
    }
}

fn check_backup(topology: &Topology, backup: &Backup, findings: &mut Findings<'_>) {
    let Some(gap) = backup.schedule.value.shortest_gap() else { return };
    let class =
        topology.cluster(backup.cluster).storage.snapshot_class(&backup.snapshot_class.value);
    let driver = class.map(|class| class.driver.value.as_str());
    let known = LIMITS.iter().find(|(name, _, _)| driver == Some(name));
    let (least, most) = known.map_or((LEAST, i64::MAX), |(_, least, most)| (*least, *most));
    let name = &backup.name.value;
    if gap < least {
        let report = findings
            .report(
                backup.schedule.span,
                format!("`{name}` makes snapshots {} apart", gap.short()),
            )
            .subject(name)
            .reason(match driver.filter(|_| known.is_some()) {
                Some(driver) => format!("`{driver}` takes one of each volume in {} at most", least.short()),
                None => "a snapshot takes minutes, so that the next one of the volume is asked for before it is done".to_owned(),
            })
            .help(format!("write `schedule: \"@every {}\"`, or a time that is longer", least.short()));
        if let Some(class) = class {
            report.related(class.span, "the class of the snapshots");
        }
    }
    let Some(retention) = &backup.retention else { return };
    let kept = retention.value.seconds() / gap.seconds().max(1);
    if kept > most {
        findings
            .report(retention.span, format!("`{name}` keeps {kept} snapshots of each volume"))
            .subject(name)
            .related(backup.schedule.span, format!("{} apart", gap.short()))
            .reason(format!("`{}` takes {most} of each volume at most", driver.unwrap_or_default()))
            .help("keep them for a shorter time, or make them further apart");
    }
}
