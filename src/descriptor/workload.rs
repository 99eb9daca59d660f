//! How MirrorMaker 2 instances run, as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::yaml::Spanned;

/// The workload of every instance of the topology.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Workload {
    /// Heap of the Java process; `-Xms256M -Xmx2G` when absent.
    pub kafka_heap_opts: Option<Spanned<String>>,
    /// Requests and limits of the container.
    pub resources: Option<Spanned<Resources>>,
    /// Labels that a node must have.
    pub node_selector: Option<BTreeMap<String, String>>,
    /// Taints of nodes that the pods accept.
    pub tolerations: Option<Vec<Spanned<Toleration>>>,
    /// Affinity of the pods, as Kubernetes has it.
    pub affinity: Option<Spanned<serde_json::Value>>,
    /// Pods of an instance; 1 when absent. More need Kafka 3.5 and the internal REST server.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub min_replicas: Option<Spanned<u32>>,
    /// The most pods that autoscaling may start; `minReplicas` when absent.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub max_replicas: Option<Spanned<u32>>,
    /// The Istio control plane whose mesh the pods join.
    pub istio_control_plane: Option<Spanned<IstioControlPlane>>,
    /// The version of MirrorMaker 2 that runs, such as `"4.3.1"`; rules and settings follow it.
    #[cfg_attr(test, schemars(regex(pattern = r"^[0-9]+\.[0-9]+(\.[0-9]+)?$")))]
    pub kafka_version: Option<Spanned<String>>,
    /// The image that holds it; `apache/kafka:<kafkaVersion>` when absent.
    pub image: Option<Spanned<String>>,
    /// Names of the Secrets with which the image is pulled.
    pub image_pull_secrets: Option<Vec<Spanned<String>>>,
    /// The priority class of the pods.
    pub priority_class_name: Option<Spanned<String>>,
    /// The service account that is made for each instance.
    pub service_account: Option<ServiceAccount>,
    /// Metrics for Prometheus by the JMX exporter; none when absent.
    pub metrics: Option<Spanned<Metrics>>,
}

/// Requests and limits by resource: amounts as Kubernetes writes them, such as `500m` or `2Gi`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Resources {
    /// What the scheduler reserves.
    pub requests: Option<BTreeMap<String, Spanned<Quantity>>>,
    /// What the container may not exceed.
    pub limits: Option<BTreeMap<String, Spanned<Quantity>>>,
}

/// An amount: a number, or text with a unit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Quantity {
    Integer(i64),
    Float(f64),
    Text(String),
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Quantity::Integer(value) => value.fmt(formatter),
            Quantity::Float(value) => value.fmt(formatter),
            Quantity::Text(text) => text.fmt(formatter),
        }
    }
}

/// A taint that the pods accept, as Kubernetes has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Toleration {
    /// The key of the taint; every key when absent.
    pub key: Option<String>,
    /// How key and value are compared: `Equal` when absent.
    pub operator: Option<TolerationOperator>,
    /// The value of the taint.
    pub value: Option<String>,
    /// The effect of the taint; every effect when absent.
    pub effect: Option<TaintEffect>,
    /// How long a pod stays on a node that got the taint; for ever when absent.
    pub toleration_seconds: Option<i64>,
}

/// How a toleration compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum TolerationOperator {
    Equal,
    Exists,
}

/// What a taint does to pods that do not accept it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum TaintEffect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute,
}

/// An Istio control plane of Streaming Data Manager.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct IstioControlPlane {
    /// The name of the IstioControlPlane resource.
    pub name: Option<Spanned<String>>,
    /// The namespace of the IstioControlPlane resource.
    pub namespace: Option<Spanned<String>>,
}

/// The service account of each instance.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ServiceAccount {
    /// Annotations of the account, such as the cloud role that it stands for.
    pub annotations: Option<BTreeMap<String, String>>,
}

/// The JMX exporter agent. Apache's image does not hold it, so it is copied from another one at the start of the pod.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Metrics {
    /// An image that holds the agent's jar and the command `cp`.
    pub image: Spanned<String>,
    /// The path of the jar in that image.
    pub jar: Spanned<String>,
}
