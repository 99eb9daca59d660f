use std::collections::BTreeSet;

use super::{
    Context, Findings, Rule, alias_illegal_characters::is_legal,
    enabled_for_all_pairs::enabled_for_all,
};
use crate::{
    diagnostic::Severity,
    topology::{ClusterId, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "unused-cluster",
    severity: Severity::Warning,
    summary: "a cluster in no enabled flow",
    page: include_str!("unused_cluster.md"),
    allowable: true,
    check,
};

/// A topology without flows is told once, by `no-enabled-flow`.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        if !topology.flows.is_empty() && enabled_for_all(topology).is_none() {
            check_topology(topology, findings);
        }
    }
}

fn check_topology(topology: &Topology, findings: &mut Findings<'_>) {
    let used: BTreeSet<ClusterId> =
        topology.flows.iter().flat_map(|flow| [flow.from, flow.to]).collect();
    // Of clusters with one alias only the first can be in a flow; the others are told by `duplicate-alias`.
    let names: BTreeSet<&str> = used.iter().map(|&id| topology.alias(id)).collect();
    // A cluster may be here for the sake of its volumes.
    let of_volumes: BTreeSet<ClusterId> = (topology.backups.iter().map(|backup| backup.cluster))
        .chain(topology.snapshots.iter().map(|snapshot| snapshot.cluster))
        .chain(topology.restores.iter().map(|restore| restore.cluster))
        .collect();
    for cluster in &topology.clusters {
        let alias = cluster.alias.value.as_str();
        // No flow can name a cluster whose alias is illegal, which is told already.
        if names.contains(alias) || !is_legal(alias) || of_volumes.contains(&cluster.id) {
            continue;
        }
        findings
            .report(cluster.alias.span, format!("`{alias}` is in no enabled flow"))
            .subject(alias)
            .reason("no instance copies anything from it or to it")
            .help(help(topology, alias));
    }
}

fn help(topology: &Topology, alias: &str) -> String {
    match topology.flows.first().map(|flow| topology.alias(flow.to)) {
        Some(target) => {
            format!("add a line such as `{alias}->{target}.enabled=true`, or remove the cluster")
        }
        None => "remove the cluster".to_owned(),
    }
}
