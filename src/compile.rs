//! The pipeline: one line a stage. In: the bytes of files. Out: a [`Compilation`]. Reads no disk: the files that a
//! descriptor names are asked for by [`Parsed::references`] and handed in.

mod decode;
mod locks;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    budget,
    descriptor::{self, Descriptor, faults::MISSING_KEY, is_placeholder},
    diagnostic::{Diagnostics, Severity},
    inventory::{self, KafkaResource, KafkaTopic, Kubeconfig},
    lock::Lock,
    mm2::{
        secrets,
        simulate::{self, Limits},
    },
    paths, plan,
    render::{self, Manifests, TemplateFile, Templates},
    review::{self, Revision},
    rules,
    source::{Sources, Span},
    topology::{self, Surroundings, Topology, faults::UNUSABLE_MANIFEST},
    yaml::{self, Node},
};

use decode::decode;

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
}

/// All that is known of a set of descriptors.
#[derive(Debug)]
pub struct Compilation {
    pub sources: Sources,
    pub found: Diagnostics,
    /// How many findings were accepted.
    pub accepted: usize,
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
            if let Some(descriptor) = descriptor::parse(node, &mut parsed.found) {
                parsed.documents.push(Document { path: file.path.clone(), span, descriptor });
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
            paths.extend(manifests(document).into_iter().map(|(_, path)| path));
            paths.extend(kubeconfigs(document).into_iter().map(|(_, path)| path));
            paths.extend(topic_manifests(document).into_iter().map(|(_, path)| path));
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
    for document in documents {
        topologies.push(resolve(document, files, &mut sources, &mut found));
    }
    topology::tell_shared_across(&mut topologies, &mut found);
    for span in topologies.iter().flat_map(secrets::spans) {
        sources.hide(span);
    }
    let history = locks::read(&topologies, files, &mut sources, &mut found);
    let read = sources.iter().count();
    let mut of_templates = Diagnostics::default();
    let templates = render::templates(&options.templates, &mut sources, &mut of_templates);
    let is_sound = !found.has_errors() && !of_templates.has_errors();
    let emit = || emit(&topologies, templates.as_ref(), options);
    // Rules seldom find errors, so a large fleet is rendered while they look at it.
    let (of_rules, early) = match is_sound && is_large(&topologies) {
        true => rayon::join(|| check(&topologies, &history), || Some(emit())),
        false => (check(&topologies, &history), None),
    };
    found.append(of_rules);
    let others: Vec<&'static str> = review::changes::ALL.iter().map(|rule| rule.id).collect();
    let terms = rules::Terms { today: &options.today, others: &others };
    let accepted = rules::allow(&topologies, terms, &mut found);
    found.append(of_templates);
    let mut manifests = None;
    if !found.has_errors() {
        let (made, of_manifests) = early.unwrap_or_else(emit);
        found.append(of_manifests);
        manifests = made.filter(|_| !found.has_errors());
    }
    let locks = match manifests {
        Some(_) => locks::update(&topologies, &history, files),
        None => Vec::new(),
    };
    found.sort();
    Compilation { sources, found, accepted, files: read, topologies, manifests, locks, history }
}

/// Whether starting a second thread pays.
fn is_large(topologies: &[Topology]) -> bool {
    const FEW_CLUSTERS: usize = 20;
    topologies.iter().map(|topology| topology.clusters.len()).sum::<usize>() > FEW_CLUSTERS
}

/// What rules find.
fn check(topologies: &[Topology], locks: &BTreeMap<String, Lock>) -> Diagnostics {
    let limits = Limits { copies: budget::CHECKED_COPIES };
    let simulation = simulate::simulate(topologies, limits);
    let mut found = Diagnostics::default();
    rules::check(&rules::Context { topologies, simulation: &simulation, locks }, &mut found);
    found
}

/// Plans and renders; from topologies with errors something is made that nobody may see.
fn emit(
    topologies: &[Topology],
    templates: Option<&Templates>,
    options: &Options,
) -> (Option<Manifests>, Diagnostics) {
    let mut found = Diagnostics::default();
    let plan = plan::plan(topologies, &mut found);
    let Some(templates) = templates.filter(|_| !found.has_errors()) else { return (None, found) };
    let root = render::Root { folder: &options.folder, tree: &options.tree };
    let mut manifests = render::render(&plan, templates, root, &mut found);
    manifests.descriptors = topologies.iter().map(|topology| root.way_to(&topology.path)).collect();
    (Some(manifests), found)
}

fn resolve(
    document: Document,
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Topology {
    let read: BTreeMap<String, Result<Vec<KafkaResource>, String>> = manifests(&document)
        .into_iter()
        .map(|(written, path)| {
            let resources = documents(&path, files, sources, found);
            (
                written,
                resources.map(|nodes| nodes.iter().filter_map(inventory::kafka_resource).collect()),
            )
        })
        .collect();
    let configs = read_kubeconfigs(&document, files, found);
    let topics = read_topics(&document, files, sources, found);
    let around = Surroundings {
        path: &document.path,
        span: document.span,
        manifests: &read,
        kubeconfigs: &configs,
        topics: &topics,
    };
    topology::resolve(document.descriptor, &around, found)
}

/// The YAML documents of a file that a descriptor names, or why there are none.
fn documents(
    path: &str,
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Result<Vec<Node>, String> {
    match files.get(path) {
        Some(Loaded::Bytes(bytes)) => {
            let id = decode(path.to_owned(), bytes.clone(), sources, found);
            Ok(yaml::read(&sources.get(id).text, id, found))
        }
        Some(Loaded::Folder(_)) => Err("is a folder".to_owned()),
        Some(Loaded::Refused(why)) => Err(why.clone()),
        Some(Loaded::Missing) | None => Err("does not exist".to_owned()),
    }
}

/// The topics of each file or folder that the inventory names, by the path as it is written.
fn read_topics(
    document: &Document,
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> BTreeMap<String, Result<Vec<KafkaTopic>, String>> {
    let mut read = BTreeMap::new();
    for (written, path) in topic_manifests(document) {
        let nodes = match files.get(&path) {
            Some(Loaded::Folder(inside)) => {
                let mut nodes = Vec::new();
                for file in inside {
                    let id = decode(file.path.clone(), file.bytes.clone(), sources, found);
                    nodes.extend(yaml::read(&sources.get(id).text, id, found));
                }
                Ok(nodes)
            }
            Some(Loaded::Bytes(_) | Loaded::Refused(_) | Loaded::Missing) | None => {
                documents(&path, files, sources, found)
            }
        };
        let topics = nodes.map(|nodes| nodes.iter().filter_map(inventory::kafka_topic).collect());
        read.insert(written, topics);
    }
    read
}

/// A kubeconfig that lies in the repository is read for its contexts; one that does not is a name. It holds secrets, so
/// its faults are told by name only.
fn read_kubeconfigs(
    document: &Document,
    files: &BTreeMap<String, Loaded>,
    found: &mut Diagnostics,
) -> Vec<Kubeconfig> {
    let mut configs = Vec::new();
    for (span, path) in kubeconfigs(document) {
        let Some(Loaded::Bytes(bytes)) = files.get(&path) else { continue };
        let mut inner = Sources::default();
        let mut faults = Diagnostics::default();
        let id = decode(path.clone(), bytes.clone(), &mut inner, &mut faults);
        let nodes = yaml::read(&inner.get(id).text, id, &mut faults);
        match nodes.iter().find_map(inventory::kubeconfig) {
            Some(config) => configs.push(config),
            None => {
                let fault =
                    found.report(&UNUSABLE_MANIFEST, span, format!("`{path}` is no kubeconfig"));
                fault.severity = Severity::Warning;
                fault.help("name the kubeconfig of the Kubernetes cluster, or remove the file");
            }
        }
    }
    configs
}

/// Pairs of the path as it is written and the path from where the descriptor is named.
fn manifests(document: &Document) -> Vec<(String, String)> {
    let clusters = document.descriptor.kafka_clusters.as_deref().unwrap_or_default();
    let written = clusters.iter().filter_map(|cluster| {
        let stated = cluster.value.manifest.as_ref().map(|path| path.value.clone());
        stated.or_else(|| cluster.value.default_manifest())
    });
    let unique: BTreeSet<String> = written.collect();
    let placed = |path: String| {
        let place = file_path(&document.path, &path);
        (path, place)
    };
    unique.into_iter().map(placed).collect()
}

/// Pairs of the path as it is written and the path from where the descriptor is named.
fn topic_manifests(document: &Document) -> Vec<(String, String)> {
    let entries = document.descriptor.topics.iter().flatten();
    let written: BTreeSet<&str> =
        entries.filter_map(|entry| Some(entry.value.manifests.as_ref()?.value.as_str())).collect();
    let stated = written.into_iter().filter(|path| !path.is_empty() && !is_placeholder(path));
    stated.map(|path| (path.to_owned(), file_path(&document.path, path))).collect()
}

fn kubeconfigs(document: &Document) -> Vec<(Span, String)> {
    let written = document.descriptor.kubernetes_configs.as_deref().unwrap_or_default();
    let names = written.iter().filter(|name| {
        !name.value.starts_with(['/', '~', '$'])
            && !is_placeholder(&name.value)
            && !name.value.is_empty()
    });
    names.map(|name| (name.span, file_path(&document.path, &name.value))).collect()
}

fn file_path(descriptor: &str, path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { paths::beside(descriptor, path) }
}

fn first_line(document: &Node) -> Span {
    document.entries().first().map_or(document.span, |entry| entry.key_span)
}
