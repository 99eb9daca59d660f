//! How far back the snapshots of a cluster are.

use crate::{
    inventory::Medium,
    schedule::GoDuration,
    topology::{Backup, ClusterId, Engine, Topology},
};

/// The snapshots of all brokers and controllers of a cluster.
#[derive(Debug, Clone, Copy)]
pub struct Snapshots<'a> {
    /// The most time between two snapshots of the node that has the fewest.
    pub gap: GoDuration,
    /// The backup that makes those.
    pub backup: &'a Backup,
    /// Their data is copied to a place of its own.
    pub is_elsewhere: bool,
}

/// Nothing where a node has none; a backup that is suspended makes none.
pub fn of_cluster(topology: &Topology, cluster: ClusterId) -> Option<Snapshots<'_>> {
    let backups: Vec<&Backup> = topology
        .backups
        .iter()
        .filter(|backup| backup.cluster == cluster && !backup.is_suspended)
        .collect();
    let storage = &topology.cluster(cluster).storage;
    let mut volumes = storage.nodes.iter().flat_map(|node| &node.volumes);
    if volumes.any(|volume| volume.medium == Medium::Ephemeral) {
        return None;
    }
    let nodes: Vec<u32> = storage.nodes.iter().filter_map(|node| node.id).collect();
    if nodes.is_empty() {
        let of_all = backups.iter().filter(|backup| backup.nodes.is_empty());
        return most_often(of_all.copied());
    }
    let of_each = nodes
        .iter()
        .map(|node| most_often(backups.iter().copied().filter(|backup| has_node(backup, *node))));
    // One node without snapshots, and the cluster does not come back from the others.
    let of_each: Option<Vec<Snapshots<'_>>> = of_each.collect();
    let is_elsewhere = of_each.iter().flatten().all(|snapshots| snapshots.is_elsewhere);
    let rarest = of_each?.into_iter().max_by_key(|snapshots| snapshots.gap)?;
    Some(Snapshots { is_elsewhere, ..rarest })
}

fn has_node(backup: &Backup, node: u32) -> bool {
    backup.nodes.is_empty() || backup.nodes.iter().any(|own| own.value == node)
}

fn most_often<'a>(backups: impl Iterator<Item = &'a Backup>) -> Option<Snapshots<'a>> {
    let snapshots = backups.filter_map(|backup| {
        let gap = backup.schedule.value.longest_gap()?;
        Some(Snapshots { gap, backup, is_elsewhere: is_elsewhere(backup) })
    });
    snapshots.min_by_key(|snapshots| snapshots.gap)
}

fn is_elsewhere(backup: &Backup) -> bool {
    match &backup.engine {
        Engine::Velero(velero) => velero.moves_data,
        Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::CronJob { .. } => false,
    }
}
