//! Reads Java's syntax of regular expressions into a [`Node`], and refuses what `java.util.regex` refuses.

use std::{collections::BTreeSet, ops::Range};

use super::{
    FaultKind, NAME_LENGTH, PatternFault, class,
    escape::{self, Escape},
    quote::Character,
    tree::{Greed, Node, Repeat},
};
use crate::budget;

/// What inline flags such as `(?i)` turn on. Flags about line breaks and composed characters mean nothing in a name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub is_insensitive: bool,
    pub is_unicode_case: bool,
    pub is_unicode_class: bool,
}

pub(super) struct Parser<'a> {
    characters: &'a [Character],
    pub at: usize,
    pub flags: Flags,
    groups: usize,
    names: BTreeSet<String>,
    repeats: usize,
    depth: usize,
    /// The first construct that Java takes and we do not follow; what comes after it may still be refused.
    undecided: Option<PatternFault>,
}

pub(super) type Parsed<T> = Result<T, PatternFault>;

pub(super) fn parse(characters: &[Character]) -> Parsed<Node> {
    let mut parser = Parser {
        characters,
        at: 0,
        flags: Flags::default(),
        groups: 0,
        names: BTreeSet::new(),
        repeats: 0,
        depth: 0,
        undecided: None,
    };
    let node = parser.choice()?;
    if parser.peek().is_some() {
        return Err(parser.refused(parser.at, "closes a group that is not open"));
    }
    parser.undecided.map_or(Ok(node), Err)
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, distance: usize) -> Option<char> {
        self.characters.get(self.at + distance).map(|character| character.value)
    }

    /// A character of the pattern; beyond its end NUL, which begins no escape.
    pub(super) fn value(&self, at: usize) -> char {
        self.characters.get(at).map_or('\0', |character| character.value)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    pub(super) fn next_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        if self.peek().is_some_and(wanted) { self.next() } else { None }
    }

    /// The bytes of the value from a character to the one before the cursor, or to the end if there is none.
    fn range(&self, from: usize) -> Range<usize> {
        let upto = self.at.min(self.characters.len()).max(from + 1);
        let read = self.characters.get(from..upto).unwrap_or_default();
        let last = self.characters.last().map_or(0, |last| last.range.end);
        let start = read.first().map_or(last, |first| first.range.start);
        start..read.last().map_or(last, |last| last.range.end)
    }

    pub(super) fn refused(&self, from: usize, what: &str) -> PatternFault {
        PatternFault { kind: FaultKind::Refused, what: what.to_owned(), range: self.range(from) }
    }

    pub(super) fn undecided(&mut self, from: usize, what: &str) {
        let range = self.range(from);
        let fault = PatternFault { kind: FaultKind::Undecided, what: what.to_owned(), range };
        self.undecided.get_or_insert(fault);
    }

    pub(super) fn enter(&mut self, from: usize) -> Parsed<()> {
        self.depth += 1;
        if self.depth <= budget::PATTERN_DEPTH {
            return Ok(());
        }
        self.undecided(from, "is nested too deeply");
        Err(self.undecided.take().expect("it was just set"))
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    fn choice(&mut self) -> Parsed<Node> {
        let mut nodes = vec![self.sequence()?];
        while self.next_if(|next| next == '|').is_some() {
            nodes.push(self.sequence()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Choice(nodes) })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut nodes = Vec::new();
        while let Some(next) = self.peek().filter(|next| !matches!(next, '|' | ')')) {
            let from = self.at;
            let node = match next {
                '(' => match self.group()? {
                    Some(node) => node,
                    None => continue,
                },
                '*' | '+' | '?' => {
                    self.at += 1;
                    return Err(self.refused(from, "repeats nothing"));
                }
                // Java repeats nothing here, where it refuses other quantifiers.
                '{' => Node::Empty,
                _ => self.single()?,
            };
            nodes.push(self.repeated(node)?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) })
    }

    /// What stands for one character or one place.
    fn single(&mut self) -> Parsed<Node> {
        if self.peek() == Some('[') {
            return class::bracketed(self).map(Node::Class);
        }
        let from = self.at;
        match self.next() {
            Some('^') => Ok(Node::Start),
            Some('$') => Ok(Node::End),
            Some('.') => Ok(Node::Class(class::dot())),
            Some('\\') => match escape::outside(self, from)? {
                Escape::Character(character) => {
                    Ok(Node::Class(class::literal(character, self.flags)))
                }
                Escape::Class(class) => Ok(Node::Class(class)),
                Escape::Place(node) => Ok(node),
                Escape::Reference => {
                    self.undecided(from, "refers back to a group");
                    Ok(Node::Empty)
                }
            },
            Some(character) => Ok(Node::Class(class::literal(character, self.flags))),
            None => Ok(Node::Empty),
        }
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The digits of a reference: more than one only as far as there are so many groups already.
    pub(super) fn skip_reference(&mut self, first: usize) {
        let mut number = first;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit as usize);
            if number > self.groups {
                break;
            }
            self.at += 1;
        }
    }

    /// A group, or nothing for flags that hold from here on.
    fn group(&mut self) -> Parsed<Option<Node>> {
        let from = self.at;
        self.at += 1;
        let outer = self.flags;
        self.enter(from)?;
        let kind = if self.next_if(|next| next == '?').is_some() {
            match self.group_kind(from)? {
                Some(kind) => kind,
                None => {
                    self.leave();
                    return Ok(None);
                }
            }
        } else {
            self.groups += 1;
            Kind::Plain
        };
        let body = self.choice()?;
        if self.next_if(|next| next == ')').is_none() {
            self.at = from + 1;
            return Err(self.refused(from, "opens a group that is not closed"));
        }
        self.leave();
        self.flags = outer;
        if matches!(kind, Kind::Look { is_behind: true, .. }) && is_unbounded(&body) {
            self.undecided(from, "looks back without a limit");
        }
        Ok(Some(kind.node(body)))
    }

    /// What stands between `(?` and the body.
    fn group_kind(&mut self, from: usize) -> Parsed<Option<Kind>> {
        let look = |is_behind, is_negative| Ok(Some(Kind::Look { is_behind, is_negative }));
        match (self.peek(), self.peek_at(1)) {
            (Some('<'), Some('=' | '!')) => {
                self.at += 1;
                let is_negative = self.next() == Some('!');
                return look(true, is_negative);
            }
            (Some('<'), _) => {
                self.at += 1;
                let name = escape::group_name(self, from)?;
                if !self.names.insert(name) {
                    return Err(self.refused(from, "has a name that another group has"));
                }
                self.groups += 1;
                return Ok(Some(Kind::Plain));
            }
            _ => {}
        }
        match self.next_if(|next| matches!(next, ':' | '=' | '!' | '>')) {
            Some(':') => Ok(Some(Kind::Plain)),
            Some('>') => Ok(Some(Kind::Atomic)),
            Some(sign) => look(false, sign == '!'),
            None => self.inline_flags(from),
        }
    }

    fn inline_flags(&mut self, from: usize) -> Parsed<Option<Kind>> {
        let mut is_on = true;
        loop {
            let flag = self.next();
            match flag {
                Some('i') => self.flags.is_insensitive = is_on,
                Some('u') => self.flags.is_unicode_case = is_on,
                Some('U') => {
                    self.flags.is_unicode_class = is_on;
                    self.flags.is_unicode_case = is_on;
                }
                Some('x') if is_on => {
                    self.undecided(from, "allows comments");
                    return Err(self.undecided.take().expect("it was just set"));
                }
                Some('m' | 's' | 'd' | 'c' | 'x') => {}
                Some('-') if is_on => is_on = false,
                Some(')') => return Ok(None),
                Some(':') => return Ok(Some(Kind::Plain)),
                Some(_) | None => return Err(self.refused(from, "is no kind of group")),
            }
        }
    }

    /// The part with the quantifier behind it, if there is one.
    fn repeated(&mut self, body: Node) -> Parsed<Node> {
        let from = self.at;
        let (min, max) = match self.peek() {
            Some('?') => (0, 1),
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('{') => self.counts(from)?,
            Some(_) | None => return Ok(body),
        };
        self.at += 1;
        let greed = match self.next_if(|next| matches!(next, '?' | '+')) {
            Some('?') => Greed::Lazy,
            Some(_) => Greed::Possessive,
            None => Greed::Greedy,
        };
        self.repeats += 1;
        let (min, max) = (min.min(NAME_LENGTH + 1), max.min(NAME_LENGTH + 1));
        Ok(Node::Repeat(Repeat { body: Box::new(body), min, max, greed, id: self.repeats }))
    }

    /// `{2}`, `{2,}`, `{2,3}`; leaves the cursor on the brace that closes.
    fn counts(&mut self, from: usize) -> Parsed<(usize, usize)> {
        self.at += 1;
        let Some(min) = self.count(from)? else {
            return Err(self.refused(from, "begins a count, and no number follows"));
        };
        let max = if self.next_if(|next| next == ',').is_none() {
            min
        } else if self.peek() == Some('}') {
            usize::MAX
        } else {
            self.count(from)?.unwrap_or(0)
        };
        if self.peek() != Some('}') {
            return Err(self.refused(from, "begins a count that is not closed"));
        }
        if max < min {
            self.at += 1;
            return Err(self.refused(from, "counts down"));
        }
        Ok((min, max))
    }

    fn count(&mut self, from: usize) -> Parsed<Option<usize>> {
        let mut count: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            self.at += 1;
            let next = count.unwrap_or(0).checked_mul(10).and_then(|tens| tens.checked_add(digit));
            let Some(next) = next.filter(|next| i32::try_from(*next).is_ok()) else {
                return Err(self.refused(from, "counts further than Java does"));
            };
            count = Some(next);
        }
        Ok(count.map(|count| count as usize))
    }
}

/// What a group does with its body.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Plain,
    Atomic,
    Look { is_behind: bool, is_negative: bool },
}

impl Kind {
    fn node(self, body: Node) -> Node {
        let body = Box::new(body);
        match self {
            Kind::Plain => *body,
            Kind::Atomic => Node::Atomic(body),
            Kind::Look { is_behind, is_negative } => Node::Look { body, is_behind, is_negative },
        }
    }
}

fn is_unbounded(node: &Node) -> bool {
    match node {
        Node::Empty
        | Node::Class(_)
        | Node::Look { .. }
        | Node::Start
        | Node::End
        | Node::WordBoundary { .. } => false,
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().any(is_unbounded),
        Node::Repeat(repeat) => repeat.max > NAME_LENGTH || is_unbounded(&repeat.body),
        Node::Atomic(body) => is_unbounded(body),
    }
}
