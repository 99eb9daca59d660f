//! Single snapshots, and volumes that are made from snapshots. In: the entries of the descriptor. Out: the same with the
//! names that the operator of the cluster gives claims, or looks for.

mod nodes;
mod values;

use super::{
    Cluster, ClusterId, Storage,
    backup::{Known, managed, tell_unknown_nodes},
};
use crate::{
    descriptor::{
        self, Descriptor,
        faults::{INVALID_VALUE, MISSING_KEY},
    },
    diagnostic::Diagnostics,
    inventory::{KafkaNode, Medium, Operator, Volume},
    source::Span,
    yaml::Spanned,
};

/// One snapshot of the volumes of a managed cluster.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub cluster: ClusterId,
    /// `YYYYMMDD-HHMMSS`
    pub time: Spanned<String>,
    pub kind: SnapshotKind,
}

#[derive(Debug, Clone)]
pub enum SnapshotKind {
    /// A snapshot for each claim, of a VolumeSnapshotClass.
    Single { class: Spanned<String>, claims: Vec<NodeClaim> },
    /// One for all volumes, of a VolumeGroupSnapshotClass.
    Group { class: Spanned<String> },
}

/// A claim and the node whose it is.
#[derive(Debug, Clone)]
pub struct NodeClaim {
    pub node: u32,
    /// At the entry's cluster where the entry does not state it.
    pub name: Spanned<String>,
    pub mount_path: Option<String>,
}

impl NodeClaim {
    /// The name of its snapshot at a time.
    pub fn snapshot(&self, time: &str) -> String {
        format!("{}-{time}", self.name.value)
    }
}

/// Volumes of a managed cluster that are made from snapshots.
#[derive(Debug, Clone)]
pub struct Restore {
    pub cluster: ClusterId,
    /// The alias that it names.
    pub span: Span,
    pub volumes: Vec<RestoredVolume>,
    /// Present where a volume has a handle.
    pub driver: Option<Spanned<String>>,
    pub snapshot_class: Option<Spanned<String>>,
}

#[derive(Debug, Clone)]
pub struct RestoredVolume {
    pub node: u32,
    pub span: Span,
    /// Of Strimzi.
    pub pool: Option<String>,
    /// Of koperator.
    pub mount_path: Option<String>,
    /// At the node where it is not stated.
    pub claim: Spanned<String>,
    pub snapshot: Spanned<String>,
    pub handle: Option<Spanned<String>>,
    pub size: String,
    pub access_modes: Vec<String>,
    pub storage_class: Option<Spanned<String>>,
}

