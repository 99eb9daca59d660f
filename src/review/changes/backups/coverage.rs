//! What was held by some backup of a cluster and is held by none now: nodes that no entry names, nodes that the cluster
//! has no more, volumes that a node has no more.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kept, kept};
use crate::{
    inventory::{KafkaNode, Medium, Volume},
    review::{Changes, Facts, Weight},
    source::Span,
    topology::Backup,
};

pub(super) fn check(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for kept in kept(facts) {
        // A cluster without any backup is told as such.
        let Some(first) = kept.after.first() else { continue };
        check_stated(&kept, first, changes);
        // Of a cluster whose resource is not known any more nothing is left to compare.
        if !kept.new.cluster.storage.nodes.is_empty() {
            check_nodes(&kept, first, changes);
            check_volumes(&kept, changes);
        }
    }
}

fn check_stated(kept: &Kept<'_>, first: &Backup, changes: &mut Changes<'_>) {
    let Some(left_out) = left_out(kept) else { return };
    let place = first.nodes.first().map_or(first.name.span, |node| node.span);
    let before = kept.before.first().map(|backup| backup.name.span);
    changes
        .report(kept.new.alias(), format!("no backup holds {left_out} of `{}` any more", kept.new.alias()))
        .at(before, Some(place))
        .consequence("a cluster comes back whole or not at all: what lies on these volumes only is lost with them")
        .instead("add the nodes to `nodes`, or leave `nodes` away for all of them");
}

/// The nodes that were held and are held no more.
fn left_out(kept: &Kept<'_>) -> Option<String> {
    let (before, after) = (held(&kept.before), held(&kept.after));
    let after = after?;
    let known = kept.new.cluster.storage.nodes.iter().filter_map(|node| node.id);
    let before = match before {
        Some(nodes) => nodes,
        None => known.collect(),
    };
    // All nodes were held, and which there are is not known.
    if before.is_empty() {
        let after: Vec<String> = after.iter().map(u32::to_string).collect();
        return Some(format!("nodes other than {}", after.join(", ")));
    }
    let gone: Vec<u32> = before.difference(&after).copied().collect();
    (!gone.is_empty()).then(|| named(&gone))
}

/// The nodes that backups name; nothing where one holds all.
fn held(backups: &[&Backup]) -> Option<BTreeSet<u32>> {
    let of_each = backups.iter().map(|backup| {
        let nodes: BTreeSet<u32> = backup.nodes.iter().map(|node| node.value).collect();
        (!nodes.is_empty()).then_some(nodes)
    });
    of_each.collect::<Option<Vec<_>>>().map(|sets| sets.into_iter().flatten().collect())
}

fn named(ids: &[u32]) -> String {
    match ids {
        [one] => format!("node {one}"),
        several => {
            let texts: Vec<String> = several.iter().map(u32::to_string).collect();
            format!("nodes {}", texts.join(", "))
        }
    }
}

/// The nodes of the base that backups of the base held, and those of now hold where they are still there.
fn held_nodes<'a>(kept: &Kept<'a>) -> impl Iterator<Item = (u32, &'a KafkaNode)> {
    let (before, after) = (held(&kept.before), held(&kept.after));
    let is_in =
        |held: &Option<BTreeSet<u32>>, id| held.as_ref().is_none_or(|ids| ids.contains(&id));
    let nodes = kept.old.cluster.storage.nodes.iter();
    let nodes = nodes.filter_map(|node| Some((node.id?, node)));
    nodes.filter(move |(id, _)| is_in(&before, *id) && is_in(&after, *id))
}

fn check_nodes(kept: &Kept<'_>, first: &Backup, changes: &mut Changes<'_>) {
    let storage = &kept.new.cluster.storage;
    // A node without an id may be any of them.
    if storage.nodes.iter().any(|node| node.id.is_none()) {
        return;
    }
    let gone: Vec<(u32, &KafkaNode)> =
        held_nodes(kept).filter(|(id, _)| storage.node(*id).is_none()).collect();
    let Some((_, place)) = gone.first() else { return };
    let ids: Vec<u32> = gone.iter().map(|(id, _)| *id).collect();
    let (alias, ids) = (kept.new.alias(), named(&ids));
    let change =
        changes.report(alias, format!("`{alias}` is without {ids} now, and so are its backups"));
    change.weight = Weight::Warn;
    change
        .at(Some(place.span), Some(first.name.span))
        .consequence("what has not been moved to other nodes by then is left in old snapshots only, and these end with the retention")
        .instead("move all partitions off it first, and look that none is left");
}

fn check_volumes(kept: &Kept<'_>, changes: &mut Changes<'_>) {
    // Each node is looked up among all: a cluster has dozens of them.
    let storage = &kept.new.cluster.storage;
    let mut gone: BTreeMap<String, (Vec<u32>, Span, Span)> = BTreeMap::new();
    for (id, old) in held_nodes(kept) {
        let Some(new) = storage.node(id) else { continue };
        for volume in old.volumes.iter().filter(|volume| volume.medium == Medium::Claim) {
            if !has_claim(new, volume) {
                let entry = gone.entry(label(volume));
                entry.or_insert((Vec::new(), volume.span, new.span)).0.push(id);
            }
        }
    }
    let alias = kept.new.alias();
    for (volume, (ids, was, is)) in gone {
        changes
            .report(
                alias,
                format!(
                    "no snapshots of {volume} of {} of `{alias}` are made any more",
                    named(&ids)
                ),
            )
            .at(Some(was), Some(is))
            .consequence("the broker has no claim for it now: what lies on it only is lost with it")
            .instead("move the partitions to another volume first, and look that none is left");
    }
}

fn has_claim(node: &KafkaNode, volume: &Volume) -> bool {
    let is_same = |other: &&Volume| other.mount_path == volume.mount_path && other.id == volume.id;
    node.volumes.iter().find(is_same).is_some_and(|other| other.medium == Medium::Claim)
}

fn label(volume: &Volume) -> String {
    match (&volume.mount_path, volume.id) {
        (Some(path), _) => format!("`{path}`"),
        (None, Some(id)) => format!("volume {id}"),
        (None, None) => "the volume".to_owned(),
    }
}
