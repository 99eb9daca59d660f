use super::{Context, Findings, Rule};
use crate::{
    descriptor::Access,
    diagnostic::Severity,
    mm2::{
        gates,
        offset_syncs::{self, LOCATION, Side},
    },
    topology::{Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "read-only-source",
    severity: Severity::Error,
    summary: "a flow that writes offset syncs into a source which may only be read",
    page: include_str!("read_only_source.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let is_read_only =
            |flow: &&Flow| topology.cluster(flow.from).access.value == Access::ReadOnly;
        for flow in topology.flows.iter().filter(is_read_only) {
            if offset_syncs::of_flow(topology, flow) == Some(Side::Source) {
                report(topology, flow, findings);
            }
        }
    }
}

fn report(topology: &Topology, flow: &Flow, findings: &mut Findings<'_>) {
    let source = topology.cluster(flow.from);
    let name = topology.flow_name(flow);
    let message = format!(
        "`{name}` writes offset syncs into `{}`, which may only be read",
        source.alias.value
    );
    let version = topology.workload.version;
    let finding = findings.report(flow.span, message);
    finding.related(source.access.span, "it is declared here").subject(&name);
    if let Some(stated) = topology.flow_setting(flow, LOCATION) {
        finding.related(stated.value_span, "the location of the offset syncs");
    }
    finding
        .reason("unless its location is `target`, MirrorMaker 2 creates the topic of the offset syncs on the source and writes to it; without them no position of a consumer group is translated")
        .help(if gates::offset_syncs_location(version) {
            format!("write `{name}.{LOCATION}=target`")
        } else {
            format!("run Kafka 3.0 or later and write `{name}.{LOCATION}=target`; {version} knows no other place")
        });
}
