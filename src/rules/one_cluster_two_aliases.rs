use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Topology, identity},
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
                    report(cluster, other, &what, std::ptr::eq(home, topology), findings);
                }
            }
        }
    }
}

fn report(
    cluster: &Cluster,
    other: &Cluster,
    what: &str,
    is_same_topology: bool,
    findings: &mut Findings<'_>,
) {
    let (alias, first) = (&cluster.alias.value, &other.alias.value);
    let help = if is_same_topology {
        format!("remove `{alias}`, and write `{first}` in the keys of its flows")
    } else {
        format!("write `alias: {first}` here too, and the same in the keys of its flows")
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
