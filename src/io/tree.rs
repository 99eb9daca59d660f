//! The rendered tree on disk. In: its root and what is wanted. Out: a [`Comparison`] of the two, which
//! is then put into effect.
//!
//! The root may be a symbolic link to a folder; nothing below it is reached through one.
//!
//! Nothing is synced to the platter: the tree is made from the descriptor and kept by git, a process
//! that dies leaves whole files because of the rename, and 2,000 calls of `fsync` cost seconds. After
//! a power cut a torn file shows in its digest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tempfile::TempPath;
use walkdir::WalkDir;

use crate::budget;
use crate::diagnostic::Diagnostics;
use crate::parallel;
use crate::render::Manifests;
use crate::source::Sources;
use crate::tree::{
    self, ATTRIBUTES, ATTRIBUTES_TEXT, Comparison, Entry, LEDGERS, Ledgers, Paths, Snapshot, State,
    TEMPORARY_PREFIX, TEMPORARY_SUFFIX,
};

/// Compares what is wanted with what is on disk; nothing where a ledger cannot be trusted. The
/// ledgers become sources, because findings point into them.
pub fn compare(
    root: &Path,
    manifests: &Manifests,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Comparison>> {
    let shown = root.display().to_string().replace('\\', "/");
    let shown = shown.trim_end_matches('/');
    let mut found = Diagnostics::default();
    let mut ledgers = Ledgers::new();
    for (cluster, text) in texts_of_ledgers(root)? {
        let file = sources.add(format!("{shown}/{}", tree::ledger_path(&cluster)), text);
        let ledger = tree::ledger::parse(sources, file, &cluster, &mut found);
        ledgers.insert(cluster, ledger);
    }
    for (descriptor, span) in tree::other_descriptors(manifests, &ledgers) {
        if root.join(descriptor).is_file() {
            tree::tell_partial(descriptor, span, &mut found);
        }
    }
    let is_sound = !found.has_errors();
    diagnostics.append(found);
    if !is_sound {
        return Ok(None);
    }
    let snapshot = snapshot(root, manifests, &ledgers)?;
    Ok(Some(tree::compare(manifests, &ledgers, &snapshot, shown, diagnostics)))
}

/// The texts of the ledgers by the folder of their Kubernetes cluster; none where there is no tree.
fn texts_of_ledgers(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    if !is_tree(root)? {
        return Ok(texts);
    }
    for (name, kind) in list_ledgers(root)? {
        let Some(cluster) = name.strip_suffix(".ledger") else { continue };
        let path = root.join(LEDGERS).join(&name);
        if !kind.is_file() {
            bail!("`{}` is not a file", path.display());
        }
        let text = String::from_utf8_lossy(&read(&path)?).into_owned();
        texts.insert(cluster.to_owned(), text);
    }
    Ok(texts)
}

/// What is on disk of all that concerns a run.
pub fn snapshot(root: &Path, manifests: &Manifests, ledgers: &Ledgers) -> Result<Snapshot> {
    let mut entries = BTreeMap::new();
    if !is_tree(root)? {
        return Ok(Snapshot { entries });
    }
    for (name, kind) in list(root)? {
        if name == ATTRIBUTES || (kind.is_file() && tree::is_temporary(&name)) {
            entries.insert(name, Entry::Other);
        }
    }
    for (name, kind) in list_ledgers(root)? {
        if kind.is_file() && tree::is_temporary(&name) {
            entries.insert(format!("{LEDGERS}/{name}"), Entry::Other);
        }
    }
    let paths = tree::paths(manifests, ledgers);
    let mut files = Vec::new();
    for cluster in paths.folders.iter().filter(|folder| !folder.contains('/')) {
        walk(root, cluster, &paths, &mut entries, &mut files)?;
    }
    let read = parallel::map(&files, |path| file(root, path, manifests));
    for (path, entry) in files.into_iter().zip(read) {
        entries.insert(path, entry?);
    }
    Ok(Snapshot { entries })
}

/// Bytes that are wanted are not kept: in most runs that is all of them.
fn file(root: &Path, path: &str, manifests: &Manifests) -> Result<Entry> {
    let bytes = read(&root.join(path))?;
    let wanted = manifests.files.get(path).is_some_and(|file| file.text.as_bytes() == bytes);
    Ok(if wanted { Entry::Wanted } else { Entry::File(bytes) })
}

/// Brings the tree up to date. Every new file is written under a temporary name before the first
/// takes its place, so a full disk changes nothing; the ledgers come last.
pub fn apply(root: &Path, comparison: &Comparison, manifests: &Manifests) -> Result<()> {
    assert!(
        !comparison.files.values().any(|state| state.blocks()),
        "a comparison with errors is never applied"
    );
    let first = comparison
        .ledgers
        .iter()
        .filter_map(|(path, change)| Some((path.as_str(), change.first.as_deref()?)));
    let last = comparison
        .ledgers
        .iter()
        .filter_map(|(path, change)| Some((path.as_str(), change.last.as_deref()?)));
    let first = stage(root, first.chain(writes(comparison, manifests)))?;
    let last = stage(root, last)?;

    first.into_iter().try_for_each(Staged::put)?;
    let mut stale = comparison.files.iter().filter(|(_, state)| **state == State::Remove);
    stale.try_for_each(|(path, _)| remove(root, path))?;
    last.into_iter().try_for_each(Staged::put)?;
    let mut left = comparison.ledgers.iter().filter(|(_, change)| change.state == State::Remove);
    left.try_for_each(|(path, _)| remove(root, path))
}

fn writes<'a>(
    comparison: &'a Comparison,
    manifests: &'a Manifests,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    comparison.files.iter().filter_map(|(path, state)| match state {
        State::Create | State::Replace if path == ATTRIBUTES => {
            Some((path.as_str(), ATTRIBUTES_TEXT))
        }
        State::Create | State::Replace => {
            let file = manifests.files.get(path).expect("only wanted files are written");
            Some((path.as_str(), file.text.as_str()))
        }
        State::Unchanged
        | State::Remove
        | State::Edited
        | State::Foreign
        | State::Occupied
        | State::Link => None,
    })
}

