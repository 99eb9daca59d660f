//! Which Kafka cluster an entry means. In: a cluster of a topology. Out: what it shares with the same one elsewhere.

use std::{collections::BTreeSet, fmt};

use super::{Address, Cluster, Home, Topology};
use crate::descriptor::is_placeholder;

/// What only one Kafka cluster has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    ClusterId(String),
    Resource(Resource),
    External(String),
    Internal { kubernetes_cluster: String, server: String },
}

/// The resource of a managed cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    pub kubernetes_cluster: String,
    pub namespace: String,
    pub name: String,
}

impl fmt::Display for Trait {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trait::ClusterId(id) => write!(formatter, "the id `{id}`"),
            Trait::Resource(Resource { kubernetes_cluster, namespace, name }) => {
                write!(
                    formatter,
                    "the name `{name}` in namespace `{namespace}` of `{kubernetes_cluster}`"
                )
            }
            Trait::External(server) => write!(formatter, "the address `{server}`"),
            Trait::Internal { kubernetes_cluster, server } => {
                write!(formatter, "the address `{server}` on `{kubernetes_cluster}`")
            }
        }
    }
}

/// The surest first.
pub fn traits(topology: &Topology, cluster: &Cluster) -> Vec<Trait> {
    let mut traits: Vec<Trait> = cluster_id(cluster).map(Trait::ClusterId).into_iter().collect();
    let resource = resource(topology, cluster);
    traits.extend(resource.clone().map(Trait::Resource));
    traits.extend(external(cluster).into_iter().map(Trait::External));
    if let Some(Resource { kubernetes_cluster, namespace, .. }) = resource {
        let servers = servers(cluster.internal.as_ref());
        traits.extend(servers.into_iter().map(|server| Trait::Internal {
            kubernetes_cluster: kubernetes_cluster.clone(),
            server: in_namespace(&server, &namespace),
        }));
    }
    traits
}

pub fn cluster_id(cluster: &Cluster) -> Option<String> {
    cluster.cluster_id.as_ref().map(|id| id.value.clone()).filter(|id| !is_placeholder(id))
}

/// Nothing where it cannot be told on which Kubernetes cluster it is.
pub fn resource(topology: &Topology, cluster: &Cluster) -> Option<Resource> {
    let Home { kubernetes_cluster, namespace, name, .. } = cluster.home.as_ref()?;
    Some(Resource {
        kubernetes_cluster: topology.own_folder(*kubernetes_cluster)?.to_owned(),
        namespace: namespace.value.clone(),
        name: name.value.clone(),
    })
}

/// The servers of the external address, in one spelling.
pub fn external(cluster: &Cluster) -> BTreeSet<String> {
    servers(cluster.external.as_ref())
}

fn servers(address: Option<&Address>) -> BTreeSet<String> {
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

/// Kubernetes completes a short name with the namespace, and `.svc` with the domain of the cluster.
fn in_namespace(server: &str, namespace: &str) -> String {
    let Some((host, port)) = server.rsplit_once(':') else { return server.to_owned() };
    let host = host.strip_suffix(".cluster.local").unwrap_or(host);
    if host.contains('.') {
        format!("{host}:{port}")
    } else {
        format!("{host}.{namespace}.svc:{port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(server: &str, expected: &str) {
        assert_eq!(in_namespace(&normalised(server), "kafka"), expected, "{server}");
    }

    #[test]
    fn spellings_of_one_server_are_equal() {
        check("Kafka.kafka.svc.cluster.local.:9092", "kafka.kafka.svc:9092");
        check("kafka:9092", "kafka.kafka.svc:9092");
        check("kafka.other.svc:9092", "kafka.other.svc:9092");
        check("[::1]:9092", "[::1].kafka.svc:9092");
    }
}
