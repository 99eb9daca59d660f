//! The nodes of a Kafka cluster and their volumes; and the classes and claims of the Kubernetes cluster that they are
//! made with.

use super::{group, text};
use crate::{
    source::Span,
    yaml::{Content, Node, Spanned},
};

/// Which brokers and controllers a Kafka cluster has.
#[derive(Debug, Clone)]
pub struct Storage {
    pub operator: Operator,
    /// In the order of the resource.
    pub nodes: Vec<KafkaNode>,
    /// What says that ZooKeeper keeps the cluster's metadata.
    pub zookeeper: Option<Span>,
}

/// What runs the Kafka cluster, and so knows a claim by its name and labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Koperator,
    /// The API group is the beginning of the labels' names.
    Strimzi(&'static str),
}

/// A broker, a controller, or both in one.
#[derive(Debug, Clone)]
pub struct KafkaNode {
    /// Absent where the operator has yet to choose it.
    pub id: Option<u32>,
    pub span: Span,
    /// Of Strimzi; `kafka` where the resource has no pools.
    pub pool: Option<String>,
    pub is_controller: bool,
    pub volumes: Vec<Volume>,
}

/// A volume of a node.
#[derive(Debug, Clone)]
pub struct Volume {
    pub span: Span,
    /// Of koperator.
    pub mount_path: Option<String>,
    /// Of Strimzi, where a node may have several.
    pub id: Option<u32>,
    pub medium: Medium,
    pub size: Option<String>,
    /// As the claim states them; none where it does not.
    pub access_modes: Vec<String>,
    pub class: Option<Spanned<String>>,
    /// What says that the claim goes with the cluster.
    pub goes_with_cluster: Option<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Claim,
    /// It goes with the pod.
    Ephemeral,
}

/// A document that backups depend on.
#[derive(Debug, Clone)]
pub enum StorageResource {
    Pool(NodePool),
    Class(StorageClass),
    SnapshotClass(SnapshotClass),
    Claim(VolumeClaim),
}

/// Strimzi's `KafkaNodePool`.
#[derive(Debug, Clone)]
pub struct NodePool {
    pub operator: Operator,
    pub cluster: String,
    pub namespace: Option<String>,
    pub nodes: Vec<KafkaNode>,
}

#[derive(Debug, Clone)]
pub struct StorageClass {
    pub name: String,
    pub span: Span,
    pub provisioner: Spanned<String>,
    /// What says that a volume goes with its claim; it does so where nothing else is said.
    pub deletes: Option<Span>,
}

#[derive(Debug, Clone)]
pub struct SnapshotClass {
    pub name: String,
    pub span: Span,
    pub driver: Spanned<String>,
    /// What says that a snapshot's data goes with its object.
    pub deletes: Option<Span>,
}

/// A claim of a node, as it was exported.
#[derive(Debug, Clone)]
pub struct VolumeClaim {
    pub name: Spanned<String>,
    pub namespace: Option<String>,
    /// The Kafka cluster of which it is.
    pub cluster: String,
    pub node: u32,
    pub mount_path: Option<String>,
}

pub fn storage_resource(document: &Node) -> Option<StorageResource> {
    let group = group(document.get("apiVersion")?.as_str()?);
    match (group, document.get("kind")?.as_str()?) {
        ("kafka.strimzi.io" | "eventstreams.ibm.com", "KafkaNodePool") => {
            pool(document, group).map(StorageResource::Pool)
        }
        ("storage.k8s.io", "StorageClass") => class(document).map(StorageResource::Class),
        ("snapshot.storage.k8s.io", "VolumeSnapshotClass") => {
            snapshot_class(document).map(StorageResource::SnapshotClass)
        }
        ("v1", "PersistentVolumeClaim") => claim(document).map(StorageResource::Claim),
        _ => None,
    }
}

/// The nodes of koperator's `KafkaCluster`.
pub(super) fn of_koperator(document: &Node) -> Storage {
    let spec = document.get("spec");
    let brokers = spec.and_then(|spec| spec.get("brokers")).map_or(&[][..], Node::items);
    let nodes = brokers.iter().map(|broker| koperator_node(broker, spec)).collect();
    let has_own_controllers = spec.and_then(|spec| boolean(spec, "kRaft")).unwrap_or(false);
    let addresses = spec.and_then(|spec| spec.entry("zkAddresses"));
    let zookeeper = addresses.filter(|_| !has_own_controllers).map(|entry| entry.key_span);
    Storage { operator: Operator::Koperator, nodes, zookeeper }
}

