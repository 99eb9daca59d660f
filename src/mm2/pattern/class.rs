//! Classes of characters: `.`, `\d` and its like, and what stands in brackets.

use super::{
    escape::{self, Escape},
    parse::{Flags, Parsed, Parser},
    tree::Class,
};

/// Any character but a line break.
pub(super) fn dot() -> Class {
    Class::of(|byte| !matches!(byte, b'\n' | b'\r'))
}

/// The class of a letter after a backslash.
pub(super) fn named(letter: char) -> Option<Class> {
    let class = match letter.to_ascii_lowercase() {
        'd' => Class::of(|byte| byte.is_ascii_digit()),
        'w' => Class::of(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        's' => Class::of(|byte| matches!(byte, b'\t'..=b'\r' | b' ')),
        'h' => Class::of(|byte| matches!(byte, b'\t' | b' ')),
        'v' => Class::of(|byte| matches!(byte, b'\n'..=b'\r')),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { class.complement() } else { class })
}

/// A character as itself.
pub(super) fn literal(character: char, flags: Flags) -> Class {
    if !flags.is_insensitive {
        return Class::single(character);
    }
    let folded = match character {
        'ı' | 'İ' if flags.is_unicode_case => 'i',
        'ſ' if flags.is_unicode_case => 's',
        '\u{212a}' if flags.is_unicode_case => 'k',
        character => character,
    };
    Class::of(|byte| char::from(byte).eq_ignore_ascii_case(&folded))
}

/// A term of a class. Single characters go into one heap, which is a term wherever it was taken for one: characters
/// that come later are in it as well.
#[derive(Debug, Clone)]
enum Term {
    Heap,
    Set(Class),
    Union(Box<Term>, Box<Term>),
    Intersection(Box<Term>, Box<Term>),
}

impl Term {
    fn value(&self, heap: Class) -> Class {
        match self {
            Term::Heap => heap,
            Term::Set(class) => *class,
            Term::Union(left, right) => left.value(heap).union(right.value(heap)),
            Term::Intersection(left, right) => left.value(heap).intersection(right.value(heap)),
        }
    }
}

fn union(left: Option<Term>, right: Term) -> Term {
    match left {
        Some(left) => Term::Union(Box::new(left), Box::new(right)),
        None => right,
    }
}

/// What has been read of a class.
#[derive(Default)]
struct Reading {
    whole: Option<Term>,
    /// The last term, which an intersection with nothing takes for its right side.
    last: Option<Term>,
    heap: Class,
    /// Whether characters have gone into the heap since it was last taken for a term.
    is_open: bool,
}

impl Reading {
    fn add(&mut self, term: Term) {
        self.last = Some(term.clone());
        self.whole = Some(union(self.whole.take(), term));
    }

    fn add_single(&mut self, class: Class) {
        self.heap = self.heap.union(class);
        self.is_open = true;
        self.last = None;
    }

    fn is_empty(&self) -> bool {
        self.whole.is_none() && !self.is_open
    }

    fn class(mut self, is_negative: bool) -> Class {
        if self.is_open {
            self.whole = Some(union(self.whole.take(), Term::Heap));
        }
        let class = self.whole.map_or(self.heap, |whole| whole.value(self.heap));
        if is_negative { class.complement() } else { class }
    }
}

/// `[…]`, with the cursor at the bracket.
pub(super) fn bracketed(parser: &mut Parser<'_>) -> Parsed<Class> {
    let from = parser.at;
    parser.at += 1;
    parser.enter(from)?;
    let is_negative = parser.next_if(|next| next == '^').is_some();
    let class = terms(parser, from, is_negative)?;
    parser.at += 1;
    parser.leave();
    Ok(class)
}

/// Up to the bracket that closes, which is not read.
fn terms(parser: &mut Parser<'_>, from: usize, is_negative: bool) -> Parsed<Class> {
    let mut reading = Reading::default();
    loop {
        match parser.peek() {
            None => {
                parser.at = from + 1;
                return Err(parser.refused(from, "opens a class that is not closed"));
            }
            Some('[') => {
                let class = bracketed(parser)?;
                reading.add(Term::Set(class));
            }
            Some('&') if parser.peek_at(1) == Some('&') => intersect(parser, from, &mut reading)?,
            Some(']') if !reading.is_empty() => return Ok(reading.class(is_negative)),
            Some(_) => item(parser, &mut reading)?,
        }
    }
}

/// `&&` and what stands right of it: everything up to the end, or to an `&` after brackets.
fn intersect(parser: &mut Parser<'_>, from: usize, reading: &mut Reading) -> Parsed<()> {
    let sign = parser.at;
    parser.at += 2;
    let mut right: Option<Term> = None;
    while let Some(next) = parser.peek().filter(|next| !matches!(next, ']' | '&')) {
        let class = if next == '[' {
            bracketed(parser)?
        } else {
            parser.enter(sign)?;
            let class = terms(parser, from, false)?;
            parser.leave();
            class
        };
        right = Some(union(right, Term::Set(class)));
    }
    if std::mem::take(&mut reading.is_open) {
        if reading.whole.is_none() {
            reading.last = Some(Term::Heap);
        }
        reading.whole = Some(union(reading.whole.take(), Term::Heap));
    }
    if right.is_some() {
        reading.last = right;
    }
    let Some(right) = reading.last.clone() else {
        return Err(parser.refused(sign, "intersects with nothing"));
    };
    reading.whole = Some(match reading.whole.take() {
        Some(left) => Term::Intersection(Box::new(left), Box::new(right)),
        None => right,
    });
    Ok(())
}

/// A character, a range or an escape.
fn item(parser: &mut Parser<'_>, reading: &mut Reading) -> Parsed<()> {
    let from = parser.at;
    let first = match bound(parser)? {
        Escape::Character(character) => character,
        Escape::Class(class) => {
            reading.add(Term::Set(class));
            return Ok(());
        }
        Escape::Place(_) | Escape::Reference => return Ok(()),
    };
    let is_range = parser.peek() == Some('-') && !matches!(parser.peek_at(1), Some('[' | ']'));
    if !is_range {
        add_character(parser.flags, first, reading);
        return Ok(());
    }
    parser.at += 1;
    let last = match parser.peek() {
        Some('\\') if parser.peek_at(1) == Some('v') => {
            parser.at += 2;
            Some('\u{b}')
        }
        Some('\\') if matches!(parser.peek_at(1), Some('p' | 'P')) => None,
        Some(_) => match bound(parser)? {
            Escape::Character(character) => Some(character),
            Escape::Class(_) | Escape::Place(_) | Escape::Reference => None,
        },
        None => None,
    };
    let Some(last) = last.filter(|last| *last >= first) else {
        return Err(parser.refused(from, "is no range of characters"));
    };
    reading.add(Term::Set(range(first, last, parser.flags)));
    Ok(())
}

fn bound(parser: &mut Parser<'_>) -> Parsed<Escape> {
    let from = parser.at;
    match parser.next() {
        Some('\\') if parser.peek() == Some('v') && parser.peek_at(1) == Some('-') => {
            parser.at += 1;
            Ok(Escape::Character('\u{b}'))
        }
        Some('\\') => match parser.peek() {
            Some('1'..='9') => {
                parser.at += 1;
                Err(parser.refused(from, "is no escape that Java knows in a class"))
            }
            _ => escape::anywhere(parser, from),
        },
        Some(character) => Ok(Escape::Character(character)),
        None => Err(parser.refused(from, "opens a class that is not closed")),
    }
}

fn add_character(flags: Flags, character: char, reading: &mut Reading) {
    let class = literal(character, flags);
    let folds_beyond_latin1 = flags.is_insensitive
        && flags.is_unicode_case
        && matches!(character.to_ascii_lowercase(), 'i' | 's' | 'k' | 'ÿ' | 'µ' | 'å' | 'Å');
    if u32::from(character) > 255 || folds_beyond_latin1 {
        reading.add(Term::Set(class));
    } else {
        reading.add_single(class);
    }
}

fn range(first: char, last: char, flags: Flags) -> Class {
    let is_inside = |byte: u8| (first..=last).contains(&char::from(byte));
    Class::of(|byte| {
        is_inside(byte)
            || (flags.is_insensitive
                && (is_inside(byte.to_ascii_lowercase()) || is_inside(byte.to_ascii_uppercase())))
    })
}
