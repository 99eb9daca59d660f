use super::{
    Context, Findings, Rule, alias_illegal_characters::is_legal,
    enabled_for_all_pairs::enabled_for_all, inline_comment::commented, lines_run_together::second,
    spaced_flow_key::is_spaced,
};
use crate::{
    diagnostic::Severity,
    topology::{Scope, Topology, boolean},
};

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
        if !topology.flows.is_empty() || is_meant(topology) || is_of_volumes(topology) {
            continue;
        }
        let finding = findings.report(topology.span, "not one flow of this topology is enabled");
        finding.subject(&topology.name.value).help(help(topology));
        match enabled_for_all(topology) {
            Some(setting) => finding
                .related(setting.key_span, "names no flow")
                .reason("an instance is made for the flows that lines name, so none is made here"),
            None => finding.reason("a flow is off until a line enables it, so no instance is made"),
        };
    }
}

/// Volumes are backed up and nothing is replicated.
fn is_of_volumes(topology: &Topology) -> bool {
    topology.is_about_volumes && topology.settings.entries.is_empty()
}

/// A line enables a flow that cannot be: another rule tells why.
fn is_meant(topology: &Topology) -> bool {
    topology.settings.entries.iter().any(|setting| {
        let is_enabled = matches!(&setting.scope, Scope::Flow { key, .. } if key == "enabled");
        let is_on = boolean(setting.value.trim())
            || commented(setting).is_some_and(boolean)
            || second(setting).is_some();
        let is_torn = is_spaced(setting) && setting.value.contains(".enabled");
        (is_enabled && is_on || is_torn) && topology.settings.holds(setting)
    })
}

fn help(topology: &Topology) -> String {
    match flow(topology) {
        Some((from, to)) => {
            format!("add a line such as `{from}->{to}.enabled=true` to `mirrorMaker2Properties`")
        }
        None => "add a second cluster to `kafkaClusters`, and to `mirrorMaker2Properties` a line that enables a flow \
                 between the two"
            .to_owned(),
    }
}

/// A flow that can run, since its target is managed: one that a line names, else from the first cluster that can be a
/// source.
fn flow(topology: &Topology) -> Option<(&str, &str)> {
    let is_managed = |alias: &str| {
        let cluster = topology.by_alias(alias).map(|id| topology.cluster(id));
        cluster.is_some_and(|cluster| cluster.home.is_some())
    };
    let named = topology.settings.entries.iter().find_map(|setting| match &setting.scope {
        Scope::Flow { from, to, .. } => {
            let is_known = topology.by_alias(from).is_some() && is_managed(to) && from != to;
            is_known.then_some((from.as_str(), to.as_str()))
        }
        Scope::Top | Scope::Cluster { .. } => None,
    });
    let clusters = topology.clusters.iter().map(|cluster| cluster.alias.value.as_str());
    let legal = clusters.filter(|alias| is_legal(alias));
    // Of two managed targets each source has at least one that it is not itself.
    let targets: Vec<&str> = legal.clone().filter(|alias| is_managed(alias)).take(2).collect();
    named.or_else(|| {
        legal.clone().find_map(|from| Some((from, *targets.iter().find(|to| **to != from)?)))
    })
}
