//! Backups, snapshots and restores by the Kubernetes cluster of their Kafka cluster.

use std::collections::BTreeMap;

use super::{Share, faults::OBJECT_COLLISION};
use crate::{
    diagnostic::Diagnostics,
    topology::{self, Cluster, ClusterId, Home, Topology},
};

/// Something about the volumes of one Kafka cluster.
#[derive(Debug)]
pub struct OfVolumes<'a, T> {
    pub topology: &'a Topology,
    pub cluster: &'a Cluster,
    pub home: &'a Home,
    pub written: &'a T,
}

pub type Backup<'a> = OfVolumes<'a, topology::Backup>;
pub type Snapshot<'a> = OfVolumes<'a, topology::Snapshot>;
pub type Restore<'a> = OfVolumes<'a, topology::Restore>;

pub(super) fn add<'a>(topology: &'a Topology, shares: &mut BTreeMap<&'a str, Share<'a>>) {
    for backup in &topology.backups {
        if let Some((folder, planned)) = placed(topology, backup.cluster, backup) {
            shares.entry(folder).or_default().backups.push(planned);
        }
    }
    for snapshot in &topology.snapshots {
        if let Some((folder, planned)) = placed(topology, snapshot.cluster, snapshot) {
            shares.entry(folder).or_default().snapshots.push(planned);
        }
    }
    for restore in &topology.restores {
        if let Some((folder, planned)) = placed(topology, restore.cluster, restore) {
            shares.entry(folder).or_default().restores.push(planned);
        }
    }
}

fn placed<'a, T>(
    topology: &'a Topology,
    cluster: ClusterId,
    written: &'a T,
) -> Option<(&'a str, OfVolumes<'a, T>)> {
    let cluster = topology.cluster(cluster);
    let home = cluster.home.as_ref()?;
    let folder = topology.kubernetes_cluster(home.kubernetes_cluster).folder.as_str();
    Some((folder, OfVolumes { topology, cluster, home, written }))
}

/// Sorts what a Kubernetes cluster has, and tells backups that would be one object.
pub(super) fn settle(share: &mut Share<'_>, found: &mut Diagnostics) {
    share.backups.sort_by(|a, b| key(a).cmp(&key(b)));
    share.snapshots.sort_by_key(|snapshot| snapshot.written.time.span);
    share.restores.sort_by_key(|restore| restore.written.span);
    for pair in share.backups.windows(2) {
        let [a, b] = pair else { continue };
        if key(a) == key(b) {
            let name = &b.written.name;
            let namespace = &b.home.namespace.value;
            let message = format!(
                "two backups make the same object `{}` in namespace `{namespace}`",
                name.value
            );
            found
                .report(&OBJECT_COLLISION, name.span, message)
                .related(a.written.name.span, "the other one")
                .subject(&name.value)
                .reason("whichever is applied last would replace the other")
                .help("give one of them another `name:`");
        }
    }
}

fn key<'a>(backup: &'a Backup<'_>) -> (&'a str, &'a str) {
    (&backup.home.namespace.value, &backup.written.name.value)
}
