//! What a flow selects: topics by what the simulation gains and loses, groups by their patterns.

use super::{gained, lost, needed};
use crate::{
    mm2::filter::{FilterKind, NameFilter},
    review::{
        ChangeRule, Changes, Class, Concerned, Facts, Weight,
        facts::{Configs, FlowPair, FlowSide},
    },
    source::Span,
};

pub(super) static TOPICS_NARROWED: ChangeRule = ChangeRule {
    id: "topics-narrowed",
    class: Class::StopsSilently,
    weight: Weight::Warn,
    summary: "a flow copies fewer topics",
    page: include_str!("topics-narrowed.md"),
    twins: &[],
    check: check_narrowed,
};

pub(super) static TOPICS_WIDENED: ChangeRule = ChangeRule {
    id: "topics-widened",
    class: Class::Safe,
    weight: Weight::Note,
    summary: "a flow copies more topics",
    page: include_str!("topics-widened.md"),
    twins: &[],
    check: check_widened,
};

pub(super) static EXCLUSION_LOST: ChangeRule = ChangeRule {
    id: "exclusion-lost",
    class: Class::ProtectionReduced,
    weight: Weight::Block,
    summary: "an exclude that was written does not count any more",
    page: include_str!("exclusion-lost.md"),
    twins: &[],
    check: check_exclusion,
};

pub(super) static GROUPS_NARROWED: ChangeRule = ChangeRule {
    id: "groups-narrowed",
    class: Class::PositionsLost,
    weight: Weight::Warn,
    summary: "the offsets of fewer groups are translated",
    page: include_str!("groups-narrowed.md"),
    twins: &[],
    check: check_groups,
};

const TOPIC_KEYS: [&str; 3] = ["topics", "topics.exclude", "topics.blacklist"];

/// A flow whose filter is another one.
struct Edited<'f, 'a> {
    pair: &'f FlowPair<'a>,
    old: &'f FlowSide<'a>,
    new: &'f FlowSide<'a>,
    /// The lines that say so.
    spans: (Option<Span>, Option<Span>),
}

fn edited<'f, 'a>(facts: &'f Facts<'a>, keys: [&str; 3]) -> Vec<Edited<'f, 'a>> {
    let mut edited = Vec::new();
    for (pair, old, new) in facts.kept() {
        let (Some(was), Some(is)) = (&old.configs, &new.configs) else { continue };
        let line = |configs: &Configs<'_>, key: &str| {
            Some(configs.connector.values.get(key)?.origin.line()?.key_span)
        };
        let differs = |key: &str| was.connector.get(key) != is.connector.get(key);
        let Some(key) = keys.into_iter().find(|key| differs(key)) else {
            if was.connector.version != is.connector.version {
                edited.push(Edited { pair, old, new, spans: (None, None) });
            }
            continue;
        };
        let other = |configs| keys.into_iter().find_map(|key| line(configs, key));
        let spans = (line(was, key).or_else(|| other(was)), line(is, key).or_else(|| other(is)));
        edited.push(Edited { pair, old, new, spans });
    }
    edited
}

fn is_mute(facts: &Facts<'_>, old: &FlowSide<'_>, new: &FlowSide<'_>) -> bool {
    // Other rules tell what another name or policy does to all topics.
    let is_renamed = facts.members.now(old.from()) != old.from()
        || std::mem::discriminant(&old.flow.policy) != std::mem::discriminant(&new.flow.policy)
        || old.flow.policy.format_remote_topic("a", "b")
            != new.flow.policy.format_remote_topic("a", "b");
    is_renamed || old.flow.is_opaque() || new.flow.is_opaque()
}

