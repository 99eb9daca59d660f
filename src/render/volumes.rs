//! What templates see of backups, snapshots and restores: `backup.*`, `snapshot.*`, `restore.*`. An absent value is none,
//! and its key is left out.

use std::collections::BTreeMap;

use minijinja::{Value, value::Serde};
use serde::Serialize;

use crate::{
    backup::{self, Claims},
    inventory::Operator,
    names::label_value,
    plan::{Backup, OfVolumes, Restore, Snapshot},
    schedule::GoDuration,
    topology::{Engine, NodeClaim, RestoredVolume, SnapshotKind, Velero},
};

const SCRIPT: &str = include_str!("../../templates/files/snapshot-volumes.sh");

/// Annotations by which Argo CD and Flux leave an object alone that is no longer in the tree: data must not go with a
/// line of the descriptor.
const KEPT: [(&str, &str); 2] = [
    ("argocd.argoproj.io/sync-options", "Prune=false"),
    ("kustomize.toolkit.fluxcd.io/prune", "disabled"),
];

type Labels = BTreeMap<String, String>;

#[derive(Serialize)]
struct BackupValues<'a> {
    name: &'a str,
    namespace: &'a str,
    labels: Labels,
    pod_labels: Labels,
    engine: &'static str,
    cluster_name: &'a str,
    /// The label by which a snapshot names the Kafka cluster.
    cluster_label: String,
    schedule: String,
    time_zone: Option<String>,
    /// The most time between two runs.
    longest_gap_seconds: Option<i64>,
    retention: Option<String>,
    starting_deadline_seconds: Option<i64>,
    snapshot_class: &'a str,
    suspend: bool,
    api_version: Option<&'a str>,
    image: Option<&'a str>,
    script: &'static str,
    claim_selector: String,
    nodes_stated: Option<String>,
    claim_labels: Labels,
    claim_expressions: Vec<ExpressionValues>,
    nodes: Vec<NodeValues>,
    velero: Option<VeleroValues<'a>>,
}

#[derive(Serialize)]
struct ExpressionValues {
    key: &'static str,
    operator: &'static str,
    values: Vec<String>,
}

#[derive(Serialize)]
struct NodeValues {
    schedule_name: String,
    claim_labels: Labels,
    claim_expressions: Vec<ExpressionValues>,
    snapshot_labels: Labels,
}

#[derive(Serialize)]
struct VeleroValues<'a> {
    namespace: &'a str,
    annotations: BTreeMap<String, &'a str>,
    storage_location: Option<&'a str>,
    moves_data: bool,
}

/// The scope in which the templates of one backup are filled. Rules have told what its engine cannot do.
pub(super) fn backup_scope(backup: &Backup<'_>) -> Value {
    Value::from(BTreeMap::from([("backup", Value::from(Serde(backup_values(backup))))]))
}

fn backup_values<'a>(backup: &'a Backup<'_>) -> BackupValues<'a> {
    let written = backup.written;
    let timing =
        backup::timing(written).expect("a rule has told a schedule that its engine cannot keep");
    let retention = backup::retention(written).expect("a rule has told a retention likewise");
    let claims = backup::claims(written, backup.cluster).expect("a rule has told nodes likewise");
    let stated: Vec<String> = written.nodes.iter().map(|node| node.value.to_string()).collect();
    let labels = backup.cluster.storage.claim_labels(&backup.home.name.value);
    let selector: Vec<String> =
        labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let first = claims.first();
    BackupValues {
        name: &written.name.value,
        namespace: &backup.home.namespace.value,
        labels: labels_of(backup, &written.name.value),
        pod_labels: pod_labels(backup),
        engine: written.engine.name(),
        cluster_name: &backup.home.name.value,
        cluster_label: cluster_label(backup.cluster.storage.operator),
        schedule: timing.text,
        time_zone: timing.time_zone,
        longest_gap_seconds: written.schedule.value.longest_gap().map(GoDuration::seconds),
        retention,
        starting_deadline_seconds: written.starting_deadline_seconds.as_ref().map(|own| own.value),
        snapshot_class: &written.snapshot_class.value,
        suspend: written.is_suspended,
        api_version: match &written.engine {
            Engine::KafkaBackup { api_version } => Some(api_version),
            Engine::CronJob { .. } | Engine::SnapScheduler | Engine::Velero(_) => None,
        },
        image: match &written.engine {
            Engine::CronJob { image } => Some(image),
            Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::Velero(_) => None,
        },
        script: SCRIPT,
        claim_selector: selector.join(","),
        nodes_stated: (!stated.is_empty()).then(|| stated.join(" ")),
        claim_labels: first.map(|claims| claims.labels.clone()).unwrap_or_default(),
        claim_expressions: first.map(expressions).unwrap_or_default(),
        nodes: claims.iter().map(|claims| node(backup, claims)).collect(),
        velero: match &written.engine {
            Engine::Velero(velero) => Some(velero_values(velero, &written.snapshot_class.value)),
            Engine::KafkaBackup { .. } | Engine::CronJob { .. } | Engine::SnapScheduler => None,
        },
    }
}

