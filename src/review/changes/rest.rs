//! What no other rule tells, so that nothing is hidden.

use std::collections::BTreeSet;

use super::{Change, copies, flows_of, watching, workers};
use crate::{
    descriptor::Quantity,
    review::{
        ChangeRule, Changes, Class, Concerned, Facts, Weight,
        facts::{FlowPair, View, differing},
    },
    topology::{Topology, Workload},
};

pub(super) static SETTINGS_CHANGED: ChangeRule = ChangeRule {
    id: "settings-changed",
    class: Class::RestartOnly,
    weight: Weight::Note,
    summary: "another setting of which no rule knows more",
    page: include_str!("settings-changed.md"),
    twins: &[],
    check: check_settings,
};

pub(super) static WORKLOAD_CHANGED: ChangeRule = ChangeRule {
    id: "workload-changed",
    class: Class::RestartOnly,
    weight: Weight::Note,
    summary: "other pods for the same work",
    page: include_str!("workload-changed.md"),
    twins: &[],
    check: check_workload,
};

/// Settings about which a rule says something in every case. What is made from names or addresses is told of these.
const TOLD: [&str; 12] = [
    "enabled",
    "name",
    "client.id",
    "connector.class",
    "source.cluster.alias",
    "target.cluster.alias",
    "offset-syncs.topic.location",
    "emit.offset-syncs.enabled",
    "replication.policy.class",
    "replication.policy.separator",
    "replication.policy.internal.topic.separator.enabled",
    "replication.factor",
];

fn is_told(key: &str) -> bool {
    TOLD.contains(&key)
        || key.ends_with("bootstrap.servers")
        || workers::converts(key)
        || workers::STORAGE.contains(&key)
        || key == workers::EXACTLY_ONCE
        || copies::INTERNAL.contains(&key)
        || key.ends_with("consumer.auto.offset.reset")
}

/// Of the settings that are not the same, those of which no change speaks yet.
fn check_settings(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    let lines: BTreeSet<_> =
        changes.list.iter().flat_map(|change| [change.before, change.after]).flatten().collect();
    for (view, key) in keys(&facts.flows) {
        if is_told(&key) && key != "consumer.auto.offset.reset" {
            continue;
        }
        for change in differing(&facts.flows, view, &key) {
            let spans = [change.spans.0, change.spans.1];
            let is_ours = spans == [None, None];
            // A line reaches several readers, and one word about it is enough.
            let is_new = told.insert((change.key.clone(), change.subject()));
            if is_ours || !is_new || spans.iter().flatten().any(|span| lines.contains(span)) {
                continue;
            }
            changes
                .report(change.subject(), format!("`{}` goes {}", change.key, change.step()))
                .at(change.spans.0, change.spans.1)
                .consequence("the connectors start again with it, and go on at their positions")
                .concern(flows_of(change.names()));
        }
    }
}

fn keys(pairs: &[FlowPair<'_>]) -> BTreeSet<(View, String)> {
    let mut keys = BTreeSet::new();
    for pair in pairs {
        let sides = (pair.before.as_ref(), pair.after.as_ref());
        let (Some(old), Some(new)) = sides else { continue };
        let (Some(was), Some(is)) = (&old.configs, &new.configs) else { continue };
        let both = [
            (View::Connector, &was.connector, &is.connector),
            (View::Worker, &was.worker, &is.worker),
        ];
        for (view, was, is) in both {
            // What a connector reads does nothing to a worker that it reaches as well.
            let is_known = |key: &str| {
                view == View::Worker
                    && new
                        .configs
                        .as_ref()
                        .is_some_and(|configs| configs.connector.effective(key).is_some())
            };
            let differs = |key: &&String| was.get(key) != is.get(key) && !is_known(key);
            let all = was.values.keys().chain(is.values.keys());
            keys.extend(all.filter(differs).map(|key| (view, key.clone())));
        }
        keys.extend(
            watching::STALENESS.iter().map(|(key, _)| (View::Connector, (*key).to_owned())),
        );
    }
    keys
}

fn check_workload(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in facts.topologies() {
        let names = workload(old, new);
        if names.is_empty() {
            continue;
        }
        let change: &mut Change =
            changes.report(&new.name.value, "the pods of the instances are others");
        change
            .at(Some(old.workload.heap.span), Some(new.workload.heap.span))
            .consequence(
                "they start again; after an end without warning the last records are copied twice",
            )
            .concern([Concerned { what: "differ".to_owned(), names, are_samples: false }]);
    }
}

/// The keys of `mirrorMaker2Spec` that differ, but for the release.
pub(in crate::review) fn workload(old: &Topology, new: &Topology) -> Vec<String> {
    let (was, is) = (&old.workload, &new.workload);
    let tolerations = |workload: &Workload| -> Vec<_> {
        workload.tolerations.iter().map(|found| found.value.clone()).collect()
    };
    let parts = [
        (was.heap.value != is.heap.value, "kafkaHeapOpts"),
        (was.image.value != is.image.value && was.version == is.version, "image"),
        (amounts(was) != amounts(is), "resources"),
        (was.node_selector != is.node_selector, "nodeSelector"),
        (tolerations(was) != tolerations(is), "tolerations"),
        (
            was.affinity.as_ref().map(|found| &found.value)
                != is.affinity.as_ref().map(|found| &found.value),
            "affinity",
        ),
        ((was.replicas.min, was.replicas.max) != (is.replicas.min, is.replicas.max), "replicas"),
        (was.priority_class_name != is.priority_class_name, "priorityClassName"),
        (was.image_pull_secrets != is.image_pull_secrets, "imagePullSecrets"),
        (was.service_account_annotations != is.service_account_annotations, "serviceAccount"),
    ];
    parts.iter().filter(|part| part.0).map(|part| part.1.to_owned()).collect()
}

type Amounts<'a> = Vec<(&'a String, &'a Quantity)>;

fn amounts(workload: &Workload) -> [Amounts<'_>; 2] {
    let resources = &workload.resources.value;
    [&resources.requests, &resources.limits].map(|amounts| {
        let amounts = amounts.iter().flatten();
        amounts.map(|(name, amount)| (name, &amount.value)).collect()
    })
}
