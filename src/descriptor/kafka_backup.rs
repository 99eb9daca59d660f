//! An existing resource KafkaBackup. In: its document. Out: the same as a descriptor with one entry of `backups`. Its
//! group is free, for the product that defined it is gone; the kinds of other products are told apart by their groups and
//! fields.

use super::faults::{FOREIGN_KIND, MISSING_KEY, UNKNOWN_KEY};
use crate::{
    diagnostic::Diagnostics,
    nearest::nearest,
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

/// Products that are known to have a kind of this name, with other fields.
const FOREIGN_GROUPS: [&str; 3] = ["backup.strimzi.io", "kafka.oso.sh", "kafkabackup.com"];

/// Annotations of ours that say what the resource has no field for, and the keys of `backups` that they stand for.
const ANNOTATIONS: [(&str, &str); 2] =
    [("mirrorc.dev/cluster", "cluster"), ("mirrorc.dev/engine", "engine")];

pub fn is_kafka_backup(document: &Node) -> bool {
    document.get("kind").and_then(Node::as_str) == Some("KafkaBackup")
}

/// Whether a group and version is that of another product's KafkaBackup.
pub fn is_foreign_kafka_backup(api_version: &str) -> bool {
    let group = api_version.split('/').next().unwrap_or_default();
    FOREIGN_GROUPS.contains(&group)
}

pub(super) fn as_descriptor(document: &Node, found: &mut Diagnostics) -> Option<Node> {
    let kind = document.get("kind").map_or(document.span, |kind| kind.span);
    let Some(spec) = document.get("spec") else {
        found
            .report(&MISSING_KEY, kind, "this KafkaBackup has no `spec`")
            .help("add `spec:` with `clusterRef`, `schedule` and `volumeSnapshotClassName`");
        return None;
    };
    if let Some((place, label)) = foreign(document, spec) {
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
    let (known, unknown): (Vec<&Entry>, Vec<&Entry>) =
        spec.entries().iter().partition(|entry| is_field(entry));
    unknown.into_iter().for_each(|entry| tell_unknown(entry, found));
    let spec = map(known.into_iter().cloned().collect(), spec.span);
    Some(wrapped(entries(document, &spec, kind), document.span))
}

fn is_field(entry: &Entry) -> bool {
    FIELDS.contains(&entry.key.as_str())
}

fn tell_unknown(entry: &Entry, found: &mut Diagnostics) {
    let key = &entry.key;
    let span = entry.key_span;
    let finding = found.report(&UNKNOWN_KEY, span, format!("`{key}` is no field of KafkaBackup"));
    let annotation = ANNOTATIONS.iter().find(|(_, stands_for)| stands_for == key);
    match (annotation, nearest(key, FIELDS.into_iter())) {
        (Some((annotation, _)), _) => finding.help(format!("write the annotation `{annotation}`")),
        (None, Some(name)) => finding.help(format!("write `{name}`")).fix(span, name),
        (None, None) => finding.help(format!("remove it; KafkaBackup has {}", FIELDS.join(", "))),
    };
}

/// What shows that a resource is another product's: its group, or a field that the resource does not have or has in
/// another shape.
fn foreign(document: &Node, spec: &Node) -> Option<(Span, &'static str)> {
    let group = document.get("apiVersion");
    if let Some(group) = group.filter(|group| group.as_str().is_some_and(is_foreign_kafka_backup)) {
        return Some((group.span, "this group is of another product"));
    }
    let reference = spec.entry("clusterRef");
    if let Some(entry) = reference.filter(|entry| entry.value.as_str().is_none()) {
        return Some((entry.key_span, "there it is the name of the Kafka cluster"));
    }
    // Only snapshots of volumes have a class, so what else stands beside it is a mistake.
    if spec.get("volumeSnapshotClassName").is_some() {
        return None;
    }
    let is_stray =
        |entry: &&Entry| !is_field(entry) && nearest(&entry.key, FIELDS.into_iter()).is_none();
    let entry = spec.entries().iter().find(is_stray)?;
    Some((entry.key_span, "that one has no such field"))
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
