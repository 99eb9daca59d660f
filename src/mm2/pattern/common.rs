//! A name that several lists of patterns match. In: lists that shall match it and lists that shall not. Out: a name, if
//! the search finds one; it ends after [`budget::PATTERN_STEPS`] sets of states.

use std::collections::{BTreeSet, VecDeque};

use super::{
    NAME_LENGTH, PatternList, parse, quote,
    sample::LETTERS,
    tree::{Class, Node, Repeat},
};
use crate::budget;

/// The name is checked against the lists as they are; what the search cannot follow finds nothing.
pub fn common_name(takes: &[&PatternList], leaves: &[&PatternList]) -> Option<String> {
    let fits = |name: &String| {
        takes.iter().all(|list| list.is_match(name))
            && !leaves.iter().any(|list| list.is_match(name))
    };
    let samples = takes.iter().flat_map(|list| list.samples()).find(fits);
    samples.or_else(|| search(takes, leaves).filter(fits))
}

/// Breadth first over the states of all lists at once, so the name is a short one.
fn search(takes: &[&PatternList], leaves: &[&PatternList]) -> Option<String> {
    let lists = takes.iter().chain(leaves);
    let machines: Vec<Machine> = lists.map(|list| Machine::of(list)).collect::<Option<_>>()?;
    let letters = letters(&machines);
    let start: Vec<States> = machines.iter().map(Machine::start).collect();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut open = VecDeque::from([(start, String::new())]);
    while let Some((states, name)) = open.pop_front() {
        for &letter in &letters {
            let next: Vec<States> = machines
                .iter()
                .zip(&states)
                .map(|(machine, states)| machine.step(states, letter))
                .collect();
            let (taking, leaving) = next.split_at(takes.len());
            if taking.iter().any(BTreeSet::is_empty) || seen.len() > budget::PATTERN_STEPS {
                continue;
            }
            let mut longer = name.clone();
            longer.push(char::from(letter));
            let ends = |(machine, states): (&Machine, &States)| states.contains(&machine.end);
            let (first, last) = machines.split_at(takes.len());
            if first.iter().zip(taking).all(ends) && !last.iter().zip(leaving).any(ends) {
                return Some(longer);
            }
            if longer.len() < NAME_LENGTH && seen.insert(next.clone()) {
                open.push_back((next, longer));
            }
        }
    }
    None
}

type States = BTreeSet<usize>;

/// States with steps that take a character and steps that take none.
#[derive(Default)]
struct Machine {
    steps: Vec<Vec<(Option<Class>, usize)>>,
    end: usize,
}

impl Machine {
    /// Nothing for patterns that look around, do not try again, or count far.
    fn of(list: &PatternList) -> Option<Machine> {
        let mut machine = Machine::default();
        let start = machine.state();
        let tree = match list.entries.as_slice() {
            [] => None,
            entries => Some(parse::parse(&quote::joined(entries)).ok()?),
        };
        // Without entries nothing leads to the end.
        machine.end = match tree {
            Some(tree) => machine.add(&tree, start)?,
            None => machine.state(),
        };
        Some(machine)
    }

    fn state(&mut self) -> usize {
        self.steps.push(Vec::new());
        self.steps.len() - 1
    }

    fn link(&mut self, from: usize, class: Option<Class>, to: usize) {
        if let Some(steps) = self.steps.get_mut(from) {
            steps.push((class, to));
        }
    }

    /// The state behind the node.
    fn add(&mut self, node: &Node, from: usize) -> Option<usize> {
        if self.steps.len() > budget::PATTERN_STEPS {
            return None;
        }
        match node {
            Node::Empty | Node::Start | Node::End => Some(from),
            Node::Class(class) => {
                let to = self.state();
                self.link(from, Some(*class), to);
                Some(to)
            }
            Node::Sequence(nodes) => nodes.iter().try_fold(from, |at, node| self.add(node, at)),
            Node::Choice(nodes) => {
                let to = self.state();
                for node in nodes {
                    let end = self.add(node, from)?;
                    self.link(end, None, to);
                }
                Some(to)
            }
            Node::Repeat(repeat) => self.add_repeat(repeat, from),
            Node::Atomic(_) | Node::Look { .. } | Node::WordBoundary { .. } => None,
        }
    }

    fn add_repeat(&mut self, repeat: &Repeat, from: usize) -> Option<usize> {
        let mut at = from;
        for _ in 0..repeat.min.min(NAME_LENGTH) {
            at = self.add(&repeat.body, at)?;
        }
        if repeat.max > NAME_LENGTH {
            // The way back must not lead into what stands before.
            let (enter, leave) = (self.state(), self.state());
            self.link(at, None, enter);
            let end = self.add(&repeat.body, enter)?;
            self.link(end, None, enter);
            self.link(enter, None, leave);
            return Some(leave);
        }
        let leave = self.state();
        self.link(at, None, leave);
        for _ in repeat.min..repeat.max {
            at = self.add(&repeat.body, at)?;
            self.link(at, None, leave);
        }
        Some(leave)
    }

    fn start(&self) -> States {
        self.closed(BTreeSet::from([0]))
    }

    fn step(&self, states: &States, letter: u8) -> States {
        let steps = states.iter().filter_map(|&state| self.steps.get(state)).flatten();
        let taken = steps.filter(|(class, _)| class.is_some_and(|class| class.contains(letter)));
        self.closed(taken.map(|&(_, to)| to).collect())
    }

    fn closed(&self, mut states: States) -> States {
        let mut open: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = open.pop() {
            for &(class, to) in self.steps.get(state).into_iter().flatten() {
                if class.is_none() && states.insert(to) {
                    open.push(to);
                }
            }
        }
        states
    }
}

/// One letter for all those that no pattern tells apart.
fn letters(machines: &[Machine]) -> Vec<u8> {
    let steps = machines.iter().flat_map(|machine| machine.steps.iter().flatten());
    let classes: BTreeSet<u128> = steps.filter_map(|(class, _)| Some((*class)?.0)).collect();
    let mut seen = BTreeSet::new();
    let told_apart = |letter: &u8| {
        let bits: Vec<bool> = classes.iter().map(|&class| Class(class).contains(*letter)).collect();
        seen.insert(bits)
    };
    LETTERS.iter().copied().filter(told_apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::Version;

    fn check(takes: &[&str], leaves: &[&str], expected: Option<&str>) {
        let compile = |value: &&str| PatternList::compile(value, Version::new(4, 1, 0)).unwrap();
        let (takes, leaves): (Vec<_>, Vec<_>) =
            (takes.iter().map(compile).collect(), leaves.iter().map(compile).collect());
        let found =
            common_name(&takes.iter().collect::<Vec<_>>(), &leaves.iter().collect::<Vec<_>>());
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_name_is_found_where_filters_overlap() {
        check(&[".*", ".*"], &[], Some("topic"));
        check(&["[a-m].*", ".*z"], &[], Some("az"));
        check(&["eu-.*", "us-.*"], &[], None);
        check(&["(eu|us)-.*", "(us|jp)-.*"], &[], Some("us-topic"));
        check(&["orders.*", ".*-v[0-9]{2}"], &[], Some("orders-v00"));
        check(&["a.*", ".*b"], &["ab"], Some("aab"));
        check(&["orders", "payments, orders"], &[], Some("orders"));
        check(&[".*", ""], &[], None);
        check(&["x+"], &[".*"], None);
    }
}
