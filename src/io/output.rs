//! A report on disk: written beside its place and renamed into it, so that no reader finds half of it.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    system::slashed,
    tree::{Staged, write_beside},
};

/// Writes a file, and the folders above it. A link or a device is not replaced.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let shown = slashed(path);
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => bail!("`{shown}` is no ordinary file"),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot write `{shown}`"));
        }
        Ok(_) | Err(_) => {}
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot write `{shown}`"))?;
    let temporary =
        write_beside(folder, text).with_context(|| format!("cannot write `{shown}`"))?;
    Staged { temporary, target: PathBuf::from(path) }.put()
}

/// Writes a file where there is none yet; whether it did.
pub fn create(path: &Path, text: &str) -> Result<bool> {
    let shown = slashed(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot write `{shown}`"))?;
    let temporary =
        write_beside(folder, text).with_context(|| format!("cannot write `{shown}`"))?;
    match temporary.persist_noclobber(path) {
        Ok(()) => Ok(true),
        Err(failed) if failed.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(failed) => Err(failed.error).with_context(|| format!("cannot write `{shown}`")),
    }
}
