//! The rendered tree. In: [`Manifests`], the ledgers and what is on disk ([`Snapshot`]). Out: a
//! [`Comparison`] that says what a run writes and removes, and faults where a path is not ours to
//! touch. Reads and writes nothing itself; `io::tree` does.
//!
//! `ledger` is the list of files that are ours, `compare` decides about each path, `findings` words
//! what is wrong with it, `faults` are the kinds of that.

mod compare;
pub mod faults;
mod findings;
pub mod ledger;

use std::collections::{BTreeMap, BTreeSet};

use crate::{diagnostic::Diagnostics, render::Manifests, source::Span};
pub use compare::compare;
pub use ledger::Ledger;

/// The folder of the ledgers, below the root.
pub const LEDGERS: &str = ".mirrorc";
/// Made when it is absent, never touched afterwards: what it says is then the user's.
pub const ATTRIBUTES: &str = ".gitattributes";
/// git leaves the ends of lines alone, and reviews fold the ledgers and show the manifests.
pub const ATTRIBUTES_TEXT: &str = "* -text\n.mirrorc/** linguist-generated gitlab-generated\n";
/// The names of files that are being written; one that is found was left by a run that was killed.
pub const TEMPORARY_PREFIX: &str = ".mirrorc-";
pub const TEMPORARY_SUFFIX: &str = ".tmp";

/// The ledgers of a tree by the folder of their Kubernetes cluster.
pub type Ledgers = BTreeMap<String, Ledger>;

/// What is on disk, by path below the root with forward slashes: everything in the folders of our
/// Kubernetes clusters except what lies in folders that hold nothing of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A file with the bytes that are wanted there.
    Wanted,
    /// Another file that is wanted or listed in a ledger.
    File(Vec<u8>),
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// Anything else: a file that nothing wants or lists, a socket.
    Other,
}

/// What a run makes of one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// On disk with the wanted bytes, whatever the ledger says: the run that wrote it may have been killed.
    Unchanged,
    Create,
    /// Ours and as we left it, but other bytes are wanted.
    Replace,
    /// Ours and as we left it, but no longer wanted.
    Remove,
    /// Ours, but with bytes that are neither those we left nor those that are wanted.
    Edited,
    /// In a folder of ours, but neither listed nor wanted.
    Foreign,
    /// Wanted, but something that is not ours is there.
    Occupied,
    /// A symbolic link at or above a path of ours.
    Link,
}

/// What a run does to the tree. It may be applied when comparing reported no error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Every path that is wanted, ours, or in our way.
    pub files: BTreeMap<String, State>,
    /// The ledgers that change, by path below the root.
    pub ledgers: BTreeMap<String, LedgerChange>,
}

/// How a ledger is brought up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerChange {
    /// `Create`, `Replace` or `Remove`.
    pub state: State,
    /// Written before any file is touched: the lines of the old and the new ledger. Whenever the run
    /// is killed, the next one knows the old and the new files as ours, whatever it wants by then.
    pub first: Option<String>,
    /// Written after all files.
    pub last: Option<String>,
}

impl State {
    /// One word for a path that a run would change; none for one that it would leave alone.
    pub fn stale(self) -> Option<&'static str> {
        match self {
            State::Create => Some("missing"),
            State::Replace => Some("outdated"),
            State::Remove => Some("obsolete"),
            State::Unchanged | State::Edited | State::Foreign | State::Occupied | State::Link => {
                None
            }
        }
    }

    /// True where nothing at all may be written because of this path.
    pub fn blocks(self) -> bool {
        match self {
            State::Edited | State::Occupied | State::Link => true,
            State::Unchanged | State::Create | State::Replace | State::Remove | State::Foreign => {
                false
            }
        }
    }
}

impl Comparison {
    /// Every path that a run would change with the word for it, sorted by path.
    pub fn stale(&self) -> Vec<(&str, &'static str)> {
        let files = self.files.iter().map(|(path, state)| (path, *state));
        let ledgers = self.ledgers.iter().map(|(path, change)| (path, change.state));
        let mut stale: Vec<_> = files
            .chain(ledgers)
            .filter_map(|(path, state)| Some((path.as_str(), state.stale()?)))
            .collect();
        stale.sort_unstable();
        stale
    }
}

/// The descriptors in the ledgers that are not part of the run, each with a line that names it.
pub fn other_descriptors<'a>(
    manifests: &Manifests,
    ledgers: &'a Ledgers,
) -> BTreeMap<&'a str, Span> {
    let lines = ledgers.values().flat_map(|ledger| ledger.lines.iter().zip(&ledger.spans));
    let mut others = BTreeMap::new();
    for (line, &span) in lines.filter(|(line, _)| !manifests.descriptors.contains(&line.descriptor))
    {
        others.entry(line.descriptor.as_str()).or_insert(span);
    }
    others
}

/// Tells that a descriptor which still exists would lose its files.
pub fn tell_partial(descriptor: &str, span: Span, diagnostics: &mut Diagnostics) {
    let message =
        format!("the tree also holds files of `{descriptor}`, which is not part of this run");
    diagnostics
        .report(&faults::PARTIAL_RENDER, span, message)
        .reason("rendering without it would remove its files, and then its instances")
        .help("name all descriptors in one run, or choose another tree with `--out`");
}

/// The paths that concern a run: those that are wanted and those in the ledgers.
#[derive(Debug, Clone, Default)]
pub struct Paths<'a> {
    pub files: BTreeSet<&'a str>,
    /// The folders above the files, those of the Kubernetes clusters among them.
    pub folders: BTreeSet<&'a str>,
}

pub fn paths<'a>(manifests: &'a Manifests, ledgers: &'a Ledgers) -> Paths<'a> {
    let wanted = manifests.files.keys().map(String::as_str);
    let listed = ledgers.values().flat_map(|ledger| &ledger.lines).map(|line| line.path.as_str());
    let files: BTreeSet<&str> = wanted.chain(listed).collect();
    let above = files.iter().flat_map(|path| folders_above(path));
    let folders = above.chain(ledgers.keys().map(String::as_str)).collect();
    Paths { files, folders }
}

/// `a/b` and `a` for `a/b/c`.
pub(crate) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// True for a path that stays inside the folder of a Kubernetes cluster on every platform.
pub fn is_plain(path: &str) -> bool {
    let plain = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.contains(|c: char| c.is_control() || c == '\\')
    };
    path.contains('/') && path.split('/').all(plain)
}

pub fn is_temporary(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX)
}

/// The path of a ledger below the root.
pub fn ledger_path(cluster: &str) -> String {
    format!("{LEDGERS}/{cluster}.ledger")
}
