//! YAML and JSON without Kafka or Kubernetes. In: a text. Out: a tree with a span on every node ([`Node`]).
//! In: a tree without spans ([`Value`]). Out: its one canonical text.
//!
//! `read` makes nodes from the parser's events, `scalar` says what a plain scalar means, `write` is the canonical writer.

pub mod faults;
mod read;
pub mod scalar;
mod stretches;
mod typed;
mod write;

use crate::source::Span;

pub use read::read;
pub use typed::{Mismatch, Spanned, typed};
pub use write::{write, write_documents};

/// A value with the place where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(Text),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A string, and where each of its lines stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub value: String,
    /// Pairs of (offset in `value`, offset in the file), ascending, one for each stretch that was copied unchanged;
    /// empty where no offset inside the value has a place of its own.
    pub stretches: Vec<(u32, u32)>,
}

/// A key and its value. Keys are strings, as in JSON; a key written as a number or boolean is the text of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

/// A tree without spans: what is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<Value>),
    /// In the order in which it is written.
    Map(Vec<(String, Value)>),
}

impl Node {
    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Map(entries) => entries,
            Content::Null
            | Content::Bool(_)
            | Content::Integer(_)
            | Content::Float(_)
            | Content::String(_)
            | Content::List(_) => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Node] {
        if let Content::List(items) = &self.content { items } else { &[] }
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Content::String(text) = &self.content { Some(&text.value) } else { None }
    }

    /// The same tree without places.
    pub fn to_value(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Bool(value) => Value::Bool(*value),
            Content::Integer(value) => Value::Integer(*value),
            Content::Float(value) => Value::Float(*value),
            Content::String(text) => Value::String(text.value.clone()),
            Content::List(items) => Value::List(items.iter().map(Node::to_value).collect()),
            Content::Map(entries) => Value::Map(
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_value())).collect(),
            ),
        }
    }

    /// What the node is, in the words of messages.
    pub fn kind(&self) -> &'static str {
        match self.content {
            Content::Null => "nothing",
            Content::Bool(_) => "a boolean",
            Content::Integer(_) | Content::Float(_) => "a number",
            Content::String(_) => "text",
            Content::List(_) => "a list",
            Content::Map(_) => "a mapping",
        }
    }
}

impl Text {
    /// The place in the file of a range of the value; `whole` where the range has none of its own.
    pub fn span(&self, range: std::ops::Range<usize>, whole: Span) -> Span {
        let Some(start) = self.place(range.start) else { return whole };
        let end = match self.place(range.end.saturating_sub(1)) {
            Some(last) if !range.is_empty() => last + 1,
            _ => start,
        };
        Span::new(whole.file, start..end.max(start))
    }

    fn place(&self, offset: usize) -> Option<usize> {
        let next = self.stretches.partition_point(|&(value, _)| value as usize <= offset);
        let &(value, file) = self.stretches.get(next.checked_sub(1)?)?;
        Some(file as usize + (offset - value as usize))
    }
}

impl Value {
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = self { Some(text) } else { None }
    }
}
