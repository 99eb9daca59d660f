//! Which Kubernetes cluster is which. In: what each managed cluster says of its own. Out: the Kubernetes clusters with
//! their folders, and for each managed cluster the one that it is on.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    KnownBy, KubernetesCluster, KubernetesClusterId, Topology, addresses::is_of_own_machine,
    faults::KUBERNETES_CLUSTER_CONFLICT,
};
use crate::{
    diagnostic::Diagnostics, inventory::Kubeconfig, names::slug, source::Span, yaml::Spanned,
};

/// What one managed cluster says of its place.
#[derive(Debug)]
pub(super) struct Claim {
    pub context: Option<String>,
    pub stated: Option<Spanned<String>>,
    pub span: Span,
}

/// Two claims are of one Kubernetes cluster when they share a context, a stated name or the server of a kubeconfig.
pub(super) fn resolve(
    claims: &[Claim],
    kubeconfigs: &[Kubeconfig],
    found: &mut Diagnostics,
) -> (Vec<KubernetesCluster>, Vec<KubernetesClusterId>) {
    let groups = group(claims, kubeconfigs);
    let mut places: Vec<(KubernetesCluster, Vec<usize>)> = groups
        .into_values()
        .map(|members| (place(&members, claims, kubeconfigs, found), members))
        .collect();
    places.sort_by(|a, b| (&a.0.folder, a.0.span).cmp(&(&b.0.folder, b.0.span)));
    tell_shared_folders(&mut places, found);
    let mut homes = vec![KubernetesClusterId(0); claims.len()];
    for (id, (_, members)) in places.iter().enumerate() {
        for &member in members {
            if let Some(home) = homes.get_mut(member) {
                *home = KubernetesClusterId(id);
            }
        }
    }
    (places.into_iter().map(|(place, _)| place).collect(), homes)
}

/// Members by the smallest position in their group.
fn group(claims: &[Claim], kubeconfigs: &[Kubeconfig]) -> BTreeMap<usize, Vec<usize>> {
    let mut parents: Vec<usize> = (0..claims.len()).collect();
    let mut first: BTreeMap<KnownBy, usize> = BTreeMap::new();
    for (position, claim) in claims.iter().enumerate() {
        for key in keys(claim, kubeconfigs) {
            let other = *first.entry(key).or_insert(position);
            let (a, b) = (root(&parents, position), root(&parents, other));
            if let Some(parent) = parents.get_mut(a.max(b)) {
                *parent = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for position in 0..claims.len() {
        groups.entry(root(&parents, position)).or_default().push(position);
    }
    groups
}

fn root(parents: &[usize], mut position: usize) -> usize {
    while let Some(&parent) = parents.get(position).filter(|&&parent| parent != position) {
        position = parent;
    }
    position
}

fn keys(claim: &Claim, kubeconfigs: &[Kubeconfig]) -> Vec<KnownBy> {
    let mut keys = Vec::new();
    if let Some(context) = &claim.context {
        keys.push(KnownBy::Context(context.clone()));
        let servers = kubeconfigs.iter().filter_map(|kubeconfig| kubeconfig.server(context));
        let servers = servers.filter(|server| !is_of_own_machine(host(server)));
        keys.extend(servers.map(|server| KnownBy::Server(server.to_owned())));
    }
    if let Some(stated) = &claim.stated {
        keys.push(KnownBy::Name(stated.value.clone()));
    }
    keys
}

/// Every kind and every tunnel has the same server, but each on another machine.
fn host(server: &str) -> &str {
    let authority = server.split_once("://").map_or(server, |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or_default();
    authority.rsplit_once(':').map_or(authority, |(host, _)| host)
}

fn place(
    members: &[usize],
    claims: &[Claim],
    kubeconfigs: &[Kubeconfig],
    found: &mut Diagnostics,
) -> KubernetesCluster {
    let members: Vec<&Claim> = members.iter().filter_map(|&member| claims.get(member)).collect();
    let stated: Vec<&Spanned<String>> =
        members.iter().filter_map(|claim| claim.stated.as_ref()).collect();
    if let Some(first) = stated.first()
        && let Some(other) = stated.iter().find(|other| other.value != first.value)
    {
        let message = format!(
            "one Kubernetes cluster is called both `{}` and `{}`",
            first.value, other.value
        );
        found
            .report(&KUBERNETES_CLUSTER_CONFLICT, other.span, message)
            .related(first.span, "the other name")
            .reason("contexts that are equal, or that lead to one server, are one Kubernetes cluster with one folder")
            .help(format!("write `kubernetesCluster: {}` in both places", first.value));
    }
    let contexts: BTreeSet<String> =
        members.iter().filter_map(|claim| claim.context.as_deref()).map(slug).collect();
    let folder = stated.first().map(|stated| stated.value.clone());
    let folder = folder.or_else(|| contexts.into_iter().find(|slug| !slug.is_empty()));
    let span = members.first().map(|claim| claim.span).expect("a group has a member");
    let known_by = members.iter().flat_map(|claim| keys(claim, kubeconfigs)).collect();
    let folder = folder.unwrap_or_else(|| "default".to_owned());
    KubernetesCluster { folder, span, known_by, is_ambiguous: false }
}

fn tell_shared_folders(places: &mut [(KubernetesCluster, Vec<usize>)], found: &mut Diagnostics) {
    // They are sorted by their folder.
    for at in 1..places.len() {
        let Some([(a, _), (b, _)]) = places.get_mut(at - 1..=at) else { continue };
        if a.folder == b.folder {
            tell_shared_folder(a, b, found);
        }
    }
}

/// Tells Kubernetes clusters of different topologies that would share a folder.
pub fn tell_shared_across(topologies: &mut [Topology], found: &mut Diagnostics) {
    let mut places: Vec<&mut KubernetesCluster> =
        topologies.iter_mut().flat_map(|topology| &mut topology.kubernetes_clusters).collect();
    places.sort_by(|a, b| (&a.folder, a.span).cmp(&(&b.folder, b.span)));
    for same in places.chunk_by_mut(|a, b| a.folder == b.folder) {
        let [first, rest @ ..] = same else { continue };
        for other in rest {
            let is_told = first.span.file == other.span.file && first.is_ambiguous;
            if !is_told && first.known_by.is_disjoint(&other.known_by) {
                tell_shared_folder(first, other, found);
            }
        }
    }
}

fn tell_shared_folder(
    a: &mut KubernetesCluster,
    b: &mut KubernetesCluster,
    found: &mut Diagnostics,
) {
    a.is_ambiguous = true;
    b.is_ambiguous = true;
    // One that names no context has been told.
    if a.known_by.is_empty() || b.known_by.is_empty() {
        return;
    }
    let message = format!("two Kubernetes clusters would share the folder `{}`", a.folder);
    found
        .report(&KUBERNETES_CLUSTER_CONFLICT, b.span, message)
        .related(a.span, "the other one")
        .reason("their contexts differ only in characters that a path cannot hold")
        .help("add `kubernetesCluster: <name>` to both, with two names, or with one if they are the same");
}
