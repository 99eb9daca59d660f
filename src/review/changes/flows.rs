//! Flows that begin, end or turn round.

use super::{copy_of, gained, keeps_names, lost, needed};
use crate::{
    review::{
        ChangeRule, Changes, Class, Facts, Weight,
        facts::{FlowPair, FlowSide},
    },
    source::Span,
    topology::boolean,
};

pub(super) static FLOW_ADDED: ChangeRule = ChangeRule {
    id: "flow-added",
    class: Class::Safe,
    weight: Weight::Note,
    summary: "a flow that was not there before",
    page: include_str!("flow-added.md"),
    twins: &[],
    check: check_added,
};

pub(super) static FLOW_REMOVED: ChangeRule = ChangeRule {
    id: "flow-removed",
    class: Class::StopsSilently,
    weight: Weight::Warn,
    summary: "a flow is removed or switched off",
    page: include_str!("flow-removed.md"),
    twins: &[],
    check: check_removed,
};

pub(super) static FLOW_ENABLED_AGAIN: ChangeRule = ChangeRule {
    id: "flow-enabled-again",
    class: Class::RecordsLost,
    weight: Weight::Warn,
    summary: "a flow that was switched off goes on",
    page: include_str!("flow-enabled-again.md"),
    twins: &[],
    check: check_enabled_again,
};

pub(super) static FLOW_REVERSED: ChangeRule = ChangeRule {
    id: "flow-reversed",
    class: Class::ReReplication,
    weight: Weight::Block,
    summary: "a flow turns round",
    page: include_str!("flow-reversed.md"),
    twins: &[],
    check: check_reversed,
};

/// Flows that begin, between clusters that were there.
fn begun<'f, 'a>(
    facts: &'f Facts<'a>,
) -> impl Iterator<Item = (&'f FlowPair<'a>, &'f FlowSide<'a>)> {
    let begun = facts.flows.iter().filter(|pair| pair.before.is_none());
    begun.filter_map(|pair| Some((pair, pair.after.as_ref()?)))
}

/// Flows that end.
fn ended<'f, 'a>(
    facts: &'f Facts<'a>,
) -> impl Iterator<Item = (&'f FlowPair<'a>, &'f FlowSide<'a>)> {
    let ended = facts.flows.iter().filter(|pair| pair.after.is_none());
    ended.filter_map(|pair| Some((pair, pair.before.as_ref()?)))
}

/// The flow that runs the other way now and did not before.
fn turned<'f, 'a>(facts: &'f Facts<'a>, old: &FlowSide<'a>) -> Option<&'f FlowSide<'a>> {
    let now = (facts.members.now(old.to()), facts.members.now(old.from()));
    begun(facts).map(|(_, side)| side).find(|side| (side.from(), side.to()) == now)
}

/// The line that switched a flow off in the old revision.
fn off_before(facts: &Facts<'_>, side: &FlowSide<'_>) -> Option<Span> {
    let (from, to) = (facts.members.before(side.from()), facts.members.before(side.to()));
    let key = format!("{from}->{to}.enabled");
    let lines = facts.before.topologies.iter().filter_map(|topology| topology.settings.get(&key));
    lines.filter(|line| !boolean(&line.value)).map(|line| line.key_span).next()
}

/// The line that switches a flow off in the new revision.
fn off_after(facts: &Facts<'_>, side: &FlowSide<'_>) -> Option<Span> {
    let (from, to) = (facts.members.now(side.from()), facts.members.now(side.to()));
    let key = format!("{from}->{to}.enabled");
    let lines = facts.after.topologies.iter().filter_map(|topology| topology.settings.get(&key));
    lines.map(|line| line.key_span).next()
}

fn check_added(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let is_reverse = |side: &FlowSide<'_>| {
        ended(facts).any(|(_, old)| {
            turned(facts, old).is_some_and(|new| new.flow.name() == side.flow.name())
        })
    };
    for (pair, side) in begun(facts) {
        // The cluster itself is new: that tells it.
        let joins = facts
            .members
            .fresh
            .iter()
            .any(|member| member.alias() == side.from() || member.alias() == side.to());
        if joins || is_reverse(side) || off_before(facts, side).is_some() {
            continue;
        }
        let copy = match (keeps_names(side), copy_of(side)) {
            (true, _) => "under the same names".to_owned(),
            (false, Some(copy)) => format!("as `{copy}` and so on"),
            (false, None) => "under names that its own policy makes".to_owned(),
        };
        changes
            .report(&pair.name, format!("`{}` begins", pair.name))
            .at(None, Some(side.span()))
            .consequence(format!(
                "what it selects is copied from the start, {copy}, which takes room and bandwidth on `{}`",
                side.to()
            ))
            .concern(gained(facts, &[side.id]));
    }
}

fn check_removed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (pair, side) in ended(facts) {
        // The cluster itself leaves: that tells it.
        let leaves = facts
            .members
            .gone
            .iter()
            .any(|member| member.alias() == side.from() || member.alias() == side.to());
        if leaves || turned(facts, side).is_some() {
            continue;
        }
        let off = off_after(facts, side);
        let needed = needed::topics(facts, side, None);
        let change = changes.report(&pair.name, format!("`{}` ends", pair.name));
        if needed::is_any(&needed) {
            change.weight = Weight::Block;
        }
        change
            .at(Some(side.span()), off)
            .consequence(format!(
                "its copies stay on `{}`, look alive and get no more records, and the positions of groups there stand \
                 still; its own positions are kept, so that it can go on within the retention of its topics and loses \
                 records after that",
                side.to()
            ))
            .concern(lost(facts, &[side.id]))
            .concern(needed);
        if off.is_none() {
            change.instead(format!(
                "write `{}.enabled=false` if it is to go on later, so that its settings stay",
                pair.name
            ));
        }
    }
}

fn check_enabled_again(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (pair, side) in begun(facts) {
        let Some(off) = off_before(facts, side) else { continue };
        changes
            .report(&pair.name, format!("`{}` goes on after it was switched off", pair.name))
            .at(Some(off), Some(side.span()))
            .consequence(
                "it reads on where it stopped; what was deleted meanwhile because its retention was over is skipped \
                 without an error, and the copies have a gap there",
            )
            .concern(gained(facts, &[side.id]))
            .instead(
                "compare how long it was off with the shortest `retention.ms` of its topics; if it was longer, start \
                 with new topics, or say in `reason` that the gap is accepted",
            );
    }
}

fn check_reversed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (pair, old) in ended(facts) {
        let Some(new) = turned(facts, old) else { continue };
        let keeps = keeps_names(new) || keeps_names(old);
        let change = changes.report(
            new.flow.name(),
            format!("`{}` turns round and is `{}` now", pair.name, new.flow.name()),
        );
        change.at(Some(old.span()), Some(new.span())).concern(gained(facts, &[new.id]));
        if keeps {
            change
                .consequence(format!(
                    "names stay the same, so the records that came from `{}` are copied back into the topics that have \
                     them already, and every one is there twice",
                    new.to()
                ))
                .instead(format!(
                    "empty the topics on `{}` first, stop all producers there, and then turn the flow round",
                    new.to()
                ));
            continue;
        }
        let copy = copy_of(old).unwrap_or_default();
        change
            .consequence(format!(
                "topics such as `{copy}` are not copied back: they count as a cycle towards `{}`, so what was only on \
                 the copy does not return; `{}` gets topics under new names instead",
                new.to(),
                new.to()
            ))
            .instead(format!(
                "keep `{}` as well: with prefixes both directions may run at the same time",
                pair.name
            ));
    }
}
