use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Scope, Setting, Topology, boolean},
};

pub(super) static RULE: Rule = Rule {
    id: "self-flow",
    severity: Severity::Error,
    summary: "a flow from a cluster to itself",
    page: include_str!("self_flow.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let known: BTreeSet<&str> =
            topology.clusters.iter().map(|cluster| cluster.alias.value.as_str()).collect();
        for setting in topology.settings.entries.iter().filter(|found| enables(topology, found)) {
            if let Scope::Flow { from, to, .. } = &setting.scope
                && from == to
                && known.contains(from.as_str())
            {
                report(setting, from, &known, findings);
            }
        }
    }
}

fn enables(topology: &Topology, setting: &Setting) -> bool {
    let is_enabled = matches!(&setting.scope, Scope::Flow { key, .. } if key == "enabled");
    is_enabled && boolean(setting.value.trim()) && topology.settings.holds(setting)
}

fn report(setting: &Setting, alias: &str, known: &BTreeSet<&str>, findings: &mut Findings<'_>) {
    let help = match known.iter().find(|other| **other != alias) {
        Some(other) => {
            format!("write another target, such as `{alias}->{other}`, or remove the line")
        }
        None => "remove the line".to_owned(),
    };
    findings
        .report(setting.key_span, format!("`{alias}` flows into itself"))
        .subject(format!("{alias}->{alias}"))
        .reason("MirrorMaker 2 pairs each cluster with the other ones only, so this line starts nothing")
        .help(help);
}