pub(super) fn snapshots(
    descriptor: &Descriptor,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Vec<Snapshot> {
    let entries = descriptor.snapshots.iter().flatten();
    entries.filter_map(|entry| snapshot(&entry.value, known, found)).collect()
}

fn snapshot(
    written: &descriptor::Snapshot,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Option<Snapshot> {
    let cluster = managed(&written.cluster, known, found)?;
    values::tell_impossible_moment(&written.time, found);
    let stated = written.claims.iter().flatten();
    tell_unknown_nodes(stated.map(|claim| &claim.value.node), cluster, found);
    let classes = (&written.volume_snapshot_class_name, &written.volume_group_snapshot_class_name);
    let kind = match classes {
        (Some(class), None) => {
            if written.claims.as_ref().is_none_or(Vec::is_empty)
                && nodes::tell_unnumbered(cluster, written.cluster.span, found)
            {
                return None;
            }
            let claims = claims(written, cluster);
            if claims.is_empty() {
                let message = format!("the claims of `{}` are not known", cluster.alias.value);
                found
                    .report(&MISSING_KEY, written.cluster.span, message)
                    .reason("koperator ends the names of claims with random letters")
                    .help("add `claims:`, or export them into a file that the cluster's `storage` names");
                return None;
            }
            SnapshotKind::Single { class: class.clone(), claims }
        }
        (None, Some(class)) => SnapshotKind::Group { class: class.clone() },
        (None, None) => {
            found
                .report(&MISSING_KEY, written.cluster.span, "this snapshot names no class")
                .help("add `volumeSnapshotClassName:` or `volumeGroupSnapshotClassName:`");
            return None;
        }
        (Some(single), Some(group)) => {
            found
                .report(&INVALID_VALUE, group.span, "this snapshot names two classes")
                .related(single.span, "the other one")
                .help("make an entry of its own of each");
            return None;
        }
    };
    Some(Snapshot { cluster: cluster.id, time: written.time.clone(), kind })
}

/// Stated, else exported, else those that Strimzi makes.
fn claims(written: &descriptor::Snapshot, cluster: &Cluster) -> Vec<NodeClaim> {
    let storage = &cluster.storage;
    let at_entry = |value| Spanned { value, span: written.cluster.span };
    let path_of = |name: &str| {
        let exported = storage.claims.iter().find(|claim| claim.name.value == name);
        exported.and_then(|claim| claim.mount_path.clone())
    };
    if let Some(stated) = written.claims.as_ref().filter(|stated| !stated.is_empty()) {
        let claim = |claim: &Spanned<descriptor::Claim>| NodeClaim {
            node: claim.value.node.value,
            name: claim.value.name.clone(),
            mount_path: path_of(&claim.value.name.value),
        };
        return stated.iter().map(claim).collect();
    }
    if !storage.claims.is_empty() {
        let claim = |claim: &crate::inventory::VolumeClaim| NodeClaim {
            node: claim.node,
            name: at_entry(claim.name.value.clone()),
            mount_path: claim.mount_path.clone(),
        };
        return storage.claims.iter().map(claim).collect();
    }
    let Some(home) = &cluster.home else { return Vec::new() };
    let of_node = |node: &KafkaNode| {
        let volumes = node.volumes.iter();
        let names =
            volumes.filter_map(|volume| storage.strimzi_claim(&home.name.value, node, volume));
        names
            .filter_map(|name| {
                Some(NodeClaim { node: node.id?, name: at_entry(name), mount_path: None })
            })
            .collect()
    };
    storage.nodes.iter().flat_map(|node| -> Vec<NodeClaim> { of_node(node) }).collect()
}

pub(super) fn restores(
    descriptor: &Descriptor,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Vec<Restore> {
    let entries = descriptor.restores.iter().flatten();
    entries.filter_map(|entry| restore(&entry.value, known, found)).collect()
}

fn restore(
    written: &descriptor::Restore,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Option<Restore> {
    let cluster = managed(&written.cluster, known, found)?;
    values::tell_no_volumes(written, found);
    let class = written.volume_snapshot_class_name.clone();
    let by_class = || {
        let class = class.as_ref()?;
        let value = cluster.storage.snapshot_class(&class.value)?.driver.value.clone();
        Some(Spanned { value, span: class.span })
    };
    let driver = written.driver.clone().or_else(by_class);
    let handle = written.volumes.iter().find_map(|volume| volume.value.handle.as_ref());
    if let Some(handle) = handle.filter(|_| driver.is_none()) {
        found
            .report(&MISSING_KEY, handle.span, "the driver that knows this handle is not stated")
            .help("add `driver:` to the restore, such as `ebs.csi.aws.com`");
    }
    let volumes = written.volumes.iter();
    let volumes = volumes.filter_map(|volume| restored(&volume.value, cluster, found)).collect();
    Some(Restore {
        cluster: cluster.id,
        span: written.cluster.span,
        volumes,
        driver,
        snapshot_class: class,
    })
}

fn restored(
    written: &descriptor::RestoredVolume,
    cluster: &Cluster,
    found: &mut Diagnostics,
) -> Option<RestoredVolume> {
    let storage = &cluster.storage;
    let node = match storage.nodes.is_empty() {
        true => None,
        false => Some(nodes::restored(&written.node, cluster, found)?),
    };
    let node = node.as_deref();
    let (index, volume) = match node {
        Some(node) => chosen(written, node, storage, found)?,
        None => (0, None),
    };
    let mount_path = written.mount_path.as_ref().map(|path| path.value.clone());
    let mount_path = mount_path.or_else(|| volume?.mount_path.clone());
    if mount_path.is_none() && storage.operator == Operator::Koperator {
        found
            .report(&MISSING_KEY, written.node.span, "where the broker mounts this volume is not known")
            .reason("koperator takes a claim for the volume whose path its annotation `mountPath` names")
            .help("add `mountPath:`, or name the cluster's resource with `manifest:`");
        return None;
    }
    values::tell_no_size(written, found);
    let size = written.size.as_ref().map(|size| size.value.clone());
    let size = size.or_else(|| volume?.size.clone());
    let Some(size) = size else {
        found
            .report(&MISSING_KEY, written.node.span, "the size of this volume is not known")
            .help("add `size:`, at least that of the snapshot");
        return None;
    };
    let class = written.storage_class_name.clone();
    let claim_span = written.claim.as_ref().map_or(written.node.span, |claim| claim.span);
    Some(RestoredVolume {
        node: written.node.value,
        span: written.node.span,
        pool: node.and_then(|node| node.pool.clone()),
        claim: Spanned {
            value: claim_name(written, cluster, node, volume, index),
            span: claim_span,
        },
        mount_path,
        snapshot: written.snapshot.clone(),
        handle: written.handle.clone(),
        size,
        access_modes: access_modes(volume),
        storage_class: class.or_else(|| volume?.class.clone()),
    })
}

/// Those of the claim that was lost; brokers write from one node.
fn access_modes(volume: Option<&Volume>) -> Vec<String> {
    let stated = volume.map(|volume| volume.access_modes.clone()).unwrap_or_default();
    if stated.is_empty() { vec!["ReadWriteOnce".to_owned()] } else { stated }
}

/// The volume that is meant, and its position among those of its node.
fn chosen<'a>(
    written: &descriptor::RestoredVolume,
    node: &'a KafkaNode,
    storage: &Storage,
    found: &mut Diagnostics,
) -> Option<(usize, Option<&'a Volume>)> {
    let claims =
        || node.volumes.iter().enumerate().filter(|(_, volume)| volume.medium == Medium::Claim);
    let is_meant = |volume: &Volume| {
        let path = written.mount_path.as_ref();
        let id = written.volume.as_ref();
        path.is_none_or(|path| volume.mount_path.as_ref() == Some(&path.value))
            && id.is_none_or(|id| volume.id == Some(id.value))
    };
    let fitting: Vec<_> = claims().filter(|(_, volume)| is_meant(volume)).collect();
    if let [(index, volume)] = fitting.as_slice() {
        return Some((*index, Some(*volume)));
    }
    let key = match storage.operator {
        Operator::Koperator => "mountPath",
        Operator::Strimzi(_) => "volume",
    };
    let what = if fitting.is_empty() { "no such volume" } else { "several volumes" };
    let names: Vec<String> = claims()
        .map(|(_, volume)| match (&volume.mount_path, volume.id) {
            (Some(path), _) => format!("`{path}`"),
            (None, Some(id)) => format!("`{id}`"),
            (None, None) => "the only one, without a key".to_owned(),
        })
        .collect();
    let report = found
        .report(
            &INVALID_VALUE,
            written.node.span,
            format!("node {} has {what}", written.node.value),
        )
        .related(node.span, "the node");
    match names.is_empty() {
        true => report.help("remove the entry: the node has no claim"),
        false => report.help(format!("write `{key}:` with one of {}", names.join(", "))),
    };
    None
}

/// Strimzi looks for a claim by its name; koperator by its labels.
fn claim_name(
    written: &descriptor::RestoredVolume,
    cluster: &Cluster,
    node: Option<&KafkaNode>,
    volume: Option<&Volume>,
    index: usize,
) -> String {
    let name = cluster.home.as_ref().map_or("kafka", |home| home.name.value.as_str());
    let strimzi = || cluster.storage.strimzi_claim(name, node?, volume?);
    if let Some(claim) = strimzi() {
        return claim;
    }
    match &written.claim {
        Some(stated) => stated.value.clone(),
        None => format!("{name}-{}-storage-{index}-restored", written.node.value),
    }
}
