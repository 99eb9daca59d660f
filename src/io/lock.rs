//! A lock on disk: read for the commands that are about nothing else, and replaced whole.

use std::{fs, io::ErrorKind, path::Path};

use anyhow::{Context, Result, bail};

use super::{
    files::bounded,
    system::slashed,
    tree::{Staged, write_beside},
};
use crate::budget;

/// The text of a lock.
pub fn read(path: &Path) -> Result<String> {
    let shown = slashed(path);
    let bytes = bounded(path).with_context(|| format!("cannot read `{shown}`"))?;
    if bytes.len() > budget::FILE_BYTES {
        bail!("`{shown}` is larger than {} MiB", budget::FILE_BYTES >> 20);
    }
    String::from_utf8(bytes).ok().with_context(|| format!("`{shown}` is no UTF-8"))
}

/// Replaces a lock: whoever reads it meanwhile finds the old text or the new one.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let shown = slashed(path);
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => {
            bail!("`{shown}` is a symbolic link, which mirrorc does not write through")
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot read `{shown}`"));
        }
        Ok(_) | Err(_) => {}
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let temporary = write_beside(folder.unwrap_or(Path::new(".")), text)
        .with_context(|| format!("cannot write `{shown}`"))?;
    Staged { temporary, target: path.to_path_buf() }.put()
}
