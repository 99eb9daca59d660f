//! The last entry of each key: Java keeps that one. Keys of flows lie apart, since there are as many as flows, and most
//! questions are about others.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

const ARROW: &str = "->";

/// Positions of entries by their keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    plain: BTreeMap<String, usize>,
    flows: BTreeMap<String, usize>,
    /// By what follows the arrow: the target, a dot and the key.
    by_target: BTreeMap<String, Vec<usize>>,
    /// Every ending of a flow's key that follows a dot: which of them is the alias and which the key is not asked here.
    endings: BTreeSet<String>,
}

impl Index {
    pub(super) fn insert(&mut self, key: &str, position: usize) {
        let Some((_, target)) = key.split_once(ARROW) else {
            self.plain.insert(key.to_owned(), position);
            return;
        };
        self.flows.insert(key.to_owned(), position);
        self.by_target.entry(target.to_owned()).or_default().push(position);
        for ending in target.match_indices('.').filter_map(|(dot, _)| target.get(dot + 1..)) {
            if !self.endings.contains(ending) {
                self.endings.insert(ending.to_owned());
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<usize> {
        let entries = if is_of_flow(key) { &self.flows } else { &self.plain };
        entries.get(key).copied()
    }

    /// The positions of the keys of no flow, by their keys.
    pub(super) fn plain(&self) -> impl ExactSizeIterator<Item = usize> {
        self.plain.values().copied()
    }

    /// The positions of the keys of flows of which this follows the arrow, replaced ones included.
    pub(super) fn with_target(&self, target: &str) -> &[usize] {
        self.by_target.get(target).map_or(&[], Vec::as_slice)
    }

    /// Whether any flow may have a line of its own for the key.
    pub(super) fn may_be_of_a_flow(&self, key: &str) -> bool {
        self.endings.contains(key)
    }

    /// The positions of the keys that start with a text, by their keys.
    pub(super) fn with_prefix(&self, prefix: &str) -> Vec<usize> {
        let from = |entries| {
            let entries: &BTreeMap<String, usize> = entries;
            let range = entries.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            range.take_while(|(key, _)| key.starts_with(prefix))
        };
        let mut found: Vec<(&String, &usize)> =
            from(&self.plain).chain(from(&self.flows)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, &position)| position).collect()
    }
}

/// As `contains`, which prepares a search that takes longer than this does for a key.
fn is_of_flow(key: &str) -> bool {
    key.as_bytes().windows(2).any(|pair| pair == ARROW.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entry_of_a_key_is_found() {
        let mut index = Index::default();
        let keys = ["a->b.c.enabled", "tasks.max", "a.tasks", "a->b.topics", "tasks.max", "a->b"];
        for (position, key) in keys.into_iter().enumerate() {
            index.insert(key, position);
        }
        assert_eq!(index.get("tasks.max"), Some(4));
        assert_eq!(index.get("a->b.topics"), Some(3));
        assert_eq!(index.get("topics"), None);
        assert_eq!(index.with_prefix("a"), [5, 0, 3, 2]);
        assert_eq!(index.with_prefix("a->b."), [0, 3]);
        for (ending, expected) in
            [("enabled", true), ("c.enabled", true), ("topics", true), ("tasks.max", false)]
        {
            assert_eq!(index.may_be_of_a_flow(ending), expected, "{ending}");
        }
    }
}
