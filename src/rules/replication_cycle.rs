use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{KeptBy, Naming, naming, provably_disjoint},
    topology::{Flow, Topology, graph},
};

pub(super) static RULE: Rule = Rule {
    id: "replication-cycle",
    severity: Severity::Error,
    summary: "flows that keep topic names form a cycle, so records travel round it for ever",
    page: include_str!("replication_cycle.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let mut kept: Vec<&Flow> = topology
            .flows
            .iter()
            .filter(|flow| matches!(naming(topology, flow), Naming::Kept(_)))
            .collect();
        // The order of the lines must not decide what an `allow` entry has to name.
        kept.sort_by_key(|flow| topology.flow_name(flow));
        let edges: Vec<graph::Edge> = kept.iter().map(|flow| (flow.from.0, flow.to.0)).collect();
        for cycle in graph::cycles(topology.clusters.len(), &edges) {
            let hops: Vec<&Flow> =
                cycle.iter().filter_map(|&edge| kept.get(edge).copied()).collect();
            if !carries_nothing(topology, &hops) {
                report(topology, &hops, findings);
            }
        }
    }
}

/// A topic travels round only if every hop selects it. A long round has few filters that differ.
fn carries_nothing(topology: &Topology, hops: &[&Flow]) -> bool {
    let filter = |flow: &&Flow| {
        topology.flow_setting(flow, "topics").map_or(".*", |topics| topics.value.as_str())
    };
    let filters: BTreeSet<&str> = hops.iter().map(filter).collect();
    filters.iter().any(|a| filters.iter().any(|b| provably_disjoint(a, b)))
}

fn report(topology: &Topology, hops: &[&Flow], findings: &mut Findings<'_>) {
    let [first, rest @ ..] = hops else { return };
    let path: Vec<&str> = hops.iter().map(|flow| topology.alias(flow.from)).collect();
    let path = format!("{} -> {}", path.join(" -> "), topology.alias(first.from));
    let finding = findings.report(first.span, format!("records travel for ever round `{path}`"));
    finding
        .label("this hop keeps the names of topics")
        .subject(topology.flow_name(first))
        .reason(match naming(topology, first) {
            Naming::Kept(KeptBy::EmptyNames) => {
                "with an empty separator and empty aliases a copy has the name of its original, so MirrorMaker 2 \
                 cannot tell that a record has been here before"
            }
            Naming::Kept(KeptBy::IdentityPolicy) | Naming::Prefixed { .. } | Naming::Opaque { .. } => {
                "under IdentityReplicationPolicy a copy has the name of its original, so MirrorMaker 2 cannot tell \
                 that a record has been here before"
            }
        })
        .help(format!(
            "remove `{}.enabled=true`, or remove the settings that keep names so that copies get their source's alias \
             as a prefix",
            topology.flow_name(rest.last().unwrap_or(first))
        ));
    for flow in rest {
        finding.related(flow.span, format!("then `{}`", topology.flow_name(flow)));
    }
}
