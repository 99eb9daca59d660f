//! What the descriptor says of topics on the clusters.

use std::collections::BTreeMap;

use crate::{
    mm2::simulate::{Seed, Simulation},
    review::{ChangeRule, Changes, Class, Concerned, Facts, Weight, facts::FlowSide},
    source::Span,
    topology::TopicFacts,
};

pub(super) static PARTITIONS_CHANGED: ChangeRule = ChangeRule {
    id: "partitions-changed",
    class: Class::RecordsLost,
    weight: Weight::Note,
    summary: "a topic that is copied has more partitions, or fewer",
    page: include_str!("partitions-changed.md"),
    twins: &[],
    check: check_partitions,
};

pub(super) static RETENTION_LOWERED: ChangeRule = ChangeRule {
    id: "retention-lowered",
    class: Class::RecordsLost,
    weight: Weight::Warn,
    summary: "a topic whose settings are copied keeps its records for a shorter time",
    page: include_str!("retention-lowered.md"),
    twins: &[],
    check: check_retention,
};

/// A declared topic in both revisions.
struct Both<'a> {
    cluster: &'a str,
    name: &'a str,
    before: &'a TopicFacts,
    after: &'a TopicFacts,
    spans: (Option<Span>, Option<Span>),
}

fn both<'a>(facts: &'a Facts<'_>) -> Vec<Both<'a>> {
    fn declared<'s>(
        simulation: &'s Simulation<'_>,
        seed: &'s Seed,
    ) -> Option<(&'s str, &'s str, &'s TopicFacts)> {
        let facts = simulation.facts(seed)?;
        let place = simulation.place(simulation.topics.place(seed.topic));
        Some((place.alias(), simulation.topics.name(seed.topic), facts))
    }
    let (old, new) = (facts.before.simulation, facts.after.simulation);
    let mut known: BTreeMap<(&str, &str), (&TopicFacts, Option<Span>)> = BTreeMap::new();
    for seed in &old.seeds {
        if let Some((cluster, name, found)) = declared(old, seed) {
            known.insert((facts.members.now(cluster), name), (found, old.declared_at(seed.topic)));
        }
    }
    let mut found = Vec::new();
    for seed in &new.seeds {
        let Some((cluster, name, after)) = declared(new, seed) else { continue };
        let Some(&(before, span)) = known.get(&(cluster, name)) else { continue };
        if before != after {
            let spans = (span, new.declared_at(seed.topic));
            found.push(Both { cluster, name, before, after, spans });
        }
    }
    found
}

/// The flows of the new revision that copy a topic.
fn copying<'f>(facts: &'f Facts<'_>, topic: &Both<'_>) -> Vec<&'f FlowSide<'f>> {
    let sides = facts.flows.iter().filter_map(|pair| pair.after.as_ref());
    let own =
        sides.filter(|side| side.from() == topic.cluster && side.flow.copy(topic.name).is_ok());
    own.collect()
}

fn copies(sides: &[&FlowSide<'_>], topic: &Both<'_>) -> Vec<Concerned> {
    let copy = |side: &&FlowSide<'_>| {
        let name = side.flow.copy(topic.name).ok()?;
        Some(Concerned {
            what: format!("is its copy on `{}`", side.to()),
            names: vec![name],
            are_samples: false,
        })
    };
    sides.iter().filter_map(copy).collect()
}

fn check_partitions(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for topic in both(facts) {
        let (Some(was), Some(is)) = (topic.before.partitions, topic.after.partitions) else {
            continue;
        };
        let sides = copying(facts, &topic);
        if was == is || sides.is_empty() {
            continue;
        }
        let Both { cluster, name, .. } = topic;
        let change = changes.report(
            format!("{name}@{cluster}"),
            format!("`{name}` on `{cluster}` has {is} partitions instead of {was}"),
        );
        change.at(topic.spans.0, topic.spans.1).concern(copies(&sides, &topic));
        if is > was {
            change.class = Class::Safe;
            change.consequence(
                "copies get the new partitions at the next refresh; records with one key go to another partition from \
                 then on",
            );
            continue;
        }
        change.weight = Weight::Block;
        change
            .consequence(
                "a topic gets fewer partitions only if it is deleted and made again; MirrorMaker 2 keeps its positions \
                 and copies nothing until the new topic has grown past them",
            )
            .instead(format!("make a topic of another name, and leave `{name}` until it is read to its end"));
    }
}

fn check_retention(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for topic in both(facts) {
        let value = |facts: &TopicFacts, key: &str| facts.configs.get(key).cloned();
        let number = |facts: &TopicFacts, key: &str| value(facts, key)?.parse::<i64>().ok();
        let is_lowered = ["retention.ms", "retention.bytes"].into_iter().any(|key| {
            matches!((number(topic.before, key), number(topic.after, key)), (was, Some(is))
                if is >= 0 && was.is_some_and(|was| was < 0 || is < was))
        });
        let (was, is) =
            (value(topic.before, "cleanup.policy"), value(topic.after, "cleanup.policy"));
        let deletes = |policy: &Option<String>| {
            policy.as_ref().is_none_or(|policy| policy.contains("delete"))
        };
        let starts_to_delete = was != is && !deletes(&was) && deletes(&is);
        let sides: Vec<&FlowSide<'_>> =
            copying(facts, &topic).into_iter().filter(|side| syncs_configs(side)).collect();
        if !(is_lowered || starts_to_delete) || sides.is_empty() {
            continue;
        }
        let Both { cluster, name, .. } = topic;
        changes
            .report(
                format!("{name}@{cluster}"),
                format!("`{name}` on `{cluster}` keeps its records for a shorter time"),
            )
            .at(topic.spans.0, topic.spans.1)
            .consequence(
                "settings of topics are copied within minutes, so that the copies delete what is older as well: no \
                 cluster has it any more",
            )
            .concern(copies(&sides, &topic))
            .instead("write `config.properties.exclude=retention\\\\..*` if the copies are to keep more");
    }
}

fn syncs_configs(side: &FlowSide<'_>) -> bool {
    let config = crate::mm2::effective::connector_config(
        side.flow.topology,
        side.flow.pair.from,
        side.flow.pair.to,
    );
    config.boolean("sync.topic.configs.enabled") != Some(false)
}
