use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::effective::{Instance, Pair},
    topology::{Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "shared-storage-topic",
    severity: Severity::Warning,
    summary: "several workers on one group or storage topic",
    page: include_str!("shared_storage_topic.md"),
    allowable: true,
    check,
};

/// What each pair has of its own unless a line says otherwise.
const KEYS: [&str; 4] =
    ["group.id", "config.storage.topic", "offset.storage.topic", "status.storage.topic"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let mut found: BTreeMap<&str, (&Setting, String, usize)> = BTreeMap::new();
        for (target, _) in topology.targets() {
            let lines: Vec<&Setting> = KEYS
                .into_iter()
                .filter_map(|key| line(topology, &target.alias.value, key))
                .collect();
            if lines.is_empty() {
                continue;
            }
            let pairs = Instance::new(topology, target.id).pairs();
            if pairs.len() > 1 {
                for line in lines {
                    found.entry(&line.key).or_insert((line, names(topology, &pairs), pairs.len()));
                }
            }
        }
        for (setting, names, count) in found.into_values() {
            report(setting, &names, count, findings);
        }
    }
}

/// The storage topics are taken from the top level first, and a group from the cluster only.
fn line<'a>(topology: &'a Topology, target: &str, key: &str) -> Option<&'a Setting> {
    let shared = if key == "group.id" { None } else { topology.settings.get(key) };
    shared.or_else(|| topology.settings.get(&format!("{target}.{key}")))
}

/// The first ones.
fn names(topology: &Topology, pairs: &[Pair]) -> String {
    let name =
        |pair: &Pair| format!("`{}->{}`", topology.alias(pair.from), topology.alias(pair.to));
    let first: Vec<String> = pairs.iter().take(3).map(name).collect();
    let more = if pairs.len() > first.len() { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

fn report(setting: &Setting, names: &str, count: usize, findings: &mut Findings<'_>) {
    let what = if setting.key.ends_with("group.id") { "group" } else { "storage topic" };
    findings
        .report(setting.key_span, format!("{count} workers get the {what} `{}`", setting.value.trim()))
        .subject(&setting.key)
        .reason(format!(
            "there is a worker for each of {names}, each with connectors of the same names, so what one stores of \
             them may be taken by another for its own"
        ))
        .help("remove the line: by default each pair has a group and topics with the name of its source");
}
