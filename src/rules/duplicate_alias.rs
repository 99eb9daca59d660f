use std::collections::BTreeMap;

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Home},
};

pub(super) static RULE: Rule = Rule {
    id: "duplicate-alias",
    severity: Severity::Error,
    summary: "two clusters of one topology with one alias",
    page: include_str!("duplicate_alias.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    for topology in context.topologies {
        let mut first: BTreeMap<&str, &Cluster> = BTreeMap::new();
        for cluster in topology.clusters.iter().filter(|cluster| !cluster.alias.value.is_empty()) {
            let other = *first.entry(&cluster.alias.value).or_insert(cluster);
            if other.id != cluster.id {
                report(cluster, other, &taken, findings);
            }
        }
    }
}

fn report(cluster: &Cluster, other: &Cluster, taken: &Taken<'_>, findings: &mut Findings<'_>) {
    let alias = &cluster.alias.value;
    let (message, help) = if is_same_home(cluster, other) {
        (format!("the cluster `{alias}` is declared twice"), "remove one of the two".to_owned())
    } else {
        let verb = if cluster.alias_is_default { "add" } else { "write" };
        let free = taken.free_alias(alias);
        (
            format!("two clusters have the alias `{alias}`"),
            format!("{verb} `alias: {free}` for one of them, and enable its flows under that name"),
        )
    };
    findings
        .report(cluster.alias.span, message)
        .subject(alias)
        .related(other.alias.span, "the other one")
        .reason(
            "MirrorMaker 2 knows a cluster by its alias only, so one of the two would be left out",
        )
        .help(help);
}

fn is_same_home(a: &Cluster, b: &Cluster) -> bool {
    let resource = |home: &Home| {
        (home.kubernetes_cluster, home.namespace.value.clone(), home.name.value.clone())
    };
    a.home.is_some() && a.home.as_ref().map(resource) == b.home.as_ref().map(resource)
}
