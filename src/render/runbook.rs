//! The runbook of a Kafka cluster with backups or restores: where automation ends, and what to do there. In: what a
//! Kubernetes cluster has. Out: a Markdown file for each Kafka cluster, beside the manifests; no tool applies it.

use std::collections::BTreeMap;

use minijinja::{Environment, Value, value::Serde};
use serde::Serialize;

use super::volumes;
use crate::{
    inventory::Operator,
    plan::{OfVolumes, Share},
    topology::{Cluster, Engine, Home, Topology},
};

const TEMPLATE: &str = include_str!("../../templates/report/runbook.md");

/// A runbook by the name of its file, and the topology and cluster that it is for.
pub(super) struct Runbook<'a> {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) topology: &'a Topology,
    pub(super) cluster: &'a Cluster,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks them one by one")]
struct Values<'a> {
    name: &'a str,
    namespace: &'a str,
    alias: &'a str,
    place: &'a str,
    koperator: bool,
    /// The API group of the operator, and its resource as kubectl takes it.
    group: &'static str,
    resource: &'static str,
    selector: String,
    cluster_label: String,
    node: u32,
    backups: Vec<BackupRow<'a>>,
    restores: Vec<RestoreRow<'a>>,
    by_pool: bool,
    by_velero: bool,
    zookeeper: bool,
}

#[derive(Serialize)]
struct BackupRow<'a> {
    name: &'a str,
    engine: &'static str,
    schedule: &'a str,
    retention: &'a str,
    snapshot_class: &'a str,
    suspend: bool,
}

#[derive(Serialize)]
struct RestoreRow<'a> {
    node: u32,
    claim: &'a str,
    snapshot: &'a str,
    handle: &'a str,
}

/// What the share has of one Kafka cluster.
struct Of<'a> {
    topology: &'a Topology,
    cluster: &'a Cluster,
    home: &'a Home,
}

pub(super) fn runbooks<'a>(folder: &str, share: &Share<'a>) -> Vec<Runbook<'a>> {
    let mut clusters: BTreeMap<(&str, &str), Of<'a>> = BTreeMap::new();
    for backup in &share.backups {
        clusters.entry(key(backup)).or_insert_with(|| of(backup));
    }
    for restore in &share.restores {
        clusters.entry(key(restore)).or_insert_with(|| of(restore));
    }
    let runbook = |((namespace, name), of): ((&str, &str), Of<'a>)| Runbook {
        file: format!("{namespace}.restore.{name}.md"),
        text: text(values(&of, folder, share)),
        topology: of.topology,
        cluster: of.cluster,
    };
    clusters.into_iter().map(runbook).collect()
}

fn key<'a, T>(planned: &OfVolumes<'a, T>) -> (&'a str, &'a str) {
    (&planned.home.namespace.value, &planned.home.name.value)
}

fn of<'a, T>(planned: &OfVolumes<'a, T>) -> Of<'a> {
    Of { topology: planned.topology, cluster: planned.cluster, home: planned.home }
}

fn text(values: Values<'_>) -> String {
    Environment::new()
        .render_str(TEMPLATE, Value::from(Serde(values)))
        .expect("the template is ours, and cases fill all of it")
        + "\n"
}

fn values<'a>(of: &Of<'a>, folder: &'a str, share: &Share<'a>) -> Values<'a> {
    let storage = &of.cluster.storage;
    let name = of.home.name.value.as_str();
    let own = (of.home.namespace.value.as_str(), name);
    let labels = storage.claim_labels(name);
    let selector: Vec<String> =
        labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let backups: Vec<_> = share.backups.iter().filter(|backup| key(backup) == own).collect();
    let own_restores = share.restores.iter().filter(|restore| key(restore) == own);
    let (koperator, group) = match storage.operator {
        Operator::Koperator => (true, "kafka.banzaicloud.io"),
        Operator::Strimzi(group) => (false, group),
    };
    let resource = match group {
        "eventstreams.ibm.com" => "eventstreams.eventstreams.ibm.com",
        _ => "kafka.kafka.strimzi.io",
    };
    let rows = own_restores.flat_map(|restore| {
        restore.written.volumes.iter().map(|volume| RestoreRow {
            node: volume.node,
            claim: &volume.claim.value,
            snapshot: &volume.snapshot.value,
            handle: volume.handle.as_ref().map_or("–", |handle| handle.value.as_str()),
        })
    });
    let mut restores: Vec<RestoreRow<'_>> = rows.collect();
    restores.sort_by_key(|row| (row.node, row.claim));
    let is_by = |is: fn(&Engine) -> bool| backups.iter().any(|backup| is(&backup.written.engine));
    Values {
        name,
        namespace: own.0,
        alias: &of.cluster.alias.value,
        place: folder,
        koperator,
        group,
        resource,
        selector: selector.join(","),
        cluster_label: volumes::cluster_label(storage.operator),
        // The drill of a lost broker; any of them would do.
        node: restores
            .first()
            .map(|volume| volume.node)
            .or_else(|| storage.nodes.iter().filter_map(|node| node.id).max())
            .unwrap_or(0),
        by_pool: !koperator && is_by(|engine| matches!(engine, Engine::SnapScheduler)),
        by_velero: is_by(|engine| matches!(engine, Engine::Velero(_))),
        zookeeper: storage.zookeeper.is_some(),
        backups: backups
            .iter()
            .map(|backup| BackupRow {
                name: &backup.written.name.value,
                engine: backup.written.engine.name(),
                schedule: &backup.written.schedule_text,
                retention: backup.written.retention_text.as_deref().unwrap_or("ever"),
                snapshot_class: &backup.written.snapshot_class.value,
                suspend: backup.written.is_suspended,
            })
            .collect(),
        restores,
    }
}
