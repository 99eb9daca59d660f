use super::{Context, Findings, Rule};
use std::collections::BTreeMap;

use crate::{
    diagnostic::Severity,
    topology::{Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "duplicate-property",
    severity: Severity::Warning,
    summary: "a property that stands twice with the same value",
    page: include_str!("duplicate_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for (first, again) in repeated(topology) {
            if first.value == again.value {
                findings
                    .report(again.key_span, format!("`{}` stands twice", again.key))
                    .label("again here")
                    .related(first.key_span, "first here")
                    .subject(&again.key)
                    .reason("Java keeps the last line; who edits only the first changes nothing")
                    .help("remove one of the two lines");
            }
        }
    }
}

/// Every entry whose key stood before, with the first entry of that key.
pub(super) fn repeated(topology: &Topology) -> Vec<(&Setting, &Setting)> {
    let mut first: BTreeMap<&str, &Setting> = BTreeMap::new();
    let mut pairs = Vec::new();
    for setting in &topology.settings.entries {
        match first.get(setting.key.as_str()) {
            Some(before) => pairs.push((*before, setting)),
            None => drop(first.insert(&setting.key, setting)),
        }
    }
    pairs
}