/// A broker's own settings come before those of its group; of one mount path the first counts.
fn koperator_node(broker: &Node, spec: Option<&Node>) -> KafkaNode {
    let own = broker.get("brokerConfig");
    let group = broker.get("brokerConfigGroup").and_then(Node::as_str);
    let shared = group.and_then(|group| spec?.get("brokerConfigGroups")?.get(group));
    let mut volumes: Vec<Volume> = Vec::new();
    for config in [own, shared].into_iter().flatten() {
        for item in config.get("storageConfigs").map_or(&[][..], Node::items) {
            let volume = koperator_volume(item);
            if volumes.iter().all(|known| known.mount_path != volume.mount_path) {
                volumes.push(volume);
            }
        }
    }
    let roles = [own, shared].into_iter().flatten().find_map(|config| config.get("processRoles"));
    KafkaNode {
        id: broker.get("id").and_then(whole),
        span: broker.entry("id").map_or(broker.span, |entry| entry.key_span),
        pool: None,
        is_controller: roles.is_some_and(has_controller),
        volumes,
    }
}

fn koperator_volume(item: &Node) -> Volume {
    let claim = item.get("pvcSpec");
    let place = item.get("mountPath");
    Volume {
        span: place.map_or(item.span, |place| place.span),
        mount_path: place.and_then(Node::as_str).map(str::to_owned),
        id: None,
        medium: if claim.is_some() { Medium::Claim } else { Medium::Ephemeral },
        size: claim.and_then(requested),
        access_modes: claim.map(access_modes).unwrap_or_default(),
        class: claim.and_then(|claim| spanned(claim, "storageClassName")),
        goes_with_cluster: None,
    }
}

/// The nodes of Strimzi's `Kafka` that has no pools.
pub(super) fn of_strimzi(document: &Node, operator: Operator) -> Storage {
    let spec = document.get("spec");
    let spec = spec.map(|spec| spec.get("strimziOverrides").unwrap_or(spec));
    let zookeeper = spec.and_then(|spec| spec.entry("zookeeper")).map(|entry| entry.key_span);
    let kafka = spec.and_then(|spec| spec.get("kafka"));
    let replicas = kafka.and_then(|kafka| kafka.get("replicas"));
    let count = replicas.and_then(whole).unwrap_or(0);
    let volumes = strimzi_volumes(kafka.and_then(|kafka| kafka.get("storage")));
    let node = |id| KafkaNode {
        id: Some(id),
        span: replicas.map_or(document.span, |replicas| replicas.span),
        pool: Some("kafka".to_owned()),
        is_controller: false,
        volumes: volumes.clone(),
    };
    Storage { operator, nodes: (0..count.min(NODES)).map(node).collect(), zookeeper }
}

/// More than any cluster has: a resource cannot make us write for ever.
const NODES: u32 = 1000;

fn pool(document: &Node, group: &str) -> Option<NodePool> {
    let metadata = document.get("metadata")?;
    let labels = metadata.get("labels")?;
    let cluster = ["strimzi.io/cluster", "eventstreams.ibm.com/cluster"]
        .into_iter()
        .find_map(|label| text(labels, label))?;
    let name = metadata.get("name")?;
    let spec = document.get("spec")?;
    let spec = spec.get("strimziOverrides").unwrap_or(spec);
    let count = spec.get("replicas").and_then(whole).unwrap_or(0).min(NODES);
    let ids = node_ids(document, metadata);
    let volumes = strimzi_volumes(spec.get("storage"));
    let is_controller = spec.get("roles").is_some_and(has_controller);
    let node = |at: u32| KafkaNode {
        id: usize::try_from(at).ok().and_then(|at| ids.get(at).copied()),
        span: name.span,
        pool: name.as_str().map(str::to_owned),
        is_controller,
        volumes: volumes.clone(),
    };
    let is_strimzi = group == "kafka.strimzi.io";
    Some(NodePool {
        operator: Operator::Strimzi(if is_strimzi { "strimzi.io" } else { "eventstreams.ibm.com" }),
        cluster,
        namespace: text(metadata, "namespace"),
        nodes: (0..count).map(node).collect(),
    })
}

/// The ids that the nodes of a pool have, else those that they are to get.
fn node_ids(document: &Node, metadata: &Node) -> Vec<u32> {
    let status = document.get("status").and_then(|status| status.get("nodeIds"));
    if let Some(ids) = status {
        return ids.items().iter().filter_map(whole).collect();
    }
    let stated = metadata.get("annotations").and_then(|all| text(all, "strimzi.io/next-node-ids"));
    let stated = stated.unwrap_or_default();
    let mut ids = Vec::new();
    for part in stated.trim().trim_matches(['[', ']']).split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let range = (first.trim().parse::<u32>(), last.trim().parse::<u32>());
        let (Ok(first), Ok(last)) = range else { continue };
        ids.extend((first..=last).take(NODES as usize));
    }
    ids
}

