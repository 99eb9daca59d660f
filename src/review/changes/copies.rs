//! How copies are made and kept like their originals: replicas, settings, rights.

use super::{flows_of, groups::switched};
use crate::review::{
    ChangeRule, Changes, Class, Concerned, Facts, Weight,
    facts::{Differing, FlowPair, View, differing},
};

pub(super) static REPLICATION_FACTOR_CHANGED: ChangeRule = ChangeRule {
    id: "replication-factor-changed",
    class: Class::ForwardOnly,
    weight: Weight::Warn,
    summary: "copies of topics get another number of replicas",
    page: include_str!("replication-factor-changed.md"),
    twins: &[],
    check: check_replicas,
};

pub(super) static INTERNAL_REPLICATION_FACTOR_CHANGED: ChangeRule = ChangeRule {
    id: "internal-replication-factor-changed",
    class: Class::ForwardOnly,
    weight: Weight::Note,
    summary: "topics of MirrorMaker 2 itself get another number of replicas",
    page: include_str!("internal-replication-factor-changed.md"),
    twins: &[],
    check: check_internal,
};

pub(super) static CONFIG_SYNC_WIDENED: ChangeRule = ChangeRule {
    id: "config-sync-widened",
    class: Class::RecordsLost,
    weight: Weight::Warn,
    summary: "more settings of topics are copied over those of the target",
    page: include_str!("config-sync-widened.md"),
    twins: &[],
    check: check_configs,
};

pub(super) static ACL_SYNC_CHANGED: ChangeRule = ChangeRule {
    id: "acl-sync-changed",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "rights on topics are copied, or are not any more",
    page: include_str!("acl-sync-changed.md"),
    twins: &[],
    check: check_acls,
};

pub(super) const INTERNAL: [&str; 6] = [
    "offset-syncs.topic.replication.factor",
    "checkpoints.topic.replication.factor",
    "heartbeats.topic.replication.factor",
    "offset.storage.replication.factor",
    "config.storage.replication.factor",
    "status.storage.replication.factor",
];

fn check_replicas(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for change in differing(&facts.flows, View::Connector, "replication.factor") {
        let message = format!(
            "copies of {} get another number of replicas, {}",
            change.whose(),
            change.step()
        );
        changes
            .report(change.subject(), message)
            .at(change.spans.0, change.spans.1)
            .consequence("only topics that are made from now on get it; those that are there keep what they have")
            .concern(flows_of(change.names()))
            .instead("reassign the replicas of the copies that are there with `kafka-reassign-partitions`");
    }
}

fn check_internal(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for key in INTERNAL {
        let view = if key.contains(".storage.") { View::Worker } else { View::Connector };
        for change in differing(&facts.flows, view, key) {
            changes
                .report(change.subject(), format!("`{key}` of {} goes {}", change.whose(), change.step()))
                .at(change.spans.0, change.spans.1)
                .consequence("the topic is there already and keeps what it has; only a new one gets the new number")
                .concern(flows_of(change.names()));
        }
    }
}

fn check_configs(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let message = |change: &Differing<'_, '_>| {
        format!("{} copies the settings of topics over those of the target", change.whose())
    };
    let overwritten = "within minutes the settings of the copies are those of the originals: a longer retention on the \
                       target is shortened, and what is older is deleted";
    switched(facts, changes, ("sync.topic.configs.enabled", true), message, |change| {
        change.consequence(overwritten).instead(
            "write `config.properties.exclude=retention\\\\..*` and the like first, for what the target has of its own",
        );
        let longer: Vec<Concerned> =
            facts.flows.iter().filter_map(|pair| longer(facts, pair)).collect();
        if !longer.is_empty() {
            change.weight = Weight::Block;
            change.concern(longer);
        }
    });
    for change in differing(&facts.flows, View::Connector, "config.properties.exclude") {
        let items = |text: &Option<String>| -> Vec<String> {
            let items =
                text.iter().flat_map(|text| text.split(',').map(|item| item.trim().to_owned()));
            items.filter(|item| !item.is_empty()).collect()
        };
        let (was, is) = (items(&change.before), items(&change.after));
        let names: Vec<String> = was.into_iter().filter(|item| !is.contains(item)).collect();
        if names.is_empty() || change.is_default && upgraded(&change.flows) {
            continue;
        }
        changes
            .report(
                change.subject(),
                format!("{} excludes fewer settings of topics from being copied", change.whose()),
            )
            .at(change.spans.0, change.spans.1)
            .consequence(overwritten)
            .concern([Concerned {
                what: "is not excluded any more".to_owned(),
                names,
                are_samples: false,
            }])
            .concern(flows_of(change.names()))
            .instead("keep these entries, unless the target is to be like the source in this");
    }
}

/// Another release has another default: that is told of the release.
fn upgraded(pairs: &[&FlowPair<'_>]) -> bool {
    pairs.iter().any(|pair| match (&pair.before, &pair.after) {
        (Some(old), Some(new)) => {
            old.flow.topology.workload.version != new.flow.topology.workload.version
        }
        (Some(_) | None, _) => false,
    })
}

/// Declared copies on the target that keep records longer than their originals.
fn longer(facts: &Facts<'_>, pair: &FlowPair<'_>) -> Option<Concerned> {
    let side = pair.after.as_ref()?;
    let simulation = facts.after.simulation;
    let retention = |topic| {
        let seed = simulation.seeds.iter().find(|seed| seed.topic == topic)?;
        simulation.facts(seed)?.configs.get("retention.ms")?.parse::<i64>().ok()
    };
    let mut names = Vec::new();
    for seed in &simulation.seeds {
        if simulation.topics.place(seed.topic) != side.flow.from {
            continue;
        }
        let Ok(copy) = side.flow.copy(simulation.topics.name(seed.topic)) else { continue };
        let Some(copy) = simulation.topics.get(side.flow.to, &copy) else { continue };
        if let (Some(source), Some(target)) = (retention(seed.topic), retention(copy))
            && (target > source || target < 0)
            && source >= 0
        {
            names.push(simulation.topics.name(copy).to_owned());
        }
    }
    Some(Concerned {
        what: format!("has a longer `retention.ms` on `{}`", side.to()),
        names,
        are_samples: false,
    })
    .filter(|found| !found.names.is_empty())
}

fn check_acls(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let key = "sync.topic.acls.enabled";
    let message = |change: &Differing<'_, '_>| {
        format!("{} copies rights on topics to the target", change.whose())
    };
    switched(facts, changes, (key, true), message, |change| {
        change
            .consequence(
                "who may read a topic may read its copies from then on; a right that is taken away on the source stays \
                 on the target",
            )
            .instead("look at the rights on the source first, or leave `sync.topic.acls.enabled=false`");
    });
    let message = |change: &Differing<'_, '_>| {
        format!("{} copies no rights on topics any more", change.whose())
    };
    switched(facts, changes, (key, false), message, |change| {
        change
            .consequence("rights that were copied stay on the target, and new ones do not come")
            .instead("look after the rights on the target by other means, and remove the old ones");
    });
}
