//! The clusters of a descriptor, as they are written.

use serde::Deserialize;

use super::{KafkaUser, Security};
use crate::{
    names::{self, slug},
    yaml::Spanned,
};

/// A Kafka cluster that runs on Kubernetes.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct KafkaCluster {
    /// The Kubernetes namespace of the Kafka cluster and of its MirrorMaker 2 instance; `kafka` when absent.
    pub namespace: Option<Spanned<String>>,
    /// The name of the Kafka cluster resource; `kafka` when absent.
    pub name: Option<Spanned<String>>,
    /// The kubeconfig context of the Kubernetes cluster; the default context of a kubeconfig in the repository when
    /// absent.
    pub kubernetes_config_context: Option<Spanned<String>>,
    /// The name by which MirrorMaker 2 knows the cluster; `<context>_<namespace>_<name>` when absent, which must be a
    /// legal alias.
    pub alias: Option<Spanned<String>>,
    /// The listener that instances on the same Kubernetes cluster use; `externalListenerName` when absent.
    pub internal_listener_name: Option<Spanned<String>>,
    /// The listener that instances on other Kubernetes clusters use.
    pub external_listener_name: Option<Spanned<String>>,
    /// Path, from the descriptor's folder, of the KafkaCluster (koperator) or Kafka (Strimzi, Event Streams) resource:
    /// the addresses of its listeners are taken from there, and what it says of its brokers. When absent,
    /// `clusters/<Kubernetes cluster>/<name>.yaml` if there is such a file.
    pub manifest: Option<Spanned<String>>,
    /// Path, from the descriptor's folder, of a file or folder with what backups depend on: StorageClass,
    /// VolumeSnapshotClass, KafkaNodePool and PersistentVolumeClaim resources. Those beside the cluster's resource, in the
    /// same file, are read as well.
    pub storage: Option<Spanned<String>>,
    /// Addresses stated outright; they win over the resource.
    pub bootstrap_servers: Option<BootstrapServers>,
    /// The folder of the Kubernetes cluster in the rendered tree; the context made path-safe when absent. Two contexts
    /// with one `kubernetesCluster` are one Kubernetes cluster.
    pub kubernetes_cluster: Option<Spanned<String>>,
    /// What `kafka-cluster.sh cluster-id` prints: the identity that an alias is bound to.
    pub cluster_id: Option<Spanned<String>>,
    /// The version of the brokers, such as `"3.9.1"`; what the cluster's resource says when absent.
    #[cfg_attr(test, schemars(regex(pattern = r"^[0-9]+\.[0-9]+(\.[0-9]+)?$")))]
    pub kafka_version: Option<Spanned<String>>,
    /// How many brokers the cluster has.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub brokers: Option<Spanned<u32>>,
    /// The region in which the cluster runs, in any words.
    pub region: Option<Spanned<String>>,
    /// Whether MirrorMaker 2 may write to the cluster; `readWrite` when absent.
    pub access: Option<Spanned<Access>>,
    /// How MirrorMaker 2 connects to the cluster; without it the connection is in plain text.
    pub security: Option<Spanned<Security>>,
    /// Users of the cluster, for koperator: each becomes a `KafkaUser`.
    pub users: Option<Vec<Spanned<KafkaUser>>>,
    /// Path, from the descriptor's folder, of a file with `KafkaUser` resources of the cluster, or of a folder with such
    /// files: who logs in to it, MirrorMaker 2 among them, and with which rights.
    pub user_manifests: Option<Spanned<String>>,
}

impl KafkaCluster {
    /// Where the cluster's resource is, as it is stated or by default.
    pub fn manifest_path(&self) -> Option<String> {
        let stated = self.manifest.as_ref().map(|path| path.value.clone());
        stated.or_else(|| self.default_manifest())
    }

    /// Where the cluster's resource is looked for when no `manifest` is stated; nowhere where the Kubernetes cluster is
    /// not stated either.
    pub fn default_manifest(&self) -> Option<String> {
        let stated = self.kubernetes_cluster.as_ref().map(|name| slug(&name.value));
        let context = || self.kubernetes_config_context.as_ref().map(|name| slug(&name.value));
        let folder = stated.or_else(context).filter(|folder| !folder.is_empty())?;
        let name = self.name.as_ref().map_or("kafka", |name| &name.value);
        names::is_subdomain(name).then(|| format!("clusters/{folder}/{name}.yaml"))
    }
}

/// Addresses stated outright; they win over the resource.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct BootstrapServers {
    /// `host:port`, or several with commas, for instances on the same Kubernetes cluster.
    pub internal: Option<Spanned<String>>,
    /// `host:port`, or several with commas, for instances elsewhere.
    pub external: Option<Spanned<String>>,
}

/// A Kafka cluster that runs anywhere else.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct UnmanagedCluster {
    /// `host:port`, or several with commas.
    pub bootstrap_server_address: Spanned<String>,
    /// The name by which MirrorMaker 2 knows the cluster.
    pub alias: Spanned<String>,
    /// What `kafka-cluster.sh cluster-id` prints: the identity that an alias is bound to.
    pub cluster_id: Option<Spanned<String>>,
    /// The version of the brokers, such as `"3.9.1"`.
    #[cfg_attr(test, schemars(regex(pattern = r"^[0-9]+\.[0-9]+(\.[0-9]+)?$")))]
    pub kafka_version: Option<Spanned<String>>,
    /// How many brokers the cluster has.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub brokers: Option<Spanned<u32>>,
    /// The region in which the cluster runs, in any words.
    pub region: Option<Spanned<String>>,
    /// Whether MirrorMaker 2 may write to the cluster; `readWrite` when absent.
    pub access: Option<Spanned<Access>>,
    /// How MirrorMaker 2 connects to the cluster; without it the connection is in plain text.
    pub security: Option<Spanned<Security>>,
    /// Path, from the descriptor's folder, of a file with `KafkaUser` resources of the cluster, or of a folder with such
    /// files: who logs in to it, MirrorMaker 2 among them, and with which rights.
    pub user_manifests: Option<Spanned<String>>,
}

/// What MirrorMaker 2 may do on a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Access {
    ReadWrite,
    /// It is only read: no topic is created there.
    ReadOnly,
}
