//! Where a flow keeps which offset of a copy is which of the original.

use std::collections::BTreeSet;

use crate::{
    mm2::effective::Side,
    review::{ChangeRule, Changes, Class, Concerned, Facts, Weight, facts::FlowSide},
};

pub(super) static OFFSET_SYNCS_MOVED: ChangeRule = ChangeRule {
    id: "offset-syncs-moved",
    class: Class::PositionsLost,
    weight: Weight::Block,
    summary: "offset syncs are kept on the other cluster",
    page: include_str!("offset-syncs-moved.md"),
    twins: &[],
    check: check_moved,
};

pub(super) static OFFSET_SYNCS_SWITCHED_OFF: ChangeRule = ChangeRule {
    id: "offset-syncs-switched-off",
    class: Class::PositionsLost,
    weight: Weight::Block,
    summary: "no offset syncs are written any more",
    page: include_str!("offset-syncs-switched-off.md"),
    twins: &[],
    check: check_off,
};

/// The cluster that holds the topic, and the topic.
fn place<'a>(side: &FlowSide<'a>) -> Option<(&'a str, String)> {
    let flow = side.flow;
    Some(match flow.offset_syncs? {
        Side::Source => (side.from(), flow.policy.offset_syncs_topic(&flow.target_alias)),
        Side::Target => (side.to(), flow.policy.offset_syncs_topic(&flow.source_alias)),
    })
}

fn check_moved(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (pair, old, new) in facts.kept() {
        if old.flow.offset_syncs == new.flow.offset_syncs {
            continue;
        }
        let (Some((was, topic)), Some((is, next))) = (place(old), place(new)) else { continue };
        changes
            .report(
                &pair.name,
                format!("the offset syncs of `{}` move from `{was}` to `{is}`", pair.name),
            )
            .at(Some(old.span()), Some(new.span()))
            .consequence(format!(
                "nothing is copied again, but translation starts with an empty `{next}`: a group that is behind gets no \
                 position until it passes the first new sync; the user needs the right to write on `{is}`"
            ))
            .concern([Concerned {
                what: format!("is left on `{was}`"),
                names: vec![topic],
                are_samples: false,
            }])
            .instead("do it when all groups have read everything, and leave the location alone otherwise");
    }
}

fn check_off(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let flows: BTreeSet<String> = facts
        .kept()
        .filter(|(_, old, new)| {
            // A connector that is refused keeps none either, and is told as that.
            old.flow.offset_syncs.is_some()
                && new.flow.offset_syncs.is_none()
                && !matches!(new.flow.state, crate::mm2::simulate::State::Refused(_))
        })
        .map(|(pair, ..)| pair.name.clone())
        .collect();
    for (pair, old, new) in facts.kept().filter(|(pair, ..)| flows.contains(&pair.name)) {
        changes
            .report(&pair.name, format!("`{}` writes no offset syncs any more", pair.name))
            .at(Some(old.span()), Some(new.span()))
            .consequence(
                "without them no position of a group can be translated: checkpoints stop, and a group that moves to \
                 the target starts at an old position or none",
            )
            .instead("leave `emit.offset-syncs.enabled` on while groups may have to move");
    }
}
