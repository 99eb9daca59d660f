//! An existing resource KafkaBackup. In: its document. Out: the same as a descriptor with one entry of `backups`. Its
//! group is free, for the product that defined it is gone; the kinds of other products are told apart by their fields.

use super::faults::{FOREIGN_KIND, MISSING_KEY};
use crate::{
    diagnostic::Diagnostics,
    source::Span,
    yaml::{Content, Entry, Node},
};

/// What the resource says in `spec`.
const FIELDS: [&str; 6] = [
    "clusterRef",
    "schedule",
    "retentionTime",
    "startingDeadlineSeconds",
    "volumeSnapshotClassName",
    "suspend",
];

/// Annotations of ours that say what the resource has no field for, and the keys of `backups` that they stand for.
const ANNOTATIONS: [(&str, &str); 2] =
    [("mirrorc.dev/cluster", "cluster"), ("mirrorc.dev/engine", "engine")];

pub fn is_kafka_backup(document: &Node) -> bool {
    document.get("kind").and_then(Node::as_str) == Some("KafkaBackup")
}

pub(super) fn as_descriptor(document: &Node, found: &mut Diagnostics) -> Option<Node> {
    let kind = document.get("kind").map_or(document.span, |kind| kind.span);
    let Some(spec) = document.get("spec") else {
        found
            .report(&MISSING_KEY, kind, "this KafkaBackup has no `spec`")
            .help("add `spec:` with `clusterRef`, `schedule` and `volumeSnapshotClassName`");
        return None;
    };
    if let Some((place, label)) = foreign(spec) {
        found
            .report(
                &FOREIGN_KIND,
                kind,
                "this KafkaBackup is not the one that makes snapshots of volumes",
            )
            .related(place, label)
            .reason("several products have a kind of this name, each with other fields")
            .help("take it out of the descriptors, and write `backups:` for snapshots of volumes");
        return None;
    }
    Some(wrapped(entries(document, spec, kind), document.span))
}

/// A field that the resource does not have, or has in another shape.
fn foreign(spec: &Node) -> Option<(Span, &'static str)> {
    let unknown = spec.entries().iter().find(|entry| !FIELDS.contains(&entry.key.as_str()));
    if let Some(entry) = unknown {
        return Some((entry.key_span, "that one has no such field"));
    }
    let reference = spec.entry("clusterRef").filter(|entry| entry.value.as_str().is_none())?;
    Some((reference.key_span, "there it is the name of the Kafka cluster"))
}

fn entries(document: &Node, spec: &Node, kind: Span) -> Vec<Entry> {
    let metadata = document.get("metadata");
    let of_metadata = ["name", "namespace"];
    let mut entries: Vec<Entry> = of_metadata
        .into_iter()
        .filter_map(|key| metadata?.entry(key).cloned())
        .chain(spec.entries().iter().cloned())
        .collect();
    let annotations = metadata.and_then(|metadata| metadata.get("annotations"));
    for (annotation, key) in ANNOTATIONS {
        let Some(stated) = annotations.and_then(|all| all.entry(annotation)) else { continue };
        entries.push(Entry { key: key.to_owned(), ..stated.clone() });
        // The engine is the product behind the resource: its own group and version are the setting.
        if key == "engine" && stated.value.as_str() == Some("kafkabackup") {
            let version = document.get("apiVersion").cloned();
            let version = version.map(|value| entry("apiVersion", value));
            entries
                .push(entry("kafkaBackup", map(version.into_iter().collect(), stated.value.span)));
        }
    }
    // What is missing is told at a line of the document.
    if entries.is_empty() {
        entries.push(entry("name", Node { span: kind, content: Content::Null }));
    }
    entries
}

fn wrapped(backup: Vec<Entry>, span: Span) -> Node {
    let list = Node { span, content: Content::List(vec![map(backup, span)]) };
    map(vec![entry("backups", list)], span)
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_span: value.span, value }
}

fn map(entries: Vec<Entry>, span: Span) -> Node {
    Node { span, content: Content::Map(entries) }
}
