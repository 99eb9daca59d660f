//! Lists of Java regular expressions, as `topics` and `groups` hold them. In: a value. Out: a [`PatternList`] that
//! matches the names that MirrorMaker 2 matches, or a [`PatternFault`] that says why there is none.
//!
//! Java's syntax is read into a tree of our own. What a finite automaton can do is given to `regex`; look-around, atomic
//! groups and possessive repetition are walked. Names are those that brokers accept for topics: ASCII, no line breaks,
//! at most [`NAME_LENGTH`] characters.

mod class;
mod common;
mod emit;
mod escape;
mod list;
mod parse;
mod property;
mod quote;
mod sample;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

use std::ops::Range;

use crate::{budget, mm2::gates, topology::Version};

pub use common::common_name;
pub use list::Entry;

/// The longest name that a broker takes.
pub const NAME_LENGTH: usize = 249;

/// One value, compiled.
#[derive(Debug, Clone)]
pub struct PatternList {
    /// Empty where the value is blank, which matches nothing.
    pub entries: Vec<Entry>,
    matcher: Matcher,
}

#[derive(Debug, Clone)]
enum Matcher {
    Nothing,
    Automaton(regex::Regex),
    Tree(tree::Node),
}

/// Why a value has no matcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternFault {
    pub kind: FaultKind,
    /// What is wrong there, to go on after the text of the range.
    pub what: String,
    /// Bytes of the value.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Kafka 4.2 and later refuse a list with an empty entry.
    EmptyEntry,
    /// Java refuses the pattern, so the connector fails.
    Refused,
    /// Java takes it; what it matches is not known here.
    Undecided,
}

impl PatternList {
    /// Splits the value at its commas and reads all entries as one pattern, as MirrorMaker 2 does.
    pub fn compile(value: &str, version: Version) -> Result<PatternList, PatternFault> {
        let entries = PatternList::split(value, version)?;
        let matcher = if entries.is_empty() { Matcher::Nothing } else { compile(&entries)? };
        Ok(PatternList { entries, matcher })
    }

    /// The entries of a value, which this release may refuse before it reads any pattern.
    pub fn split(value: &str, version: Version) -> Result<Vec<Entry>, PatternFault> {
        let entries = list::split(value);
        if let Some(entry) = entries.iter().find(|entry| entry.text.is_empty())
            && gates::strict_lists(version)
        {
            let what = "is an empty entry".to_owned();
            return Err(PatternFault {
                kind: FaultKind::EmptyEntry,
                what,
                range: entry.range.clone(),
            });
        }
        Ok(entries)
    }

    /// Whether the whole name is matched.
    pub fn is_match(&self, name: &str) -> bool {
        match &self.matcher {
            Matcher::Nothing => false,
            Matcher::Automaton(regex) => regex.is_match(name),
            Matcher::Tree(tree) => walk::is_match(tree, name),
        }
    }
}

fn compile(entries: &[Entry]) -> Result<Matcher, PatternFault> {
    let tree = parse::parse(&quote::joined(entries))?;
    let automaton = emit::regular(&tree).and_then(|text| {
        let mut builder = regex::RegexBuilder::new(&format!(r"\A(?:{text})\z"));
        builder.unicode(false).size_limit(budget::PATTERN_BYTES).build().ok()
    });
    match automaton {
        Some(automaton) => Ok(Matcher::Automaton(automaton)),
        None if tree::rounds(&tree) > budget::PATTERN_ROUNDS => {
            Err(undecided(entries, "counts too far"))
        }
        None => Ok(Matcher::Tree(tree)),
    }
}

/// Told of the whole list.
fn undecided(entries: &[Entry], what: &str) -> PatternFault {
    let start = entries.first().map_or(0, |entry| entry.range.start);
    let end = entries.last().map_or(0, |entry| entry.range.end);
    PatternFault { kind: FaultKind::Undecided, what: what.to_owned(), range: start..end }
}
