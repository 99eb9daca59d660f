//! Connect workers: where positions are kept, and how records are read and written.

use std::collections::BTreeSet;

use super::flows_of;
use crate::review::{
    ChangeRule, Changes, Class, Facts, Weight,
    facts::{View, differing},
};

pub(super) static STORAGE_MOVED: ChangeRule = ChangeRule {
    id: "storage-moved",
    class: Class::ReReplication,
    weight: Weight::Block,
    summary: "a worker keeps its positions in another topic or group",
    page: include_str!("storage-moved.md"),
    twins: &[],
    check: check_storage,
};

pub(super) static OFFSET_RESET_CHANGED: ChangeRule = ChangeRule {
    id: "offset-reset-changed",
    class: Class::RecordsLost,
    weight: Weight::Block,
    summary: "reading starts at the end of a topic where there is no position",
    page: include_str!("offset-reset-changed.md"),
    twins: &[],
    check: check_reset,
};

pub(super) static EXACTLY_ONCE_CHANGED: ChangeRule = ChangeRule {
    id: "exactly-once-changed",
    class: Class::ReReplication,
    weight: Weight::Warn,
    summary: "records are written exactly once, or are not any more",
    page: include_str!("exactly-once-changed.md"),
    twins: &[],
    check: check_exactly_once,
};

pub(super) static CONVERSION_CHANGED: ChangeRule = ChangeRule {
    id: "conversion-changed",
    class: Class::RecordsLost,
    weight: Weight::Block,
    summary: "records are changed on their way in another manner",
    page: include_str!("conversion-changed.md"),
    twins: &[],
    check: check_conversion,
};

/// The settings that say where positions are.
pub(super) const STORAGE: [&str; 4] =
    ["offset.storage.topic", "config.storage.topic", "status.storage.topic", "group.id"];
pub(super) const EXACTLY_ONCE: &str = "exactly.once.source.support";
pub(super) const OFFSET_RESET: &str = "auto.offset.reset";

fn check_storage(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for key in STORAGE {
        for change in differing(&facts.flows, View::Worker, key) {
            let mut flows: Vec<String> =
                change.flows.iter().map(|pair| pair.name.clone()).collect();
            // They are made from the alias of the source: that is told of its new name.
            flows.retain(|name| {
                let pair = facts.kept().find(|(pair, ..)| pair.name == *name);
                change.spans != (None, None)
                    || pair.is_none_or(|(_, old, new)| old.from() == new.from())
            });
            if flows.is_empty() {
                continue;
            }
            let is_offsets = key == "offset.storage.topic";
            let reported = changes.report(
                change.subject(),
                format!("`{key}` of {} goes {}", change.whose(), change.step()),
            );
            reported.at(change.spans.0, change.spans.1).concern(flows_of(change.names()));
            if is_offsets {
                reported
                    .consequence(
                        "the new topic holds no positions, so every topic is copied again from its start, into the \
                         copies that are there: every record is there twice",
                    )
                    .instead("keep the name; a topic that must move is copied with its keys while the worker is stopped");
                continue;
            }
            reported.weight = Weight::Warn;
            reported.class = Class::RestartOnly;
            reported
                .consequence(match key {
                    "group.id" => {
                        "until all old pods are gone, old and new workers do not know of each other and copy the same \
                         topics at the same time"
                    }
                    "config.storage.topic" | "status.storage.topic" => {
                        "the worker writes it anew when it starts, and the old topic stays without use"
                    }
                    other => other,
                })
                .instead("delete the old pods before the new ones start");
        }
    }
}

fn check_reset(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for change in differing(&facts.flows, View::Consumer, OFFSET_RESET) {
        if change.after.as_deref() != Some("latest") {
            continue;
        }
        changes
            .report(
                change.subject(),
                format!("{} starts at the end of a topic where it has no position", change.whose()),
            )
            .at(change.spans.0, change.spans.1)
            .consequence(
                "of every new topic and partition the records that are there before the next refresh are never copied, \
                 and after a position is out of range everything up to the end is skipped",
            )
            .concern(flows_of(change.names()))
            .instead("remove the line: `earliest` is the default of MirrorMaker 2");
    }
}

fn check_exactly_once(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for change in differing(&facts.flows, View::Worker, EXACTLY_ONCE) {
        let (was, is) = (change.before.as_deref(), change.after.as_deref());
        let is_prepared = was == Some("preparing") && is == Some("enabled")
            || was != Some("enabled") && is == Some("preparing");
        let reported = changes.report(
            change.subject(),
            format!("`{EXACTLY_ONCE}` of {} goes {}", change.whose(), change.step()),
        );
        reported.at(change.spans.0, change.spans.1).concern(flows_of(change.names()));
        if is_prepared {
            reported.weight = Weight::Note;
            reported.class = Class::RestartOnly;
            reported.consequence("workers start again; `preparing` everywhere first, then `enabled`, is the safe order");
        } else if is == Some("enabled") {
            reported
                .consequence(
                    "workers that still run without it may write at the same time, so that records are there twice; a \
                     group takes `preparing` on all its workers first",
                )
                .instead(format!("write `{EXACTLY_ONCE}=preparing`, roll it out, then `enabled` in a second change"));
        } else {
            reported.consequence(
                "after a pod ends without warning its last records are written twice again",
            );
        }
    }
}

/// Whether a key decides what becomes of a record on its way.
pub(super) fn converts(key: &str) -> bool {
    let starts =
        ["key.converter", "value.converter", "header.converter", "transforms", "predicates"];
    starts.iter().any(|start| key.starts_with(start))
}

fn check_conversion(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let mut keys: BTreeSet<&String> = BTreeSet::new();
    for (_, old, new) in facts.kept() {
        for configs in [&old.configs, &new.configs].into_iter().flatten() {
            let all = configs.worker.values.keys().chain(configs.connector.values.keys());
            keys.extend(all.filter(|key| converts(key)));
        }
    }
    for key in keys {
        let view = View::Connector;
        for change in differing(&facts.flows, view, key) {
            changes
                .report(change.subject(), format!("`{}` of {} goes {}", change.key, change.whose(), change.step()))
                .at(change.spans.0, change.spans.1)
                .consequence(
                    "within one topic, records before and after the change differ in their form, and consumers that \
                     read both have to know both",
                )
                .concern(flows_of(change.names()))
                .instead("copy with the new form into new topics: a flow with another alias or policy");
        }
    }
}
