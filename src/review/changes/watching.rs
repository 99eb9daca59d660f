//! How fresh what protects the data is, and whether anybody sees when it is not.

use super::{flows_of, groups::switched};
use crate::review::{
    ChangeRule, Changes, Class, Facts, Weight,
    facts::{Differing, View, differing},
};

pub(super) static STALENESS_RAISED: ChangeRule = ChangeRule {
    id: "staleness-raised",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "a larger lag or interval before something is copied, translated or refreshed",
    page: include_str!("staleness-raised.md"),
    twins: &[],
    check: check_staleness,
};

pub(super) static HEARTBEATS_SWITCHED_OFF: ChangeRule = ChangeRule {
    id: "heartbeats-switched-off",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "no heartbeats are written any more",
    page: include_str!("heartbeats-switched-off.md"),
    twins: &[],
    check: check_heartbeats,
};

/// The settings, and what gets older with them.
pub(super) const STALENESS: [(&str, &str); 7] = [
    ("offset.lag.max", "a group may be put that many records further back after a failover"),
    ("emit.checkpoints.interval.seconds", "positions are translated that seldom"),
    ("sync.group.offsets.interval.seconds", "positions are written into the target that seldom"),
    (
        "refresh.topics.interval.seconds",
        "a new topic or partition waits that long for its first copy",
    ),
    ("refresh.groups.interval.seconds", "a new group waits that long for its first translation"),
    ("sync.topic.configs.interval.seconds", "a change to a topic's settings waits that long"),
    ("sync.topic.acls.interval.seconds", "a change to a topic's rights waits that long"),
];

fn check_staleness(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (key, what) in STALENESS {
        for change in differing(&facts.flows, View::Connector, key) {
            let number = |text: &Option<String>| text.as_deref()?.parse::<i64>().ok();
            let is_raised = matches!((number(&change.before), number(&change.after)), (Some(was), Some(is)) if is > was);
            // Of an interval, what is below zero switches it off.
            let is_off = number(&change.after).is_some_and(|is| is < 0);
            if !is_raised && !is_off {
                continue;
            }
            let message = format!("`{key}` of {} goes {}", change.whose(), change.step());
            changes
                .report(change.subject(), message)
                .at(change.spans.0, change.spans.1)
                .consequence(if is_off { "it is switched off" } else { what })
                .concern(flows_of(change.names()));
        }
    }
}

fn check_heartbeats(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let message =
        |change: &Differing<'_, '_>| format!("{} writes no heartbeats any more", change.whose());
    switched(facts, changes, ("emit.heartbeats.enabled", false), message, |change| {
        change
            .consequence(
                "clients that look for the clusters upstream (`MirrorClient`, `RemoteClusterUtils`) do not find this \
                 one, and alerts about the age of the last heartbeat see the last one for ever",
            )
            .instead("leave `emit.heartbeats.enabled` on, or move the alerts first");
    });
}
