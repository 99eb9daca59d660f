//! What the files beside a descriptor say. In: YAML documents of Kafka resources and kubeconfigs. Out: the addresses of
//! listeners, how clients connect to them and how brokers are configured ([`KafkaResource`]), topics ([`KafkaTopic`]) and
//! what reads them ([`SinkConnector`]), users and their rights ([`User`]), and which context means which server ([`Kubeconfig`]); nodes, volumes, and what
//! backups of them depend on ([`Storage`], [`StorageResource`]). Knows no descriptor.

mod brokers;
mod connector;
mod koperator;
mod kubeconfig;
mod storage;
mod strimzi;
mod topic;
mod user;

use crate::{
    source::Span,
    yaml::{Node, Spanned},
};

pub use brokers::{BrokerSettings, Release, Rights};
pub use connector::{SinkConnector, sink_connector};
pub use kubeconfig::Kubeconfig;
pub use storage::{
    KafkaNode, Medium, NodePool, Operator, SnapshotClass, Storage, StorageClass, StorageResource,
    Volume, VolumeClaim, storage_resource,
};
pub use topic::{KafkaTopic, kafka_topic};
pub use user::{Acl, Form, Operation, ResourceKind, User, user};

/// A Kafka cluster as its operator's resource describes it.
#[derive(Debug, Clone)]
pub struct KafkaResource {
    pub name: String,
    /// Absent where the resource leaves it to whoever applies it.
    pub namespace: Option<String>,
    pub span: Span,
    pub listeners: Vec<Listener>,
    /// Without Strimzi's pools, which are documents of their own.
    pub storage: Storage,
    pub brokers: BrokerSettings,
}

/// A listener that clients may use.
#[derive(Debug, Clone)]
pub struct Listener {
    pub name: String,
    pub span: Span,
    pub reach: Reach,
    pub access: Access,
    /// Absent where neither the status nor the settings of the resource fix it.
    pub address: Option<String>,
}

/// What a listener asks of its clients; absent where the resource does not say it.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Whether connections are encrypted.
    pub tls: Option<Spanned<bool>>,
    pub authentication: Option<Spanned<Authentication>>,
}

/// How clients prove who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    Anonymous,
    /// By a certificate of their own.
    Certificate,
    /// By SASL; the mechanism where it is known.
    Sasl(Option<&'static str>),
}

/// From where a listener can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// From the same Kubernetes cluster only.
    Internal,
    /// From anywhere.
    External,
}

impl KafkaResource {
    /// Whether this is the cluster of that name and namespace.
    pub fn is(&self, name: &str, namespace: &str) -> bool {
        self.name == name && self.namespace.as_deref().is_none_or(|found| found == namespace)
    }

    pub fn listener(&self, name: &str) -> Option<&Listener> {
        self.listeners.iter().find(|listener| listener.name == name)
    }
}

/// Reads the document as a Kafka cluster resource; nothing where it is another kind of document.
pub fn kafka_resource(document: &Node) -> Option<KafkaResource> {
    let version = document.get("apiVersion")?.as_str()?;
    let kind = document.get("kind")?.as_str()?;
    let operator = match (group(version), kind) {
        ("kafka.banzaicloud.io", "KafkaCluster") => Operator::Koperator,
        ("kafka.strimzi.io", "Kafka") => Operator::Strimzi("strimzi.io"),
        ("eventstreams.ibm.com", "EventStreams") => Operator::Strimzi("eventstreams.ibm.com"),
        _ => return None,
    };
    let metadata = document.get("metadata")?;
    let name = metadata.get("name")?.as_str()?.to_owned();
    let namespace = metadata.get("namespace").and_then(Node::as_str).map(str::to_owned);
    let place = namespace.as_deref().unwrap_or("");
    let (listeners, storage, brokers) = match operator {
        Operator::Koperator => (
            koperator::listeners(document, &name, place),
            storage::of_koperator(document),
            brokers::of_koperator(document),
        ),
        Operator::Strimzi(_) => (
            strimzi::listeners(document, &name, place),
            storage::of_strimzi(document, operator),
            brokers::of_strimzi(document),
        ),
    };
    let span = metadata.get("name").map_or(metadata.span, |node| node.span);
    Some(KafkaResource { name, namespace, span, listeners, storage, brokers })
}

/// Reads the document as a kubeconfig; nothing where it is another kind of document.
pub fn kubeconfig(document: &Node) -> Option<Kubeconfig> {
    kubeconfig::read(document)
}

fn group(api_version: &str) -> &str {
    api_version.split('/').next().unwrap_or("")
}

/// The text of a scalar field, a number written as one included.
fn text(node: &Node, key: &str) -> Option<String> {
    text_of(node.get(key)?)
}

/// The text of a scalar, a number included.
fn text_of(node: &Node) -> Option<String> {
    match &node.content {
        crate::yaml::Content::String(text) => Some(text.value.clone()),
        crate::yaml::Content::Integer(number) => Some(number.to_string()),
        crate::yaml::Content::Null
        | crate::yaml::Content::Bool(_)
        | crate::yaml::Content::Float(_)
        | crate::yaml::Content::List(_)
        | crate::yaml::Content::Map(_) => None,
    }
}
