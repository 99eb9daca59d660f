use super::{Context, Findings, Rule, alias_illegal_characters::is_legal};
use crate::{
    diagnostic::Severity,
    topology::{Scope, Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "cluster-alias-overridden",
    severity: Severity::Warning,
    summary: "a setting `alias` of a cluster, which changes the names of copies",
    page: include_str!("cluster_alias_overridden.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            if let Scope::Cluster { alias, key } = &setting.scope
                && key == "alias"
                && setting.value.trim() != alias
                && topology.settings.holds(setting)
            {
                report(topology, setting, alias, findings);
            }
        }
    }
}

fn report(topology: &Topology, setting: &Setting, alias: &str, findings: &mut Findings<'_>) {
    let (key, other) = (&setting.key, setting.value.trim());
    let name = if other.is_empty() { "no name".to_owned() } else { format!("the name `{other}`") };
    let message = format!("`{key}={other}` makes flows call `{alias}` by {name}");
    let remove = format!("remove `{key}={other}`");
    let help = match is_legal(other) {
        true => {
            format!("{remove}; to rename the cluster write `alias: {other}` where it is declared")
        }
        false => remove,
    };
    let finding = findings.report(setting.key_span, message);
    finding
        .subject(key)
        .reason(
            "every setting of a cluster is handed to its flows with `source.cluster.` or `target.cluster.` before it, \
             so this one, by accident, takes the place of the alias in the names of copies and in the search for those \
             that have been here before",
        )
        .help(help);
    if let Some(id) = topology.by_alias(alias) {
        finding.related(topology.cluster(id).alias.span, "the alias");
    }
}
