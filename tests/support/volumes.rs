//! The kinds about volumes that are not part of Kubernetes itself, field by field as their custom resource definitions
//! have them, as far as we use them.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::ObjectReference,
    apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta},
};
use serde::{Deserialize, Serialize};

/// Any of them, by what its `spec` is.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Object<T> {
    api_version: String,
    kind: String,
    metadata: ObjectMeta,
    spec: T,
}

pub(crate) type KafkaBackup = Object<KafkaBackupSpec>;
pub(crate) type Schedule = Object<ScheduleSpec>;
pub(crate) type SnapshotSchedule = Object<SnapshotScheduleSpec>;
pub(crate) type VolumeGroupSnapshot = Object<VolumeGroupSnapshotSpec>;
pub(crate) type VolumeSnapshot = Object<VolumeSnapshotSpec>;
pub(crate) type VolumeSnapshotContent = Object<VolumeSnapshotContentSpec>;

/// Of Supertubes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct KafkaBackupSpec {
    cluster_ref: String,
    schedule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starting_deadline_seconds: Option<i64>,
    volume_snapshot_class_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    suspend: Option<bool>,
}

/// Of Velero.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScheduleSpec {
    schedule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    paused: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip_immediately: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_owner_references_in_backup: Option<bool>,
    template: BackupTemplate,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BackupTemplate {
    metadata: Labels,
    included_namespaces: Vec<String>,
    included_resources: Vec<String>,
    label_selector: LabelSelector,
    snapshot_volumes: bool,
    snapshot_move_data: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: BTreeMap<String, String>,
}

/// Of snapscheduler.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SnapshotScheduleSpec {
    claim_selector: LabelSelector,
    disabled: bool,
    schedule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention: Option<SnapshotRetention>,
    snapshot_template: SnapshotTemplate,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SnapshotRetention {
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_count: Option<i32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SnapshotTemplate {
    labels: BTreeMap<String, String>,
    snapshot_class_name: String,
}

/// Of the snapshot controller.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct VolumeSnapshotSpec {
    source: SnapshotSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_snapshot_class_name: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum SnapshotSource {
    PersistentVolumeClaimName(String),
    VolumeSnapshotContentName(String),
}

/// Of the snapshot controller.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct VolumeSnapshotContentSpec {
    deletion_policy: DeletionPolicy,
    driver: String,
    source: ContentSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_volume_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_snapshot_class_name: Option<String>,
    volume_snapshot_ref: ObjectReference,
}

#[derive(Serialize, Deserialize)]
enum DeletionPolicy {
    Delete,
    Retain,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum ContentSource {
    SnapshotHandle(String),
    VolumeHandle(String),
}

/// Of the snapshot controller.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct VolumeGroupSnapshotSpec {
    source: GroupSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_group_snapshot_class_name: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum GroupSource {
    Selector(LabelSelector),
    VolumeGroupSnapshotContentName(String),
}
