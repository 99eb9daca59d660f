use super::{Context, Findings, Rule};
use crate::{
    descriptor::Disaster,
    diagnostic::Severity,
    loss::{self, Loss, TopicLoss},
    topology::Topology,
};

pub(super) static RULE: Rule = Rule {
    id: "records-lost-with-broker",
    severity: Severity::Note,
    summary: "a topic with one replica on a cluster that is to be protected",
    page: include_str!("records_lost_with_broker.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for ((number, cluster), losses) in loss::by_cluster(context.losses) {
        let Some(topology) = context.topologies.get(number) else { continue };
        let is_protected = topology.backups.iter().any(|backup| backup.cluster == cluster)
            || topology.objectives.iter().any(|objective| objective.is_of(cluster));
        let own = losses.into_iter().filter(|loss| loss.replication_factor == Some(1));
        let own: Vec<&TopicLoss<'_>> = own.collect();
        if let (Some(first), true) = (own.first(), is_protected) {
            report(context, topology, (first, own.len() - 1), findings);
        }
    }
}

fn report(
    context: &Context<'_>,
    topology: &Topology,
    (first, more): (&TopicLoss<'_>, usize),
    findings: &mut Findings<'_>,
) {
    let name = context.simulation.topics.name(first.topic);
    let lost = match first.outcome(Disaster::Broker).with_copies {
        Loss::SinceSnapshot(gap) => format!("up to {} of its records", gap.short()),
        Loss::NotCopied(_) => "what is not copied yet".to_owned(),
        Loss::Everything => "all records of a partition".to_owned(),
        Loss::Nothing | Loss::Unknown(_) => return,
    };
    let and_more = match more {
        0 => String::new(),
        1 => ", and so does 1 more topic".to_owned(),
        more => format!(", and so do {more} more topics"),
    };
    let report = findings
        .report(first.span, format!("`{name}` loses {lost} when its broker is lost{and_more}"))
        .subject(name)
        .label("one replica")
        .reason("no other broker of the cluster has a replica")
        .help("give it two replicas or more: the one that is left then has the records");
    if let Some(snapshots) = first.snapshots {
        report.related(snapshots.backup.schedule.span, "when snapshots are taken");
    } else {
        report.related(topology.cluster(first.cluster).alias.span, "there are no snapshots of it");
    }
}
