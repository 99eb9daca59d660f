use super::{Context, Findings, Rule};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::Severity,
    mm2::policy::{self, Policy, source_alias},
    topology::{Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "shared-empty-alias",
    severity: Severity::Error,
    summary: "flows without names that share MirrorMaker 2's internal topics",
    page: include_str!("shared_empty_alias.md"),
    allowable: true,
    check,
};

/// A flow with the topology that enables it.
#[derive(Clone, Copy)]
struct Nameless<'a> {
    topology: &'a Topology,
    flow: &'a Flow,
}

/// All topologies of a run share the clusters, so that flows of two may meet.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut into: BTreeMap<&str, Nameless<'_>> = BTreeMap::new();
    let mut out: BTreeMap<&str, Nameless<'_>> = BTreeMap::new();
    for topology in context.topologies {
        let nameless = |flow: &&Flow| has_no_names(topology, flow);
        for flow in topology.flows.iter().filter(nameless) {
            let own = Nameless { topology, flow };
            let (from, to) = (topology.alias(flow.from), topology.alias(flow.to));
            if let Some(first) = into.insert(to, own) {
                report(first, own, &format!("the checkpoints on `{to}`"), findings);
            }
            if let Some(first) = out.insert(from, own) {
                report(first, own, &format!("the offset syncs of `{from}`"), findings);
            }
        }
    }
}

/// Neither an alias nor a separator.
fn has_no_names(topology: &Topology, flow: &Flow) -> bool {
    match Policy::of_flow(topology, flow) {
        policy @ Policy::Default(_) => policy.keeps_names(source_alias(topology, flow)),
        Policy::Identity(_) | Policy::Opaque { .. } => false,
    }
}

fn report(first: Nameless<'_>, own: Nameless<'_>, what: &str, findings: &mut Findings<'_>) {
    let name = |flow: Nameless<'_>| flow.topology.flow_name(flow.flow);
    // One flow in two topologies is the business of `same-flow-in-two-descriptors`.
    if name(first) == name(own) {
        return;
    }
    findings
        .report(own.flow.span, format!("`{}` and `{}` share {what}", name(first), name(own)))
        .related(first.flow.span, "the other flow")
        .subject(name(own))
        .reason("with empty aliases and an empty separator the internal topics of all flows have the same names, so that positions of one cluster are taken for those of another")
        .help(help(first, own));
}

const EMPTY: [&str; 3] =
    ["replication.policy.separator", "source.cluster.alias", "target.cluster.alias"];

fn help(first: Nameless<'_>, own: Nameless<'_>) -> String {
    let lines = [first, own].into_iter().flat_map(|flow| {
        EMPTY.into_iter().filter_map(move |key| flow.topology.flow_setting(flow.flow, key))
    });
    let empty = lines.filter(|line| line.value.trim().is_empty());
    let keys: BTreeSet<&str> = empty.map(|line| line.key.as_str()).collect();
    let keys: Vec<String> = keys.into_iter().map(|key| format!("`{key}=`")).collect();
    format!(
        "remove {} and write `replication.policy.class={}`",
        keys.join(", "),
        policy::IDENTITY_CLASS
    )
}
