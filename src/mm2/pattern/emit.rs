//! Writes a tree in the syntax of `regex`, where that means the same.

use std::fmt::Write;

use super::tree::{Class, Greed, Node, Repeat};

/// Nothing where the tree looks around or does not try again, which no automaton does.
pub(super) fn regular(node: &Node) -> Option<String> {
    let mut text = String::new();
    write_node(node, &mut text)?;
    Some(text)
}

fn write_node(node: &Node, text: &mut String) -> Option<()> {
    match node {
        Node::Empty => {}
        Node::Class(class) => write_class(*class, text),
        Node::Sequence(nodes) => nodes.iter().try_for_each(|node| write_node(node, text))?,
        Node::Choice(nodes) => {
            text.push_str("(?:");
            for (number, node) in nodes.iter().enumerate() {
                if number > 0 {
                    text.push('|');
                }
                write_node(node, text)?;
            }
            text.push(')');
        }
        Node::Repeat(repeat) => write_repeat(repeat, text)?,
        Node::Start => text.push_str(r"\A"),
        Node::End => text.push_str(r"\z"),
        Node::WordBoundary { is_negative } => {
            text.push_str(if *is_negative { r"\B" } else { r"\b" })
        }
        Node::Atomic(_) | Node::Look { .. } => return None,
    }
    Some(())
}

fn write_repeat(repeat: &Repeat, text: &mut String) -> Option<()> {
    // For a match of the whole name it does not matter which of two is tried first.
    if repeat.greed == Greed::Possessive {
        return None;
    }
    text.push_str("(?:");
    write_node(&repeat.body, text)?;
    text.push(')');
    let counts = match (repeat.min, repeat.max) {
        (0, max) if max > super::NAME_LENGTH => "*".to_owned(),
        (1, max) if max > super::NAME_LENGTH => "+".to_owned(),
        (min, max) if max > super::NAME_LENGTH => format!("{{{min},}}"),
        (min, max) => format!("{{{min},{max}}}"),
    };
    text.push_str(&counts);
    Some(())
}

fn write_class(class: Class, text: &mut String) {
    if class == Class::default() {
        return text.push_str("[a&&b]");
    }
    text.push('[');
    for byte in (0..128_u8).filter(|byte| class.contains(*byte)) {
        let is_inside = byte > 0 && class.contains(byte - 1) && class.contains(byte + 1);
        let follows = byte > 0 && class.contains(byte - 1);
        if is_inside {
            continue;
        }
        if follows {
            text.push('-');
        }
        write!(text, r"\x{byte:02x}").expect("a String takes everything");
    }
    text.push(']');
}
