use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule, identity,
    retired::{Retired, declared},
    suggestion::Taken,
};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "retired-alias",
    severity: Severity::Error,
    summary: "a cluster with the alias of one that is gone",
    page: include_str!("retired_alias.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let retired = declared(context);
    let taken = Taken::of(context);
    for topology in context.topologies {
        for cluster in &topology.clusters {
            if let Some(entry) = retired.get(cluster.alias.value.as_str()) {
                let free = replacement(context, (topology, cluster), entry, &retired)
                    .unwrap_or_else(|| taken.successor(&cluster.alias.value));
                report(cluster, entry, &free, findings);
            }
        }
    }
}

/// The alias that the entry names in its place, where nothing but the same cluster elsewhere has it.
pub(super) fn replacement(
    context: &Context<'_>,
    (topology, cluster): (&Topology, &Cluster),
    entry: &Retired<'_>,
    retired: &BTreeMap<&str, Retired<'_>>,
) -> Option<String> {
    let replaced_by = entry.replaced_by?;
    let traits = identity::traits(topology, cluster);
    let may_have_it = |home: &Topology, other: &Cluster| {
        let other = identity::traits(home, other);
        !std::ptr::eq(home, topology) && other.iter().any(|found| traits.contains(found))
    };
    let is_free = !retired.contains_key(replaced_by)
        && context.topologies.iter().all(|home| {
            let mut namesakes =
                home.clusters.iter().filter(|other| other.alias.value == replaced_by);
            namesakes.all(|other| may_have_it(home, other))
        });
    is_free.then(|| replaced_by.to_owned())
}

fn report(cluster: &Cluster, entry: &Retired<'_>, free: &str, findings: &mut Findings<'_>) {
    let alias = &cluster.alias.value;
    let why = entry.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    findings
        .report(cluster.alias.span, format!("the alias `{alias}` is retired"))
        .subject(alias)
        .related(entry.span, format!("retired here{why}"))
        .reason(format!(
            "topics with the prefix `{alias}` still exist on other clusters, and MirrorMaker 2 takes them for a cycle \
             and never sends them to a cluster of that name, so the lost history does not come back"
        ))
        .help(format!("write `alias: {free}`, and the same in the keys of its flows"));
}
