use std::collections::BTreeMap;

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Topology, identity},
};

pub(super) static RULE: Rule = Rule {
    id: "one-alias-two-clusters",
    severity: Severity::Error,
    summary: "one alias that is another Kafka cluster in each of two topologies",
    page: include_str!("one_alias_two_clusters.md"),
    allowable: true,
    check,
};

type Place<'a> = (&'a Topology, &'a Cluster);

/// Compares each place of an alias with the different clusters that it has named so far: in a sound run that is one.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    let mut named: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for topology in context.topologies {
        for cluster in first_of_each_alias(topology) {
            let places = named.entry(&cluster.alias.value).or_default();
            let place = (topology, cluster);
            let differences: Option<Vec<String>> =
                places.iter().map(|&other| difference(place, other)).collect();
            let Some(differences) = differences else { continue };
            if let (Some(other), Some(what)) = (places.first(), differences.first()) {
                report(place, *other, what, &taken, findings);
            }
            places.push(place);
        }
    }
}

/// Two clusters of one topology with one alias are the business of `duplicate-alias`.
fn first_of_each_alias(topology: &Topology) -> Vec<&Cluster> {
    let mut first: BTreeMap<&str, &Cluster> = BTreeMap::new();
    for cluster in topology.clusters.iter().filter(|cluster| !cluster.alias.value.is_empty()) {
        first.entry(&cluster.alias.value).or_insert(cluster);
    }
    first.into_values().collect()
}

/// What tells two places of an alias apart, by the surest that both state; nothing where they may be the same cluster.
fn difference((topology, a): Place<'_>, (other, b): Place<'_>) -> Option<String> {
    if let (Some(a), Some(b)) = (identity::cluster_id(a), identity::cluster_id(b)) {
        return (a != b).then(|| format!("its id is `{b}`"));
    }
    if let (Some(a), Some(b)) = (identity::resource(topology, a), identity::resource(other, b)) {
        return (a != b).then(|| {
            format!(
                "it is `{}` in namespace `{}` of `{}`",
                b.name, b.namespace, b.kubernetes_cluster
            )
        });
    }
    let (a, b) = (identity::external(a), identity::external(b));
    let differs = !a.is_empty() && a.is_disjoint(&b);
    b.first().filter(|_| differs).map(|server| format!("its address is `{server}`"))
}

fn report(
    (_, cluster): Place<'_>,
    (_, other): Place<'_>,
    what: &str,
    taken: &Taken<'_>,
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    let mut help = format!(
        "write `alias: {}` for one of the two clusters, and the same in the keys of its flows",
        taken.free_alias(alias)
    );
    if identity::cluster_id(cluster).is_none() || identity::cluster_id(other).is_none() {
        help.push_str("; if they are one, add its `clusterId:` in both places");
    }
    findings
        .report(cluster.alias.span, format!("the alias `{alias}` names two Kafka clusters"))
        .subject(alias)
        .related(other.alias.span, format!("{what} here"))
        .reason(
            "MirrorMaker 2 names topics and stores positions by the alias, so data of both clusters would be taken for \
             one",
        )
        .help(help);
}
