//! What a help says is typed: the properties of every case of a rule are changed as each finding asks, and then the
//! finding has to be gone and no new error be there.
//!
//! Read are lines such as `key=value` in a help, up to the first "or": they are written, or removed behind "remove". A
//! line that is written takes the place of the one with its key, else of the one that is marked, else it is added.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a harness reads folders and may stop at once"
)]

#[path = "support/case.rs"]
mod case;
#[path = "support/files.rs"]
mod files;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use case::Case;
use mirrorc::{
    compile::{Compilation, File},
    diagnostic::{Diagnostic, Severity},
};
use rayon::prelude::*;

/// Findings, by case and rule, whose help cannot be enough, each with its reason.
const EXCEPTIONS: [(&str, &str); 3] = [
    (
        "alias-lookalikes/fires: illegal-separator",
        "the aliases differ only in `.` and `_`, so no separator keeps their copies apart",
    ),
    (
        "inert-property/fires: inert-property",
        "a key of exactly-once that is read in its new place asks for more keys",
    ),
    (
        "read-only-source/fires-before-3.0: read-only-source",
        "the release has to change as well, which is no line of the properties",
    ),
];

/// One change of the properties.
#[derive(Debug, Clone)]
enum Edit {
    Write(String),
    /// The key of the marked line.
    Rename(String),
    Remove(String),
    RemoveMarked,
}

#[test]
fn what_a_help_says_mends_what_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules");
    let (mut applied, mut failures, mut needed) = (0, Vec::new(), BTreeSet::new());
    let compiled: Vec<(PathBuf, Case, Compilation)> = folders(&root)
        .into_par_iter()
        .map(|folder| {
            let before = case::read(&folder);
            let compilation = case::compile(&before);
            (folder, before, compilation)
        })
        .collect();
    for (folder, before, compilation) in compiled {
        let name = folder.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        for finding in &compilation.found {
            let edits = edits(finding.help.as_deref().unwrap_or_default());
            let Some(marked) = marked(&compilation, finding).filter(|_| !edits.is_empty()) else {
                continue;
            };
            applied += 1;
            let told = |replaces| {
                let after = mended(&before, &marked, &edits, replaces);
                outcome(&compilation, &case::compile(&after), finding)
            };
            let Some(whys) = told(true).and_then(|first| Some([first, told(false)?])) else {
                continue;
            };
            let title = format!("{name}: {}", finding.rule);
            let help = finding.help.as_deref().unwrap_or_default();
            match EXCEPTIONS.into_iter().find(|(exception, _)| *exception == title) {
                Some((exception, _)) => _ = needed.insert(exception),
                None => failures.push(format!("{title}: {help}\n    {}", whys.join("\n    "))),
            }
        }
    }
    assert!(failures.is_empty(), "{}\n{} of {applied}", failures.join("\n"), failures.len());
    assert_eq!(needed.len(), EXCEPTIONS.len(), "only these are needed: {needed:?}");
    assert!(applied > 150, "{applied} helps were read");
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let rules = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let cases = rules.flat_map(|rule| fs::read_dir(rule).unwrap());
    let mut folders: Vec<PathBuf> = cases.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("topology.yaml").exists());
    folders.sort();
    folders
}

/// The changes of the first of the ways that a help names.
fn edits(help: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut removes = false;
    for (number, part) in help.split('`').enumerate() {
        if number % 2 == 1 {
            edits.extend(edit(part, removes));
            continue;
        }
        let ends = ["; ", " or ", ", or", ", such as"].into_iter().filter_map(|end| part.find(end));
        let (way, rest) = part.split_at(ends.min().unwrap_or(part.len()));
        read_verb(way, &mut removes);
        if removes && way.contains("the line") && !way.contains("the lines") {
            edits.push(Edit::RemoveMarked);
        }
        if !rest.is_empty() && !edits.is_empty() {
            break;
        }
        read_verb(rest, &mut removes);
    }
    edits
}

fn read_verb(words: &str, removes: &mut bool) {
    for word in words.split(|character: char| !character.is_ascii_alphabetic()) {
        match word {
            "remove" => *removes = true,
            "write" | "add" | "let" | "keep" => *removes = false,
            _ => {}
        }
    }
}

/// What a piece of code means where it is a line of properties or the key of a flow.
fn edit(code: &str, removes: bool) -> Option<Edit> {
    let (key, has_value) = match code.split_once('=') {
        Some((key, _)) => (key, true),
        None => (code, false),
    };
    let is_key = key.contains('.') || key == "topics" || key == "enabled" || key == "clusters";
    let is_sound = key.chars().all(|found| found.is_ascii_alphanumeric() || "._->".contains(found));
    match (is_key && is_sound, has_value, removes) {
        (false, _, _) | (true, false, true) => None,
        (true, true, true) => Some(Edit::Remove(code.to_owned())),
        (true, true, false) => Some(Edit::Write(code.to_owned())),
        (true, false, false) => code.contains("->").then(|| Edit::Rename(code.to_owned())),
    }
}

