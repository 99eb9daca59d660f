//! Listeners of koperator's `KafkaCluster`. The status, where the resource was exported with it, wins over the settings.

use super::{Access, Authentication, Listener, Reach, text};
use crate::yaml::{Content, Node, Spanned};

/// The port of the listener that leads to any broker, where the resource does not set another.
const ANY_CAST_PORT: &str = "29092";

pub(super) fn listeners(document: &Node, name: &str, namespace: &str) -> Vec<Listener> {
    let mut found = Vec::new();
    let Some(spec) = document.get("spec") else { return found };
    let Some(config) = spec.get("listenersConfig") else { return found };
    let headless = matches!(
        spec.get("headlessServiceEnabled").map(|node| &node.content),
        Some(Content::Bool(true))
    );
    let service = if headless { "headless" } else { "all-broker" };
    for item in config.get("internalListeners").map_or(&[][..], Node::items) {
        let derived = text(item, "containerPort")
            .filter(|_| !namespace.is_empty())
            .map(|port| format!("{name}-{service}.{namespace}.svc.cluster.local:{port}"));
        push(&mut found, document, item, Reach::Internal, derived);
    }
    for item in config.get("externalListeners").map_or(&[][..], Node::items) {
        let derived = text(item, "hostnameOverride").filter(|host| !host.is_empty()).map(|host| {
            format!(
                "{host}:{}",
                text(item, "anyCastPort").unwrap_or_else(|| ANY_CAST_PORT.to_owned())
            )
        });
        push(&mut found, document, item, Reach::External, derived);
    }
    found
}

fn push(
    found: &mut Vec<Listener>,
    document: &Node,
    item: &Node,
    reach: Reach,
    derived: Option<String>,
) {
    let Some(name) = text(item, "name") else { return };
    let address = from_status(document, &name, reach).or(derived);
    let span = item.get("name").map_or(item.span, |node| node.span);
    let mut access = access(item);
    if reach == Reach::External && gateway_may_encrypt(document, item) {
        access.tls = None;
    }
    found.push(Listener { name, span, reach, access, address });
}

fn access(item: &Node) -> Access {
    let Some(kind) = item.get("type") else { return Access::default() };
    let (tls, sasl) = match kind.as_str() {
        Some("plaintext") => (false, false),
        Some("ssl") => (true, false),
        Some("sasl_plaintext") => (false, true),
        Some("sasl_ssl") => (true, true),
        Some(_) | None => return Access::default(),
    };
    let client = item.get("sslClientAuth");
    let asks = client.filter(|client| client.as_str() == Some("required"));
    let authentication = match (tls, sasl, asks) {
        (_, true, _) => Some(Spanned { value: Authentication::Sasl(None), span: kind.span }),
        (false, false, _) => Some(Spanned { value: Authentication::Anonymous, span: kind.span }),
        // Whether a certificate is asked for where nothing is stated differs between releases of the operator.
        (true, false, asks) => {
            asks.map(|asks| Spanned { value: Authentication::Certificate, span: asks.span })
        }
    };
    Access { tls: Some(Spanned { value: tls, span: kind.span }), authentication }
}

/// Whether what stands before the brokers may speak TLS with the clients, whatever the brokers speak.
fn gateway_may_encrypt(document: &Node, item: &Node) -> bool {
    let spec = document.get("spec");
    let is_contour = spec
        .and_then(|spec| spec.get("ingressController"))
        .is_some_and(|name| name.as_str() == Some("contour"));
    let own = item.get("config").and_then(|config| config.get("ingressConfig"));
    let own = own.map_or(&[][..], Node::entries).iter().map(|entry| &entry.value);
    let mut istio = own.chain(spec).filter_map(|place| place.get("istioIngressConfig"));
    is_contour || istio.any(|config| config.get("gatewayConfig").is_some())
}

/// The entry for any broker, else the addresses of all brokers.
fn from_status(document: &Node, listener: &str, reach: Reach) -> Option<String> {
    let side = match reach {
        Reach::Internal => "internalListeners",
        Reach::External => "externalListeners",
    };
    let entries =
        document.get("status")?.get("listenerStatuses")?.get(side)?.get(listener)?.items();
    let any = entries.iter().find(|entry| {
        matches!(entry.get("name").and_then(Node::as_str), Some("any-broker" | "headless"))
    });
    match any {
        Some(entry) => text(entry, "address"),
        None => {
            let brokers: Vec<String> =
                entries.iter().filter_map(|entry| text(entry, "address")).collect();
            (!brokers.is_empty()).then(|| brokers.join(","))
        }
    }
}
