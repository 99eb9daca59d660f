//! The page: topics with the same losses together.

use super::{ClusterLosses, LossReport};
use crate::{
    descriptor::Disaster,
    loss::{Loss, Missing, Outcome, TopicLoss},
    report::terminal::{WIDTH, clean, columns, wrap},
};

const WORDS: [&str; 4] = [
    "Nothing: of records that all replicas in sync have acknowledged.",
    "Up to a time: records since the last snapshot; a run that is late or fails adds to it.",
    "Not copied yet: MirrorMaker 2 copies after the fact and by no clock, so that only alerts on its latency bound it.",
    "Everything: all records of the partitions that are hit.",
];

/// Every cluster with its topics and what is lost of them.
pub fn text(report: &LossReport<'_>) -> String {
    let clusters = report.clusters();
    if clusters.is_empty() {
        let words = "No topics are declared, so there is nothing to say of them; `topics:` in the \
                     descriptor declares them.";
        return wrap(words, WIDTH).join("\n") + "\n";
    }
    let mut lines = Vec::new();
    for cluster in &clusters {
        lines.extend(wrap(&clean(&head(cluster)), WIDTH));
        for group in groups(report, cluster) {
            lines.push(String::new());
            lines.extend(block(report, cluster, &group));
        }
        lines.push(String::new());
    }
    lines.extend(WORDS.iter().flat_map(|words| wrap(words, WIDTH)));
    lines.join("\n") + "\n"
}

fn head(cluster: &ClusterLosses<'_, '_>) -> String {
    let snapshots = cluster.losses.first().and_then(|loss| loss.snapshots);
    let what = match snapshots {
        None => "no snapshots that bring it back".to_owned(),
        Some(snapshots) => format!(
            "snapshots up to {} apart by {}{}",
            snapshots.gap.short(),
            snapshots.backup.name.value,
            if snapshots.is_elsewhere { ", with their data elsewhere" } else { "" },
        ),
    };
    format!("{}: {what}", cluster.alias())
}

/// Topics with as many replicas, the same copies and the same losses, by the first of them.
fn groups<'r, 'a>(
    report: &LossReport<'a>,
    cluster: &ClusterLosses<'r, 'a>,
) -> Vec<Vec<&'r TopicLoss<'a>>> {
    let mut groups: Vec<Vec<&TopicLoss<'_>>> = Vec::new();
    let key = |loss: &TopicLoss<'_>| (loss.replication_factor, report.copies(loss));
    for &loss in &cluster.losses {
        // Losses follow from the replicas, the copies and the cluster. There are few kinds of topics.
        let known = groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| key(first) == key(loss)));
        match known {
            Some(group) => group.push(loss),
            None => groups.push(vec![loss]),
        }
    }
    groups
}

fn block(
    report: &LossReport<'_>,
    cluster: &ClusterLosses<'_, '_>,
    group: &[&TopicLoss<'_>],
) -> Vec<String> {
    let Some(first) = group.first() else { return Vec::new() };
    let names: Vec<&str> = group.iter().map(|loss| report.name(loss)).collect();
    let mut lines: Vec<String> = indented(&names.join(", "), 2);
    let replicas = match first.replication_factor {
        None => "replicas unknown".to_owned(),
        Some(1) => "1 replica".to_owned(),
        Some(count) => format!("{count} replicas"),
    };
    let copies = match report.copies(first).as_slice() {
        [] => "not copied".to_owned(),
        aliases => format!("copied to {}", aliases.join(", ")),
    };
    lines.extend(indented(&format!("{replicas}, {copies}"), 4));
    lines.extend(table(cluster, &first.outcomes));
    lines
}

fn indented(words: &str, indent: usize) -> Vec<String> {
    let lines = wrap(&clean(words), WIDTH - indent);
    lines.into_iter().map(|line| format!("{:indent$}{line}", "")).collect()
}

fn table(cluster: &ClusterLosses<'_, '_>, outcomes: &[Outcome]) -> Vec<String> {
    let head = ["lost", "without copies", "with copies", "asked for"].map(str::to_owned);
    let rows = outcomes.iter().map(|outcome| {
        let asked = cluster.objective(outcome.disaster);
        [
            disaster(outcome.disaster).to_owned(),
            loss(outcome.without_copies),
            loss(outcome.with_copies),
            asked.map(|rpo| format!("up to {}", rpo.short())).unwrap_or_default(),
        ]
    });
    let rows: Vec<[String; 4]> = [head].into_iter().chain(rows).collect();
    let has_objectives = rows.iter().skip(1).any(|[.., asked]| !asked.is_empty());
    let shown = if has_objectives { 4 } else { 3 };
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let widths = [0, 1, 2, 3].map(width);
    let line = |row: &[String; 4]| {
        let cells = row.iter().zip(widths).take(shown);
        let cells: String = cells.map(|(cell, width)| format!("  {cell:width$}")).collect();
        format!("  {}", cells.trim_end())
    };
    rows.iter().map(line).collect()
}

fn disaster(disaster: Disaster) -> &'static str {
    match disaster {
        Disaster::Broker => "one broker",
        Disaster::Replicas => "all replicas",
        Disaster::Cluster => "the cluster",
        Disaster::Region => "the region",
        Disaster::Mistake => "by mistake",
    }
}

fn loss(loss: Loss) -> String {
    match loss {
        Loss::Nothing => "nothing".to_owned(),
        Loss::SinceSnapshot(gap) => format!("up to {}", gap.short()),
        Loss::NotCopied(None) => "not copied yet".to_owned(),
        Loss::NotCopied(Some(gap)) => format!("not copied yet, up to {}", gap.short()),
        Loss::Everything => "everything".to_owned(),
        Loss::Unknown(Missing::ReplicationFactor) => "unknown replicas".to_owned(),
        Loss::Unknown(Missing::Regions) => "unknown regions".to_owned(),
    }
}
