use super::{Context, Findings, Rule};
use std::collections::BTreeMap;

use crate::{
    diagnostic::Severity,
    mm2::{KeptBy, Naming, naming},
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
        let nameless = |flow: &&Flow| naming(topology, flow) == Naming::Kept(KeptBy::EmptyNames);
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
        .help("remove the empty settings and write `replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy`");
}
