use super::{Context, Findings, Rule};
use std::collections::BTreeMap;

use crate::{
    diagnostic::Severity,
    mm2::policy::Policy,
    topology::{ClusterId, Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "shared-empty-alias",
    severity: Severity::Error,
    summary: "flows without names that share MirrorMaker 2's internal topics",
    page: include_str!("shared_empty_alias.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let nameless = |flow: &&Flow| has_no_names(topology, flow);
        let flows: Vec<&Flow> = topology.flows.iter().filter(nameless).collect();
        let mut into: BTreeMap<ClusterId, &Flow> = BTreeMap::new();
        let mut out: BTreeMap<ClusterId, &Flow> = BTreeMap::new();
        for flow in flows {
            if let Some(first) = into.insert(flow.to, flow) {
                let what = format!("the checkpoints on `{}`", topology.alias(flow.to));
                report(topology, [first, flow], &what, findings);
            }
            if let Some(first) = out.insert(flow.from, flow) {
                let what = format!("the offset syncs of `{}`", topology.alias(flow.from));
                report(topology, [first, flow], &what, findings);
            }
        }
    }
}

/// Neither an alias nor a separator.
fn has_no_names(topology: &Topology, flow: &Flow) -> bool {
    let alias = topology.flow_setting(flow, "source.cluster.alias");
    let alias = alias.map_or(topology.alias(flow.from), |alias| alias.value.trim());
    match Policy::of_flow(topology, flow) {
        policy @ Policy::Default(_) => policy.keeps_names(alias),
        Policy::Identity(_) | Policy::Opaque { .. } => false,
    }
}

fn report(topology: &Topology, [first, flow]: [&Flow; 2], what: &str, findings: &mut Findings<'_>) {
    let (a, b) = (topology.flow_name(first), topology.flow_name(flow));
    findings
        .report(flow.span, format!("`{a}` and `{b}` share {what}"))
        .related(first.span, "the other flow")
        .subject(b)
        .reason("with empty aliases and an empty separator the internal topics of all flows have the same names, so that positions of one cluster are taken for those of another")
        .help("remove the empty settings and write `replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy`");
}
