//! What the volumes of a managed cluster are. In: the cluster's resource and the files that its `storage` names. Out: a
//! [`Storage`].

use super::{faults::UNUSABLE_MANIFEST, resolve::Surroundings, resources::held};
use crate::{
    descriptor::KafkaCluster,
    diagnostic::Diagnostics,
    inventory::{
        KafkaNode, KafkaResource, Medium, NodePool, Operator, SnapshotClass, StorageClass,
        StorageResource, Volume, VolumeClaim,
    },
    source::Span,
    yaml::Spanned,
};

/// The nodes and volumes of a Kafka cluster, and the classes that they are made with.
#[derive(Debug, Clone)]
pub struct Storage {
    /// Koperator, which is the seeds' operator, where no resource says otherwise.
    pub operator: Operator,
    /// None where no resource names them.
    pub nodes: Vec<KafkaNode>,
    /// What says that ZooKeeper keeps the cluster's metadata.
    pub zookeeper: Option<Span>,
    pub classes: Vec<StorageClass>,
    pub snapshot_classes: Vec<SnapshotClass>,
    /// Those that were exported.
    pub claims: Vec<VolumeClaim>,
}

impl Storage {
    pub fn unknown() -> Storage {
        Storage {
            operator: Operator::Koperator,
            nodes: Vec::new(),
            zookeeper: None,
            classes: Vec::new(),
            snapshot_classes: Vec::new(),
            claims: Vec::new(),
        }
    }

    pub fn node(&self, id: u32) -> Option<&KafkaNode> {
        self.nodes.iter().find(|node| node.id == Some(id))
    }

    pub fn class(&self, name: &str) -> Option<&StorageClass> {
        self.classes.iter().find(|class| class.name == name)
    }

    pub fn snapshot_class(&self, name: &str) -> Option<&SnapshotClass> {
        self.snapshot_classes.iter().find(|class| class.name == name)
    }

    /// The labels that all claims of brokers and controllers of the Kafka cluster `name` have.
    pub fn claim_labels(&self, name: &str) -> Vec<(String, String)> {
        match self.operator {
            Operator::Koperator => vec![("kafka_cr".to_owned(), name.to_owned())],
            // ZooKeeper's claims have the same cluster and another name.
            Operator::Strimzi(group) => vec![
                (format!("{group}/cluster"), name.to_owned()),
                (format!("{group}/name"), format!("{name}-kafka")),
            ],
        }
    }

    /// The claim that Strimzi makes for a volume of a node; koperator gives claims random names.
    pub fn strimzi_claim(
        &self,
        cluster: &str,
        node: &KafkaNode,
        volume: &Volume,
    ) -> Option<String> {
        let (Operator::Strimzi(_), Some(id), Some(pool)) =
            (self.operator, node.id, node.pool.as_ref())
        else {
            return None;
        };
        let data = volume.id.map_or_else(|| "data".to_owned(), |id| format!("data-{id}"));
        (volume.medium == Medium::Claim).then(|| format!("{data}-{cluster}-{pool}-{id}"))
    }
}

pub(super) fn resolve(
    written: &KafkaCluster,
    name: &str,
    namespace: &str,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Storage {
    let mut storage = Storage::unknown();
    if let Some(resource) = around.resource(written, name, namespace) {
        take_resource(resource, &mut storage);
    }
    let manifest = written.manifest_path();
    let is_same = written.storage.as_ref().map(|path| &path.value) == manifest.as_ref();
    let beside = manifest.filter(|_| !is_same);
    let beside = beside.and_then(|path| Some(around.storage.get(&path)?.as_ref().ok()?.as_slice()));
    let stated = written.storage.as_ref().and_then(|path| stated(path, around, found));
    let all = || [beside, stated].into_iter().flatten().flatten();
    take_pools(all().filter_map(|resource| pool_of(resource, name, namespace)), &mut storage);
    for resource in all() {
        take(resource, name, namespace, &mut storage);
    }
    storage
}

fn pool_of<'a>(resource: &'a StorageResource, name: &str, namespace: &str) -> Option<&'a NodePool> {
    let StorageResource::Pool(pool) = resource else { return None };
    (pool.cluster == name && is_here(pool.namespace.as_ref(), namespace)).then_some(pool)
}

/// What the cluster's own resource says of nodes is of no use where there are pools.
fn take_pools<'a>(pools: impl Iterator<Item = &'a NodePool>, storage: &mut Storage) {
    for (number, pool) in pools.enumerate() {
        if number == 0 {
            storage.nodes.clear();
        }
        storage.operator = pool.operator;
        storage.nodes.extend(pool.nodes.iter().cloned());
    }
}

/// A resource that states no namespace is applied to the cluster's.
fn is_here(stated: Option<&String>, namespace: &str) -> bool {
    stated.is_none_or(|own| own == namespace)
}

fn take_resource(resource: &KafkaResource, storage: &mut Storage) {
    storage.operator = resource.storage.operator;
    storage.nodes.clone_from(&resource.storage.nodes);
    storage.zookeeper = resource.storage.zookeeper;
}

fn stated<'a>(
    path: &Spanned<String>,
    around: &Surroundings<'a>,
    found: &mut Diagnostics,
) -> Option<&'a [StorageResource]> {
    let what = "StorageClass, KafkaNodePool and the like";
    let resources = held(path, around.storage, what, found)?;
    if resources.is_empty() {
        let message = format!("`{}` holds nothing about storage", path.value);
        found
            .report(&UNUSABLE_MANIFEST, path.span, message)
            .help(format!("write the path from the descriptor's folder to {what}"));
    }
    Some(resources)
}

fn take(resource: &StorageResource, name: &str, namespace: &str, storage: &mut Storage) {
    match resource {
        StorageResource::Claim(claim) => {
            if claim.cluster == name && is_here(claim.namespace.as_ref(), namespace) {
                storage.claims.push(claim.clone());
            }
        }
        StorageResource::Class(class) => storage.classes.push(class.clone()),
        StorageResource::SnapshotClass(class) => storage.snapshot_classes.push(class.clone()),
        StorageResource::Pool(_) => {}
    }
}
