use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Setting, Topology, boolean},
};

pub(super) static RULE: Rule = Rule {
    id: "enabled-for-all-pairs",
    severity: Severity::Warning,
    summary: "`enabled=true` for all pairs of clusters instead of for one flow",
    page: include_str!("enabled_for_all_pairs.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        // A topology without flows is told by `no-enabled-flow`.
        if let Some(setting) = enabled_for_all(topology).filter(|_| !topology.flows.is_empty()) {
            report(topology, setting, findings);
        }
    }
}

/// The line that enables every pair.
pub(super) fn enabled_for_all(topology: &Topology) -> Option<&Setting> {
    topology.settings.get("enabled").filter(|setting| boolean(setting.value.trim()))
}

fn report(topology: &Topology, setting: &Setting, findings: &mut Findings<'_>) {
    let example = topology.flows.first().map_or_else(String::new, |flow| {
        format!(", such as `{}.enabled=true`", topology.flow_name(flow))
    });
    findings
        .report(setting.key_span, "`enabled=true` without a flow starts flows that no line names")
        .subject("enabled")
        .reason(
            "MirrorMaker 2 makes a pair of every two clusters for heartbeats, and the connectors of each pair take \
             this value, in both directions",
        )
        .help(format!("write a line for each flow{example}, and remove `enabled={}`", setting.value.trim()));
}
