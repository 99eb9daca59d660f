//! What tells one Kafka cluster from another. In: a cluster of a topology. Out: its id, its servers in one spelling, and
//! the claim that the lock remembers.

use std::collections::BTreeSet;

use super::{Address, Cluster, Home, Topology};
use crate::{
    descriptor::is_placeholder,
    lock::{Claim, Place},
    names::slug,
};

/// What the descriptor says of a cluster; nothing where that is still to be filled in.
pub fn claim(topology: &Topology, cluster: &Cluster) -> Option<Claim> {
    let mut places: Vec<Place> = match &cluster.home {
        Some(home) if is_open(home) => return None,
        Some(home) => resources(topology, home),
        None => Vec::new(),
    };
    let servers = servers(cluster.external.as_ref());
    if !servers.is_empty() {
        places.push(Place::Servers(servers));
    }
    let mut places = places.into_iter();
    let place = places.next()?;
    Some(Claim { cluster_id: cluster_id(cluster), place, also: places.collect() })
}

fn is_open(home: &Home) -> bool {
    let Home { context, namespace, name, .. } = home;
    let mut words = context.iter().chain([&namespace.value, &name.value]);
    words.any(|word| is_placeholder(word))
}

/// The resource of a managed cluster: first as it is written, with the context or, where one is stated, with the name
/// of the Kubernetes cluster, which contexts share; then in the words that it had without or with that name.
fn resources(topology: &Topology, home: &Home) -> Vec<Place> {
    let folder = topology.kubernetes_cluster(home.kubernetes_cluster).folder.as_str();
    let context = home.context.as_deref();
    let is_stated = context.is_none_or(|context| slug(context) != folder);
    let words = if is_stated { [Some(folder), context] } else { [context, Some(folder)] };
    let resource = |context: &str| Place::Resource {
        context: context.to_owned(),
        namespace: home.namespace.value.clone(),
        name: home.name.value.clone(),
    };
    words.into_iter().flatten().map(resource).collect()
}

pub fn cluster_id(cluster: &Cluster) -> Option<String> {
    cluster.cluster_id.as_ref().map(|id| id.value.clone()).filter(|id| !is_placeholder(id))
}

/// The servers of an address, in one spelling.
pub fn servers(address: Option<&Address>) -> BTreeSet<String> {
    let written = address.map_or("", |address| address.value.as_str()).split(',').map(str::trim);
    let stated = written.filter(|server| !server.is_empty() && !is_placeholder(server));
    stated.map(normalised).collect()
}

/// Names of hosts know no upper case, and may end with a dot.
fn normalised(server: &str) -> String {
    let lower = server.to_ascii_lowercase();
    match lower.rsplit_once(':') {
        Some((host, port)) => format!("{}:{port}", host.trim_end_matches('.')),
        None => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_server_are_equal() {
        for spelling in ["kafka.example.com:9092", "Kafka.Example.com.:9092"] {
            assert_eq!(normalised(spelling), "kafka.example.com:9092");
        }
    }
}
