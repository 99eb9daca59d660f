use super::{Context, Findings, Rule};
use crate::{descriptor::Access, diagnostic::Severity};

pub(super) static RULE: Rule = Rule {
    id: "read-only-target",
    severity: Severity::Error,
    summary: "a flow into a cluster that may only be read",
    page: include_str!("read_only_target.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for flow in &topology.flows {
            let target = topology.cluster(flow.to);
            if target.access.value != Access::ReadOnly {
                continue;
            }
            let name = topology.flow_name(flow);
            findings
                .report(flow.span, format!("`{name}` writes into `{}`, which may only be read", target.alias.value))
                .related(target.access.span, "it is declared here")
                .subject(&name)
                .reason("MirrorMaker 2 creates topics on the target and writes records, heartbeats, checkpoints and its own positions there")
                .help(format!("remove `{name}.enabled=true`, or write `access: readWrite`"));
        }
    }
}
