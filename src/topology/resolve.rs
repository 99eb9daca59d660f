//! In: a descriptor and what lies beside it. Out: the topology. Each step reports what it cannot resolve and goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Address, Cluster, ClusterId, Flow, Home, KubernetesCluster, KubernetesClusterId, Scope,
    Settings, Topology, Version, addresses, application, backup, boolean, faults::MISSING_CONTEXT,
    inventory, objective, places, restore, storage, tag_version, user, workload,
};
use crate::{
    descriptor::{Access, Descriptor, KafkaCluster, UnmanagedCluster},
    diagnostic::Diagnostics,
    inventory::{
        BrokerSettings, KafkaResource, KafkaTopic, Kubeconfig, Release, SinkConnector,
        StorageResource, User,
    },
    source::Span,
    yaml::{Spanned, Text},
};

const DEFAULT_NAME: &str = "kafka";
const DEFAULT_PREFIX: &str = "mm2";

/// What lies beside one descriptor.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The path of the descriptor, as messages show it.
    pub path: &'a str,
    /// The first line of the descriptor.
    pub span: Span,
    /// By the path that `manifest` names: the resources in it, or why there are none.
    pub manifests: &'a BTreeMap<String, Result<Vec<KafkaResource>, String>>,
    /// By the path that `manifest` or `storage` names: what else is in it, or why there is nothing.
    pub storage: &'a BTreeMap<String, Result<Vec<StorageResource>, String>>,
    pub kubeconfigs: &'a [Kubeconfig],
    /// By the path that `topics.manifests` names: the topics in it, or why there are none.
    pub topics: &'a BTreeMap<String, Result<Vec<KafkaTopic>, String>>,
    /// By the path that `applications.connectors` names: the sink connectors in it, or why there are none.
    pub connectors: &'a BTreeMap<String, Result<Vec<SinkConnector>, String>>,
    /// By the path that `userManifests` names: the users in it, or why there are none.
    pub users: &'a BTreeMap<String, Result<Vec<User>, String>>,
}

impl<'a> Surroundings<'a> {
    /// The resource of a Kafka cluster, if it is there.
    pub(super) fn resource(
        &self,
        written: &KafkaCluster,
        name: &str,
        namespace: &str,
    ) -> Option<&'a KafkaResource> {
        let read = self.manifests.get(&written.manifest_path()?)?.as_ref().ok()?;
        read.iter().find(|resource| resource.is(name, namespace))
    }
}

