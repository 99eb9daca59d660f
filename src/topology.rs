//! The topology that a descriptor means. In: a [`descriptor::Descriptor`] and the inventory beside it. Out: a [`Topology`] with every
//! default applied and every reference resolved; and the graph of its flows. Knows neither YAML nor manifests.

mod addresses;
mod application;
mod backup;
pub mod faults;
pub mod graph;
pub mod identity;
mod inventory;
mod objective;
mod places;
mod resolve;
mod resources;
mod restore;
mod settings;
mod storage;
pub mod traits;
mod user;
mod version;
mod workload;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use crate::{
    descriptor,
    inventory::{BrokerSettings, Listener, User},
    source::Span,
    yaml::Spanned,
};

pub use addresses::is_of_own_machine;
pub use application::{Application, UsedTopic};
pub use backup::{Backup, Engine, Velero};
pub use inventory::{Inventory, TOPIC_NAME_LENGTH, Topic, TopicFacts, is_topic_name};
pub use objective::Objective;
pub use places::tell_shared_across;
pub use resolve::{Surroundings, resolve};
pub use restore::{NodeClaim, Restore, RestoredVolume, Snapshot, SnapshotKind};
pub use settings::{Comment, Scope, Setting, Settings, boolean};
pub use storage::Storage;
pub use version::Version;
pub use workload::{
    IstioRevision, Replicas, Workload, amount, heap_bytes, quantity_bytes, tag_version,
};

/// A Kafka cluster of one topology, by its position in [`Topology::clusters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClusterId(pub(crate) usize);

/// A Kubernetes cluster of one topology, by its position in [`Topology::kubernetes_clusters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubernetesClusterId(pub(crate) usize);

/// One descriptor, resolved.
#[derive(Debug, Clone)]
pub struct Topology {
    /// Prefix of the names of all objects.
    pub name: Spanned<String>,
    /// The path of the descriptor, as messages show it.
    pub path: String,
    /// The first line of the descriptor.
    pub span: Span,
    /// In the order in which they are declared.
    pub clusters: Vec<Cluster>,
    /// The first cluster of each alias.
    aliases: BTreeMap<String, ClusterId>,
    /// Sorted by their folder.
    pub kubernetes_clusters: Vec<KubernetesCluster>,
    /// The user's block.
    pub settings: Settings,
    /// The enabled flows between clusters that exist, in the order of their lines.
    pub flows: Vec<Flow>,
    pub workload: Workload,
    /// The topics that exist before MirrorMaker 2 makes any.
    pub inventory: Inventory,
    pub applications: Vec<Application>,
    pub objectives: Vec<Objective>,
    /// What enabled flows are for, by their source and target.
    pub intents: BTreeMap<(ClusterId, ClusterId), Spanned<descriptor::Intent>>,
    pub backups: Vec<Backup>,
    pub snapshots: Vec<Snapshot>,
    pub restores: Vec<Restore>,
    /// Something is said of backups, snapshots or restores, be it faulty.
    pub is_about_volumes: bool,
    pub renames: Vec<Spanned<descriptor::Rename>>,
    pub retired_aliases: Vec<Spanned<descriptor::RetiredAlias>>,
    pub allow: Vec<Spanned<descriptor::Allow>>,
}

/// A Kafka cluster.
#[derive(Debug, Clone)]
pub struct Cluster {
    pub id: ClusterId,
    /// Where no alias is stated, the place is the entry's.
    pub alias: Spanned<String>,
    /// The alias was made from context, namespace and name.
    pub alias_is_default: bool,
    pub span: Span,
    /// Absent for a cluster that is not managed.
    pub home: Option<Home>,
    /// The address for instances on the same Kubernetes cluster.
    pub internal: Option<Address>,
    /// The address for all other instances.
    pub external: Option<Address>,
    pub cluster_id: Option<Spanned<String>>,
    pub kafka_version: Option<Spanned<Version>>,
    pub brokers: Option<Spanned<u32>>,
    pub region: Option<Spanned<String>>,
    pub access: Spanned<descriptor::Access>,
    pub security: Option<Spanned<descriptor::Security>>,
    /// Of a managed cluster only.
    pub users: Vec<Spanned<descriptor::KafkaUser>>,
    /// What the resources of its users say, by their names; absent where none are named or they cannot be read.
    pub known_users: Option<BTreeMap<String, User>>,
    /// Of a managed cluster only.
    pub storage: Storage,
    /// Of a managed cluster only.
    pub broker_settings: BrokerSettings,
}

