//! What runs where. In: topologies without faults. Out: a [`Plan`]: for each Kubernetes cluster its instances the
//! Secrets they mount and the ports they open; and, when they are asked for, the settings that the compiler owns. Knows no
//! text but properties.

mod backups;
pub mod faults;
mod mounts;

use std::collections::BTreeMap;

use crate::{
    descriptor::KafkaUser,
    diagnostic::Diagnostics,
    mm2::owned::{self, Owned},
    names,
    topology::{Cluster, Home, Topology, Version},
    yaml::Spanned,
};

pub use backups::{Backup, OfVolumes, Restore, Snapshot};
pub use mounts::SecretMount;

/// The port of the JMX exporter.
pub const METRICS_PORT: u16 = 9404;

/// Everything that runs, by the folder of its Kubernetes cluster.
#[derive(Debug)]
pub struct Plan<'a> {
    pub kubernetes_clusters: BTreeMap<&'a str, Share<'a>>,
}

/// What runs on one Kubernetes cluster.
#[derive(Debug, Default)]
pub struct Share<'a> {
    /// In the order of their namespaces and names.
    pub instances: Vec<Instance<'a>>,
    /// In the order of their namespaces and names.
    pub users: Vec<User<'a>>,
    /// In the order of their namespaces and names.
    pub backups: Vec<Backup<'a>>,
    /// In the order of the descriptors.
    pub snapshots: Vec<Snapshot<'a>>,
    pub restores: Vec<Restore<'a>>,
}

/// A user of a Kafka cluster.
#[derive(Debug)]
pub struct User<'a> {
    pub topology: &'a Topology,
    pub cluster: &'a Cluster,
    pub home: &'a Home,
    pub written: &'a Spanned<KafkaUser>,
}

/// One MirrorMaker 2 deployment: beside a managed cluster into which something flows.
#[derive(Debug)]
pub struct Instance<'a> {
    pub name: String,
    pub topology: &'a Topology,
    /// The cluster into which it writes.
    pub cluster: &'a Cluster,
    pub home: &'a Home,
    /// In the order of their names.
    pub secrets: Vec<SecretMount>,
    /// The port of the internal REST server, where the topology switches it on.
    pub rest_port: Option<u16>,
}

/// Plans all topologies of a run; two instances that would be one object are told.
pub fn plan<'a>(topologies: &'a [Topology], found: &mut Diagnostics) -> Plan<'a> {
    let mut kubernetes_clusters: BTreeMap<&str, Share<'a>> = BTreeMap::new();
    for topology in topologies {
        for (cluster, home) in topology.targets() {
            let folder = topology.kubernetes_cluster(home.kubernetes_cluster).folder.as_str();
            let instance = instance(topology, cluster, home);
            kubernetes_clusters.entry(folder).or_default().instances.push(instance);
        }
        backups::add(topology, &mut kubernetes_clusters);
        for user in users(topology) {
            let folder = topology.kubernetes_cluster(user.home.kubernetes_cluster).folder.as_str();
            kubernetes_clusters.entry(folder).or_default().users.push(user);
        }
    }
    for share in kubernetes_clusters.values_mut() {
        share.instances.sort_by_cached_key(Instance::key);
        share.users.sort_by_cached_key(User::key);
        tell_shared_names(&share.instances, found);
        tell_shared_users(&share.users, found);
        backups::settle(share, found);
    }
    Plan { kubernetes_clusters }
}

fn users(topology: &Topology) -> impl Iterator<Item = User<'_>> {
    let managed =
        topology.clusters.iter().filter_map(|cluster| Some((cluster, cluster.home.as_ref()?)));
    managed.flat_map(move |(cluster, home)| {
        cluster.users.iter().map(move |written| User { topology, cluster, home, written })
    })
}

fn instance<'a>(topology: &'a Topology, cluster: &'a Cluster, home: &'a Home) -> Instance<'a> {
    let rest_port = owned::rest_port(topology);
    let secrets = Owned::new(topology, cluster).secrets();
    let secrets = secrets.into_iter().map(mounts::mount).collect();
    let name = names::instance_name(&topology.name.value, &cluster.alias.value);
    Instance { name, topology, cluster, home, secrets, rest_port }
}

fn tell_shared_names(instances: &[Instance<'_>], found: &mut Diagnostics) {
    for pair in instances.windows(2) {
        let [a, b] = pair else { continue };
        if (&a.home.namespace.value, &a.name) == (&b.home.namespace.value, &b.name) {
            let message = format!(
                "two topologies make the same object `{}` in namespace `{}`",
                b.name, b.home.namespace.value
            );
            found
                .report(&faults::OBJECT_COLLISION, b.cluster.alias.span, message)
                .related(a.cluster.alias.span, "the other one")
                .subject(&b.cluster.alias.value)
                .reason("whichever is applied last would replace the other")
                .help("add `metadata: { name: … }` to one of the descriptors");
        }
    }
}

fn tell_shared_users(users: &[User<'_>], found: &mut Diagnostics) {
    for pair in users.windows(2) {
        let [a, b] = pair else { continue };
        if a.key() == b.key() {
            let message = format!(
                "two users make the same KafkaUser `{}` in namespace `{}`",
                b.name(),
                b.namespace()
            );
            found
                .report(&faults::OBJECT_COLLISION, b.written.value.name.span, message)
                .related(a.written.value.name.span, "the other one")
                .subject(b.name())
                .reason("whichever is applied last would replace the other")
                .help("give one of them another `name:` or `namespace:`");
        }
    }
}

impl<'a> Instance<'a> {
    fn key(&self) -> (String, String) {
        (self.namespace().to_owned(), self.name.clone())
    }

    /// What decides about the part of `mm2.properties` that the compiler owns. Its lines are not kept: they name every
    /// cluster of the topology, so that those of all instances would grow with the square of their number.
    pub fn owned(&self) -> Owned<'a> {
        Owned::new(self.topology, self.cluster)
    }

    pub fn version(&self) -> Version {
        self.topology.workload.version
    }

    pub fn namespace(&self) -> &str {
        &self.home.namespace.value
    }
}

impl User<'_> {
    fn key(&self) -> (String, String) {
        (self.namespace().to_owned(), self.name().to_owned())
    }

    pub fn name(&self) -> &str {
        &self.written.value.name.value
    }

    pub fn namespace(&self) -> &str {
        self.written
            .value
            .namespace
            .as_ref()
            .map_or(&self.home.namespace.value, |namespace| &namespace.value)
    }

    /// The Secret into which the operator writes the certificate.
    pub fn secret(&self) -> String {
        self.written.value.secret_name()
    }
}
