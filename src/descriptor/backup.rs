//! Backups by volume snapshots, single snapshots and volumes made from them, as they are written.

use serde::Deserialize;

use crate::yaml::Spanned;

/// Snapshots of the volumes of a Kafka cluster on a schedule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Backup {
    /// The name of the backup and of its objects.
    pub name: Spanned<String>,
    /// The alias of the cluster.
    pub cluster: Option<Spanned<String>>,
    /// The name of the Kafka cluster resource, in place of `cluster`, where only one cluster has it.
    pub cluster_ref: Option<Spanned<String>>,
    /// The namespace of the Kafka cluster, where `clusterRef` alone fits several. The backup lives there.
    pub namespace: Option<Spanned<String>>,
    /// What takes the snapshots; `cronjob` when absent.
    pub engine: Option<Spanned<Engine>>,
    /// When snapshots are taken: cron with five fields, `@hourly` and the like, or `@every 1h30m`; in UTC.
    pub schedule: Spanned<String>,
    /// How long a snapshot is kept, such as `12h` or `2h45m`; for ever when absent.
    pub retention_time: Option<Spanned<String>>,
    /// By how many seconds a run that missed its time may be late; any delay when absent.
    #[cfg_attr(test, schemars(range(min = 0, max = 9_223_372_036_i64)))]
    pub starting_deadline_seconds: Option<Spanned<i64>>,
    /// The VolumeSnapshotClass of the Kubernetes cluster that the snapshots are made with.
    pub volume_snapshot_class_name: Spanned<String>,
    /// No further run starts; one that has started goes on. `false` when absent.
    pub suspend: Option<Spanned<bool>>,
    /// The ids of the brokers and controllers whose volumes are kept; all of the cluster's when absent.
    pub nodes: Option<Vec<Spanned<u32>>>,
    /// Settings of the engine `kafkabackup`.
    pub kafka_backup: Option<Spanned<KafkaBackupEngine>>,
    /// Settings of the engine `cronjob`.
    pub cron_job: Option<Spanned<CronJobEngine>>,
    /// Settings of the engine `velero`.
    pub velero: Option<Spanned<VeleroEngine>>,
}

/// What takes the snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Engine {
    /// The operator behind the resource KafkaBackup.
    KafkaBackup,
    /// snapscheduler: a SnapshotSchedule for each broker.
    SnapScheduler,
    /// Kubernetes alone: a CronJob that runs kubectl.
    CronJob,
    /// Velero: a Schedule.
    Velero,
}

/// Settings of the engine `kafkabackup`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct KafkaBackupEngine {
    /// The group and version of the resource KafkaBackup, as the operator that is installed has it.
    pub api_version: Spanned<String>,
}

/// Settings of the engine `cronjob`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct CronJobEngine {
    /// An image with `kubectl`, `date` and a POSIX `sh`; `alpine/k8s` of a fixed version when absent.
    pub image: Option<Spanned<String>>,
}

/// Settings of the engine `velero`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct VeleroEngine {
    /// The namespace in which Velero runs; `velero` when absent.
    pub namespace: Option<Spanned<String>>,
    /// The CSI driver of the volumes: Velero chooses the class of snapshots by it.
    pub driver: Option<Spanned<String>>,
    /// The BackupStorageLocation; Velero's default one when absent.
    pub storage_location: Option<Spanned<String>>,
    /// Whether the data of the snapshots is copied to the storage location, from where another Kubernetes cluster, in
    /// another region too, can restore it.
    pub snapshot_move_data: Option<bool>,
}

/// One snapshot of the volumes of a Kafka cluster: a VolumeSnapshot for each claim, or one VolumeGroupSnapshot.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Snapshot {
    /// The alias of the cluster.
    pub cluster: Spanned<String>,
    /// Date and time of the snapshot as they stand in the names, `YYYYMMDD-HHMMSS`.
    #[cfg_attr(test, schemars(regex(pattern = r"^[0-9]{8}-[0-9]{6}$")))]
    pub time: Spanned<String>,
    /// The VolumeSnapshotClass: each claim has a snapshot of its own. This or `volumeGroupSnapshotClassName`.
    pub volume_snapshot_class_name: Option<Spanned<String>>,
    /// The VolumeGroupSnapshotClass: all volumes of the cluster at one moment, if the driver can.
    pub volume_group_snapshot_class_name: Option<Spanned<String>>,
    /// The claims, for koperator, which gives them random names; those that Strimzi makes are known.
    pub claims: Option<Vec<Spanned<Claim>>>,
}

/// A PersistentVolumeClaim of a broker.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Claim {
    /// The id of the broker or controller.
    pub node: Spanned<u32>,
    /// The name of the PersistentVolumeClaim.
    pub name: Spanned<String>,
}

/// Volumes of a Kafka cluster that are made from snapshots.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Restore {
    /// The alias of the cluster whose volumes come back. Into another Kubernetes cluster: the alias of the one there.
    pub cluster: Spanned<String>,
    /// The volumes.
    pub volumes: Vec<Spanned<RestoredVolume>>,
    /// The CSI driver that made the snapshots; for volumes with a `handle`.
    pub driver: Option<Spanned<String>>,
    /// The VolumeSnapshotClass of the snapshots that a `handle` stands for; none when absent.
    pub volume_snapshot_class_name: Option<Spanned<String>>,
}

/// A volume that is made from a snapshot.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RestoredVolume {
    /// The id of the broker or controller.
    pub node: Spanned<u32>,
    /// The name of the VolumeSnapshot.
    pub snapshot: Spanned<String>,
    /// What the storage system calls the snapshot: a VolumeSnapshot for it is made as well. For a Kubernetes cluster
    /// that does not have it.
    pub handle: Option<Spanned<String>>,
    /// The path at which the broker mounts the volume, for koperator; needed where the node has several.
    pub mount_path: Option<Spanned<String>>,
    /// The id of the volume, for Strimzi; needed where the node has several.
    pub volume: Option<Spanned<u32>>,
    /// The name of the claim, for koperator; `<cluster>-<node>-storage-<index>-restored` when absent.
    pub claim: Option<Spanned<String>>,
    /// The size of the volume, such as `10Gi`; the one that the cluster's resource states when absent.
    pub size: Option<Spanned<String>>,
    /// The storage class of the volume, of the driver that made the snapshot; the one that the cluster's resource
    /// states when absent.
    pub storage_class_name: Option<Spanned<String>>,
}
