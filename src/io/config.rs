//! Finds and reads `mirrorc.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    files::{bounded, repository},
    system::slashed,
};
use crate::{budget, config::FILE, paths};

/// The file as it was found. Folders are absolute, with forward slashes.
#[derive(Debug)]
pub struct ConfigFile {
    /// As messages call it: its path from the working folder.
    pub name: String,
    pub text: String,
    pub folder: String,
    /// The root of the repository that holds it, else its folder.
    pub root: String,
}

/// The file that is named, else the nearest one from the working folder up to the root of the repository, if any.
pub fn read(named: Option<&PathBuf>, working: &str) -> Result<Option<ConfigFile>> {
    let Some(path) =
        named.cloned().map_or_else(|| find(Path::new(working)), |path| Ok(Some(path)))?
    else {
        return Ok(None);
    };
    let whole =
        fs::canonicalize(&path).with_context(|| format!("cannot read `{}`", slashed(&path)))?;
    let folder = whole.parent().unwrap_or(Path::new("/"));
    let name = match named {
        Some(path) => slashed(path),
        None => paths::relative(working, &slashed(&whole)),
    };
    let bytes = bounded(&whole).with_context(|| format!("cannot read `{name}`"))?;
    if bytes.len() > budget::FILE_BYTES {
        bail!("`{name}` is larger than {} MiB", budget::FILE_BYTES >> 20);
    }
    let Ok(text) = String::from_utf8(bytes) else { bail!("`{name}` is no UTF-8") };
    let root = slashed(&repository(&whole)?);
    Ok(Some(ConfigFile { name, text, folder: slashed(folder), root }))
}

fn find(working: &Path) -> Result<Option<PathBuf>> {
    let root = repository(Path::new("."))?;
    let folders = working.ancestors().take_while(|folder| folder.starts_with(&root));
    Ok(folders.map(|folder| folder.join(FILE)).find(|path| path.is_file()))
}
