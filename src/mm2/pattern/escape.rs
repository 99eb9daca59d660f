//! What a backslash and the characters behind it stand for.

use super::{
    class,
    parse::{Parsed, Parser},
    property,
    tree::{Class, Node},
};

pub(super) enum Escape {
    Character(char),
    Class(Class),
    Place(Node),
    /// To a group before.
    Reference,
}

/// Outside of brackets; the backslash at `from` has been read.
pub(super) fn outside(parser: &mut Parser<'_>, from: usize) -> Parsed<Escape> {
    let place = |node| Ok(Escape::Place(node));
    let Some(letter) = parser.peek() else {
        return Err(parser.refused(from, "ends the pattern, and nothing is escaped"));
    };
    match letter {
        '1'..='9' => {
            parser.at += 1;
            parser.skip_reference(letter.to_digit(10).unwrap_or_default() as usize);
            Ok(Escape::Reference)
        }
        'k' => named_reference(parser, from),
        'A' | 'G' => advance(parser, place(Node::Start)),
        'Z' | 'z' => advance(parser, place(Node::End)),
        'B' => advance(parser, place(Node::WordBoundary { is_negative: true })),
        'b' => boundary(parser, from).map(Escape::Place),
        // No name has a line break, and each character of one is a grapheme.
        'R' => advance(parser, Ok(Escape::Class(Class::default()))),
        'X' => {
            parser.at += 1;
            Ok(Escape::Class(Class::ALL))
        }
        _ => anywhere(parser, from),
    }
}

fn advance(parser: &mut Parser<'_>, escape: Parsed<Escape>) -> Parsed<Escape> {
    parser.at += 1;
    escape
}

/// Inside of brackets and outside alike.
pub(super) fn anywhere(parser: &mut Parser<'_>, from: usize) -> Parsed<Escape> {
    let Some(letter) = parser.next() else {
        return Err(parser.refused(from, "ends the pattern, and nothing is escaped"));
    };
    if let Some(class) = class::named(letter) {
        return Ok(Escape::Class(class));
    }
    let character = match letter {
        'p' | 'P' => {
            let class = property::read(parser, from)?;
            return Ok(Escape::Class(if letter == 'P' { class.complement() } else { class }));
        }
        'a' => '\u{7}',
        'e' => '\u{1b}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'c' => match parser.next() {
            Some(next) => char::from_u32(next as u32 ^ 64).unwrap_or(char::REPLACEMENT_CHARACTER),
            None => return Err(parser.refused(from, "escapes no control character")),
        },
        '0' => octal(parser, from)?,
        'x' => hexadecimal(parser, from)?,
        'u' => unit(parser, from)?,
        'N' => named_character(parser, from)?,
        letter if letter.is_ascii_alphabetic() || letter.is_ascii_digit() => {
            return Err(parser.refused(from, "is no escape that Java knows"));
        }
        other => other,
    };
    Ok(Escape::Character(character))
}

fn boundary(parser: &mut Parser<'_>, from: usize) -> Parsed<Node> {
    parser.at += 1;
    if parser.peek() == Some('{') && parser.peek_at(1) == Some('g') {
        parser.at += 2;
        // There is one between any two characters of a name.
        return match parser.next() {
            Some('}') => Ok(Node::Empty),
            Some(_) | None => Err(parser.refused(from, "is no escape that Java knows")),
        };
    }
    Ok(Node::WordBoundary { is_negative: false })
}

fn named_reference(parser: &mut Parser<'_>, from: usize) -> Parsed<Escape> {
    parser.at += 1;
    if parser.next_if(|next| next == '<').is_none() {
        return Err(parser.refused(from, "names no group"));
    }
    let name = group_name(parser, from)?;
    if parser.has_name(&name) {
        return Ok(Escape::Reference);
    }
    Err(parser.refused(from, "names a group that does not stand before it"))
}

/// A letter, more letters and digits, and `>`.
pub(super) fn group_name(parser: &mut Parser<'_>, from: usize) -> Parsed<String> {
    let mut name = String::new();
    while let Some(next) = parser.next_if(|next| next.is_ascii_alphanumeric()) {
        name.push(next);
    }
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if parser.next_if(|next| next == '>').is_none() || !is_name {
        return Err(parser.refused(from, "has no name of letters and digits in `<…>`"));
    }
    Ok(name)
}

/// One to three digits, not more than `377`.
fn octal(parser: &mut Parser<'_>, from: usize) -> Parsed<char> {
    let digit = |parser: &mut Parser<'_>| {
        parser.next_if(|next| next.is_digit(8)).and_then(|next| next.to_digit(8))
    };
    let Some(first) = digit(parser) else {
        return Err(parser.refused(from, "has no octal digit"));
    };
    let mut number = first;
    if let Some(second) = digit(parser) {
        number = number * 8 + second;
        if first <= 3
            && let Some(third) = digit(parser)
        {
            number = number * 8 + third;
        }
    }
    Ok(char::from_u32(number).expect("three octal digits are far below the surrogates"))
}

fn hexadecimal(parser: &mut Parser<'_>, from: usize) -> Parsed<char> {
    if parser.next_if(|next| next == '{').is_none() {
        return digits(parser, from, 2);
    }
    let mut number: u32 = 0;
    let first = parser.at;
    while let Some(digit) = parser.peek().and_then(|next| next.to_digit(16)) {
        parser.at += 1;
        number = number.saturating_mul(16).saturating_add(digit);
    }
    if parser.at == first || number > 0x10_ffff || parser.next() != Some('}') {
        return Err(parser.refused(from, "is no hexadecimal escape"));
    }
    Ok(character(number))
}

fn digits(parser: &mut Parser<'_>, from: usize, count: usize) -> Parsed<char> {
    let mut number = 0;
    for _ in 0..count {
        let Some(digit) = parser.next().and_then(|next| next.to_digit(16)) else {
            return Err(parser.refused(from, "is no hexadecimal escape"));
        };
        number = number * 16 + digit;
    }
    Ok(character(number))
}

/// A unit of UTF-16; two escapes that are a pair are one character.
fn unit(parser: &mut Parser<'_>, from: usize) -> Parsed<char> {
    let first = parser.at;
    let unit = digits(parser, from, 4)?;
    let is_high = parser.value(first).eq_ignore_ascii_case(&'d')
        && matches!(parser.value(first + 1), '8' | '9' | 'a' | 'b' | 'A' | 'B');
    let low = parser.at + 2;
    let is_low = parser.peek() == Some('\\')
        && parser.peek_at(1) == Some('u')
        && parser.value(low).eq_ignore_ascii_case(&'d')
        && matches!(parser.value(low + 1), 'c'..='f' | 'C'..='F');
    if is_high && is_low {
        parser.at = low;
        digits(parser, from, 4)?;
    }
    Ok(unit)
}

/// Half of a surrogate pair is in no name.
fn character(number: u32) -> char {
    char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// `\N{LATIN SMALL LETTER A}`: we have no table of these names.
fn named_character(parser: &mut Parser<'_>, from: usize) -> Parsed<char> {
    if parser.next() != Some('{') {
        return Err(parser.refused(from, "is no escape that Java knows"));
    }
    while let Some(next) = parser.next() {
        if next == '}' {
            parser.undecided(from, "names a character");
            return Ok(char::REPLACEMENT_CHARACTER);
        }
    }
    Err(parser.refused(from, "is not closed"))
}
