//! Matches a name against a tree that no automaton can do, in polynomial time: for each part and place the ends of its
//! matches are listed once, in the order in which Java finds them.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Greed, Node, Repeat};

pub(super) fn is_match(node: &Node, name: &str) -> bool {
    let mut walk = Walk { name: name.as_bytes(), known: BTreeMap::new() };
    walk.ends(node, 0).contains(&name.len())
}

struct Walk<'a> {
    name: &'a [u8],
    /// The ends of a repetition, by its number and the place where it starts.
    known: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Walk<'_> {
    /// Where matches that start at a place end, the one that is tried first at the front.
    fn ends(&mut self, node: &Node, at: usize) -> Vec<usize> {
        let here = |holds: bool| if holds { vec![at] } else { Vec::new() };
        match node {
            Node::Empty => here(true),
            Node::Class(class) => {
                let found = self.name.get(at).is_some_and(|byte| class.contains(*byte));
                if found { vec![at + 1] } else { Vec::new() }
            }
            Node::Sequence(nodes) => nodes.iter().fold(vec![at], |starts, node| {
                distinct(starts.into_iter().flat_map(|start| self.ends(node, start)))
            }),
            Node::Choice(nodes) => distinct(nodes.iter().flat_map(|node| self.ends(node, at))),
            Node::Repeat(repeat) => self.repeated(repeat, at),
            Node::Atomic(body) => self.ends(body, at).into_iter().take(1).collect(),
            Node::Look { body, is_behind, is_negative } => {
                let found = if *is_behind {
                    (0..=at).any(|start| self.ends(body, start).contains(&at))
                } else {
                    !self.ends(body, at).is_empty()
                };
                here(found != *is_negative)
            }
            Node::Start => here(at == 0),
            Node::End => here(at == self.name.len()),
            Node::WordBoundary { is_negative } => here(self.is_boundary(at) != *is_negative),
        }
    }

    fn is_boundary(&self, at: usize) -> bool {
        let is_word = |byte: Option<&u8>| {
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        };
        let before = at.checked_sub(1).and_then(|before| self.name.get(before));
        is_word(before) != is_word(self.name.get(at))
    }

    fn repeated(&mut self, repeat: &Repeat, at: usize) -> Vec<usize> {
        if let Some(ends) = self.known.get(&(repeat.id, at)) {
            return ends.clone();
        }
        let ends = match repeat.greed {
            Greed::Possessive => self.possessive(repeat, at).into_iter().collect(),
            Greed::Greedy | Greed::Lazy => self.rounds(repeat, at),
        };
        self.known.insert((repeat.id, at), ends.clone());
        ends
    }

    /// Each round keeps what it matched first, and none is taken back.
    fn possessive(&mut self, repeat: &Repeat, at: usize) -> Option<usize> {
        let mut at = at;
        for round in 0..repeat.max {
            match self.ends(&repeat.body, at).first() {
                None if round < repeat.min => return None,
                Some(&end) if end != at => at = end,
                None | Some(_) => break,
            }
        }
        Some(at)
    }

    /// Goes through the rounds in depth, in Java's order. A round that matches nothing is the last one.
    fn rounds(&mut self, repeat: &Repeat, at: usize) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut seen = BTreeSet::new();
        let mut steps = vec![Step::Round { count: 0, at }];
        while let Some(step) = steps.pop() {
            let (count, at) = match step {
                Step::End(at) => {
                    ends.push(at);
                    continue;
                }
                Step::Round { count, at } => (count, at),
            };
            // Beyond the lower limit rounds differ in their place only, unless there is an upper one.
            let count = if repeat.max > super::NAME_LENGTH { count.min(repeat.min) } else { count };
            if !seen.insert((count, at)) {
                continue;
            }
            let may_end = count >= repeat.min;
            if may_end && repeat.greed == Greed::Greedy {
                steps.push(Step::End(at));
            }
            if count < repeat.max {
                let next = self.ends(&repeat.body, at).into_iter().rev();
                steps.extend(next.map(|end| match end {
                    end if end == at => Step::End(end),
                    end => Step::Round { count: count + 1, at: end },
                }));
            }
            if may_end && repeat.greed == Greed::Lazy {
                steps.push(Step::End(at));
            }
        }
        distinct(ends.into_iter())
    }
}

enum Step {
    Round { count: usize, at: usize },
    End(usize),
}

/// Each place once, where it comes first.
fn distinct(ends: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = [false; super::NAME_LENGTH + 1];
    ends.filter(|end| seen.get_mut(*end).is_some_and(|seen| !std::mem::replace(seen, true)))
        .collect()
}
