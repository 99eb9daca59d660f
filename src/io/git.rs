//! Files as they were in a git revision, by git's own plumbing and without a work tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use super::files::is_document;
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
        Some(name) => match resolve(folder, name) {
            Ok(commit) => (commit, name.to_owned()),
            Err(_) if is_shallow(folder)? => {
                bail!("this shallow clone has no revision `{name}`; run `git fetch --unshallow`")
            }
            Err(_) => bail!(
                "there is no revision `{name}`; name a branch, a tag or a commit of this repository"
            ),
        },
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
    if is_shallow(folder)? {
        bail!(
            "this clone is shallow and has no main branch to compare with; run `git fetch --unshallow origin \
             main:refs/remotes/origin/main`, or name a revision with `--against`"
        );
    }
    bail!("there is no main branch to compare with; name a revision with `--against`")
}

fn is_shallow(folder: &Path) -> Result<bool> {
    Ok(ask(folder, &["rev-parse", "--is-shallow-repository"])? == "true")
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
        let answers = batch(Path::new(&self.root), &objects)?;
        let mut found = BTreeMap::new();
        for (((path, _), object), answer) in inside.into_iter().zip(&objects).zip(answers) {
            found.insert(path.clone(), self.loaded(path, object, answer)?);
        }
        for (path, _) in outside {
            found
                .insert(path.clone(), Loaded::Refused("lies outside of the repository".to_owned()));
        }
        Ok(found)
    }

    fn loaded(&self, path: &str, object: &str, answer: Answer) -> Result<Loaded> {
        let names = match answer {
            Answer::File(bytes) => return Ok(Loaded::Bytes(bytes)),
            Answer::Missing => return Ok(Loaded::Missing),
            Answer::Folder => {
                ask(Path::new(&self.root), &["ls-tree", "-z", "--name-only", object])?
            }
        };
        let names = names.split('\0').filter(|name| is_document(Path::new(name)));
        // The way of asking for an object knows no line break in a name.
        let names: Vec<&str> = names.filter(|name| !name.contains('\n')).collect();
        let objects: Vec<String> = names.iter().map(|name| format!("{object}/{name}")).collect();
        let answers = batch(Path::new(&self.root), &objects)?;
        let files = names.into_iter().zip(answers).filter_map(|(name, answer)| match answer {
            Answer::File(bytes) => Some(File { path: format!("{path}/{name}"), bytes }),
            Answer::Folder | Answer::Missing => None,
        });
        Ok(Loaded::Folder(files.collect()))
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

/// What git knows of one path.
enum Answer {
    File(Vec<u8>),
    Folder,
    Missing,
}

/// One process answers for all objects, in their order.
fn batch(root: &Path, objects: &[String]) -> Result<Vec<Answer>> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
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
fn split_answers(answers: &[u8], count: usize) -> Result<Vec<Answer>> {
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
            found.push(Answer::Missing);
            continue;
        };
        let is_file = words.next() == Some("blob");
        let bytes = rest.get(..size).context("git's answer is cut short")?;
        found.push(match is_file {
            true => Answer::File(bytes.to_vec()),
            false => Answer::Folder,
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
