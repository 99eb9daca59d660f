use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{gates, providers},
    topology::{Scope, Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "undeclared-provider",
    severity: Severity::Error,
    summary: "a reference to a configuration provider that nothing declares",
    page: include_str!("undeclared_provider.md"),
    allowable: true,
    check,
};

const LIST: &str = "config.providers";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let owned = providers::owned(topology);
        for setting in &topology.settings.entries {
            let names: BTreeSet<&str> = referenced(&setting.value).collect();
            for name in names.into_iter().filter(|name| !owned.contains(name)) {
                if let Some(missing) = missing(topology, setting, name) {
                    report(topology, setting, name, missing, findings);
                }
            }
        }
    }
}

/// What a provider lacks.
enum Missing<'a> {
    /// It is in no list that holds for the setting.
    List,
    /// It is declared for the process, but not handed to the worker that writes into this cluster.
    Worker(&'a str),
    /// It is in a list, but its class is not stated.
    Class(String),
}

/// The process resolves what the list at the top names. The settings of connectors are resolved by the worker of
/// their target, which has the list at the top, but for some releases, and that of its own cluster.
fn missing<'a>(topology: &'a Topology, setting: &Setting, name: &str) -> Option<Missing<'a>> {
    let at_top = lists(topology, LIST, name);
    let reaches_workers = at_top && !gates::drops_providers(topology.workload.version);
    let class = |prefix: &str| {
        let key = format!("{prefix}{LIST}.{name}.class");
        let stated = topology.settings.get(&key).is_some();
        (!stated).then_some(Missing::Class(key))
    };
    if reaches_workers {
        return class("");
    }
    for target in targets(topology, setting) {
        if !lists(topology, &format!("{target}.{LIST}"), name) {
            return Some(if at_top { Missing::Worker(target) } else { Missing::List });
        }
        if class("").is_some()
            && let Some(missing) = class(&format!("{target}."))
        {
            return Some(missing);
        }
    }
    if !targets(topology, setting).is_empty() {
        return None;
    }
    if at_top { class("") } else { Some(Missing::List) }
}

fn lists(topology: &Topology, key: &str, name: &str) -> bool {
    let list = topology.settings.get(key);
    list.is_some_and(|list| list.value.split(',').any(|listed| listed.trim() == name))
}

/// Settings of the REST server, which no worker sees.
fn is_of_the_process(key: &str) -> bool {
    ["rest.", "listeners", "dedicated."].iter().any(|start| key.starts_with(start))
}

/// The clusters whose workers see the setting.
fn targets<'a>(topology: &'a Topology, setting: &Setting) -> BTreeSet<&'a str> {
    let concerned = topology.flows.iter().filter(|flow| match &setting.scope {
        Scope::Top => !is_of_the_process(&setting.key),
        Scope::Cluster { alias, .. } => {
            topology.alias(flow.from) == alias || topology.alias(flow.to) == alias
        }
        Scope::Flow { from, to, .. } => {
            topology.alias(flow.from) == from && topology.alias(flow.to) == to
        }
    });
    concerned.map(|flow| topology.alias(flow.to)).collect()
}

/// The names in `${name:…}`.
fn referenced(value: &str) -> impl Iterator<Item = &str> {
    let starts = value.split("${").skip(1);
    let names = starts.filter_map(|rest| rest.split('}').next()?.split_once(':'));
    names.map(|(name, _)| name)
}

fn report(
    topology: &Topology,
    setting: &Setting,
    name: &str,
    missing: Missing<'_>,
    findings: &mut Findings<'_>,
) {
    let version = topology.workload.version;
    let (message, help) = match missing {
        Missing::List => (
            format!("no `{LIST}` declares `{name}` for `{}`", setting.key),
            declare(topology, name),
        ),
        Missing::Worker(target) => (
            format!(
                "Kafka {version} does not hand `{LIST}` to the worker that writes into `{target}`"
            ),
            format!("add `{target}.{LIST}={name}`, or run a release without the fault KAFKA-17192"),
        ),
        Missing::Class(key) => (
            format!("the provider `{name}` has no class"),
            format!("add `{key}={}`, or another class", class_of(name).unwrap_or(FILE)),
        ),
    };
    findings
        .report(setting.value_span, message)
        .subject(&setting.key)
        .reason("MirrorMaker 2 uses the text of the reference as the value, without a word")
        .help(help);
}

const FILE: &str = "org.apache.kafka.common.config.provider.FileConfigProvider";

/// The class of Kafka that is mostly meant by a name.
fn class_of(name: &str) -> Option<&'static str> {
    match name {
        "file" => Some(FILE),
        "dir" | "directory" => {
            Some("org.apache.kafka.common.config.provider.DirectoryConfigProvider")
        }
        "env" => Some("org.apache.kafka.common.config.provider.EnvVarConfigProvider"),
        _ => None,
    }
}

/// The lines that declare it beside those that are declared.
fn declare(topology: &Topology, name: &str) -> String {
    let stated = topology.settings.get(LIST).map(|list| list.value.trim());
    let list = match stated.filter(|list| !list.is_empty()) {
        Some(list) => format!("{list},{name}"),
        None => name.to_owned(),
    };
    match class_of(name) {
        Some(class) => format!("add `{LIST}={list}` and `{LIST}.{name}.class={class}`"),
        None => format!("add `{LIST}={list}`, and the class as `{LIST}.{name}.class`"),
    }
}
