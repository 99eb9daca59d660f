use std::collections::BTreeMap;

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{diagnostic::Severity, topology::Cluster};

pub(super) static RULE: Rule = Rule {
    id: "alias-prefixes-alias",
    severity: Severity::Error,
    summary: "an alias that is another one with a dot and more after it",
    page: include_str!("alias_prefixes_alias.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    for topology in context.topologies {
        let clusters: BTreeMap<&str, &Cluster> = topology
            .clusters
            .iter()
            .map(|cluster| (cluster.alias.value.as_str(), cluster))
            .collect();
        for cluster in &topology.clusters {
            let alias = cluster.alias.value.as_str();
            let dots = alias.match_indices('.').map(|(dot, _)| dot);
            let starts = dots.filter_map(|dot| clusters.get(alias.get(..dot)?));
            for shorter in starts {
                report(cluster, shorter, &taken, findings);
            }
        }
    }
}

fn report(cluster: &Cluster, shorter: &Cluster, taken: &Taken<'_>, findings: &mut Findings<'_>) {
    let (alias, start) = (&cluster.alias.value, &shorter.alias.value);
    let free = taken.free_alias(alias);
    findings
        .report(cluster.alias.span, format!("the alias `{alias}` begins with the alias `{start}` and a dot"))
        .subject(alias)
        .related(shorter.alias.span, format!("`{start}` is here"))
        .reason(format!(
            "MirrorMaker 2 takes `{alias}.bootstrap.servers` for a setting of the cluster `{start}` too"
        ))
        .help(format!("write `alias: {free}`, and the same in the keys of its flows"));
}