fn strimzi_volumes(storage: Option<&Node>) -> Vec<Volume> {
    let Some(storage) = storage else { return Vec::new() };
    match storage.get("type").and_then(Node::as_str) {
        Some("jbod") => {
            let volumes = storage.get("volumes").map_or(&[][..], Node::items);
            volumes.iter().map(strimzi_volume).collect()
        }
        Some(_) => vec![Volume { id: None, ..strimzi_volume(storage) }],
        None => Vec::new(),
    }
}

fn strimzi_volume(volume: &Node) -> Volume {
    let kind = volume.get("type");
    let is_claim = kind.and_then(Node::as_str) == Some("persistent-claim");
    let deletes = volume.entry("deleteClaim");
    Volume {
        span: kind.map_or(volume.span, |kind| kind.span),
        mount_path: None,
        id: volume.get("id").and_then(whole),
        medium: if is_claim { Medium::Claim } else { Medium::Ephemeral },
        size: text(volume, "size"),
        access_modes: Vec::new(),
        class: spanned(volume, "class"),
        goes_with_cluster: deletes
            .filter(|_| boolean(volume, "deleteClaim") == Some(true))
            .map(|entry| entry.key_span),
    }
}

fn class(document: &Node) -> Option<StorageClass> {
    let name = document.get("metadata")?.get("name")?;
    let policy = document.get("reclaimPolicy");
    let deletes = match policy {
        Some(policy) => (policy.as_str() == Some("Delete")).then_some(policy.span),
        // The default of Kubernetes.
        None => Some(name.span),
    };
    let provisioner = spanned(document, "provisioner")?;
    Some(StorageClass { name: name.as_str()?.to_owned(), span: name.span, provisioner, deletes })
}

fn snapshot_class(document: &Node) -> Option<SnapshotClass> {
    let name = document.get("metadata")?.get("name")?;
    let policy = document.get("deletionPolicy").filter(|policy| policy.as_str() == Some("Delete"));
    let driver = spanned(document, "driver")?;
    let deletes = policy.map(|policy| policy.span);
    Some(SnapshotClass { name: name.as_str()?.to_owned(), span: name.span, driver, deletes })
}

/// The number of its pod is the end of the name that Strimzi gives a claim.
fn claim(document: &Node) -> Option<VolumeClaim> {
    let metadata = document.get("metadata")?;
    let labels = metadata.get("labels")?;
    let name = spanned(metadata, "name")?;
    // ZooKeeper's claims have the same cluster and another name.
    let strimzi = || {
        ["strimzi.io", "eventstreams.ibm.com"].into_iter().find_map(|group| {
            let cluster = text(labels, &format!("{group}/cluster"))?;
            let owner = text(labels, &format!("{group}/name"))?;
            (owner == format!("{cluster}-kafka")).then_some(cluster)
        })
    };
    let node = text(labels, "brokerId").and_then(|id| id.parse().ok());
    let node = node.or_else(|| name.value.rsplit('-').next()?.parse().ok())?;
    Some(VolumeClaim {
        cluster: text(labels, "kafka_cr").or_else(strimzi)?,
        namespace: text(metadata, "namespace"),
        node,
        mount_path: metadata.get("annotations").and_then(|all| text(all, "mountPath")),
        name,
    })
}

fn access_modes(claim: &Node) -> Vec<String> {
    let modes = claim.get("accessModes").map_or(&[][..], Node::items);
    modes.iter().filter_map(|mode| mode.as_str().map(str::to_owned)).collect()
}

fn requested(claim: &Node) -> Option<String> {
    text(claim.get("resources")?.get("requests")?, "storage")
}

fn has_controller(roles: &Node) -> bool {
    roles.items().iter().any(|role| role.as_str() == Some("controller"))
}

fn spanned(node: &Node, key: &str) -> Option<Spanned<String>> {
    let value = node.get(key)?;
    Some(Spanned { value: value.as_str()?.to_owned(), span: value.span })
}

fn whole(node: &Node) -> Option<u32> {
    match node.content {
        Content::Integer(number) => u32::try_from(number).ok(),
        Content::Null
        | Content::Bool(_)
        | Content::Float(_)
        | Content::String(_)
        | Content::List(_)
        | Content::Map(_) => None,
    }
}

fn boolean(node: &Node, key: &str) -> Option<bool> {
    match node.get(key)?.content {
        Content::Bool(value) => Some(value),
        Content::Null
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_)
        | Content::List(_)
        | Content::Map(_) => None,
    }
}
