//! In: the text of a scalar. Out: its literal parts and the places of its expressions.

use std::ops::Range;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// With `$${` read as `${`.
    Literal(String),
    /// What stands between `${` and its `}`, as a byte range of the text.
    Expression(Range<usize>),
}

/// Splits a text; the error is the offset of a `${` that is never closed.
pub(super) fn split(text: &str) -> Result<Vec<Piece>, usize> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("$${") {
            literal.push_str("${");
            at += 3;
        } else if let Some(inside) = rest.strip_prefix("${") {
            let length = closing_brace(inside).ok_or(at)?;
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(Piece::Expression(at + 2..at + 2 + length));
            at += length + 3;
        } else {
            let length = rest.char_indices().skip(1).find(|&(_, c)| c == '$').map(|(to, _)| to);
            let plain = rest.get(..length.unwrap_or(rest.len())).expect("ends at a character");
            literal.push_str(plain);
            at += plain.len();
        }
    }
    if !literal.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

/// The offset of the `}` that closes an expression: braces of maps and braces inside quotes belong to it.
fn closing_brace(expression: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    let mut characters = expression.char_indices();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Some(at),
            (None, '}') => depth -= 1,
            (Some(_) | None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expressions are shown between `<` and `>`.
    fn check(text: &str, expected: &str) {
        let shown = match split(text) {
            Err(offset) => format!("open at {offset}"),
            Ok(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(literal) => literal.clone(),
                    Piece::Expression(range) => format!("<{}>", &text[range.clone()]),
                })
                .collect(),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn expressions_are_split_from_text() {
        check("", "");
        check("plain", "plain");
        check("${ a }", "< a >");
        check("${a}${b}", "<a><b>");
        check("x-${ a }-é-${ b }-y", "x-< a >-é-< b >-y");
        check("$(VAR) costs $5", "$(VAR) costs $5");
    }

    #[test]
    fn braces_and_quotes_inside_an_expression_belong_to_it() {
        check("${ {'a': {'b': 1}} }!", "< {'a': {'b': 1}} >!");
        check("${ '}' ~ \"}\" }!", "< '}' ~ \"}\" >!");
        check(r"${ 'it\'s }' }!", r"< 'it\'s }' >!");
    }

    #[test]
    fn a_doubled_dollar_before_a_brace_is_a_literal_one() {
        check("$${file:a}", "${file:a}");
        check("$$${ a }", "$${ a }");
        check("$$ a", "$$ a");
        check("$${ ${ a }", "${ < a >");
    }

    #[test]
    fn an_open_expression_is_told_with_its_place() {
        check("${ a", "open at 0");
        check("é ${ '} }", "open at 3");
        check("${ { }", "open at 0");
    }
}
