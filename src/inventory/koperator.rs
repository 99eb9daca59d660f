//! Listeners of koperator's `KafkaCluster`. The status, where the resource was exported with it, wins over the settings.

use super::{Listener, Reach, text};
use crate::yaml::{Content, Node};

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
    found.push(Listener { name, span, reach, address });
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