pub fn resolve(
    descriptor: Descriptor,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Topology {
    let (kubernetes_clusters, homes) = kubernetes_clusters(&descriptor, around, found);
    let clusters = clusters(&descriptor, &homes, around, found);
    let settings = settings(&descriptor, &clusters, around.span, found);
    let aliases = by_alias(&clusters);
    let flows = flows(&settings, &aliases);
    let inventory = inventory::resolve(&descriptor, &clusters, &aliases, around, found);
    let known = backup::Known { clusters: &clusters, aliases: &aliases };
    let backups = backup::resolve(&descriptor, &known, found);
    let snapshots = restore::snapshots(&descriptor, &known, found);
    let restores = restore::restores(&descriptor, &known, found);
    let applications = application::resolve(&descriptor, &known, around, found);
    let is_about_volumes = descriptor.backups.iter().flatten().next().is_some()
        || descriptor.snapshots.iter().flatten().next().is_some()
        || descriptor.restores.iter().flatten().next().is_some();
    let objectives = objective::resolve(&descriptor, &known, found);
    let intents = objective::intents(&descriptor, &known, &flows, found);
    let name = descriptor.metadata.and_then(|metadata| metadata.name);
    let topology = Topology {
        name: name
            .unwrap_or_else(|| Spanned { value: DEFAULT_PREFIX.to_owned(), span: around.span }),
        path: around.path.to_owned(),
        span: around.span,
        clusters,
        aliases,
        kubernetes_clusters,
        settings,
        flows,
        workload: workload::resolve(descriptor.mirror_maker2_spec.as_ref(), around.span, found),
        inventory,
        applications,
        objectives,
        intents,
        backups,
        snapshots,
        restores,
        is_about_volumes,
        renames: descriptor.renames.unwrap_or_default(),
        retired_aliases: descriptor.retired_aliases.unwrap_or_default(),
        allow: descriptor.allow.unwrap_or_default(),
    };
    addresses::tell_missing(&topology, found);
    topology
}

fn kubernetes_clusters(
    descriptor: &Descriptor,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> (Vec<KubernetesCluster>, Vec<KubernetesClusterId>) {
    let managed = descriptor.kafka_clusters.as_deref().unwrap_or_default();
    let claims: Vec<places::Claim> = managed
        .iter()
        .map(|cluster| {
            let context = context(&cluster.value, around);
            let stated = cluster.value.kubernetes_cluster.clone();
            if context.is_none() && stated.is_none() {
                found
                    .report(
                        &MISSING_CONTEXT,
                        cluster_span(cluster),
                        "this cluster names no Kubernetes cluster",
                    )
                    .reason("no kubeconfig in the repository says which context is the default one")
                    .help(
                        "add `kubernetesConfigContext:` with the context of its Kubernetes cluster",
                    );
            }
            places::Claim { context, stated, span: cluster_span(cluster) }
        })
        .collect();
    places::resolve(&claims, around.kubeconfigs, found)
}

/// Stated, else the default context of the first kubeconfig that has one.
fn context(cluster: &KafkaCluster, around: &Surroundings<'_>) -> Option<String> {
    let stated = cluster.kubernetes_config_context.as_ref().map(|context| context.value.clone());
    stated.or_else(|| around.kubeconfigs.iter().find_map(|kubeconfig| kubeconfig.current.clone()))
}

/// In the order of the file, whichever list a cluster is in.
fn clusters(
    descriptor: &Descriptor,
    homes: &[KubernetesClusterId],
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Vec<Cluster> {
    let managed = descriptor.kafka_clusters.as_deref().unwrap_or_default().iter().zip(homes);
    let mut clusters: Vec<Cluster> =
        managed.map(|(cluster, &home)| managed_cluster(cluster, home, around, found)).collect();
    let unmanaged = descriptor.unmanaged_clusters.as_deref().unwrap_or_default();
    clusters.extend(unmanaged.iter().map(|cluster| unmanaged_cluster(cluster, around, found)));
    clusters.sort_by_key(|cluster| cluster.span);
    for (position, cluster) in clusters.iter_mut().enumerate() {
        cluster.id = ClusterId(position);
    }
    clusters
}

fn managed_cluster(
    cluster: &Spanned<KafkaCluster>,
    kubernetes_cluster: KubernetesClusterId,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Cluster {
    let written = &cluster.value;
    let span = cluster_span(cluster);
    let or_default = |name: &Option<Spanned<String>>| {
        name.clone().unwrap_or_else(|| Spanned { value: DEFAULT_NAME.to_owned(), span })
    };
    let (namespace, name) = (or_default(&written.namespace), or_default(&written.name));
    let context = context(written, around);
    let (internal, external) = addresses::of(cluster, &name.value, &namespace.value, around, found);
    let storage = storage::resolve(written, &name.value, &namespace.value, around, found);
    let resource = around.resource(written, &name.value, &namespace.value);
    let broker_settings = resource.map(|found| found.brokers.clone()).unwrap_or_default();
    let default_alias = || {
        let context = context.as_deref().unwrap_or_default();
        Spanned { value: format!("{context}_{}_{}", namespace.value, name.value), span }
    };
    Cluster {
        id: ClusterId(0),
        alias: written.alias.clone().unwrap_or_else(default_alias),
        alias_is_default: written.alias.is_none(),
        span: cluster.span,
        internal,
        external,
        cluster_id: written.cluster_id.clone(),
        kafka_version: version(written.kafka_version.as_ref())
            .or_else(|| release(broker_settings.release.as_ref()?)),
        brokers: written.brokers.clone(),
        region: written.region.clone(),
        access: access(written.access.as_ref(), cluster.span),
        security: written.security.clone(),
        users: written.users.clone().unwrap_or_default(),
        known_users: user::resolve(
            written.user_manifests.as_ref(),
            Some(&name.value),
            around,
            found,
        ),
        storage,
        broker_settings,
        home: Some(Home { kubernetes_cluster, context, namespace, name }),
    }
}

fn unmanaged_cluster(
    cluster: &Spanned<UnmanagedCluster>,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Cluster {
    let written = &cluster.value;
    let address = Address::stated(&written.bootstrap_server_address);
    addresses::check(&address, found);
    Cluster {
        id: ClusterId(0),
        alias: written.alias.clone(),
        alias_is_default: false,
        span: cluster.span,
        home: None,
        internal: None,
        external: Some(address),
        cluster_id: written.cluster_id.clone(),
        kafka_version: version(written.kafka_version.as_ref()),
        brokers: written.brokers.clone(),
        region: written.region.clone(),
        access: access(written.access.as_ref(), cluster.span),
        security: written.security.clone(),
        users: Vec::new(),
        known_users: user::resolve(written.user_manifests.as_ref(), None, around, found),
        storage: storage::Storage::unknown(),
        broker_settings: BrokerSettings::default(),
    }
}

fn version(written: Option<&Spanned<String>>) -> Option<Spanned<Version>> {
    let written = written?;
    Some(Spanned { value: Version::parse(&written.value)?, span: written.span })
}

fn release(found: &Spanned<Release>) -> Option<Spanned<Version>> {
    let value = match &found.value {
        Release::Version(version) => Version::parse(version),
        Release::Image(image) => tag_version(image),
    };
    Some(Spanned { value: value?, span: found.span })
}

fn access(written: Option<&Spanned<Access>>, fallback: Span) -> Spanned<Access> {
    written.cloned().unwrap_or(Spanned { value: Access::ReadWrite, span: fallback })
}

/// One line that stands for a cluster's whole entry: its alias, else its first key that has a value.
fn cluster_span(cluster: &Spanned<KafkaCluster>) -> Span {
    let written = &cluster.value;
    let named =
        [&written.alias, &written.name, &written.kubernetes_config_context, &written.namespace];
    let first = named.into_iter().flatten().next().map(|name| name.span);
    first.unwrap_or(Span { end: cluster.span.start, ..cluster.span })
}

fn settings(
    descriptor: &Descriptor,
    clusters: &[Cluster],
    fallback: Span,
    found: &mut Diagnostics,
) -> Settings {
    let aliases: BTreeSet<String> =
        clusters.iter().map(|cluster| cluster.alias.value.clone()).collect();
    let block = descriptor.mirror_maker2_properties.as_ref();
    let text = Text {
        value: block.map(|block| block.value.clone()).unwrap_or_default(),
        stretches: descriptor.properties_stretches.clone(),
    };
    Settings::read(&text, block.map_or(fallback, |block| block.span), &aliases, found)
}

fn by_alias(clusters: &[Cluster]) -> BTreeMap<String, ClusterId> {
    let mut ids = BTreeMap::new();
    for cluster in clusters {
        ids.entry(cluster.alias.value.clone()).or_insert(cluster.id);
    }
    ids
}

/// A flow is enabled by the last line that speaks of it; lines about clusters that do not exist make none.
fn flows(settings: &Settings, ids: &BTreeMap<String, ClusterId>) -> Vec<Flow> {
    let enabling = settings
        .entries
        .iter()
        .filter(|setting| boolean(&setting.value) && settings.holds(setting));
    let flows = enabling.filter_map(|setting| match &setting.scope {
        Scope::Flow { from, to, key } if key == "enabled" => {
            let (&from, &to) = (ids.get(from)?, ids.get(to)?);
            (from != to).then_some(Flow { from, to, span: setting.key_span })
        }
        Scope::Flow { .. } | Scope::Top | Scope::Cluster { .. } => None,
    });
    flows.collect()
}
