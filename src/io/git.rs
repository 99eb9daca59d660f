//! Files as they were in a git revision, by git's own plumbing and without a work tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    compile::{File, Loaded},
    paths,
};

/// Branches that a change is compared with, the first that there is.
const MAIN_BRANCHES: [&str; 4] = ["origin/HEAD", "origin/main", "main", "master"];

/// A commit of a repository.
#[derive(Debug)]
pub struct Revision {
    /// The root of the work tree, absolute, with forward slashes.
    root: String,
    /// The commit's full name.
    pub commit: String,
    /// As the user called it.
    pub name: String,
}

/// The revision that the user names, else the merge base with the main branch.
pub fn revision(folder: &Path, wanted: Option<&str>) -> Result<Revision> {
    let root = ask(folder, &["rev-parse", "--show-toplevel"])
        .context("`diff` needs a git repository, or `--against-dir`")?;
    let (commit, name) = match wanted {
        Some(name) => {
            let commit = resolve(folder, name).with_context(|| {
                format!(
                    "there is no revision `{name}`; in a shallow clone run `git fetch --unshallow`"
                )
            })?;
            (commit, name.to_owned())
        }
        None => merge_base(folder)?,
    };
    Ok(Revision { root, commit, name })
}

fn merge_base(folder: &Path) -> Result<(String, String)> {
    for branch in MAIN_BRANCHES {
        if resolve(folder, branch).is_err() {
            continue;
        }
        let Ok(commit) = ask(folder, &["merge-base", "--end-of-options", branch, "HEAD"]) else {
            bail!(
                "`{branch}` and this branch share no commit here; run `git fetch --unshallow`, or name a revision with \
                 `--against`"
            );
        };
        return Ok((commit, format!("the merge base with {branch}")));
    }
    bail!("there is no main branch to compare with; name a revision with `--against`")
}

fn resolve(folder: &Path, name: &str) -> Result<String> {
    ask(
        folder,
        &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")],
    )
}

impl Revision {
    /// The descriptor as it was; nothing where there was none.
    pub fn descriptor(&self, folder: &str, path: &str) -> Result<Option<File>> {
        Ok(match self.read(folder, path)? {
            Loaded::Bytes(bytes) => Some(File { path: path.to_owned(), bytes }),
            Loaded::Missing | Loaded::Refused(_) => None,
        })
    }

    /// The files that descriptors named, as they were.
    pub fn referenced(
        &self,
        folder: &str,
        paths: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Loaded>> {
        paths.iter().map(|path| Ok((path.clone(), self.read(folder, path)?))).collect()
    }

    /// `path` is named from `folder`, the working folder.
    fn read(&self, folder: &str, path: &str) -> Result<Loaded> {
        let absolute =
            if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
        let below = paths::relative(&self.root, &absolute);
        if below.starts_with("../") || below.starts_with('/') {
            return Ok(Loaded::Refused("lies outside of the repository".to_owned()));
        }
        let object = format!("{}:{below}", self.commit);
        let kind = ask(Path::new(&self.root), &["cat-file", "-t", "--", &object]);
        match kind.as_deref() {
            Ok("blob") => {
                let bytes = run(Path::new(&self.root), &["cat-file", "blob", "--", &object])?;
                Ok(Loaded::Bytes(bytes))
            }
            Ok(_) => Ok(Loaded::Refused("is a folder".to_owned())),
            Err(_) => Ok(Loaded::Missing),
        }
    }
}

/// What git answers, without the line break at the end.
fn ask(folder: &Path, arguments: &[&str]) -> Result<String> {
    let answer = String::from_utf8(run(folder, arguments)?).context("git's answer is no UTF-8")?;
    Ok(answer.trim_end_matches(['\n', '\r']).to_owned())
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", arguments.first().unwrap_or(&""), words.trim());
    }
    Ok(output.stdout)
}
