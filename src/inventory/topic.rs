//! `KafkaTopic` resources of koperator and of Strimzi.

use std::collections::BTreeMap;

use super::{group, text};
use crate::{
    source::Span,
    yaml::{Content, Node},
};

/// A topic as its operator's resource describes it.
#[derive(Debug, Clone)]
pub struct KafkaTopic {
    pub name: String,
    pub span: Span,
    /// The resource of the Kafka cluster that it is on, where it is stated.
    pub cluster: Option<String>,
    pub partitions: Option<u32>,
    pub replication_factor: Option<u32>,
    pub configs: BTreeMap<String, String>,
}

/// Reads the document as a topic; nothing where it is another kind of document.
pub fn kafka_topic(document: &Node) -> Option<KafkaTopic> {
    if document.get("kind")?.as_str()? != "KafkaTopic" {
        return None;
    }
    let metadata = document.get("metadata")?;
    let spec = document.get("spec");
    let in_spec = |key| spec.and_then(|spec| spec.get(key));
    let (name_key, cluster, replicas_key) = match group(document.get("apiVersion")?.as_str()?) {
        "kafka.banzaicloud.io" => {
            let cluster = in_spec("clusterRef").and_then(|cluster| text(cluster, "name"));
            ("name", cluster, "replicationFactor")
        }
        "kafka.strimzi.io" | "eventstreams.ibm.com" => {
            let labels = metadata.get("labels");
            let cluster = ["strimzi.io/cluster", "eventstreams.ibm.com/cluster"]
                .into_iter()
                .find_map(|label| text(labels?, label));
            ("topicName", cluster, "replicas")
        }
        _ => return None,
    };
    let name = in_spec(name_key).or_else(|| metadata.get("name"))?;
    let number = |key| u32::try_from(integer(in_spec(key)?)?).ok();
    Some(KafkaTopic {
        name: name.as_str()?.to_owned(),
        span: name.span,
        cluster,
        partitions: number("partitions"),
        replication_factor: number(replicas_key),
        configs: in_spec("config").map(configs).unwrap_or_default(),
    })
}

fn integer(node: &Node) -> Option<i64> {
    match node.content {
        Content::Integer(number) => Some(number),
        Content::Null
        | Content::Bool(_)
        | Content::Float(_)
        | Content::String(_)
        | Content::List(_)
        | Content::Map(_) => None,
    }
}

/// Settings as texts, numbers and booleans included.
fn configs(config: &Node) -> BTreeMap<String, String> {
    let value = |node: &Node| match &node.content {
        Content::String(text) => Some(text.value.clone()),
        Content::Integer(number) => Some(number.to_string()),
        Content::Float(number) => Some(number.to_string()),
        Content::Bool(value) => Some(value.to_string()),
        Content::Null | Content::List(_) | Content::Map(_) => None,
    };
    let entries = config.entries().iter();
    entries.filter_map(|entry| Some((entry.key.clone(), value(&entry.value)?))).collect()
}
