//! The descriptor as it is written. In: a document's node tree. Out: a [`Descriptor`], typed, spans kept, no default
//! applied; and what is wrong with it against `schemas/descriptor.schema.json`, which is generated from these types.

mod application;
mod backup;
mod cluster;
pub mod faults;
mod json;
mod kafka_backup;
mod objective;
mod parse;
mod placeholder;
pub mod schema;
mod security;
mod topics;
mod user;
mod workload;

use serde::Deserialize;

pub use application::{Application, ApplicationTopic, StatedTopic};
pub use backup::{
    Backup, Claim, CronJobEngine, Engine, KafkaBackupEngine, Restore, RestoredVolume, Snapshot,
    VeleroEngine,
};
pub use cluster::{Access, BootstrapServers, KafkaCluster, UnmanagedCluster};
pub use kafka_backup::{is_foreign_kafka_backup, is_kafka_backup};
pub use objective::{Disaster, Intent, Objective};
pub use parse::parse;
pub use placeholder::is_placeholder;
pub use security::{Protocol, Sasl, SaslMechanism, Security, StoreType, Tls, TlsClient, TlsTrust};
pub use topics::{Rename, Topics};
pub use user::{
    CertificateSigner, Issuer, IssuerKind, KafkaUser, TopicAccess, TopicGrant, TopicPattern,
};
pub use workload::{
    IstioControlPlane, Metrics, Quantity, Resources, ServiceAccount, TaintEffect, Toleration,
    TolerationOperator, Workload,
};

use crate::yaml::Spanned;

/// A replication topology: Kafka clusters, the flows between them, and how MirrorMaker 2 runs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Descriptor {
    /// What the document is: `mirrorc.dev/v1`.
    pub api_version: Option<ApiVersion>,
    /// What the document is: `ReplicationTopology`.
    pub kind: Option<Kind>,
    /// The name of the topology.
    pub metadata: Option<Metadata>,
    /// Names of kubeconfig files. One that lies in the repository is read for its context names and servers; the
    /// others are names only.
    pub kubernetes_configs: Option<Vec<Spanned<String>>>,
    /// The managed Kafka clusters: each has a Kubernetes cluster in which its MirrorMaker 2 instance runs.
    pub kafka_clusters: Option<Vec<Spanned<KafkaCluster>>>,
    /// Kafka clusters of which only the address is known; no instance runs beside them.
    #[serde(rename = "nonSDMKafkaClusters")]
    pub unmanaged_clusters: Option<Vec<Spanned<UnmanagedCluster>>>,
    /// How every MirrorMaker 2 instance runs.
    pub mirror_maker2_spec: Option<Spanned<Workload>>,
    /// Flows and settings of MirrorMaker 2 as a block of Java properties, carried over byte for byte.
    pub mirror_maker2_properties: Option<Spanned<String>>,
    /// Where the lines of `mirrorMaker2Properties` stand in the file.
    #[serde(skip)]
    pub properties_stretches: Vec<(u32, u32)>,
    /// The topics that exist, cluster by cluster: what the simulation starts from.
    pub topics: Option<Vec<Spanned<Topics>>>,
    /// What replication policies that are not Kafka's make of topics, so that the simulation knows it.
    pub renames: Option<Vec<Spanned<Rename>>>,
    /// Who uses the topics: what is looked for where a flow is for disaster recovery or a migration.
    pub applications: Option<Vec<Spanned<Application>>>,
    /// How much may be lost, and when; and what flows are for.
    pub objectives: Option<Vec<Spanned<Objective>>>,
    /// Snapshots of volumes on a schedule.
    pub backups: Option<Vec<Spanned<Backup>>>,
    /// Single snapshots of volumes.
    pub snapshots: Option<Vec<Spanned<Snapshot>>>,
    /// Volumes that are made from snapshots: claims that the operator of the Kafka cluster takes for its own. The
    /// operator has to be stopped before, and the snapshot to be chosen by somebody: the runbook beside the manifests,
    /// `<namespace>.restore.<name>.md`, has the steps.
    pub restores: Option<Vec<Spanned<Restore>>>,
    /// Aliases that named a cluster once and must never be used again.
    pub retired_aliases: Option<Vec<Spanned<RetiredAlias>>>,
    /// Findings that are accepted, each with its reason.
    pub allow: Option<Vec<Spanned<Allow>>>,
}

/// The version of this format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum ApiVersion {
    #[serde(rename = "mirrorc.dev/v1")]
    V1,
}

/// The only kind of document that a descriptor file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Kind {
    ReplicationTopology,
}

/// The name of the topology.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Metadata {
    /// Prefix of the names of all objects; `mm2` when absent. Two topologies that run beside the same Kafka cluster
    /// need two names.
    pub name: Option<Spanned<String>>,
}

/// An alias that named a cluster which is gone. Topics on other clusters still carry it as a prefix.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RetiredAlias {
    /// The alias that must not come back.
    pub alias: Spanned<String>,
    /// Why it was retired, for the reader of a later fault.
    pub reason: Option<String>,
    /// The alias of the cluster that took its place.
    pub replaced_by: Option<Spanned<String>>,
}

/// A finding that is accepted.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Allow {
    /// The id of the rule, as messages show it in brackets.
    pub rule: Spanned<String>,
    /// What the finding is about (an alias, a flow `a->b`, a key); every finding of the rule when absent.
    pub subject: Option<Spanned<String>>,
    /// Why it is accepted.
    #[cfg_attr(test, schemars(regex(pattern = r"\S")))]
    pub reason: Spanned<String>,
    /// The last day on which it is accepted, `YYYY-MM-DD`; for ever when absent.
    #[cfg_attr(
        test,
        schemars(regex(pattern = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"))
    )]
    pub expires: Option<Spanned<String>>,
}
