//! Wanted, ours and on disk, path by path. In: [`Manifests`], [`Ledgers`], [`Snapshot`]. Out: what
//! to do with each path, the ledgers as they have to be, and a finding where a path is not ours.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{self, Place, printable};
use super::ledger::{self, Line};
use super::{
    ATTRIBUTES, Comparison, Entry, Ledger, LedgerChange, Ledgers, Paths, Snapshot, State, is_plain,
    is_temporary, ledger_path, paths,
};
use crate::diagnostic::Diagnostics;
use crate::names::Digest;
use crate::parallel;
use crate::render::{ManifestFile, Manifests};
use crate::source::Span;

/// Compares what is wanted with what is on disk. `root` is the tree's root as the user would type it,
/// without a slash at its end.
pub fn compare(
    manifests: &Manifests,
    ledgers: &Ledgers,
    snapshot: &Snapshot,
    root: &str,
    diagnostics: &mut Diagnostics,
) -> Comparison {
    let context = Context::new(manifests, ledgers, root);
    let found = snapshot.entries.keys().map(String::as_str).filter(|path| *path != ATTRIBUTES);
    let all: BTreeSet<&str> = context.paths.files.iter().copied().chain(found).collect();
    let mut comparison = Comparison::default();
    for path in all {
        let entry = snapshot.entries.get(path);
        if let Some(state) = context.state(path, entry) {
            context.report(path, state, entry, diagnostics);
            comparison.files.insert(path.to_owned(), state);
        }
    }
    if !manifests.files.is_empty() && !snapshot.entries.contains_key(ATTRIBUTES) {
        comparison.files.insert(ATTRIBUTES.to_owned(), State::Create);
    }
    comparison.ledgers = ledger_changes(manifests, ledgers);
    comparison
}

struct Context<'a> {
    manifests: &'a Manifests,
    ledgers: &'a Ledgers,
    root: &'a str,
    paths: Paths<'a>,
    listed: BTreeMap<&'a str, Vec<(Digest, Span)>>,
}

impl<'a> Context<'a> {
    fn new(manifests: &'a Manifests, ledgers: &'a Ledgers, root: &'a str) -> Context<'a> {
        let mut listed: BTreeMap<&str, Vec<(Digest, Span)>> = BTreeMap::new();
        for ledger in ledgers.values() {
            for (line, span) in ledger.lines.iter().zip(&ledger.spans) {
                listed.entry(&line.path).or_default().push((line.digest, *span));
            }
        }
        Context { manifests, ledgers, root, paths: paths(manifests, ledgers), listed }
    }

    /// None for a path that there is nothing to say about.
    fn state(&self, path: &str, entry: Option<&Entry>) -> Option<State> {
        let wanted = self.manifests.files.get(path);
        let above = self.paths.folders.contains(path);
        let ours = self.paths.files.contains(path);
        match entry {
            None => wanted.map(|_| State::Create),
            Some(Entry::Link) if ours || above => Some(State::Link),
            Some(Entry::Folder) if above => None,
            Some(Entry::Wanted) if !above => Some(State::Unchanged),
            Some(Entry::File(bytes)) if ours && !above => {
                Some(self.file_state(path, wanted, bytes))
            }
            Some(_) if wanted.is_some() || (above && self.first_wanted_in(path).is_some()) => {
                Some(State::Occupied)
            }
            Some(Entry::Other) if is_temporary(path) => Some(State::Remove),
            Some(_) => Some(State::Foreign),
        }
    }

    fn file_state(&self, path: &str, wanted: Option<&ManifestFile>, bytes: &[u8]) -> State {
        if wanted.is_some_and(|file| file.text.as_bytes() == bytes) {
            return State::Unchanged;
        }
        let Some(listed) = self.listed.get(path) else { return State::Occupied };
        let digest = Digest::of(bytes);
        if !listed.iter().any(|(listed, _)| *listed == digest) {
            State::Edited
        } else if wanted.is_some() {
            State::Replace
        } else {
            State::Remove
        }
    }

    fn report(
        &self,
        path: &str,
        state: State,
        entry: Option<&Entry>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(entry) = entry else { return };
        match state {
            State::Unchanged | State::Create | State::Replace | State::Remove => {}
            State::Edited => findings::edited(&self.place(path), entry, diagnostics),
            State::Foreign => findings::foreign(&self.place(path), diagnostics),
            State::Link => findings::link(&self.place(path), diagnostics),
            State::Occupied => {
                let above = self.paths.folders.contains(path);
                findings::occupied(&self.place(path), entry, above, diagnostics);
            }
        }
    }

    fn place<'p>(&self, path: &'p str) -> Place<'p> {
        let listed = self.listed.get(path).and_then(|listed| listed.first()).map(|(_, span)| *span);
        let wanted = self.manifests.files.get(path).map(|file| file.origin.span);
        let span = wanted.or(listed).unwrap_or_else(|| self.span_of_folder(path));
        let shown = printable(&format!("{}/{path}", self.root));
        Place { path, shown, span, listed: listed.filter(|_| wanted.is_some()) }
    }

    /// What made us look into the folder of a path that is neither wanted nor listed.
    fn span_of_folder(&self, path: &str) -> Span {
        let cluster = path.split('/').next().unwrap_or(path);
        let folder = if self.paths.folders.contains(path) { path } else { cluster };
        let wanted = self.first_wanted_in(folder).map(|file| file.origin.span);
        wanted.unwrap_or_else(|| {
            let ledger = self.ledgers.get(cluster);
            let ledger = ledger.expect("a folder without wanted files is looked at for its ledger");
            let first = ledger.spans.first().copied();
            first.unwrap_or_else(|| Span::new(ledger.file, 0..0))
        })
    }

    fn first_wanted_in(&self, folder: &str) -> Option<&ManifestFile> {
        let inside = format!("{folder}/");
        let (path, file) = self.manifests.files.range(inside.clone()..).next()?;
        path.starts_with(&inside).then_some(file)
    }
}

