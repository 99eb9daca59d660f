use super::{Context, Findings, Rule};
use std::collections::BTreeSet;

use crate::{
    diagnostic::Severity,
    mm2::providers,
    topology::{Scope, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "undeclared-provider",
    severity: Severity::Error,
    summary: "a reference to a configuration provider that nothing declares",
    page: include_str!("undeclared_provider.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let declared = declared(topology);
        for setting in &topology.settings.entries {
            for name in referenced(&setting.value) {
                if !declared.contains(name) {
                    findings
                        .report(setting.value_span, format!("no `config.providers` declares `{name}`"))
                        .subject(&setting.key)
                        .reason("MirrorMaker 2 uses the text of the reference as the value, without a word")
                        .help(format!("add `config.providers={name}` and `config.providers.{name}.class=…`"));
                }
            }
        }
    }
}

fn declared(topology: &Topology) -> BTreeSet<&str> {
    let lists = topology.settings.entries.iter().filter(|setting| match &setting.scope {
        Scope::Top => setting.key == "config.providers",
        Scope::Cluster { key, .. } => key == "config.providers",
        Scope::Flow { .. } => false,
    });
    let own = lists.flat_map(|setting| setting.value.split(',')).map(str::trim);
    own.chain(providers::owned(topology)).collect()
}

/// The names in `${name:…}`.
fn referenced(value: &str) -> Vec<&str> {
    let starts = value.split("${").skip(1);
    let names = starts.filter_map(|rest| rest.split('}').next()?.split_once(':'));
    names.map(|(name, _)| name).collect()
}
