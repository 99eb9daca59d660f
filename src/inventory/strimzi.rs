//! Listeners of Strimzi's `Kafka` and of Event Streams' `EventStreams`, which has Strimzi's settings one level deeper.

use super::{Listener, Reach, text};
use crate::yaml::Node;

/// The port at which routes and ingresses take TLS connections.
const TLS_ROUTE_PORT: &str = "443";

pub(super) fn listeners(document: &Node, name: &str, namespace: &str) -> Vec<Listener> {
    let Some(spec) = document.get("spec") else { return Vec::new() };
    let kafka = spec.get("strimziOverrides").unwrap_or(spec).get("kafka");
    let items = kafka.and_then(|kafka| kafka.get("listeners")).map_or(&[][..], Node::items);
    items.iter().filter_map(|item| listener(document, item, name, namespace)).collect()
}

fn listener(document: &Node, item: &Node, cluster: &str, namespace: &str) -> Option<Listener> {
    let name = text(item, "name")?;
    let port = text(item, "port")?;
    let (reach, derived) = match item.get("type").and_then(Node::as_str)? {
        "internal" if namespace.is_empty() => (Reach::Internal, None),
        "internal" => {
            (Reach::Internal, Some(format!("{cluster}-kafka-bootstrap.{namespace}.svc:{port}")))
        }
        "cluster-ip" if namespace.is_empty() => (Reach::Internal, None),
        "cluster-ip" => {
            let address = format!("{cluster}-kafka-{name}-bootstrap.{namespace}.svc:{port}");
            (Reach::Internal, Some(address))
        }
        "route" | "ingress" => {
            let bootstrap = item.get("configuration").and_then(|node| node.get("bootstrap"));
            let host = bootstrap.and_then(|node| text(node, "host"));
            (Reach::External, host.map(|host| format!("{host}:{TLS_ROUTE_PORT}")))
        }
        _ => (Reach::External, None),
    };
    let span = item.get("name").map_or(item.span, |node| node.span);
    let address = from_status(document, &name).or(derived);
    Some(Listener { name, span, reach, address })
}

fn from_status(document: &Node, listener: &str) -> Option<String> {
    let statuses = document.get("status")?.get("listeners")?.items();
    let named = |node: &&Node| {
        let name = node.get("name").or_else(|| node.get("type"));
        name.and_then(Node::as_str) == Some(listener)
    };
    text(statuses.iter().find(named)?, "bootstrapServers")
}
