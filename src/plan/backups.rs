//! Backups, snapshots and restores by the Kubernetes cluster of their Kafka cluster.

use std::collections::BTreeMap;

use super::{Share, faults::OBJECT_COLLISION};
use crate::{
    diagnostic::Diagnostics,
    inventory::Operator,
    source::Span,
    topology::{
        self, Cluster, ClusterId, Engine, Home, NodeClaim, RestoredVolume, SnapshotKind, Topology,
    },
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

/// Sorts what a Kubernetes cluster has, and tells entries that would be one object.
pub(super) fn settle(share: &mut Share<'_>, found: &mut Diagnostics) {
    share.backups.sort_by(|a, b| key(a).cmp(&key(b)));
    share.snapshots.sort_by_key(|snapshot| snapshot.written.time.span);
    share.restores.sort_by_key(|restore| restore.written.span);
    let mut objects = Objects::default();
    for backup in &share.backups {
        add_backup(backup, &mut objects, found);
    }
    for snapshot in &share.snapshots {
        add_snapshot(snapshot, &mut objects, found);
    }
    for restore in &share.restores {
        add_restore(restore, &mut objects, found);
    }
}

fn key<'a>(backup: &'a Backup<'_>) -> (&'a str, &'a str) {
    (&backup.home.namespace.value, &backup.written.name.value)
}

/// What entries make, each with the place that says it.
#[derive(Default)]
struct Objects {
    known: BTreeMap<(&'static str, String, String), Span>,
}

impl Objects {
    /// The place of an earlier entry that makes the same object.
    fn add(&mut self, kind: &'static str, space: &str, name: &str, span: Span) -> Option<Span> {
        self.known.insert((kind, space.to_owned(), name.to_owned()), span)
    }
}

/// Velero's schedules are in its own namespace.
fn add_backup(backup: &Backup<'_>, objects: &mut Objects, found: &mut Diagnostics) {
    let name = &backup.written.name;
    let own = &backup.home.namespace.value;
    let mut other =
        objects.add("backup", own, &name.value, name.span).map(|other| (other, own.as_str()));
    if let Engine::Velero(velero) = &backup.written.engine {
        let space = velero.namespace.as_str();
        let same = objects.add("Schedule", space, &name.value, name.span);
        other = other.or(same.map(|other| (other, space)));
    }
    let Some((other, namespace)) = other else { return };
    let message =
        format!("two backups make the same object `{}` in namespace `{namespace}`", name.value);
    found
        .report(&OBJECT_COLLISION, name.span, message)
        .related(other, "the other one")
        .subject(&name.value)
        .reason("whichever is applied last would replace the other")
        .help("give one of them another `name:`");
}

const SNAPSHOT: &str = "VolumeSnapshot";

fn add_snapshot(snapshot: &Snapshot<'_>, objects: &mut Objects, found: &mut Diagnostics) {
    let namespace = &snapshot.home.namespace.value;
    let mut twice = None;
    for (kind, name, span) in objects_of(snapshot) {
        let other = objects.add(kind, namespace, &name, span);
        // Of an entry that comes twice all are the same, so that the first says it.
        twice = twice.or(other.map(|other| (kind, name, span, other)));
    }
    let Some((kind, name, span, other)) = twice else { return };
    let message = format!("the {kind} `{name}` is made twice in namespace `{namespace}`");
    found
        .report(&OBJECT_COLLISION, span, message)
        .related(other, "here as well")
        .subject(&name)
        .reason("there is one object of a name")
        .help("remove one of the two, or give it another `time:`");
}

/// Kind, name and place.
fn objects_of(snapshot: &Snapshot<'_>) -> Vec<(&'static str, String, Span)> {
    let time = &snapshot.written.time;
    match &snapshot.written.kind {
        SnapshotKind::Single { claims, .. } => {
            let one = |claim: &NodeClaim| (SNAPSHOT, claim.snapshot(&time.value), claim.name.span);
            claims.iter().map(one).collect()
        }
        SnapshotKind::Group { .. } => {
            let name = format!("{}-{}", snapshot.home.name.value, time.value);
            vec![("VolumeGroupSnapshot", name, time.span)]
        }
    }
}

fn add_restore(restore: &Restore<'_>, objects: &mut Objects, found: &mut Diagnostics) {
    let namespace = &restore.home.namespace.value;
    for volume in &restore.written.volumes {
        let claim = &volume.claim.value;
        if let Some(other) = objects.add("PersistentVolumeClaim", namespace, claim, volume.span) {
            tell_claim(restore, volume, other, found);
            continue;
        }
        let (name, Some(handle)) = (&volume.snapshot.value, &volume.handle) else { continue };
        if let Some(other) = objects.add(SNAPSHOT, namespace, name, handle.span) {
            let message = format!("the {SNAPSHOT} `{name}` is made twice");
            found
                .report(&OBJECT_COLLISION, handle.span, message)
                .related(other, "here as well")
                .subject(name)
                .reason("a volume with a `handle` has a snapshot made for it")
                .help("remove this `handle:`, or name another `snapshot:`");
        }
    }
}

fn tell_claim(
    restore: &Restore<'_>,
    volume: &RestoredVolume,
    other: Span,
    found: &mut Diagnostics,
) {
    let claim = &volume.claim.value;
    found
        .report(&OBJECT_COLLISION, volume.span, format!("the claim `{claim}` is made twice"))
        .related(other, "here as well")
        .subject(claim)
        .reason("a volume comes from one snapshot")
        .help(match restore.cluster.storage.operator {
            Operator::Koperator => "remove one of the two, or give it another `claim:`",
            Operator::Strimzi(_) => "remove one of the two",
        });
}
