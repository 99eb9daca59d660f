//! The tree of a pattern: what it matches among names, in the order in which Java tries.

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Empty,
    /// One character.
    Class(Class),
    Sequence(Vec<Node>),
    /// The first is tried first.
    Choice(Vec<Node>),
    Repeat(Repeat),
    /// What was matched first stays matched.
    Atomic(Box<Node>),
    Look {
        body: Box<Node>,
        is_behind: bool,
        is_negative: bool,
    },
    Start,
    End,
    WordBoundary {
        is_negative: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repeat {
    pub body: Box<Node>,
    /// At most one more than the characters of a name: that many match no name, or like fewer.
    pub min: usize,
    pub max: usize,
    pub greed: Greed,
    /// Its number in the pattern.
    pub id: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

/// A set of ASCII characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Class(pub u128);

impl Class {
    pub(super) const ALL: Class = Class(u128::MAX);

    pub(super) fn of(member: impl Fn(u8) -> bool) -> Class {
        let bits = (0..128_u8).filter(|byte| member(*byte)).map(|byte| 1 << byte);
        Class(bits.fold(0, |all, bit: u128| all | bit))
    }

    /// Characters outside of ASCII are in no class.
    pub(super) fn single(character: char) -> Class {
        Class::of(|byte| char::from(byte) == character)
    }

    pub(super) fn contains(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 & (1 << byte) != 0
    }

    pub(super) fn union(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    pub(super) fn intersection(self, other: Class) -> Class {
        Class(self.0 & other.0)
    }

    pub(super) fn complement(self) -> Class {
        Class(!self.0)
    }
}

/// How many rounds counted repetitions in each other may have.
pub(super) fn rounds(node: &Node) -> usize {
    match node {
        Node::Empty | Node::Class(_) | Node::Start | Node::End | Node::WordBoundary { .. } => 1,
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().map(rounds).max().unwrap_or(1),
        Node::Repeat(repeat) => {
            let own = if repeat.max > super::NAME_LENGTH { repeat.min } else { repeat.max };
            own.max(1).saturating_mul(rounds(&repeat.body))
        }
        Node::Atomic(body) | Node::Look { body, .. } => rounds(body),
    }
}