fn ledger_changes(manifests: &Manifests, ledgers: &Ledgers) -> BTreeMap<String, LedgerChange> {
    let mut wanted = wanted_lines(manifests);
    let clusters: BTreeSet<&str> =
        wanted.keys().copied().chain(ledgers.keys().map(String::as_str)).collect();
    clusters
        .into_iter()
        .filter_map(|cluster| {
            let change = ledger_change(wanted.remove(cluster), ledgers.get(cluster))?;
            Some((ledger_path(cluster), change))
        })
        .collect()
}

fn wanted_lines(manifests: &Manifests) -> BTreeMap<&str, Vec<Line>> {
    let files: Vec<(&String, &ManifestFile)> = manifests.files.iter().collect();
    let lines = parallel::map(&files, |(path, file)| Line {
        path: (*path).clone(),
        digest: Digest::of(file.text.as_bytes()),
        descriptor: file.origin.descriptor.clone(),
        owner: file.origin.owner.clone(),
    });
    let mut by_cluster: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for ((path, _), line) in files.into_iter().zip(lines) {
        let cluster = path.split_once('/').filter(|_| is_plain(path));
        let (cluster, _) =
            cluster.expect("a manifest lies in the folder of its Kubernetes cluster");
        by_cluster.entry(cluster).or_default().push(line);
    }
    by_cluster
}

fn ledger_change(wanted: Option<Vec<Line>>, found: Option<&Ledger>) -> Option<LedgerChange> {
    let Some(wanted) = wanted else {
        return Some(LedgerChange { state: State::Remove, first: None, last: None });
    };
    let current = found.map(|ledger| ledger.text.as_str());
    let after = ledger::write(wanted.clone());
    if current == Some(after.as_str()) {
        return None;
    }
    let known = found.map_or(&[][..], |ledger| &ledger.lines);
    let both = ledger::write(wanted.into_iter().chain(known.iter().cloned()).collect());
    let last = (both != after).then_some(after);
    let first = (current != Some(both.as_str())).then_some(both);
    let state = if found.is_some() { State::Replace } else { State::Create };
    Some(LedgerChange { state, first, last })
}

#[cfg(test)]
mod tests;
