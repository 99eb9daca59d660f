//! `KafkaConnector` resources of Strimzi, as far as they read topics.

use super::{group, text};
use crate::yaml::Node;

/// A sink connector, which reads topics as a consumer group. It has no places: its settings may hold secrets, which no
/// excerpt shall show.
#[derive(Debug, Clone)]
pub struct SinkConnector {
    /// The topics that it names; those of a pattern are not known.
    pub topics: Vec<String>,
    /// The id of its consumer group.
    pub group: String,
}

/// Reads the document as a sink connector; nothing where it is another kind of document, or a connector of which nothing
/// says that it is a sink.
pub fn sink_connector(document: &Node) -> Option<SinkConnector> {
    let is_connector = document.get("kind")?.as_str()? == "KafkaConnector";
    let version = document.get("apiVersion")?.as_str()?;
    if !is_connector || !matches!(group(version), "kafka.strimzi.io" | "eventstreams.ibm.com") {
        return None;
    }
    let spec = document.get("spec")?;
    let config = spec.get("config")?;
    let topics = config.get("topics");
    let is_sink = topics.is_some() || config.get("topics.regex").is_some();
    if !is_sink || spec.get("class").and_then(Node::as_str).is_some_and(is_source) {
        return None;
    }
    let name = text(document.get("metadata")?, "name")?;
    let stated = text(config, "consumer.override.group.id");
    Some(SinkConnector {
        topics: topics.and_then(Node::as_str).map(names).unwrap_or_default(),
        group: stated.unwrap_or_else(|| format!("connect-{name}")),
    })
}

/// Connectors that read something else than Connect's own consumer does, though they have `topics`.
fn is_source(class: &str) -> bool {
    class.ends_with("SourceConnector") || class.starts_with("org.apache.kafka.connect.mirror.")
}

/// The names between the commas of a text.
fn names(topics: &str) -> Vec<String> {
    let names = topics.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
