//! What names the topics that MirrorMaker 2 makes.

use std::collections::BTreeSet;

use super::{flows_of, gained, keeps_names, lost, new_ids, old_ids};
use crate::{
    mm2::effective::Side,
    review::{
        ChangeRule, Changes, Class, Concerned, Facts, Weight,
        facts::{Differing, FlowSide, View, differing},
    },
};

pub(super) static POLICY_CHANGED: ChangeRule = ChangeRule {
    id: "policy-changed",
    class: Class::PositionsLost,
    weight: Weight::Block,
    summary: "another policy names the topics of a flow",
    page: include_str!("policy-changed.md"),
    twins: &[],
    check: check_policy,
};

pub(super) static SEPARATOR_CHANGED: ChangeRule = ChangeRule {
    id: "separator-changed",
    class: Class::PositionsLost,
    weight: Weight::Block,
    summary: "another separator between alias and topic",
    page: include_str!("separator-changed.md"),
    twins: &[],
    check: check_separator,
};

pub(super) static INTERNAL_TOPICS_RENAMED: ChangeRule = ChangeRule {
    id: "internal-topics-renamed",
    class: Class::PositionsLost,
    weight: Weight::Block,
    summary: "MirrorMaker 2 looks for its offset syncs and checkpoints under other names",
    page: include_str!("internal-topics-renamed.md"),
    twins: &[],
    check: check_internal,
};

fn check_policy(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for change in differing(&facts.flows, View::Connector, "replication.policy.class") {
        let keeps = change.flows.first().and_then(|pair| pair.after.as_ref()).map(keeps_names);
        let into = if keeps == Some(true) { "the names of the originals" } else { "new names" };
        let message = format!("the policy of {} changes {}", change.whose(), short(&change));
        changes
            .report(change.subject(), message)
            .at(change.spans.0, change.spans.1)
            .consequence(format!(
                "history is not copied to {into}: positions are kept by the topic of the source, so the new topics \
                 begin with the next record and the past stays in the old ones; offset syncs are about the old topics, \
                 so that groups may be put beyond the end of the new ones"
            ))
            .concern(flows_of(change.names()))
            .concern(lost(facts, &old_ids(&change.flows)))
            .concern(begun(gained(facts, &new_ids(&change.flows))))
            .instead(
                "keep the policy; for another one, add a cluster entry with a new alias for the same cluster in a \
                 topology of its own, and move consumers before the old flow goes",
            );
    }
}

/// The topics begin where the old ones end.
fn begun(gained: Vec<Concerned>) -> Vec<Concerned> {
    let begin = |concerned: Concerned| Concerned {
        what: concerned
            .what
            .replace("is copied from its start to", "begins with the next record on"),
        ..concerned
    };
    gained.into_iter().map(begin).collect()
}

/// Class names without their packages.
fn short(change: &Differing<'_, '_>) -> String {
    change.step().replace("org.apache.kafka.connect.mirror.", "")
}

fn check_separator(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for change in differing(&facts.flows, View::Connector, "replication.policy.separator") {
        // Without a prefix only the names of internal topics have it.
        let prefixed = change
            .flows
            .iter()
            .any(|pair| pair.after.as_ref().is_some_and(|side| !keeps_names(side)));
        if !prefixed {
            continue;
        }
        changes
            .report(
                change.subject(),
                format!("the separator of {} changes {}", change.whose(), change.step()),
            )
            .at(change.spans.0, change.spans.1)
            .consequence(
                "history is not copied to the new names: they begin with the next record, and the past stays in the \
                 old ones; topics with the old separator are not taken for copies any more, so that they may be copied \
                 back to where they came from",
            )
            .concern(flows_of(change.names()))
            .concern(lost(facts, &old_ids(&change.flows)))
            .concern(begun(gained(facts, &new_ids(&change.flows))))
            .instead("keep the separator");
    }
}

fn check_internal(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let mut seen: BTreeSet<(Vec<String>, Vec<String>)> = BTreeSet::new();
    for (pair, old, new) in facts.kept() {
        // A new alias or place gives new names as well: other rules tell that.
        let same_ends = (old.from(), old.to()) == (new.from(), new.to());
        if !same_ends || old.flow.offset_syncs != new.flow.offset_syncs {
            continue;
        }
        let (was, is) = (internal(old), internal(new));
        if was == is || !seen.insert((was.clone(), is.clone())) {
            continue;
        }
        let names = Concerned {
            what: "are not read any more".to_owned(),
            names: was.iter().filter(|name| !is.contains(name)).cloned().collect(),
            are_samples: false,
        };
        let by_release = old.flow.topology.workload.version != new.flow.topology.workload.version;
        let first = is.iter().find(|name| !was.contains(name));
        let message = match first {
            Some(first) => format!("`{}` keeps its offsets in `{first}` and so on now", pair.name),
            None => format!("`{}` keeps its offsets in fewer topics now", pair.name),
        };
        let change = changes.report(&pair.name, message);
        change
            .at(Some(old.span()), Some(new.span()))
            .consequence(
                "the new topics start empty: groups that are behind get no translated position until they pass the \
                 first new offset sync, and the old topics stay without use",
            )
            .concern([names]);
        change.instead(match by_release {
            true => "write `replication.policy.internal.topic.separator.enabled=false` and go to 3.6 or later at once",
            false => "leave the settings of the names as they were",
        });
    }
}

/// The topics in which a flow keeps what it knows of offsets.
fn internal(side: &FlowSide<'_>) -> Vec<String> {
    let flow = side.flow;
    let mut names = Vec::new();
    match flow.offset_syncs {
        Some(Side::Source) => names.push(flow.policy.offset_syncs_topic(&flow.target_alias)),
        Some(Side::Target) => names.push(flow.policy.offset_syncs_topic(&flow.source_alias)),
        None => {}
    }
    names.push(flow.policy.checkpoints_topic(&flow.source_alias));
    names
}
