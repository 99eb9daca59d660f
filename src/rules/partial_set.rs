use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    inventory::KafkaNode,
    topology::{Backup, Cluster, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "partial-set",
    severity: Severity::Error,
    summary: "backups of a cluster that leave out a broker or a controller",
    page: include_str!("partial_set.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for cluster in &topology.clusters {
            check_cluster(topology, cluster, findings);
        }
    }
}

/// What one backup leaves out another may hold.
fn check_cluster(topology: &Topology, cluster: &Cluster, findings: &mut Findings<'_>) {
    let backups = || topology.backups.iter().filter(|backup| backup.cluster == cluster.id);
    if backups().any(|backup| backup.nodes.is_empty()) {
        return;
    }
    let held: BTreeSet<u32> =
        backups().flat_map(|backup| backup.nodes.iter().map(|node| node.value)).collect();
    let nodes = &cluster.storage.nodes;
    // Ids that no node is known to have are of those whose ids are not known.
    let known: BTreeSet<u32> = nodes.iter().filter_map(|node| node.id).collect();
    let numbered = nodes.iter().filter(|node| node.id.is_some_and(|id| !held.contains(&id)));
    let unnumbered = nodes.iter().filter(|node| node.id.is_none());
    let missed: Vec<&KafkaNode> =
        numbered.chain(unnumbered.skip(held.difference(&known).count())).collect();
    if let (Some(first), Some(backup)) = (missed.first(), backups().next_back()) {
        report(cluster, backup, &missed, first, findings);
    }
}

fn report(
    cluster: &Cluster,
    backup: &Backup,
    missed: &[&KafkaNode],
    first: &KafkaNode,
    findings: &mut Findings<'_>,
) {
    let Some(stated) = backup.nodes.first() else { return };
    let ids: Vec<String> =
        missed.iter().filter_map(|node| node.id).map(|id| id.to_string()).collect();
    let reason = match missed.iter().any(|node| node.is_controller) {
        true => {
            "a controller holds the metadata of the cluster: brokers that come back without it belong to a cluster that does not exist"
        }
        false => "partitions whose replicas are all on brokers that are left out do not come back",
    };
    let message = told(&ids, missed, &cluster.alias.value);
    let help = match ids.len() == missed.len() {
        true => format!("add {} to `nodes`, or remove `nodes`", ids.join(", ")),
        false => "remove `nodes`, or add the ids, which the `status` of the pool says".to_owned(),
    };
    findings
        .report(stated.span, message)
        .subject(&cluster.alias.value)
        .related(first.span, "left out")
        .reason(reason)
        .help(help);
}

/// Nodes by their ids, those without one by their number.
fn told(ids: &[String], missed: &[&KafkaNode], alias: &str) -> String {
    let noun = |count: usize| if count == 1 { "node" } else { "nodes" };
    let unknown = missed.len() - ids.len();
    let numbered = format!("no backup holds {} {} of `{alias}`", noun(ids.len()), ids.join(", "));
    match (ids.is_empty(), unknown) {
        (_, 0) => numbered,
        (true, _) => {
            let what = noun(unknown);
            format!("no backup holds {unknown} {what} of `{alias}` without a known id")
        }
        (false, _) => format!("{numbered}, and {unknown} without a known id"),
    }
}
