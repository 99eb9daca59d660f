//! The locks of a run. In: the topologies and the files beside them. Out: one lock for each folder with descriptors, as
//! it is and as it has to be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Loaded, decode};
use crate::{
    diagnostic::Diagnostics,
    lock::{self, Entry, Known, Lock, faults::CORRUPT_LOCK},
    paths,
    source::{Sources, Span},
    topology::{Topology, identity},
    tree::State,
};

/// A lock as it is and as it has to be.
#[derive(Debug)]
pub struct LockUpdate {
    /// As messages show it.
    pub path: String,
    /// Absent where there is none yet.
    pub before: Option<Lock>,
    pub after: BTreeMap<String, Entry>,
}

impl LockUpdate {
    /// `Unchanged`, `Create` or `Replace`.
    pub fn state(&self) -> State {
        match (&self.before, self.text()) {
            (_, None) => State::Unchanged,
            (None, Some(_)) => State::Create,
            (Some(_), Some(_)) => State::Replace,
        }
    }

    /// The text to write; nothing where the file already says it.
    pub fn text(&self) -> Option<String> {
        let text = lock::write(&self.after);
        let is_current = self.before.as_ref().is_some_and(|lock| lock.says(&text));
        (!is_current).then_some(text)
    }
}

/// The path of the lock beside a descriptor.
pub(super) fn beside(descriptor: &str) -> String {
    paths::beside(descriptor, lock::FILE)
}

/// The descriptors that the lock at a path names.
pub(super) fn named(path: &str, files: &BTreeMap<String, Loaded>) -> Vec<String> {
    let Some(Loaded::Bytes(bytes)) = files.get(path) else { return Vec::new() };
    let names = lock::descriptors(&String::from_utf8_lossy(bytes));
    names.iter().map(|name| paths::beside(path, name)).collect()
}

/// The locks that there are, by their paths.
pub(super) fn read(
    topologies: &[Topology],
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> BTreeMap<String, Lock> {
    let mut locks = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for topology in topologies {
        let path = beside(&topology.path);
        if !seen.insert(path.clone()) {
            continue;
        }
        match files.get(&path) {
            Some(Loaded::Bytes(bytes)) => {
                let mut faults = Diagnostics::default();
                let file = decode(path.clone(), bytes.clone(), sources, &mut faults);
                let lock = lock::parse(sources, file, &mut faults);
                // A broken lock is told as that; what it seems to say would be noise.
                if !faults.has_errors() {
                    locks.insert(path, lock);
                }
                found.append(faults);
            }
            Some(Loaded::Refused(why)) => tell_unusable(&path, why, topology.span, found),
            Some(Loaded::Folder(_)) => tell_unusable(&path, "is a folder", topology.span, found),
            Some(Loaded::Missing) | None => {}
        }
    }
    locks
}

fn tell_unusable(path: &str, why: &str, span: Span, found: &mut Diagnostics) {
    found
        .report(&CORRUPT_LOCK, span, format!("`{path}` {why}"))
        .help(format!("restore the file with `git checkout HEAD -- {path}`"));
}

/// What each lock has to be. `files` says which descriptors are gone.
pub(super) fn update(
    topologies: &[Topology],
    locks: &BTreeMap<String, Lock>,
    files: &BTreeMap<String, Loaded>,
) -> Vec<LockUpdate> {
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    for topology in topologies {
        add(topology, known.entry(beside(&topology.path)).or_default());
    }
    let update = |(path, mut known): (String, Known)| {
        let is_gone =
            |name: &String| matches!(files.get(&paths::beside(&path, name)), Some(Loaded::Missing));
        let before = locks.get(&path).cloned();
        let names = before.iter().flat_map(|lock| lock::descriptors(&lock.text));
        known.settled.extend(names.filter(is_gone));
        let entries = before.as_ref().map(Lock::entries).unwrap_or_default();
        let after = lock::update(&entries, &known);
        LockUpdate { path, before, after }
    };
    known.into_iter().map(update).filter(|update| !update.after.is_empty()).collect()
}

fn add(topology: &Topology, known: &mut Known) {
    let name = topology.path.rsplit('/').next().unwrap_or(&topology.path);
    known.settled.insert(name.to_owned());
    for cluster in topology.clusters.iter().filter(|cluster| !cluster.alias.value.is_empty()) {
        if let Some(claim) = identity::claim(topology, cluster) {
            known.claims.push((cluster.alias.value.clone(), name.to_owned(), claim));
        }
    }
    for entry in &topology.retired_aliases {
        if let Some(replaced_by) = &entry.value.replaced_by {
            let (alias, by) = (entry.value.alias.value.clone(), replaced_by.value.clone());
            known.replaced_by.entry(alias).or_insert(by);
        }
    }
}
