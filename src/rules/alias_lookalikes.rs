use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Cluster};

pub(super) static RULE: Rule = Rule {
    id: "alias-lookalikes",
    severity: Severity::Warning,
    summary: "aliases that differ only in upper case, or in `.`, `_` and `-`",
    page: include_str!("alias_lookalikes.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut alike: BTreeMap<String, BTreeMap<&str, &Cluster>> = BTreeMap::new();
    for cluster in context.topologies.iter().flat_map(|topology| &topology.clusters) {
        let alias = cluster.alias.value.as_str();
        let look = alias.to_lowercase().replace(['.', '_'], "-");
        alike.entry(look).or_default().entry(alias).or_insert(cluster);
    }
    for group in alike.into_values() {
        let mut group: Vec<&Cluster> = group.into_values().collect();
        group.sort_by_key(|cluster| cluster.alias.span);
        let [first, others @ ..] = group.as_slice() else { continue };
        for other in others {
            report(other, first, findings);
        }
    }
}

fn report(cluster: &Cluster, first: &Cluster, findings: &mut Findings<'_>) {
    let (alias, other) = (&cluster.alias.value, &first.alias.value);
    findings
        .report(cluster.alias.span, format!("`{alias}` and `{other}` look alike"))
        .subject(alias)
        .related(first.alias.span, format!("`{other}` is here"))
        .reason(
            "people and systems mix such names up: Kubernetes objects know no upper case, and Kafka refuses a topic \
             whose name differs from another only in `.` and `_`",
        )
        .help("write an `alias:` that differs in letters or digits");
}
