//! The addresses of a managed cluster: stated, else from its resource; and what to add where an instance needs one that
//! there is not. Nothing is guessed.

use std::net::{IpAddr, Ipv4Addr};

use super::{
    Address, Cluster, Home, Topology,
    faults::{MISSING_ADDRESS, UNUSABLE_MANIFEST},
    resolve::Surroundings,
};
use crate::{
    descriptor::{KafkaCluster, faults::INVALID_VALUE, is_placeholder},
    diagnostic::Diagnostics,
    inventory::{KafkaResource, Reach},
    yaml::Spanned,
};

impl Address {
    pub(super) fn stated(address: &Spanned<String>) -> Address {
        Address { value: address.value.clone(), span: address.span, listener: None }
    }
}

/// The internal and the external address of a cluster.
pub(super) fn of(
    cluster: &Spanned<KafkaCluster>,
    name: &str,
    namespace: &str,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> (Option<Address>, Option<Address>) {
    let written = &cluster.value;
    let resource = resource(written, name, namespace, around, found);
    let stated = written.bootstrap_servers.as_ref();
    let as_stated = |address: &Option<Spanned<String>>| address.as_ref().map(Address::stated);
    let external = stated.and_then(|stated| as_stated(&stated.external)).or_else(|| {
        listener(resource, written.external_listener_name.as_ref(), Reach::External, found)
    });
    let internal_name =
        written.internal_listener_name.as_ref().or(written.external_listener_name.as_ref());
    let internal = stated.and_then(|stated| as_stated(&stated.internal));
    let internal = internal
        .or_else(|| listener(resource, internal_name, Reach::Internal, found))
        .or_else(|| external.clone().filter(|_| written.internal_listener_name.is_none()));
    for address in [&internal, &external].into_iter().flatten() {
        check(address, found);
    }
    (internal, external)
}

/// `host:port`, or several with commas.
pub(super) fn check(address: &Address, found: &mut Diagnostics) {
    let servers = address.value.split(',').map(str::trim);
    // A placeholder has been told as such.
    for server in servers.filter(|server| !is_placeholder(server)) {
        let port = server.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        let port = port.and_then(|(_, port)| port.parse::<u16>().ok()).filter(|&port| port > 0);
        if port.is_none() {
            found
                .report(
                    &INVALID_VALUE,
                    address.span,
                    format!("`{server}` is no address of the form `host:port`"),
                )
                .help("write host and port, such as `kafka.example.com:9092`");
        }
    }
}

/// Whether a host means the machine or the link on which it is used: a loopback, unspecified or link-local address, or a
/// name of one. Such addresses are those of kind, minikube and tunnels.
pub fn is_of_own_machine(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    let host = host.split('%').next().unwrap_or_default();
    match host.parse() {
        Ok(IpAddr::V4(address)) => is_v4_of_own_machine(address),
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(mapped) => is_v4_of_own_machine(mapped),
            None => {
                address.is_loopback() || address.is_unspecified() || address.is_unicast_link_local()
            }
        },
        Err(_) => {
            matches!(host, "localhost" | "localhost.localdomain" | "host.docker.internal")
                || host.ends_with(".localhost")
        }
    }
}

fn is_v4_of_own_machine(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_unspecified() || address.is_link_local()
}

