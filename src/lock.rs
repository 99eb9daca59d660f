//! The lock: which Kafka cluster each alias has ever meant. In: the text of a `mirrorc.lock`. Out: its lines with
//! spans; and back, sorted, so that branches merge line by line. What is in use is handed in as [`Claim`]s.
//!
//! A line is `<alias>  <active|retired>  <sha256>  <place>`, then fields `<name>=<value>`: the `clusterId`, the
//! descriptors `in` which the alias stands, what else they call the place (`also`), and what it was `replaced-by`. The digest is that of the `clusterId` where
//! it is known, else that of the place.

pub mod faults;
mod place;
mod read;
mod update;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{FileId, Span};

pub use place::Place;
pub use read::{descriptors, parse};
pub use update::{Known, update};
pub use write::write;

/// The file beside the descriptors whose aliases it holds.
pub const FILE: &str = "mirrorc.lock";

/// A lock as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// As messages show it.
    pub path: String,
    pub file: FileId,
    pub text: String,
    /// By their alias.
    pub lines: BTreeMap<String, Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub entry: Entry,
    /// Of alias and state.
    pub span: Span,
}

/// What is known of an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub state: State,
    pub cluster_id: Option<String>,
    pub place: Place,
    /// What other descriptors call the same place: one may manage a cluster that is an address to another.
    pub also: BTreeSet<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It stands in these descriptors, which lie beside the lock.
    Active { descriptors: BTreeSet<String> },
    /// It stands in none any more.
    Retired { replaced_by: Option<String> },
}

/// What a descriptor says of the cluster that an alias means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub cluster_id: Option<String>,
    pub place: Place,
    /// Further words for the same place: they count when comparing, and are not written.
    pub also: Vec<Place>,
}

/// Whether a claim and an entry are of one cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They have one `clusterId`.
    SameCluster,
    /// One of them does not know its `clusterId`, but they are at one place.
    SamePlace,
    Different,
}

impl Lock {
    pub fn entries(&self) -> BTreeMap<String, Entry> {
        self.lines.iter().map(|(alias, line)| (alias.clone(), line.entry.clone())).collect()
    }
}

impl Entry {
    pub fn is_retired(&self) -> bool {
        matches!(self.state, State::Retired { .. })
    }

    pub fn likeness(&self, claim: &Claim) -> Likeness {
        if let (Some(ours), Some(theirs)) = (&self.cluster_id, &claim.cluster_id) {
            return if ours == theirs { Likeness::SameCluster } else { Likeness::Different };
        }
        let mut places = std::iter::once(&claim.place).chain(&claim.also);
        if places.any(|place| self.places().any(|own| own.is(place))) {
            Likeness::SamePlace
        } else {
            Likeness::Different
        }
    }

    pub fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(&self.also)
    }

    /// What the digest is made from.
    fn identity(&self) -> String {
        self.cluster_id.clone().unwrap_or_else(|| self.place.to_string())
    }
}

#[cfg(test)]
mod tests;
