//! Descriptors and the files that they name, from the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use super::system::slashed;
use crate::{
    budget,
    compile::{File, Loaded},
    paths,
    render::TemplateFile,
};

/// Reads a descriptor. One byte more than the budget is read, so that the excess shows.
pub fn descriptor(path: &Path) -> Result<File> {
    let shown = slashed(path);
    let kind = fs::metadata(path).with_context(|| format!("cannot read `{shown}`"))?;
    if kind.is_dir() {
        bail!("`{shown}` is a folder; name the descriptor in it, such as `{shown}/topology.yaml`");
    }
    let bytes = bounded(path).with_context(|| format!("cannot read `{shown}`"))?;
    Ok(File { path: shown, bytes })
}

/// Reads a descriptor from standard input; `name` is what messages call it.
pub fn standard_input(name: &str) -> Result<File> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(limit())
        .read_to_end(&mut bytes)
        .context("cannot read standard input")?;
    Ok(File { path: name.to_owned(), bytes })
}

/// Reads files that descriptors name. None is read that lies outside of the repositories of the descriptors: such a
/// file differs from machine to machine.
pub fn referenced(paths: &BTreeSet<String>, roots: &BTreeSet<PathBuf>) -> BTreeMap<String, Loaded> {
    paths.iter().map(|path| (path.clone(), load(path, roots))).collect()
}

fn load(path: &str, roots: &BTreeSet<PathBuf>) -> Loaded {
    let Ok(real) = fs::canonicalize(path) else { return missing(path, roots) };
    if !roots.iter().any(|root| real.starts_with(root)) {
        return Loaded::Refused("lies outside of the repository".to_owned());
    }
    match fs::metadata(&real) {
        Ok(kind) if kind.is_dir() => load_folder(path, roots),
        Ok(kind) if !kind.is_file() => Loaded::Refused("is no ordinary file".to_owned()),
        _ => match bounded(&real) {
            Ok(bytes) => Loaded::Bytes(bytes),
            Err(error) => Loaded::Refused(format!("cannot be read: {error}")),
        },
    }
}

/// What stands in a folder itself, in the order of the names.
fn load_folder(path: &str, roots: &BTreeSet<PathBuf>) -> Loaded {
    let entries = WalkDir::new(path).min_depth(1).max_depth(1).sort_by_file_name();
    let mut files = Vec::new();
    for entry in entries.into_iter().flatten().filter(|entry| is_document(entry.path())) {
        let path = slashed(entry.path());
        match load(&path, roots) {
            Loaded::Bytes(bytes) => files.push(File { path, bytes }),
            refused @ Loaded::Refused(_) => return refused,
            Loaded::Folder(_) | Loaded::Missing => {}
        }
    }
    Loaded::Folder(files)
}

/// A path that leads nowhere; one that would leave the repository is told as that.
fn missing(path: &str, roots: &BTreeSet<PathBuf>) -> Loaded {
    let here = fs::canonicalize(".").map(|here| slashed(&here)).unwrap_or_default();
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{here}/{path}") };
    let whole = PathBuf::from(paths::normal(&whole));
    if !roots.iter().any(|root| whole.starts_with(root)) {
        return Loaded::Refused("lies outside of the repository".to_owned());
    }
    Loaded::Missing
}

fn limit() -> u64 {
    budget::FILE_BYTES as u64 + 1
}

pub(super) fn bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len().min(limit());
    // One byte more, so that the end is seen without another allocation.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.take(limit()).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder of the git repository that holds a file, else the file's own folder.
pub fn repository(file: &Path) -> Result<PathBuf> {
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder)
        .with_context(|| format!("cannot find the folder `{}`", slashed(folder)))?;
    let root = folder.ancestors().find(|above| fs::symlink_metadata(above.join(".git")).is_ok());
    Ok(root.unwrap_or(&folder).to_path_buf())
}

/// Whether there is a folder at the path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is a file at the path.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// YAML or JSON, by its name.
pub(super) fn is_document(path: &Path) -> bool {
    is_yaml(path) || has_extension(path, &["json"])
}

/// Whether a file is called one of YAML.
pub fn is_yaml(path: &Path) -> bool {
    has_extension(path, &["yaml", "yml"])
}

/// In any case, since some systems take `A.YAML` and `a.yaml` for one file.
fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    let found = path.extension().and_then(std::ffi::OsStr::to_str);
    found.is_some_and(|found| wanted.iter().any(|wanted| found.eq_ignore_ascii_case(wanted)))
}

/// Reads a folder of templates, in the order of their paths.
pub fn templates(folder: &Path) -> Result<Vec<TemplateFile>> {
    if !folder.is_dir() {
        bail!("`{}` is no folder of templates", slashed(folder));
    }
    let mut templates = Vec::new();
    for entry in WalkDir::new(folder).max_depth(8).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read `{}`", slashed(folder)))?;
        let name = slashed(entry.path());
        if entry.depth() > 0 && entry.path_is_symlink() {
            bail!("`{name}` is a symbolic link; put the template itself there");
        }
        if !entry.file_type().is_file() || !is_yaml(entry.path()) {
            continue;
        }
        let below = entry.path().strip_prefix(folder).expect("a walk stays below its root");
        let bytes = bounded(entry.path()).with_context(|| format!("cannot read `{name}`"))?;
        let Ok(text) = String::from_utf8(bytes) else { bail!("`{name}` is no UTF-8") };
        templates.push(TemplateFile { path: slashed(below), name, text });
    }
    Ok(templates)
}
