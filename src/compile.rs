//! The pipeline: one line a stage. In: the bytes of files. Out: a [`Compilation`]. Reads no disk: the files that a
//! descriptor names are asked for by [`Parsed::references`] and handed in.

mod backups;
mod beside;
mod locks;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    budget,
    descriptor::{self, Descriptor, faults::MISSING_KEY},
    diagnostic::{Accepted, Diagnostics, Severity},
    lock::Lock,
    loss,
    mm2::{
        secrets,
        simulate::{self, Limits},
    },
    plan,
    render::{self, Manifests, TemplateFile},
    review::{self, Revision},
    rules,
    source::{FileId, Sources, Span},
    topology::{self, Topology},
    yaml::{
        self, Node,
        faults::{BUDGET_EXCEEDED, NOT_UTF8},
    },
};

/// A descriptor file: its path as messages show it, with forward slashes, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A file that a descriptor names, as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    Bytes(Vec<u8>),
    /// The YAML and JSON files that stand in a folder, by their paths.
    Folder(Vec<File>),
    /// There is none.
    Missing,
    /// Why it is not read, as the end of a sentence about it.
    Refused(String),
}

/// What a run depends on besides files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// `YYYY-MM-DD`, for `expires`.
    pub today: String,
    /// The folder from which all paths are named, absolute.
    pub folder: String,
    /// The root of the rendered tree.
    pub tree: String,
    /// The user's own templates.
    pub templates: Vec<TemplateFile>,
}

/// Descriptors, read but not yet resolved.
#[derive(Debug)]
pub struct Parsed {
    pub sources: Sources,
    pub found: Diagnostics,
    documents: Vec<Document>,
}

#[derive(Debug)]
struct Document {
    path: String,
    span: Span,
    descriptor: Descriptor,
    /// It was a KafkaBackup, and belongs to the descriptor of its cluster.
    is_backup: bool,
}

/// All that is known of a set of descriptors.
#[derive(Debug)]
pub struct Compilation {
    pub sources: Sources,
    pub found: Diagnostics,
    /// The findings that the descriptors accept.
    pub accepted: Vec<Accepted>,
    /// How many rules were not checked, or not for all flows, because an input is missing.
    pub skipped: usize,
    /// How many of the user's files were read.
    pub files: usize,
    pub topologies: Vec<Topology>,
    /// Absent where there are errors: from a faulty topology nothing is made.
    pub manifests: Option<Manifests>,
    /// One for each folder with descriptors; none where there are errors.
    pub locks: Vec<LockUpdate>,
    /// The locks that were read, by their paths.
    pub history: BTreeMap<String, Lock>,
}

impl Compilation {
    /// What is compared with another revision.
    pub fn revision(&self) -> Revision<'_> {
        Revision {
            sources: &self.sources,
            topologies: &self.topologies,
            locks: &self.history,
            found: &self.found,
            manifests: self.manifests.as_ref(),
        }
    }

    /// Whether the descriptors say what they mean: then the topologies may be compared though rules find errors.
    pub fn is_readable(&self) -> bool {
        let is_rule = |id| rules::ALL.iter().any(|rule| rule.id == id);
        let mut errors = self.found.iter().filter(|found| found.severity == Severity::Error);
        !self.topologies.is_empty() && errors.all(|found| is_rule(found.rule))
    }
}

pub use locks::LockUpdate;

/// Reads descriptor files, in the order of their paths.
pub fn parse(mut files: Vec<File>) -> Parsed {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut parsed = Parsed {
        sources: Sources::default(),
        found: Diagnostics::default(),
        documents: Vec::new(),
    };
    for file in files {
        let id = decode(file.path.clone(), file.bytes, &mut parsed.sources, &mut parsed.found);
        let nodes = yaml::read(&parsed.sources.get(id).text, id, &mut parsed.found);
        if nodes.is_empty() && !parsed.found.iter().any(|found| found.primary.span.file == id) {
            parsed
                .found
                .report(
                    &MISSING_KEY,
                    Span::new(id, 0..0),
                    format!("`{}` holds no descriptor", file.path),
                )
                .help("write a descriptor; `mirrorc explain kafkaClusters` shows its form");
        }
        for node in nodes {
            let span = first_line(&node);
            let is_backup = descriptor::is_kafka_backup(&node);
            if let Some(descriptor) = descriptor::parse(node, &mut parsed.found) {
                let path = file.path.clone();
                parsed.documents.push(Document { path, span, descriptor, is_backup });
            }
        }
    }
    parsed
}

