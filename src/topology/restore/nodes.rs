//! Nodes of Strimzi's pools whose ids are not known. In: a cluster. Out: the node that an id means, or what is told.

use std::{borrow::Cow, collections::BTreeMap};

use super::super::Cluster;
use crate::{
    descriptor::faults::{INVALID_VALUE, MISSING_KEY},
    diagnostic::Diagnostics,
    inventory::{KafkaNode, Medium, Operator},
    source::Span,
    yaml::Spanned,
};

/// The first node of each pool with claims and without ids, by the name of the pool.
fn unnumbered(cluster: &Cluster) -> BTreeMap<&str, &KafkaNode> {
    let has_claim =
        |node: &KafkaNode| node.volumes.iter().any(|volume| volume.medium == Medium::Claim);
    let nodes = cluster.storage.nodes.iter().rev();
    let nodes = nodes.filter(|node| node.id.is_none() && has_claim(node));
    nodes.filter_map(|node| Some((node.pool.as_deref()?, node))).collect()
}

/// Tells that names of claims are not known, for Strimzi ends them with the ids; returns whether it did.
pub(super) fn tell_unnumbered(cluster: &Cluster, span: Span, found: &mut Diagnostics) -> bool {
    let pools = unnumbered(cluster);
    let is_exported = !cluster.storage.claims.is_empty();
    if pools.is_empty() || is_exported || cluster.storage.operator == Operator::Koperator {
        return false;
    }
    let report = found.report(
        &MISSING_KEY,
        span,
        format!("the ids of {} are not known", of_pools(pools.keys().copied())),
    );
    for node in pools.values() {
        report.related(node.span, "neither its `status` nor an annotation says them");
    }
    report
        .reason("Strimzi ends the names of claims with the ids of their nodes")
        .help("take the pool as `kubectl get kafkanodepool -o yaml` prints it, or add `claims:`");
    true
}

fn of_pools<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("{} {}", if names.len() == 1 { "pool" } else { "pools" }, names.join(", "))
}

/// The node of an id: known, or of the only pool that it can be of.
pub(super) fn restored<'a>(
    id: &Spanned<u32>,
    cluster: &'a Cluster,
    found: &mut Diagnostics,
) -> Option<Cow<'a, KafkaNode>> {
    if let Some(node) = cluster.storage.node(id.value) {
        return Some(Cow::Borrowed(node));
    }
    let pools = unnumbered(cluster);
    let mut nodes = pools.values();
    match (nodes.next(), nodes.next()) {
        (Some(node), None) => {
            return Some(Cow::Owned(KafkaNode { id: Some(id.value), ..(*node).clone() }));
        }
        (Some(one), Some(other)) => tell_unclear_pool(id, [one, other], found),
        (None, _) => tell_no_node(id, cluster, found),
    }
    None
}

fn tell_unclear_pool(id: &Spanned<u32>, nodes: [&KafkaNode; 2], found: &mut Diagnostics) {
    let message = format!("the pool of node {} is not known", id.value);
    let report = found.report(&MISSING_KEY, id.span, message);
    for node in nodes {
        report.related(node.span, "it may be of this one");
    }
    report
        .reason("Strimzi looks for claims by names that hold the pool")
        .help("take the pools as `kubectl get kafkanodepool -o yaml` prints them, with `status`");
}

fn tell_no_node(id: &Spanned<u32>, cluster: &Cluster, found: &mut Diagnostics) {
    let nodes = cluster.storage.nodes.iter();
    let known: Vec<String> = nodes.filter_map(|node| Some(node.id?.to_string())).collect();
    let message = format!("`{}` has no node {}", cluster.alias.value, id.value);
    found
        .report(&INVALID_VALUE, id.span, message)
        .help(format!("write one of {}", known.join(", ")));
}
