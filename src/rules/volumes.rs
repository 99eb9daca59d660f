//! What several rules ask of the volumes that backups hold.

use crate::{
    inventory::{KafkaNode, Volume},
    topology::{Backup, Cluster, Topology},
};

/// The backups of a topology, each with its cluster.
pub(super) fn backups(topology: &Topology) -> impl Iterator<Item = (&Backup, &Cluster)> {
    topology.backups.iter().map(|backup| (backup, topology.cluster(backup.cluster)))
}

/// The volumes that a backup is to hold. Those that several nodes share in a resource come once.
pub(super) fn volumes<'a>(
    backup: &'a Backup,
    cluster: &'a Cluster,
) -> impl Iterator<Item = (&'a KafkaNode, &'a Volume)> {
    let is_meant = |node: &&KafkaNode| {
        let id = node.id;
        backup.nodes.is_empty() || backup.nodes.iter().any(|own| Some(own.value) == id)
    };
    let nodes = cluster.storage.nodes.iter().filter(is_meant);
    let mut volumes: Vec<_> =
        nodes.flat_map(|node| node.volumes.iter().map(move |volume| (node, volume))).collect();
    volumes.sort_by_key(|(_, volume)| volume.span);
    volumes.dedup_by_key(|(_, volume)| volume.span);
    volumes.into_iter()
}
