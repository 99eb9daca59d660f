//! Positions of groups on the target.

use super::flows_of;
use crate::review::{
    Change, ChangeRule, Changes, Class, Facts, Weight,
    facts::{Differing, View, differing},
};

pub(super) static CHECKPOINTS_SWITCHED_OFF: ChangeRule = ChangeRule {
    id: "checkpoints-switched-off",
    class: Class::PositionsLost,
    weight: Weight::Warn,
    summary: "positions of groups are not translated any more",
    page: include_str!("checkpoints-switched-off.md"),
    twins: &[],
    check: check_checkpoints,
};

pub(super) static GROUP_SYNC_SWITCHED_OFF: ChangeRule = ChangeRule {
    id: "group-sync-switched-off",
    class: Class::PositionsLost,
    weight: Weight::Warn,
    summary: "positions of groups are not written into the target any more",
    page: include_str!("group-sync-switched-off.md"),
    twins: &[],
    check: check_off,
};

pub(super) static GROUP_SYNC_SWITCHED_ON: ChangeRule = ChangeRule {
    id: "group-sync-switched-on",
    class: Class::PositionsLost,
    weight: Weight::Warn,
    summary: "positions of groups are written into the target",
    page: include_str!("group-sync-switched-on.md"),
    twins: &[],
    check: check_on,
};

const GROUP_SYNC: &str = "sync.group.offsets.enabled";

/// Reports a switch for each group of flows that it is turned for.
pub(super) fn switched(
    facts: &Facts<'_>,
    changes: &mut Changes<'_>,
    (key, to): (&str, bool),
    message: impl Fn(&Differing<'_, '_>) -> String,
    mut tell: impl FnMut(&mut Change),
) {
    for change in differing(&facts.flows, View::Connector, key) {
        let is = |text: &Option<String>, word: &str| {
            text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(word))
        };
        let word = if to { "true" } else { "false" };
        // What is no boolean is off, too.
        let is_turned = is(&change.after, word) || (!to && !is(&change.after, "true"));
        if !is_turned || is(&change.before, word) {
            continue;
        }
        let reported = changes.report(change.subject(), message(&change));
        reported.at(change.spans.0, change.spans.1).concern(flows_of(change.names()));
        tell(reported);
    }
}

fn check_checkpoints(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let message = |change: &Differing<'_, '_>| {
        format!("{} translates no positions of groups any more", change.whose())
    };
    switched(facts, changes, ("emit.checkpoints.enabled", false), message, |change| {
        change
            .consequence(
                "checkpoints stop, and with them the positions of groups on the target: who fails over to it goes back \
                 to today",
            )
            .instead("leave `emit.checkpoints.enabled` on while groups may have to move");
    });
}

fn check_off(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let message = |change: &Differing<'_, '_>| {
        format!("{} writes no positions of groups into the target any more", change.whose())
    };
    switched(facts, changes, (GROUP_SYNC, false), message, |change| {
        change
            .consequence(
                "positions on the target stand still: a group that moves there goes back to today, unless its clients \
                 read the checkpoints themselves",
            )
            .instead("leave `sync.group.offsets.enabled=true` while groups may have to move");
    });
}

fn check_on(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let message = |change: &Differing<'_, '_>| {
        format!("{} writes positions of groups into the target", change.whose())
    };
    switched(facts, changes, (GROUP_SYNC, true), message, |change| {
        change
            .consequence(
                "a group of the same name on the target that has no members is moved to the translated position, \
                 forward as well, so that what it has not read is skipped",
            )
            .instead("look for groups that exist on both sides, and exclude those with `groups.exclude`");
    });
}