fn expressions(claims: &Claims) -> Vec<ExpressionValues> {
    let values = |expression: &backup::Expression| ExpressionValues {
        key: expression.key,
        operator: "In",
        values: expression.values.clone(),
    };
    claims.expressions.iter().map(values).collect()
}

/// One schedule of snapscheduler.
fn node(backup: &Backup<'_>, claims: &Claims) -> NodeValues {
    let name = &backup.written.name.value;
    let mut snapshot_labels = claims.labels.clone();
    snapshot_labels.insert("mirrorc.dev/backup".to_owned(), label_value(name));
    NodeValues {
        schedule_name: match &claims.part {
            Some(part) => format!("{name}-{part}"),
            None => name.clone(),
        },
        claim_labels: claims.labels.clone(),
        claim_expressions: expressions(claims),
        snapshot_labels,
    }
}

/// Velero takes the class from an annotation that names the driver.
fn velero_values<'a>(velero: &'a Velero, class: &'a str) -> VeleroValues<'a> {
    let key = format!("velero.io/csi-volumesnapshot-class_{}", velero.driver);
    VeleroValues {
        namespace: &velero.namespace,
        annotations: BTreeMap::from([(key, class)]),
        storage_location: velero.storage_location.as_deref(),
        moves_data: velero.moves_data,
    }
}

fn labels_of<T>(of: &OfVolumes<'_, T>, instance: &str) -> Labels {
    Labels::from([
        ("app.kubernetes.io/name".to_owned(), "kafka-backup".to_owned()),
        ("app.kubernetes.io/instance".to_owned(), label_value(instance)),
        ("app.kubernetes.io/part-of".to_owned(), label_value(&of.topology.name.value)),
        ("app.kubernetes.io/managed-by".to_owned(), "mirrorc".to_owned()),
        ("mirrorc.dev/alias".to_owned(), label_value(&of.cluster.alias.value)),
    ])
}

/// The proxy of a mesh does not end with the script, and the job would run until its deadline.
fn pod_labels(backup: &Backup<'_>) -> Labels {
    let mut labels = labels_of(backup, &backup.written.name.value);
    labels.insert("sidecar.istio.io/inject".to_owned(), "false".to_owned());
    labels
}

pub(super) fn cluster_label(operator: Operator) -> String {
    match operator {
        Operator::Koperator => "kafka_cr".to_owned(),
        Operator::Strimzi(group) => format!("{group}/cluster"),
    }
}

/// By which the snapshots of a node are found.
fn node_labels<T>(of: &OfVolumes<'_, T>, node: u32) -> Labels {
    let mut labels: Labels =
        of.cluster.storage.claim_labels(&of.home.name.value).into_iter().collect();
    labels.insert("brokerId".to_owned(), node.to_string());
    labels
}

#[derive(Serialize)]
struct SnapshotValues<'a> {
    name: String,
    namespace: &'a str,
    labels: Labels,
    snapshot_class: Option<&'a str>,
    group_class: Option<&'a str>,
    claim_labels: Labels,
    claims: Vec<ClaimValues<'a>>,
}

#[derive(Serialize)]
struct ClaimValues<'a> {
    name: &'a str,
    snapshot: String,
    labels: Labels,
    annotations: BTreeMap<&'static str, &'a str>,
}

