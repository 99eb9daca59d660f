use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule, identity};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "one-cluster-two-aliases",
    severity: Severity::Error,
    summary: "one Kafka cluster under two aliases",
    page: include_str!("one_cluster_two_aliases.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut first: BTreeMap<identity::Trait, (&Topology, &Cluster)> = BTreeMap::new();
    let mut told: BTreeSet<[&str; 2]> = BTreeSet::new();
    for topology in context.topologies {
        for cluster in &topology.clusters {
            for found in identity::traits(topology, cluster) {
                let what = found.to_string();
                let &mut (home, other) = first.entry(found).or_insert((topology, cluster));
                let mut pair = [cluster.alias.value.as_str(), other.alias.value.as_str()];
                pair.sort_unstable();
                if cluster.alias.value != other.alias.value && told.insert(pair) {
                    let is_here = std::ptr::eq(home, topology).then_some(topology);
                    report(cluster, other, &what, is_here, findings);
                }
            }
        }
    }
}

fn report(
    cluster: &Cluster,
    other: &Cluster,
    what: &str,
    topology: Option<&Topology>,
    findings: &mut Findings<'_>,
) {
    let (alias, first) = (&cluster.alias.value, &other.alias.value);
    let help = match topology.map(|topology| between(topology, cluster, other)) {
        Some(flows) if flows.is_empty() => {
            format!("remove `{alias}`, and write `{first}` in the keys of its flows")
        }
        // With one alias in the place of the other they would go from a cluster to itself.
        Some(flows) => format!(
            "remove `{alias}` and {}, and write `{first}` in the keys of its other flows",
            flows.join(" and ")
        ),
        None => format!("write `alias: {first}` here too, and the same in the keys of its flows"),
    };
    findings
        .report(cluster.alias.span, format!("`{alias}` and `{first}` are one Kafka cluster"))
        .label(format!("with {what}"))
        .subject(alias)
        .related(other.alias.span, format!("`{first}` has the same"))
        .reason(
            "MirrorMaker 2 tells clusters apart by their aliases only, so it does not see that a record comes back to \
             where it came from",
        )
        .help(help);
}

/// The lines that enable flows between the two.
fn between(topology: &Topology, cluster: &Cluster, other: &Cluster) -> Vec<String> {
    let ends = [cluster.id, other.id];
    let flows = topology.flows.iter();
    let flows = flows.filter(|flow| ends.contains(&flow.from) && ends.contains(&flow.to));
    flows.map(|flow| format!("`{}.enabled=true`", topology.flow_name(flow))).collect()
}
