//! The canonical writer. In: a [`Value`]. Out: its one YAML text, which every reader reads alike
//! (kubectl, YAML 1.1 and 1.2) and which is an interface: a release that changes its bytes says so.
//!
//! Block style, two spaces, a list level with its key, LF, no anchors, no folding. `number` spells
//! numbers, `text` strings.

mod number;
mod text;

use super::Value;

/// Readers need not look further than 1,024 characters for the colon after a key.
const IMPLICIT_KEY_BYTES: usize = 1_000;

/// One document with its final newline.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_document(&mut out, value);
    out
}

/// Documents with `---` between them.
pub fn write_documents(values: &[Value]) -> String {
    let mut out = String::new();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push_str("---\n");
        }
        write_document(&mut out, value);
    }
    out
}

fn write_document(out: &mut String, value: &Value) {
    match value {
        Value::Map(entries) if !entries.is_empty() => write_entries(out, entries, 0),
        Value::List(items) if !items.is_empty() => write_items(out, items, 0),
        // Readers disagree about the indentation of a literal block that has nothing around it.
        Value::String(value) => {
            text::write_on_one_line(out, value);
            out.push('\n');
        }
        Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Map(_) => write_leaf(out, value, 0),
    }
}

/// The first entry starts where the output is, the others on lines of their own, `indent` columns
/// in.
fn write_entries(out: &mut String, entries: &[(String, Value)], indent: usize) {
    let mut first = true;
    for (key, value) in entries {
        if !first {
            text::indent(out, indent);
        }
        first = false;
        write_key(out, key, indent);
        match value {
            Value::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                text::indent(out, indent + 2);
                write_entries(out, entries, indent + 2);
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                text::indent(out, indent);
                write_items(out, items, indent);
            }
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Map(_) => {
                out.push(' ');
                write_leaf(out, value, indent + 2);
            }
        }
    }
}

fn write_key(out: &mut String, key: &str, indent: usize) {
    let start = out.len();
    text::write_on_one_line(out, key);
    if out.len() - start > IMPLICIT_KEY_BYTES {
        out.insert_str(start, "? ");
        out.push('\n');
        text::indent(out, indent);
    }
    out.push(':');
}

fn write_items(out: &mut String, items: &[Value], indent: usize) {
    let mut first = true;
    for item in items {
        if !first {
            text::indent(out, indent);
        }
        first = false;
        out.push_str("- ");
        match item {
            Value::Map(entries) if !entries.is_empty() => write_entries(out, entries, indent + 2),
            Value::List(items) if !items.is_empty() => write_items(out, items, indent + 2),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Map(_) => write_leaf(out, item, indent + 2),
        }
    }
}

/// What fits behind a key or a dash, and the newline after it; `indent` is where the lines of a
/// literal block start.
fn write_leaf(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Integer(integer) => number::write_integer(out, *integer),
        Value::Float(float) => number::write_float(out, *float),
        Value::String(value) => return text::write(out, value, indent),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
    }
    out.push('\n');
}
