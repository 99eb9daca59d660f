//! In: a node tree. Out: the same as JSON, for the schema. Keys without a value are left out: they are as good as absent.

use serde_json::{Map, Value};

use crate::yaml::{Content, Node};

pub(super) fn from_node(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(value) => Value::Bool(*value),
        Content::Integer(value) => Value::from(*value),
        Content::Float(value) => Value::from(*value),
        Content::String(text) => Value::String(text.value.clone()),
        Content::List(items) => Value::Array(items.iter().map(from_node).collect()),
        Content::Map(entries) => {
            let present = entries.iter().filter(|entry| entry.value.content != Content::Null);
            let pairs = present.map(|entry| (entry.key.clone(), from_node(&entry.value)));
            Value::Object(pairs.collect::<Map<String, Value>>())
        }
    }
}
