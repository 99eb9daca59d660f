//! Names that a list of patterns matches, to have something to follow where no topics are known.

use super::{
    NAME_LENGTH, PatternList, parse, quote,
    tree::{Class, Node, Repeat},
};
use crate::budget;

/// What stands for anything.
const WORD: &str = "topic";
/// The characters of names, the ones that read best first.
pub(super) const LETTERS: &[u8] =
    b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-._";

impl PatternList {
    /// At most one name for each of the first entries; none for an entry for which none is found. A comma in brackets
    /// makes entries that are no patterns of their own: then the whole list is asked, part by part.
    pub fn samples(&self) -> Vec<String> {
        let alone = |entry| parse::parse(&quote::joined(std::slice::from_ref(entry))).ok();
        let entries = self.entries.iter().take(budget::PATTERN_SAMPLES);
        let trees: Option<Vec<Node>> = entries.map(alone).collect();
        let trees = trees.or_else(|| {
            let whole = parse::parse(&quote::joined(&self.entries)).ok()?;
            let Node::Choice(parts) = whole else { return Some(vec![whole]) };
            Some(parts.into_iter().take(budget::PATTERN_SAMPLES).collect())
        });
        let trees = trees.unwrap_or_default();
        let mut names: Vec<String> = trees.iter().filter_map(|tree| self.sample(tree)).collect();
        names.dedup();
        names
    }

    /// A name for a part of the list, which the whole list must match.
    fn sample(&self, tree: &Node) -> Option<String> {
        let mut names = [Taste::Wordy, Taste::Short].into_iter().filter_map(|taste| {
            let mut name = String::new();
            write(tree, taste, &mut name)?;
            Some(name)
        });
        names.find(|name| self.is_match(name))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Taste {
    /// A word where anything may stand.
    Wordy,
    /// As little as possible.
    Short,
}

/// Nothing where the tree asks for a character that no name has.
fn write(node: &Node, taste: Taste, name: &mut String) -> Option<()> {
    match node {
        Node::Empty | Node::Start | Node::End | Node::WordBoundary { .. } | Node::Look { .. } => {}
        Node::Class(class) => name.push(letter(*class)?),
        Node::Sequence(nodes) => nodes.iter().try_for_each(|node| write(node, taste, name))?,
        Node::Choice(nodes) => write(nodes.first()?, taste, name)?,
        Node::Atomic(body) => write(body, taste, name)?,
        Node::Repeat(repeat) => write_repeat(repeat, taste, name)?,
    }
    (name.len() <= NAME_LENGTH).then_some(())
}

fn write_repeat(repeat: &Repeat, taste: Taste, name: &mut String) -> Option<()> {
    if taste == Taste::Wordy
        && repeat.max > NAME_LENGTH
        && let Node::Class(class) = repeat.body.as_ref()
        && WORD.bytes().all(|byte| class.contains(byte))
    {
        let is_glued = name.ends_with(|last: char| last.is_ascii_alphanumeric());
        if is_glued && class.contains(b'-') {
            name.push('-');
        }
        name.push_str(WORD);
        return Some(());
    }
    let least = if taste == Taste::Wordy { repeat.min.max(1) } else { repeat.min };
    (0..least.min(repeat.max)).try_for_each(|_| write(&repeat.body, taste, name))
}

fn letter(class: Class) -> Option<char> {
    LETTERS.iter().find(|&&byte| class.contains(byte)).copied().map(char::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::Version;

    fn check(value: &str, expected: &[&str]) {
        let list = PatternList::compile(value, Version::new(4, 1, 0)).unwrap();
        assert_eq!(list.samples(), expected, "{value}");
    }

    #[test]
    fn every_entry_has_a_sample_that_it_matches() {
        check(".*", &["topic"]);
        check("orders", &["orders"]);
        check("orders.*, eu\\..*", &["orders-topic", "eu.topic"]);
        check(".*-events", &["topic-events"]);
        check("(eu|us)-[0-9]+", &["eu-0"]);
        check("a{3}, x?y", &["aaa", "xy"]);
        check("(?!abc).*", &["topic"]);
        check("(orders,pay)-x", &["orders-x"]);
        check("a, (b,c)-x", &["a", "b-x"]);
        check("", &[]);
    }
}