/// Where a managed cluster and its instance run.
#[derive(Debug, Clone)]
pub struct Home {
    pub kubernetes_cluster: KubernetesClusterId,
    pub context: Option<String>,
    pub namespace: Spanned<String>,
    /// The name of the Kafka cluster resource.
    pub name: Spanned<String>,
}

/// `host:port`, or several with commas, and the place that states it or asks for it.
#[derive(Debug, Clone)]
pub struct Address {
    pub value: String,
    pub span: Span,
    /// Where it was taken from; absent where it is stated.
    pub listener: Option<Listener>,
}

/// A Kubernetes cluster that runs instances.
#[derive(Debug, Clone)]
pub struct KubernetesCluster {
    /// Its folder in the rendered tree.
    pub folder: String,
    pub span: Span,
    pub known_by: BTreeSet<KnownBy>,
    /// Another one would have the same folder.
    pub is_ambiguous: bool,
}

/// What only one Kubernetes cluster has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnownBy {
    Context(String),
    /// The API server, as a kubeconfig has it.
    Server(String),
    /// As the descriptor calls it.
    Name(String),
}

/// An enabled flow: an ordered pair of clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    pub from: ClusterId,
    pub to: ClusterId,
    /// The key that enables it.
    pub span: Span,
}

impl Topology {
    pub fn cluster(&self, id: ClusterId) -> &Cluster {
        self.clusters.get(id.0).expect("a ClusterId comes from its own topology")
    }

    pub fn kubernetes_cluster(&self, id: KubernetesClusterId) -> &KubernetesCluster {
        self.kubernetes_clusters
            .get(id.0)
            .expect("a KubernetesClusterId comes from its own topology")
    }

    /// The folder of a Kubernetes cluster; nothing where two share it, or it names no context.
    pub fn own_folder(&self, id: KubernetesClusterId) -> Option<&str> {
        let place = self.kubernetes_cluster(id);
        (!place.is_ambiguous && !place.known_by.is_empty()).then_some(place.folder.as_str())
    }

    pub fn alias(&self, id: ClusterId) -> &str {
        &self.cluster(id).alias.value
    }

    /// The first cluster that has the alias.
    pub fn by_alias(&self, alias: &str) -> Option<ClusterId> {
        self.aliases.get(alias).copied()
    }

    /// The clusters whose aliases start with a text, each alias once.
    pub fn by_alias_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = ClusterId> + 'a {
        let from = self.aliases.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.take_while(move |(alias, _)| alias.starts_with(prefix)).map(|(_, &id)| id)
    }

    /// `a->b`
    pub fn flow_name(&self, flow: &Flow) -> String {
        format!("{}->{}", self.alias(flow.from), self.alias(flow.to))
    }

    /// What holds for one flow: its own line, else the line for all flows.
    pub fn flow_setting(&self, flow: &Flow, key: &str) -> Option<&Setting> {
        let own = || self.settings.get(&format!("{}.{key}", self.flow_name(flow)));
        let own = if self.settings.may_be_of_a_flow(key) { own() } else { None };
        own.or_else(|| self.settings.get(key))
    }

    /// Whether an instance beside `at` reaches `cluster` without leaving its Kubernetes cluster.
    pub fn is_local(&self, cluster: &Cluster, at: &Home) -> bool {
        cluster.home.as_ref().is_some_and(|home| home.kubernetes_cluster == at.kubernetes_cluster)
    }

    /// The managed clusters into which something flows, each with its home: beside each of them runs an instance.
    pub fn targets(&self) -> Vec<(&Cluster, &Home)> {
        let mut is_target = vec![false; self.clusters.len()];
        for flow in &self.flows {
            if let Some(target) = is_target.get_mut(flow.to.0) {
                *target = true;
            }
        }
        let managed =
            self.clusters.iter().filter_map(|cluster| Some((cluster, cluster.home.as_ref()?)));
        managed.filter(|(cluster, _)| is_target.get(cluster.id.0) == Some(&true)).collect()
    }
}