/// A file that waits under its temporary name; dropping it removes it.
pub(super) struct Staged {
    pub(super) temporary: TempPath,
    pub(super) target: PathBuf,
}

impl Staged {
    pub(super) fn put(self) -> Result<()> {
        let persisted = self.temporary.persist(&self.target);
        persisted.map_err(|error| error.error).with_context(|| cannot("write", &self.target))
    }
}

fn stage<'a>(root: &Path, writes: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Vec<Staged>> {
    let mut folders = BTreeSet::new();
    let mut staged = Vec::new();
    for (path, text) in writes {
        let target = root.join(path);
        let folder = target.parent().expect("a path below the root has a parent");
        if folders.insert(folder.to_owned()) {
            fs::create_dir_all(folder).with_context(|| cannot("create the folder", folder))?;
        }
        let temporary = write_beside(folder, text).with_context(|| cannot("write", &target))?;
        staged.push(Staged { temporary, target });
    }
    Ok(staged)
}

/// Writes a file beside its target, which keeps the rename on one file system. Opened like any new
/// file, it gets the mode that the user's umask gives; `tempfile` alone would make it private.
pub(super) fn write_beside(folder: &Path, text: &str) -> std::io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
    let mut file = builder
        .make_in(folder, |path| OpenOptions::new().write(true).create_new(true).open(path))?;
    file.as_file_mut().write_all(text.as_bytes())?;
    Ok(file.into_temp_path())
}

/// Removes a file and the folders that are empty without it.
fn remove(root: &Path, path: &str) -> Result<()> {
    let file = root.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| cannot("remove", &file));
        }
        Ok(()) | Err(_) => {}
    }
    for folder in tree::folders_above(path) {
        // A folder that still holds something cannot be removed, and must not be.
        if fs::remove_dir(root.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

/// True where the root is a folder, false where there is nothing yet.
fn is_tree(root: &Path) -> Result<bool> {
    match fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => bail!("`{}` is not a folder", root.display()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| cannot("read", root)),
    }
}

fn list_ledgers(root: &Path) -> Result<Vec<(String, FileType)>> {
    let folder = root.join(LEDGERS);
    match fs::symlink_metadata(&folder) {
        Ok(metadata) if metadata.is_dir() => list(&folder),
        Ok(_) => bail!("`{}` is not a folder", folder.display()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| cannot("read", &folder)),
    }
}

/// What lies in a folder, sorted by name.
fn list(folder: &Path) -> Result<Vec<(String, FileType)>> {
    let names = || -> std::io::Result<Vec<(String, FileType)>> {
        fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                Ok((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?))
            })
            .collect()
    };
    let mut names = names().with_context(|| cannot("read", folder))?;
    names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(names)
}

/// Collects what is in the folder of a Kubernetes cluster; `files` are those whose bytes matter.
fn walk(
    root: &Path,
    cluster: &str,
    paths: &Paths<'_>,
    entries: &mut BTreeMap<String, Entry>,
    files: &mut Vec<String>,
) -> Result<()> {
    let walk = WalkDir::new(root.join(cluster)).follow_root_links(false).sort_by_file_name();
    let mut walk = walk.into_iter();
    while let Some(found) = walk.next() {
        let found = match found {
            Err(error) if error.depth() == 0 && is_absent(&error) => return Ok(()),
            found => found.with_context(|| cannot("read", &root.join(cluster)))?,
        };
        let path = below(root, found.path());
        let kind = found.file_type();
        if kind.is_dir() && !paths.folders.contains(path.as_str()) {
            walk.skip_current_dir();
        }
        if kind.is_file() && paths.files.contains(path.as_str()) {
            files.push(path);
        } else {
            entries.insert(path, entry(kind));
        }
        if files.len() + entries.len() > budget::TREE_ENTRIES {
            bail!("`{}` holds more than {} files", root.display(), budget::TREE_ENTRIES);
        }
    }
    Ok(())
}

fn entry(kind: FileType) -> Entry {
    if kind.is_symlink() {
        Entry::Link
    } else if kind.is_dir() {
        Entry::Folder
    } else {
        Entry::Other
    }
}

fn is_absent(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound)
}

fn below(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).expect("a walk stays below its root");
    let segments = path.components().map(|segment| segment.as_os_str().to_string_lossy());
    segments.collect::<Vec<_>>().join("/")
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let mut file = File::open(path).with_context(|| cannot("read", path))?;
    let metadata = file.metadata().with_context(|| cannot("read", path))?;
    let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    if size > budget::FILE_BYTES {
        bail!("`{}` has {size} bytes; at most {} are read", path.display(), budget::FILE_BYTES);
    }
    // One byte more, so that the end is seen without another allocation.
    let mut bytes = Vec::with_capacity(size + 1);
    file.read_to_end(&mut bytes).with_context(|| cannot("read", path))?;
    Ok(bytes)
}

fn cannot(verb: &str, path: &Path) -> String {
    format!("cannot {verb} `{}`", path.display())
}
