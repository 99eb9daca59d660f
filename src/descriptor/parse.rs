//! In: a document's node tree. Out: the typed descriptor, or nothing where its shape is wrong.

use super::{
    Descriptor,
    faults::{INVALID_VALUE, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE},
    is_kafka_backup, json, kafka_backup, placeholder,
    schema::{self, Violation, ViolationKind},
};
use crate::{
    diagnostic::Diagnostics,
    nearest::nearest,
    source::Span,
    yaml::{Content, Node, typed},
};

/// Checks a document against the schema, then reads it. Faults that leave the shape intact (an unknown key, a value
/// outside its range) do not stop the reading, so that what they hide is told in the same run.
/// An existing KafkaBackup is read as a descriptor that holds nothing else.
pub fn parse(mut document: Node, found: &mut Diagnostics) -> Option<Descriptor> {
    if is_kafka_backup(&document) {
        document = kafka_backup::as_descriptor(&document, found)?;
    }
    placeholder::tell(&mut document, found);
    let mut violations = schema::violations(&json::from_node(&document));
    violations.sort_by(|a, b| a.path.cmp(&b.path));
    for violation in &violations {
        report(&document, violation, found);
    }
    match typed::<Descriptor>(&document) {
        Ok(mut descriptor) => {
            descriptor.properties_stretches = properties_stretches(&document);
            Some(descriptor)
        }
        Err(mismatch) if violations.is_empty() => {
            // The schema knows numbers, not how many bits we keep of them.
            let span = mismatch.span.unwrap_or(document.span);
            found.report(
                &INVALID_VALUE,
                span,
                format!("this value cannot be read: {}", mismatch.message),
            );
            None
        }
        Err(_) => None,
    }
}

fn properties_stretches(document: &Node) -> Vec<(u32, u32)> {
    match document.get("mirrorMaker2Properties").map(|node| &node.content) {
        Some(Content::String(text)) => text.stretches.clone(),
        _ => Vec::new(),
    }
}

fn report(document: &Node, violation: &Violation, found: &mut Diagnostics) {
    let (node, key_span) = follow(document, &violation.path);
    let name = violation.path.iter().rev().find(|step| step.parse::<usize>().is_err());
    let name = name.map_or("the document", String::as_str);
    match &violation.kind {
        ViolationKind::UnknownKeys(keys) => {
            for key in keys {
                report_unknown(node, &violation.path, key, found);
            }
        }
        ViolationKind::MissingKey(key) => report_missing(node, key, found),
        ViolationKind::WrongType(types) => {
            let expected = expected(types);
            let message = format!("`{name}` is {} where {expected} belongs", node.kind());
            let help = match (&node.content, types.iter().any(|name| name == "string")) {
                (Content::Integer(_) | Content::Float(_), true) if is_duration(name) => {
                    "write a number and its unit, such as `12h` or `2h45m`".to_owned()
                }
                (Content::Bool(_) | Content::Integer(_) | Content::Float(_), true) => {
                    "put the value in quotes".to_owned()
                }
                _ => format!("write {expected}; {} shows its form", asked(&violation.path)),
            };
            found.report(&WRONG_TYPE, place(node, key_span), message).help(help);
        }
        ViolationKind::NotOneOf(options) => {
            let given = node.as_str().unwrap_or("");
            let message = format!("`{given}` is no value of `{name}`");
            let finding = found.report(&INVALID_VALUE, place(node, key_span), message);
            match nearest(given, options.iter().map(String::as_str)) {
                Some(option) => finding.help(format!("write `{option}`")).fix(node.span, option),
                None => finding.help(format!("write one of {}", listed(options))),
            };
        }
        ViolationKind::Invalid(demand) => {
            let help = format!("correct the value; {} shows its form", asked(&violation.path));
            let message = format!("`{name}` {demand}");
            found.report(&INVALID_VALUE, place(node, key_span), message).help(help);
        }
    }
}

/// Keys whose numbers have a unit.
fn is_duration(key: &str) -> bool {
    matches!(key, "retentionTime" | "rpo")
}

fn report_unknown(node: &Node, path: &[String], key: &str, found: &mut Diagnostics) {
    let span = node.entry(key).map_or(node.span, |entry| entry.key_span);
    let known = schema::keys(path);
    let place =
        if path.is_empty() { "a descriptor".to_owned() } else { format!("`{}`", field(path)) };
    let finding = found.report(&UNKNOWN_KEY, span, format!("`{key}` is no key of {place}"));
    match nearest(key, known.iter().map(String::as_str)) {
        Some(name) if node.entry(name).is_some() => {
            finding.help(format!("move what it holds into `{name}`"))
        }
        Some(name) => finding.help(format!("write `{name}`")).fix(span, name),
        None => finding.help(format!("remove it; {place} has {}", listed(&known))),
    };
}

fn report_missing(node: &Node, key: &str, found: &mut Diagnostics) {
    let empty = node.entry(key);
    let (span, message) = match empty {
        Some(entry) => (entry.key_span, format!("`{key}` has no value")),
        None => (first_line(node), format!("the key `{key}` is missing")),
    };
    found.report(&MISSING_KEY, span, message).help(format!("add `{key}: …` with its value"));
}

/// The node at a path, and the span of the key that leads to it.
fn follow<'a>(document: &'a Node, path: &[String]) -> (&'a Node, Option<Span>) {
    let mut node = document;
    let mut key_span = None;
    for step in path {
        if let Some(entry) = node.entry(step) {
            (node, key_span) = (&entry.value, Some(entry.key_span));
        } else if let Some(item) =
            step.parse().ok().and_then(|index: usize| node.items().get(index))
        {
            (node, key_span) = (item, None);
        }
    }
    (node, key_span)
}

/// A scalar is shown itself; of a list or mapping, or of nothing, its key.
fn place(node: &Node, key_span: Option<Span>) -> Span {
    match node.content {
        Content::List(_) | Content::Map(_) | Content::Null => key_span.unwrap_or(first_line(node)),
        Content::Bool(_) | Content::Integer(_) | Content::Float(_) | Content::String(_) => {
            node.span
        }
    }
}

/// The first key of a mapping stands for the whole of it.
fn first_line(node: &Node) -> Span {
    node.entries().first().map_or(node.span, |entry| entry.key_span)
}

fn expected(types: &[String]) -> String {
    let words = types.iter().filter(|name| *name != "null").map(|name| match name.as_str() {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        _ => "a mapping",
    });
    words.collect::<Vec<_>>().join(" or ")
}

/// The path as `mirrorc explain` takes it: keys with dots, without list positions.
fn field(path: &[String]) -> String {
    let keys = path.iter().filter(|step| step.parse::<usize>().is_err());
    keys.map(String::as_str).collect::<Vec<_>>().join(".")
}

/// The command that tells of a field; of the whole document where the path is empty.
fn asked(path: &[String]) -> String {
    match field(path) {
        field if field.is_empty() => "`mirrorc schema`".to_owned(),
        field => format!("`mirrorc explain {field}`"),
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