/// A descriptor round its block of properties.
struct Block {
    head: String,
    /// Without the blanks before them.
    lines: Vec<String>,
    tail: String,
}

impl Block {
    fn of(descriptor: &File) -> Option<Block> {
        let text = String::from_utf8_lossy(&descriptor.bytes);
        let (head, rest) = text.split_once("\nmirrorMaker2Properties: |\n")?;
        let is_inside = |line: &&str| line.starts_with("  ") || line.trim().is_empty();
        let inside = rest.split_inclusive('\n').take_while(is_inside);
        let lines: Vec<&str> = inside.collect();
        let length = lines.iter().map(|line| line.len()).sum();
        Some(Block {
            head: head.to_owned(),
            lines: lines.iter().map(|line| line.trim().to_owned()).collect(),
            tail: rest.split_at(length).1.to_owned(),
        })
    }

    fn bytes(&self) -> Vec<u8> {
        let lines = self.lines.iter().map(|line| format!("  {line}\n"));
        let Block { head, tail, .. } = self;
        format!("{head}\nmirrorMaker2Properties: |\n{}{tail}", lines.collect::<String>()).into()
    }

    fn replace(&mut self, is_it: impl Fn(&str) -> bool, line: Option<String>) -> bool {
        // The last one of a key holds.
        let at = self.lines.iter().rposition(|line| is_it(line));
        if let Some(at) = at {
            self.lines.splice(at..=at, line);
        }
        at.is_some()
    }

    fn apply(&mut self, edit: &Edit, marked: &str, replaces: bool) {
        let is_marked = |line: &str| line == marked;
        match edit {
            Edit::RemoveMarked => _ = self.replace(is_marked, None),
            Edit::Remove(gone) => _ = self.replace(|line| key_of(line) == key_of(gone), None),
            Edit::Rename(key) => self.rename(marked, key),
            Edit::Write(written) => {
                let has_key = |line: &str| key_of(line) == key_of(written);
                let is_written = self.replace(has_key, Some(written.clone()))
                    || (replaces && self.replace(is_marked, Some(written.clone())));
                if !is_written {
                    self.lines.push(written.clone());
                }
            }
        }
    }

    /// What the line that enables a flow says of its clusters holds for all lines of the flow.
    fn rename(&mut self, marked: &str, key: &str) {
        let old = key_of(marked);
        let flows = old.strip_suffix("enabled").zip(key.strip_suffix("enabled"));
        let (old, new) = flows.unwrap_or((old, key));
        for line in self.lines.iter_mut().filter(|line| line.starts_with(old)) {
            *line = line.replacen(old, new, 1);
        }
    }
}

/// The file and the line of a finding within the block of properties.
fn marked(compilation: &Compilation, finding: &Diagnostic) -> Option<(String, String)> {
    let span = finding.primary.span;
    let source = compilation.sources.get(span.file);
    let line = source.text.get(source.line_range(source.line_of(span.start as usize)))?;
    let before = source.text.get(..span.start as usize)?;
    let is_inside = line.starts_with("  ") && before.contains("\nmirrorMaker2Properties: |\n");
    is_inside.then(|| (source.name.clone(), line.trim().to_owned()))
}

fn mended(
    before: &Case,
    (file, marked): &(String, String),
    edits: &[Edit],
    replaces: bool,
) -> Case {
    let mut after = before.clone();
    // A line that is to go may stand in another descriptor.
    let goes = edits.iter().find_map(|edit| match edit {
        Edit::Remove(line) => Some(line),
        Edit::Write(_) | Edit::Rename(_) | Edit::RemoveMarked => None,
    });
    let has = |found: &File| {
        Block::of(found).zip(goes).is_some_and(|(block, goes)| block.lines.contains(goes))
    };
    let is_it = |found: &File| found.path == *file;
    let is_elsewhere = after.descriptors.iter().any(has);
    let mut descriptors = after.descriptors.iter_mut();
    let descriptor =
        descriptors.find(|found| if is_elsewhere { has(found) } else { is_it(found) }).unwrap();
    let mut block = Block::of(descriptor).unwrap();
    for edit in edits {
        block.apply(edit, marked, replaces);
    }
    descriptor.bytes = block.bytes();
    after
}

fn key_of(line: &str) -> &str {
    line.split(['=', ':', ' ']).next().unwrap_or_default()
}

/// What is still wrong, or is wrong now.
fn outcome(before: &Compilation, after: &Compilation, finding: &Diagnostic) -> Option<String> {
    let is_it =
        |other: &&Diagnostic| other.rule == finding.rule && other.subject == finding.subject;
    let count = |of: &Compilation| of.found.iter().filter(is_it).count();
    if count(after) >= count(before) {
        return Some("it is still told".to_owned());
    }
    let errors = |of: &Compilation| -> BTreeSet<(&'static str, String)> {
        let errors = of.found.iter().filter(|found| found.severity == Severity::Error);
        errors.map(|found| (found.rule, found.message.clone())).collect()
    };
    let new: Vec<_> = errors(after).difference(&errors(before)).cloned().collect();
    (!new.is_empty()).then(|| format!("new: {new:?}"))
}
