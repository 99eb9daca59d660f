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
    let mut out = String::with_capacity(estimate(value));
    write_document(&mut out, value);
    out
}

/// About the length of the text, so that a long one is not moved each time it grows: a literal block has a margin on each
/// line.
fn estimate(value: &Value) -> usize {
    /// Indentation, marks and the end of the line.
    const AROUND: usize = 16;
    /// One in so many bytes of a block is margin.
    const MARGIN: usize = 6;
    AROUND
        + match value {
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => 0,
            Value::String(text) => text.len() + text.len() / MARGIN,
            Value::List(items) => items.iter().map(estimate).sum(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| key.len() + estimate(value)).sum()
            }
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &serde_json::Value, expected: &str) {
        assert_eq!(write(&from_json(value)), expected);
    }

    fn from_json(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(*value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Value::Integer(integer),
                None => Value::Float(number.as_f64().expect("a number of JSON is finite")),
            },
            serde_json::Value::String(text) => Value::String(text.clone()),
            serde_json::Value::Array(items) => Value::List(items.iter().map(from_json).collect()),
            serde_json::Value::Object(entries) => {
                let entry = |(key, value): (&String, _)| (key.clone(), from_json(value));
                Value::Map(entries.iter().map(entry).collect())
            }
        }
    }

    #[test]
    fn lists_stand_level_with_their_key_and_mappings_behind_their_dash() {
        check(
            &json!({
                "spec": {"containers": [{"name": "mm2", "args": ["-v", "a"]}, {"env": {"a": 1}}]},
                "none": null,
            }),
            "spec:\n  containers:\n  - name: mm2\n    args:\n    - -v\n    - a\n  - env:\n      a: 1\n\
             none: null\n",
        );
    }

    #[test]
    fn lists_in_lists_share_a_line() {
        check(
            &json!([[1, [2, {"a": []}]], {}, [{"b": {}}]]),
            "- - 1\n  - - 2\n    - a: []\n- {}\n- - b: {}\n",
        );
    }

    #[test]
    fn lines_are_written_as_they_are() {
        check(&json!({"a": "x\n y\n"}), "a: |\n  x\n   y\n");
        check(&json!({"a": ["x\n\ny"]}), "a:\n- |-\n  x\n\n  y\n");
        check(&json!({"a": {"b": " x\ny\n\n"}}), "a:\n  b: |2+\n     x\n    y\n\n");
        check(&json!([[" x\ny"]]), "- - |2-\n     x\n    y\n");
    }

    #[test]
    fn lines_that_a_block_cannot_carry_are_quoted() {
        check(&json!(["\n"]), "- \"\\n\"\n");
        check(&json!(["\tx\ny"]), "- \"\\tx\\ny\"\n");
        check(&json!(["x\n "]), "- \"x\\n \"\n");
        check(&json!(["x\r\ny"]), "- \"x\\r\\ny\"\n");
        check(&json!(["x\n\u{202e}"]), "- \"x\\n\\u202e\"\n");
        check(&json!("x\ny"), "\"x\\ny\"\n");
        check(&json!({"x\ny": 1}), "\"x\\ny\": 1\n");
    }

    #[test]
    fn a_key_too_long_for_its_line_is_announced() {
        let key = "k".repeat(1_001);
        check(&json!([{&key: {"a": 1}}]), &format!("- ? {key}\n  :\n    a: 1\n"));
    }

    #[test]
    fn numbers_are_spelled_for_every_reader() {
        check(
            &json!([1, -1, i64::MIN, 1.0, 0.1]),
            "- 1\n- -1\n- -9223372036854775808\n- 1.0\n- 0.1\n",
        );
        check(&json!([1e100, 1.5e-7, 1e16]), "- 1.0e+100\n- 1.5e-7\n- 1.0e+16\n");
        assert_eq!(write(&Value::Float(f64::NEG_INFINITY)), "-.inf\n");
        assert_eq!(write(&Value::Float(f64::NAN)), ".nan\n");
    }

    #[test]
    fn documents_have_marks_between_them() {
        let documents = [from_json(&json!({"a": 1})), Value::Null, Value::String("---".to_owned())];
        assert_eq!(write_documents(&documents), "a: 1\n---\nnull\n---\n\"---\"\n");
        assert_eq!(write_documents(&[]), "");
    }
}
