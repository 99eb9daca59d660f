use super::{Context, Findings, Rule, alias_illegal_characters::is_legal};
use crate::{diagnostic::Severity, topology::Topology};

pub(super) static RULE: Rule = Rule {
    id: "no-enabled-flow",
    severity: Severity::Warning,
    summary: "a topology with clusters but not one enabled flow",
    page: include_str!("no_enabled_flow.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        if topology.flows.is_empty() {
            findings
                .report(topology.span, "not one flow of this topology is enabled")
                .subject(&topology.name.value)
                .reason("a flow is off until a line enables it, so no instance is made")
                .help(help(topology));
        }
    }
}

/// A flow that can run: its target is managed.
fn help(topology: &Topology) -> String {
    let mut clusters = topology.clusters.iter().filter(|cluster| is_legal(&cluster.alias.value));
    let target = clusters.clone().find(|cluster| cluster.home.is_some());
    let pair = target.and_then(|target| {
        let source = clusters.find(|other| other.alias.value != target.alias.value)?;
        Some((&source.alias.value, &target.alias.value))
    });
    match pair {
        Some((from, to)) => {
            format!("add a line such as `{from}->{to}.enabled=true` to `mirrorMaker2Properties`")
        }
        None => "add a second cluster to `kafkaClusters`, and to `mirrorMaker2Properties` a line such as \
                 `a->b.enabled=true`"
            .to_owned(),
    }
}
