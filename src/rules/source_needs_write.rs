use super::{Context, Findings, Rule};
use crate::{
    descriptor::Access,
    diagnostic::Severity,
    mm2::{
        gates,
        offset_syncs::{self, Side},
        policy::Policy,
    },
    topology::{Cluster, Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "source-needs-write",
    severity: Severity::Note,
    summary: "a source that is not managed, and into which offset syncs are written",
    page: include_str!("source_needs_write.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for flow in &topology.flows {
            let source = topology.cluster(flow.from);
            // Where it is said, the user knows; a source that may only be read is the business of `read-only-source`.
            let is_stated = source.access.span != source.span;
            let may_be_written = source.access.value == Access::ReadWrite;
            if source.home.is_some() || is_stated || !may_be_written {
                continue;
            }
            if offset_syncs::of_flow(topology, flow) != Some(Side::Source) {
                continue;
            }
            report(topology, flow, source, findings);
        }
    }
}

fn report(topology: &Topology, flow: &Flow, source: &Cluster, findings: &mut Findings<'_>) {
    let (name, alias) = (topology.flow_name(flow), &source.alias.value);
    let stated = topology.flow_setting(flow, "target.cluster.alias");
    let target = stated.map_or(topology.alias(flow.to), |stated| stated.value.trim());
    let topic = Policy::of_flow(topology, flow).offset_syncs_topic(target);
    let grant = format!("grant the right and write `access: readWrite` at `{alias}`");
    let help = match gates::offset_syncs_location(topology.workload.version) {
        true => format!("write `{name}.{}=target`, or {grant}", offset_syncs::LOCATION),
        false => grant,
    };
    findings
        .report(flow.span, format!("`{name}` needs the right to write into `{alias}`"))
        .related(source.alias.span, "this cluster is not managed")
        .subject(&name)
        .reason(format!(
            "MirrorMaker 2 creates `{topic}` on the source and writes to it; the rest is only read"
        ))
        .help(help);
}
