//! Listeners of Strimzi's `Kafka` and of Event Streams' `EventStreams`, which has Strimzi's settings one level deeper.

use super::{Access, Authentication, Listener, Reach, text};
use crate::{
    source::Span,
    yaml::{Content, Node, Spanned},
};

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
    let kind = item.get("type").and_then(Node::as_str)?;
    let service = match kind {
        "internal" => Some(format!("{cluster}-kafka-bootstrap")),
        "cluster-ip" => Some(format!("{cluster}-kafka-{name}-bootstrap")),
        _ => None,
    };
    let (reach, derived) = match service {
        Some(service) => {
            let address = format!("{service}.{namespace}.svc:{port}");
            (Reach::Internal, Some(address).filter(|_| !namespace.is_empty()))
        }
        None => (Reach::External, host(item).filter(|_| matches!(kind, "route" | "ingress"))),
    };
    let span = item.get("name").map_or(item.span, |node| node.span);
    let address = from_status(document, &name).or(derived);
    Some(Listener { name, span, reach, access: access(item, span), address })
}

fn access(item: &Node, name: Span) -> Access {
    let tls = item.get("tls");
    let tls = tls.and_then(|tls| match tls.content {
        Content::Bool(value) => Some(Spanned { value, span: tls.span }),
        Content::Null
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_)
        | Content::List(_)
        | Content::Map(_) => None,
    });
    let Some(stated) = item.get("authentication") else {
        let authentication = Some(Spanned { value: Authentication::Anonymous, span: name });
        return Access { tls, authentication };
    };
    let kind = stated.get("type");
    let value = match kind.and_then(Node::as_str) {
        Some("tls") => Some(Authentication::Certificate),
        Some("scram-sha-512") => Some(Authentication::Sasl(Some("SCRAM-SHA-512"))),
        // Besides its own mechanism it may offer PLAIN.
        Some("oauth") => Some(Authentication::Sasl(None)),
        Some(_) | None => None,
    };
    let span = kind.map_or(stated.span, |kind| kind.span);
    Access { tls, authentication: value.map(|value| Spanned { value, span }) }
}

/// Routes and ingresses are reached by the host that the listener states.
fn host(item: &Node) -> Option<String> {
    let host = text(item.get("configuration")?.get("bootstrap")?, "host")?;
    Some(format!("{host}:{TLS_ROUTE_PORT}"))
}

fn from_status(document: &Node, listener: &str) -> Option<String> {
    let statuses = document.get("status")?.get("listeners")?.items();
    let named = |node: &&Node| {
        let name = node.get("name").or_else(|| node.get("type"));
        name.and_then(Node::as_str) == Some(listener)
    };
    text(statuses.iter().find(named)?, "bootstrapServers")
}