fn check_narrowed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for Edited { pair, old, new, spans: (was, is) } in edited(facts, TOPIC_KEYS) {
        let names = lost(facts, &[old.id]);
        let needed = needed::topics(facts, old, Some(new));
        let is_needed = needed::is_any(&needed);
        if names.is_empty() && !is_needed || is_mute(facts, old, new) {
            continue;
        }
        let change = changes.report(&pair.name, format!("`{}` copies fewer topics", pair.name));
        if is_needed {
            change.weight = Weight::Block;
        }
        change
            .at(was, is)
            .consequence(
                "nothing fails: the copies stay, look alive and get no more records; positions are kept, so that a \
                 topic that is selected again later goes on where it stopped, with a gap if its retention was over",
            )
            .concern(names)
            .concern(needed)
            .instead(match is_needed {
                true => "go on copying what applications need",
                false => "make sure that nobody reads these copies, and delete them",
            });
    }
}

fn check_widened(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for Edited { pair, old, new, spans: (was, is) } in edited(facts, TOPIC_KEYS) {
        let names = gained(facts, &[new.id]);
        if names.is_empty() || is_mute(facts, old, new) {
            continue;
        }
        changes
            .report(&pair.name, format!("`{}` copies more topics", pair.name))
            .at(was, is)
            .consequence(
                "their whole history is copied at once, which takes room and bandwidth; a topic that was copied before \
                 goes on where it stopped",
            )
            .concern(names);
    }
}

fn check_exclusion(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for Edited { pair, old, new, spans: (was, is) } in edited(facts, TOPIC_KEYS) {
        let (Some(before), Some(after)) = (&old.configs, &new.configs) else { continue };
        let exclude = |configs: &Configs<'_>| {
            let version = configs.connector.version;
            let source = FilterKind::Topics.exclude(&|key| configs.connector.get(key), version);
            (!source.is_default).then(|| source.value.trim().to_owned())
        };
        let (Some(excluded), None) = (exclude(before), exclude(after)) else { continue };
        let names = gained(facts, &[new.id]);
        if excluded.is_empty() || names.is_empty() {
            continue;
        }
        // A key that the release does not know reaches no connector.
        let settings = &new.flow.topology.settings;
        let own = |key: &&&str| {
            let line = settings.get(&format!("{}.{key}", new.flow.name()));
            line.or_else(|| settings.get(key)).is_some()
        };
        let left = ["topics.exclude", "topics.blacklist"].iter().find(own);
        let message = match left {
            Some(key) => format!("`{key}` of `{}` does not count any more", pair.name),
            None => format!("`{}` excludes nothing of its own any more", pair.name),
        };
        changes
            .report(&pair.name, message)
            .at(was, is)
            .consequence(format!(
                "topics that `{excluded}` kept back are copied from now on, with their whole history"
            ))
            .concern(names)
            .instead(format!("write `{}.topics.exclude={excluded}`", pair.name));
    }
}

fn check_groups(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let keys = ["groups", "groups.exclude", "groups.blacklist"];
    for Edited { pair, old, new, spans: (was, is) } in edited(facts, keys) {
        let (Some(before), Some(after)) = (&old.configs, &new.configs) else { continue };
        let filter = |configs: &Configs<'_>| {
            NameFilter::groups(&|key| configs.connector.get(key), configs.connector.version).ok()
        };
        let (Some(wide), Some(narrow)) = (filter(before), filter(after)) else { continue };
        let mut names = wide.include.samples();
        names.extend(narrow.exclude.samples());
        names.retain(|name| wide.selects(name) && !narrow.selects(name));
        names.sort();
        names.dedup();
        let needed = needed::groups(facts, (old, new), (&wide, &narrow));
        let is_needed = needed::is_any(&needed);
        if names.is_empty() && !is_needed {
            continue;
        }
        let what = format!("is not translated on `{}` any more", new.to());
        let message = format!("`{}` translates the offsets of fewer groups", pair.name);
        let change = changes.report(&pair.name, message);
        if is_needed {
            change.weight = Weight::Block;
        }
        change
            .at(was, is)
            .consequence(
                "their positions on the target stand still from now on: who fails over to it goes back to today",
            )
            .concern([Concerned { what, names, are_samples: true }])
            .concern(needed)
            .instead("keep the groups that may have to move to the target");
    }
}