impl Parsed {
    /// The files that the descriptors name and that may be read, by their paths.
    pub fn references(&self) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for document in &self.documents {
            paths.extend(beside::paths(document));
            paths.insert(locks::beside(&document.path));
        }
        paths
    }

    /// The descriptors that the locks name and that are not part of the run: whether they still exist is to be found.
    pub fn neighbours(&self, files: &BTreeMap<String, Loaded>) -> BTreeSet<String> {
        let run: BTreeSet<&str> =
            self.documents.iter().map(|document| document.path.as_str()).collect();
        let folders: BTreeSet<String> = run.iter().map(|path| locks::beside(path)).collect();
        let named = folders.iter().flat_map(|lock| locks::named(lock, files));
        named.filter(|path| !run.contains(path.as_str())).collect()
    }
}

/// Runs every stage. Each goes as far as the faults of the one before allow.
pub fn compile(parsed: Parsed, files: &BTreeMap<String, Loaded>, options: &Options) -> Compilation {
    let Parsed { mut sources, mut found, documents } = parsed;
    let mut topologies = Vec::new();
    for document in backups::join(documents, &mut found) {
        topologies.push(beside::resolve(document, files, &mut sources, &mut found));
    }
    topology::tell_shared_across(&mut topologies, &mut found);
    for span in topologies.iter().flat_map(secrets::spans) {
        sources.hide(span);
    }
    let history = locks::read(&topologies, files, &mut sources, &mut found);
    let (findings, skipped) = check(&topologies, &history);
    found.append(findings);
    let others: Vec<&'static str> = review::changes::ALL.iter().map(|rule| rule.id).collect();
    let terms = rules::Terms { today: &options.today, others: &others };
    let accepted = rules::allow(&topologies, terms, &mut found);
    let read = sources.iter().count();
    let manifests = emit(&topologies, options, &mut sources, &mut found);
    let locks = match manifests {
        Some(_) => locks::update(&topologies, &history, files),
        None => Vec::new(),
    };
    found.sort();
    Compilation {
        sources,
        found,
        accepted,
        skipped,
        files: read,
        topologies,
        manifests,
        locks,
        history,
    }
}

/// What rules find, and how many of them lack an input.
fn check(topologies: &[Topology], locks: &BTreeMap<String, Lock>) -> (Diagnostics, usize) {
    let limits = Limits { copies: budget::CHECKED_COPIES };
    let simulation = simulate::simulate(topologies, limits);
    let losses = match loss::is_asked(topologies) {
        true => loss::expected(&simulation),
        false => Vec::new(),
    };
    let mut found = Diagnostics::default();
    let context = rules::Context { topologies, simulation: &simulation, locks, losses: &losses };
    rules::check(&context, &mut found);
    (found, rules::skipped(&context))
}

/// Plans and renders what is free of errors.
fn emit(
    topologies: &[Topology],
    options: &Options,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<Manifests> {
    let templates = render::templates(&options.templates, topologies, sources, found);
    if found.has_errors() {
        return None;
    }
    let plan = plan::plan(topologies, found);
    if found.has_errors() {
        return None;
    }
    let root = render::Root { folder: &options.folder, tree: &options.tree };
    let mut manifests = render::render(&plan, &templates?, root, found);
    manifests.descriptors = topologies.iter().map(|topology| root.way_to(&topology.path)).collect();
    credit_documents(&mut manifests, topologies, root, sources);
    (!found.has_errors()).then_some(manifests)
}

/// Says which file each manifest comes from: a backup may stand in one of its own, which then is as much a descriptor as
/// that of its cluster.
fn credit_documents(
    manifests: &mut Manifests,
    topologies: &[Topology],
    root: render::Root<'_>,
    sources: &Sources,
) {
    let own: BTreeSet<FileId> = topologies.iter().map(|topology| topology.span.file).collect();
    let others = manifests.files.values_mut().filter(|file| !own.contains(&file.origin.span.file));
    for file in others {
        let way = root.way_to(sources.name(file.origin.span));
        file.origin.descriptor.clone_from(&way);
        manifests.descriptors.insert(way);
    }
}

/// Adds a file to the sources. Bytes that are no UTF-8 are told once and replaced; a text that is too large is told
/// and left out.
fn decode(path: String, bytes: Vec<u8>, sources: &mut Sources, found: &mut Diagnostics) -> FileId {
    if bytes.len() > budget::FILE_BYTES {
        let id = sources.add(path, String::new());
        let message = format!("this file is larger than {} MiB", budget::FILE_BYTES >> 20);
        found.report(&BUDGET_EXCEEDED, Span::new(id, 0..0), message).help("split the file");
        return id;
    }
    match String::from_utf8(bytes) {
        Ok(text) => sources.add(path, text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let wide = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let id = sources.add(path, if wide { String::new() } else { text });
            let (what, range) = match wide {
                true => ("this file is UTF-16", 0..0),
                false => ("these bytes are no UTF-8", at..at + '\u{FFFD}'.len_utf8()),
            };
            found.report(&NOT_UTF8, Span::new(id, range), what).help("save the file as UTF-8");
            id
        }
    }
}

fn first_line(document: &Node) -> Span {
    document.entries().first().map_or(document.span, |entry| entry.key_span)
}
