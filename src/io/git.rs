//! Files as they were in a git revision, by git's own plumbing and without a work tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{compile::Loaded, paths};

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
    /// Files as they were, by their paths. `paths` are named from `folder`, the working folder.
    pub fn read(&self, folder: &str, paths: &BTreeSet<String>) -> Result<BTreeMap<String, Loaded>> {
        let below = paths.iter().map(|path| (path, self.below(folder, path)));
        let (inside, outside): (Vec<_>, Vec<_>) = below.partition(|(_, below)| below.is_some());
        let objects: Vec<String> = inside
            .iter()
            .filter_map(|(_, below)| Some(format!("{}:{}", self.commit, below.as_ref()?)))
            .collect();
        let mut found: BTreeMap<String, Loaded> = inside
            .into_iter()
            .map(|(path, _)| path.clone())
            .zip(batch(Path::new(&self.root), &objects)?)
            .collect();
        for (path, _) in outside {
            found
                .insert(path.clone(), Loaded::Refused("lies outside of the repository".to_owned()));
        }
        Ok(found)
    }

    /// The files that were below a folder, named from there; nothing for a folder outside of the repository.
    pub fn list(&self, folder: &str, below: &str) -> Result<Option<Vec<String>>> {
        let Some(below) = self.below(folder, below) else { return Ok(None) };
        let prefix = if matches!(below.as_str(), "" | ".") { String::new() } else { below + "/" };
        let arguments = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", &self.commit];
        let listed = run(Path::new(&self.root), &arguments)?;
        let listed = String::from_utf8_lossy(&listed);
        let names = listed.split('\0').filter_map(|name| name.strip_prefix(&prefix));
        Ok(Some(names.filter(|name| !name.is_empty()).map(str::to_owned).collect()))
    }

    /// The path below the root of the repository; nothing for one that leaves it, or that git could not be asked for.
    fn below(&self, folder: &str, path: &str) -> Option<String> {
        let absolute =
            if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
        let below = paths::relative(&self.root, &absolute);
        let leaves = below.starts_with("../") || below.starts_with('/') || below.contains('\n');
        (!leaves).then_some(below)
    }
}

/// One process answers for all objects, in their order.
fn batch(root: &Path, objects: &[String]) -> Result<Vec<Loaded>> {
    let mut process = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot run git")?;
    let mut input = process.stdin.take().expect("standard input is piped");
    let mut output = process.stdout.take().expect("standard output is piped");
    let questions = objects.iter().map(|object| format!("{object}\n")).collect::<String>();
    // git answers while it is asked: one thread for both would wait for itself once a pipe is full.
    let answers = std::thread::scope(|scope| {
        scope.spawn(move || drop(input.write_all(questions.as_bytes())));
        let mut answers = Vec::new();
        output.read_to_end(&mut answers).map(|_| answers)
    });
    let answers = answers.context("cannot read git's answers")?;
    process.wait().context("git did not end")?;
    split_answers(&answers, objects.len())
}

/// `<name> blob <size>`, the bytes and a line break; or `<object> missing`.
fn split_answers(answers: &[u8], count: usize) -> Result<Vec<Loaded>> {
    let mut rest = answers;
    let mut found = Vec::with_capacity(count);
    for _ in 0..count {
        let end =
            rest.iter().position(|&byte| byte == b'\n').context("git's answer is cut short")?;
        let (line, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        let mut words = line.rsplit(' ');
        let Some(size) = words.next().and_then(|size| size.parse::<usize>().ok()) else {
            found.push(Loaded::Missing);
            continue;
        };
        let is_file = words.next() == Some("blob");
        let bytes = rest.get(..size).context("git's answer is cut short")?;
        found.push(match is_file {
            true => Loaded::Bytes(bytes.to_vec()),
            false => Loaded::Refused("is a folder".to_owned()),
        });
        rest = rest.get(size + 1..).unwrap_or_default();
    }
    Ok(found)
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
