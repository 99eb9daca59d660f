//! In: a scalar as it is written and the text it means. Out: which offsets of the text stand where in the file, so
//! that a fault in the third line of a block is told at its line.

use std::ops::Range;

/// Pairs of (offset in `value`, offset in the file); empty where the text was folded or cannot be followed.
pub(super) fn find(
    file: &str,
    written: Range<usize>,
    value: &str,
    indent: Option<usize>,
    block: bool,
) -> Vec<(u32, u32)> {
    let raw = file.get(written.clone()).unwrap_or("");
    let found = if block {
        literal(file, written.start, value, indent.unwrap_or(0))
    } else if raw == value {
        Some(vec![(0, written.start)])
    } else if raw.get(1..raw.len().saturating_sub(1)) == Some(value) {
        Some(vec![(0, written.start + 1)])
    } else if raw.starts_with('"') && !raw.contains(['\n', '\r']) {
        double_quoted(raw, written.start, value)
    } else {
        None
    };
    let small = |(from, to)| u32::try_from(from).ok().zip(u32::try_from(to).ok());
    found.unwrap_or_default().into_iter().filter_map(small).collect()
}

/// A literal block keeps its lines and loses their indent. `start` is where its first text stands.
fn literal(file: &str, start: usize, value: &str, indent: usize) -> Option<Vec<(usize, usize)>> {
    let mut places = Vec::new();
    let mut at = file.get(..start)?.rfind(['\n', '\r']).map_or(0, |line_break| line_break + 1);
    // Empty lines above the first text belong to the value, but the scalar is marked from its first text on.
    let above =
        if file.get(start..)?.starts_with(['\n', '\r']) { 0 } else { leading_breaks(value) };
    let mut offset = above;
    for line in value.get(above..)?.split('\n') {
        // The text may end without the line break that the value has.
        let rest = file.get(at..).unwrap_or("");
        let blanks = rest.bytes().take(indent).take_while(|&byte| byte == b' ').count();
        let body = rest.get(blanks..)?;
        if !body.starts_with(line) {
            // A folded block, or the line break that ends the text.
            return if line.is_empty() { Some(places) } else { None };
        }
        places.push((offset, at + blanks));
        offset += line.len() + 1;
        let line_break = body.get(line.len()..)?;
        at += blanks + line.len() + if line_break.starts_with("\r\n") { 2 } else { 1 };
    }
    Some(places)
}

fn leading_breaks(value: &str) -> usize {
    value.len() - value.trim_start_matches('\n').len()
}

/// Walks a double-quoted scalar of one line: a stretch starts after each escape.
fn double_quoted(raw: &str, start: usize, value: &str) -> Option<Vec<(usize, usize)>> {
    let mut places = vec![(0, start + 1)];
    let (mut from, mut to) = (1, 0);
    while let Some(next) = raw.get(from..)?.chars().next() {
        let meant = value.get(to..)?.chars().next();
        if next == '"' {
            break;
        }
        if next == '\\' {
            let width = match raw.get(from + 1..)?.chars().next()? {
                'x' => 4,
                'u' => 6,
                'U' => 10,
                other => 1 + other.len_utf8(),
            };
            places.push((to, start + from));
            from += width;
            to += meant?.len_utf8();
            places.push((to, start + from));
        } else {
            from += next.len_utf8();
            to += meant?.len_utf8();
        }
    }
    (to == value.len()).then_some(places)
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        source::{Position, Sources, Span},
        yaml::{Content, read},
    };

    /// Finds `needle` in the value of the key `p`, and checks the line and column that it gets in the file.
    fn check(text: &str, needle: &str, line: usize, column: usize) {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml".into(), text.into());
        let mut found = Diagnostics::default();
        let documents = read(text, file, &mut found);
        let node = documents.first().and_then(|root| root.get("p")).expect("the text has a key p");
        let Content::String(value) = &node.content else { panic!("p is {node:?}") };
        let at = value.value.find(needle).expect("the needle is in the value");
        let span: Span = value.span(at..at + needle.len(), node.span);
        assert_eq!(sources.start(span), Position { line, column });
        assert_eq!(sources.text(span), needle);
    }

    #[test]
    fn an_offset_in_a_scalar_has_its_place_in_the_file() {
        check("p: |\n  # c\n  x=1\n\n   y=2\n  z=é=w\n", "y=2", 5, 4);
        check("p: |-\n  a\n  z=é=w", "w", 3, 7);
        check("p: |\n\n  a\n  b\n", "b", 4, 3);
        check("p: |\r\n  a\r\n  bc\r\n", "c", 3, 4);
        check("p: |4\n      a\n    b\nq: 1\n", "b", 3, 5);
        check("p: a=b\n", "b", 1, 6);
        check("p: 'a=b'\n", "b", 1, 7);
        check("{\"p\": \"a=1\\nb=\\u0041\\nc=3\"}\n", "c=3", 1, 23);
        check("p: |+\n  a\n  b\n\n\n", "b", 3, 3);
        check("p: |\n  a\n  b", "b", 3, 3);
    }
}