fn resource<'a>(
    written: &KafkaCluster,
    name: &str,
    namespace: &str,
    around: &Surroundings<'a>,
    found: &mut Diagnostics,
) -> Option<&'a KafkaResource> {
    let Some(path) = written.manifest.as_ref() else {
        // A file at the default place is used only if it is there and fits.
        return around.resource(written, name, namespace);
    };
    let resources = match around.manifests.get(&path.value)? {
        Ok(resources) => resources,
        Err(why) => {
            let message = format!("the manifest `{}` {why}", path.value);
            found.report(&UNUSABLE_MANIFEST, path.span, message).help(
                "write the path from the descriptor's folder to the Kafka cluster's resource",
            );
            return None;
        }
    };
    let resource = resources.iter().find(|resource| resource.is(name, namespace));
    if resource.is_none() {
        let message =
            format!("`{}` holds no Kafka cluster `{name}` in namespace `{namespace}`", path.value);
        let report = found.report(&UNUSABLE_MANIFEST, path.span, message);
        match resources.first() {
            Some(other) => report.related(other.span, "this cluster is there").help(format!(
                "write `name: {}` and `namespace: {}`, or name the right file",
                other.name,
                other.namespace.as_deref().unwrap_or(namespace)
            )),
            None => report.help("name a file that holds a KafkaCluster or Kafka resource"),
        };
    }
    resource
}

fn listener(
    resource: Option<&KafkaResource>,
    name: Option<&Spanned<String>>,
    reach: Reach,
    found: &mut Diagnostics,
) -> Option<Address> {
    let (resource, name) = (resource?, name?);
    let Some(listener) = resource.listener(&name.value) else {
        let known: Vec<String> =
            resource.listeners.iter().map(|listener| format!("`{}`", listener.name)).collect();
        found
            .report(
                &MISSING_ADDRESS,
                name.span,
                format!("`{}` has no listener `{}`", resource.name, name.value),
            )
            .related(resource.span, "the resource")
            .help(format!("write one of {}", known.join(", ")));
        return None;
    };
    if reach == Reach::External && listener.reach == Reach::Internal {
        let message = format!(
            "the listener `{}` is reachable on its own Kubernetes cluster only",
            name.value
        );
        found
            .report(&MISSING_ADDRESS, name.span, message)
            .related(listener.span, "an internal listener")
            .reason("MirrorMaker 2 beside the other clusters could not connect")
            .help("name an external listener in `externalListenerName`");
        return None;
    }
    let value = listener.address.clone()?;
    Some(Address { value, span: name.span, listener: Some(listener.clone()) })
}

/// Tells, once for each cluster and side, that an instance needs an address which there is not.
pub(super) fn tell_missing(topology: &Topology, found: &mut Diagnostics) {
    let targets = topology.targets();
    for cluster in &topology.clusters {
        let user = |internal: bool| {
            targets.iter().find(|(_, home)| topology.is_local(cluster, home) == internal)
        };
        if cluster.internal.is_none()
            && let Some((target, home)) = user(true)
        {
            tell(cluster, "internal", target, home, found);
        }
        if cluster.external.is_none()
            && let Some((target, home)) = user(false)
        {
            tell(cluster, "external", target, home, found);
        }
    }
}

fn tell(cluster: &Cluster, side: &str, target: &Cluster, home: &Home, found: &mut Diagnostics) {
    let alias = &cluster.alias.value;
    let message = format!(
        "`{alias}` has no {side} address, which the instance beside `{}` needs",
        target.alias.value
    );
    let place = if side == "internal" {
        "on the same Kubernetes cluster"
    } else {
        "on another Kubernetes cluster"
    };
    found
        .report(&MISSING_ADDRESS, cluster.alias.span, message)
        .related(home.name.span, format!("an instance runs here, {place}"))
        .subject(alias)
        .help(format!(
            "add `bootstrapServers: {{ {side}: \"host:port\" }}`, or `manifest:` with the cluster's resource, \
             exported with its status, and `{side}ListenerName:`"
        ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_addresses_mean_the_own_machine() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "kafka.localhost",
            "127.0.0.1",
            "127.1.2.3",
            "0.0.0.0",
            "169.254.7.1",
            "[::1]",
            "::",
            "fe80::1%eth0",
            "[::ffff:127.0.0.1]",
            "host.docker.internal",
        ] {
            assert!(is_of_own_machine(host), "{host}");
        }
        for host in
            ["localhost.example.com", "128.0.0.1", "10.0.0.1", "fd00::1", "", "127.example.com"]
        {
            assert!(!is_of_own_machine(host), "{host}");
        }
    }
}
