use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "unplaced-flow",
    severity: Severity::Error,
    summary: "a flow into a cluster beside which no instance runs",
    page: include_str!("unplaced_flow.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for flow in &topology.flows {
            let target = topology.cluster(flow.to);
            if target.home.is_none() {
                report(topology, flow, target, findings);
            }
        }
    }
}

fn report(topology: &Topology, flow: &Flow, target: &Cluster, findings: &mut Findings<'_>) {
    let (name, alias) = (topology.flow_name(flow), &target.alias.value);
    findings
        .report(flow.span, format!("no instance runs `{name}`"))
        .subject(&name)
        .related(target.alias.span, "the target is not managed")
        .reason("a flow runs in the instance beside its target, and only clusters in `kafkaClusters` have one")
        .help(format!(
            "move `{alias}` from `nonSDMKafkaClusters` to `kafkaClusters`, or remove `{name}.enabled=true`"
        ));
}
