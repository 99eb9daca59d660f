//! In: the tree of a template. Out: a [`Template`], if nothing in it is wrong.

use crate::{
    budget,
    diagnostic::Diagnostics,
    render::faults::TEMPLATE_SYNTAX,
    source::{Sources, Span},
    yaml::{Content, Entry, Node, Text, Value},
};

use super::{
    Mapping, Part, Repeat, Segment, Template,
    expression::Formula,
    scan::{self, Piece},
};

/// What a mapping is a part of, which decides what `$for` may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Document,
    Item,
    Value,
}

/// Compiles the documents of one template.
pub fn compile(documents: &[Node], sources: &Sources, found: &mut Diagnostics) -> Option<Template> {
    let before = found.len();
    if let Some(first) = documents.first() {
        check_size(first.span, sources, found);
    }
    let mut compiled = Vec::new();
    for node in documents {
        match &node.content {
            Content::Map(entries) => {
                compiled.push((node.span, mapping(entries, Place::Document, found)));
            }
            Content::Null => {}
            Content::Bool(_)
            | Content::Integer(_)
            | Content::Float(_)
            | Content::String(_)
            | Content::List(_) => {
                let message = format!("a template's document is a mapping, not {}", node.kind());
                found.report(&TEMPLATE_SYNTAX, node.span, message);
            }
        }
    }
    (found.len() == before).then_some(Template { documents: compiled })
}

fn check_size(first: Span, sources: &Sources, found: &mut Diagnostics) {
    let size = sources.get(first.file).text.len();
    if size > budget::TEMPLATE_BYTES {
        let limit = budget::TEMPLATE_BYTES;
        let message = format!("the template has {size} bytes; {limit} is the limit");
        found.report(&TEMPLATE_SYNTAX, first, message).help("split it into several templates");
    }
}

fn mapping(entries: &[Entry], place: Place, found: &mut Diagnostics) -> Mapping {
    let mut mapping = Mapping::default();
    for entry in entries {
        match entry.key.as_str() {
            "$if" => mapping.condition = condition(&entry.value, found),
            "$for" if place == Place::Value => {
                found
                    .report(
                        &TEMPLATE_SYNTAX,
                        entry.key_span,
                        "`$for` cannot repeat the value of a key",
                    )
                    .help("put `$for` at the top of a list item or of a document");
            }
            "$for" => mapping.repeat = repeat(&entry.value, found),
            key if key.starts_with('$') || key.contains("${") => key_fault(entry, found),
            _ => {
                if let Some(part) = part(&entry.value, Place::Value, found) {
                    mapping.entries.push((entry.key.clone(), part));
                }
            }
        }
    }
    mapping
}

fn key_fault(entry: &Entry, found: &mut Diagnostics) {
    let (message, help) = if entry.key.contains("${") {
        let message = format!("the key `{}` holds an expression", entry.key);
        (message, "give the whole mapping by an expression: `labels: ${ instance.labels }`")
    } else {
        let message = format!("`{}` is no part of the template language", entry.key);
        (message, "use `$if` or `$for`; there is nothing else")
    };
    found.report(&TEMPLATE_SYNTAX, entry.key_span, message).help(help);
}

fn part(node: &Node, place: Place, found: &mut Diagnostics) -> Option<Part> {
    Some(match &node.content {
        Content::Null => Part::Constant(Value::Null),
        Content::Bool(value) => Part::Constant(Value::Bool(*value)),
        Content::Integer(value) => Part::Constant(Value::Integer(*value)),
        Content::Float(value) => Part::Constant(Value::Float(*value)),
        Content::String(text) => return scalar(text, node.span, found),
        Content::List(items) => {
            Part::List(items.iter().filter_map(|item| part(item, Place::Item, found)).collect())
        }
        Content::Map(entries) => Part::Map(Box::new(mapping(entries, place, found))),
    })
}

fn scalar(text: &Text, span: Span, found: &mut Diagnostics) -> Option<Part> {
    let pieces = match scan::split(&text.value) {
        Ok(pieces) => pieces,
        Err(offset) => {
            found
                .report(
                    &TEMPLATE_SYNTAX,
                    text.span(offset..offset + 2, span),
                    "`${` is never closed",
                )
                .help("close it with `}`, or write `$${` for a literal `${`");
            return None;
        }
    };
    match pieces.as_slice() {
        [Piece::Literal(literal)] => Some(Part::Constant(Value::String(literal.clone()))),
        [Piece::Expression(range)] => {
            Some(Part::Expression(Formula::compile(text, range.clone(), span, found)?))
        }
        _ => Some(Part::Text(segments(pieces, text, span, found))),
    }
}

fn segments(pieces: Vec<Piece>, text: &Text, span: Span, found: &mut Diagnostics) -> Vec<Segment> {
    let compiled = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Literal(literal) => Some(Segment::Literal(literal)),
        Piece::Expression(range) => {
            Some(Segment::Expression(Formula::compile(text, range, span, found)?))
        }
    });
    compiled.collect()
}

fn condition(node: &Node, found: &mut Diagnostics) -> Option<Formula> {
    let text = match &node.content {
        Content::String(text) => text.clone(),
        Content::Bool(value) => Text { value: value.to_string(), stretches: Vec::new() },
        Content::Null
        | Content::Integer(_)
        | Content::Float(_)
        | Content::List(_)
        | Content::Map(_) => {
            let message = format!("`$if` needs an expression, not {}", node.kind());
            found.report(&TEMPLATE_SYNTAX, node.span, message).help("write `$if: instance.tls`");
            return None;
        }
    };
    bare_formula(&text, 0, node.span, found)
}

fn repeat(node: &Node, found: &mut Diagnostics) -> Option<Repeat> {
    let help = "write `$for: name in list`";
    let Content::String(text) = &node.content else {
        let message = format!("`$for` needs a name and an expression, not {}", node.kind());
        found.report(&TEMPLATE_SYNTAX, node.span, message).help(help);
        return None;
    };
    let Some((name, _)) = text.value.split_once(" in ").filter(|(name, _)| is_name(name.trim()))
    else {
        let message = format!("`$for: {}` does not name what it repeats", text.value);
        found.report(&TEMPLATE_SYNTAX, node.span, message).help(help);
        return None;
    };
    let list = bare_formula(text, name.len() + " in ".len(), node.span, found)?;
    Some(Repeat { name: name.trim().to_owned(), list })
}

/// An expression that stands without `${ }`, from an offset to the end of its scalar.
fn bare_formula(text: &Text, start: usize, span: Span, found: &mut Diagnostics) -> Option<Formula> {
    if text.value.contains("${") {
        found
            .report(&TEMPLATE_SYNTAX, span, "`$if` and `$for` take a bare expression")
            .help("leave out `${` and `}`");
        return None;
    }
    Formula::compile(text, start..text.value.len(), span, found)
}

/// Names that the expression language keeps for itself cannot be bound.
fn is_name(name: &str) -> bool {
    const RESERVED: [&str; 14] = [
        "true", "True", "false", "False", "none", "None", "not", "and", "or", "in", "is", "if",
        "else", "loop",
    ];
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    starts && characters.all(|c| c.is_ascii_alphanumeric() || c == '_') && !RESERVED.contains(&name)
}