/// The scope in which the templates of one snapshot are filled.
pub(super) fn snapshot_scope(snapshot: &Snapshot<'_>) -> Value {
    let time = &snapshot.written.time.value;
    let name = format!("{}-{time}", snapshot.home.name.value);
    let (class, group, claims) = match &snapshot.written.kind {
        SnapshotKind::Single { class, claims } => (Some(class), None, claims.as_slice()),
        SnapshotKind::Group { class } => (None, Some(class), &[][..]),
    };
    let storage = &snapshot.cluster.storage;
    let values = SnapshotValues {
        namespace: &snapshot.home.namespace.value,
        labels: labels_of(snapshot, &name),
        snapshot_class: class.map(String::as_str),
        group_class: group.map(String::as_str),
        claim_labels: storage.claim_labels(&snapshot.home.name.value).into_iter().collect(),
        claims: claims.iter().map(|claim| claim_values(snapshot, claim, time)).collect(),
        name,
    };
    Value::from(BTreeMap::from([("snapshot", Value::from(Serde(values)))]))
}

fn claim_values<'a>(snapshot: &Snapshot<'_>, claim: &'a NodeClaim, time: &str) -> ClaimValues<'a> {
    let mut annotations = BTreeMap::from(KEPT);
    if let Some(path) = &claim.mount_path {
        annotations.insert("mountPath", path);
    }
    ClaimValues {
        name: &claim.name,
        snapshot: format!("{}-{time}", claim.name),
        labels: node_labels(snapshot, claim.node),
        annotations,
    }
}

#[derive(Serialize)]
struct RestoreValues<'a> {
    namespace: &'a str,
    driver: Option<&'a str>,
    snapshot_class: Option<&'a str>,
    volumes: Vec<VolumeValues<'a>>,
}

#[derive(Serialize)]
struct VolumeValues<'a> {
    claim: &'a str,
    labels: Labels,
    annotations: BTreeMap<&'static str, &'a str>,
    size: &'a str,
    access_modes: &'a [String],
    storage_class: Option<&'a str>,
    snapshot: &'a str,
    handle: Option<&'a str>,
    content: String,
    snapshot_labels: Labels,
    kept: BTreeMap<&'static str, &'static str>,
}

/// The scope in which the templates of one restore are filled.
pub(super) fn restore_scope(restore: &Restore<'_>) -> Value {
    let values = RestoreValues {
        namespace: &restore.home.namespace.value,
        driver: restore.written.driver.as_deref(),
        snapshot_class: restore.written.snapshot_class.as_deref(),
        volumes: restore
            .written
            .volumes
            .iter()
            .map(|volume| volume_values(restore, volume))
            .collect(),
    };
    Value::from(BTreeMap::from([("restore", Value::from(Serde(values)))]))
}

fn volume_values<'a>(restore: &'a Restore<'_>, volume: &'a RestoredVolume) -> VolumeValues<'a> {
    let mut annotations = BTreeMap::from(KEPT);
    if let Some(path) = &volume.mount_path {
        annotations.insert("mountPath", path);
    }
    VolumeValues {
        claim: &volume.claim,
        labels: adopted_labels(restore, volume),
        annotations,
        size: &volume.size,
        access_modes: &volume.access_modes,
        storage_class: volume.storage_class.as_deref(),
        snapshot: &volume.snapshot,
        handle: volume.handle.as_deref(),
        // It has no namespace of its own.
        content: format!("{}-{}", restore.home.namespace.value, volume.snapshot),
        snapshot_labels: node_labels(restore, volume.node),
        kept: BTreeMap::from(KEPT),
    }
}

/// The labels by which the operator takes a claim for its own.
fn adopted_labels(restore: &Restore<'_>, volume: &RestoredVolume) -> Labels {
    let name = &restore.home.name.value;
    let text = |value: &str| value.to_owned();
    match restore.cluster.storage.operator {
        Operator::Koperator => Labels::from([
            (text("app"), text("kafka")),
            (text("kafka_cr"), name.clone()),
            (text("brokerId"), volume.node.to_string()),
        ]),
        Operator::Strimzi(group) => {
            let mut labels = Labels::from([
                (format!("{group}/cluster"), name.clone()),
                (format!("{group}/kind"), text("Kafka")),
                (format!("{group}/name"), format!("{name}-kafka")),
            ]);
            if let Some(pool) = &volume.pool {
                labels.insert(format!("{group}/pool-name"), pool.clone());
            }
            labels
        }
    }
}
