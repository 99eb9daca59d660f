//! The files that a descriptor names. In: a descriptor and the bytes of the files. Out: the topology that they make
//! together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Document, Loaded, decode};
use crate::{
    descriptor::is_placeholder,
    diagnostic::{Diagnostics, Severity},
    inventory::{self, KafkaResource, Kubeconfig, StorageResource},
    paths,
    source::{Sources, Span},
    topology::{self, Surroundings, Topology, faults::UNUSABLE_MANIFEST},
    yaml::{self, Node, Spanned},
};

/// The files, by their paths.
pub(super) fn paths(document: &Document) -> impl Iterator<Item = String> {
    let named = manifests(document).into_iter().chain(topic_manifests(document));
    let named = named.chain(connector_manifests(document)).chain(storage_manifests(document));
    let named = named.chain(user_manifests(document));
    let named = named.map(|(_, path)| path);
    named.chain(kubeconfigs(document).into_iter().map(|(_, path)| path))
}

pub(super) fn resolve(
    document: Document,
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Topology {
    let (manifests, mut storage) = read_manifests(&document, files, sources, found);
    let stated = storage_manifests(&document);
    storage.extend(read(stated, inventory::storage_resource, (files, sources), found));
    let configs = read_kubeconfigs(&document, files, found);
    let topics = read(topic_manifests(&document), inventory::kafka_topic, (files, sources), found);
    let connectors =
        read(connector_manifests(&document), inventory::sink_connector, (files, sources), found);
    let users = read(user_manifests(&document), inventory::user, (files, sources), found);
    let around = Surroundings {
        path: &document.path,
        span: document.span,
        manifests: &manifests,
        storage: &storage,
        kubeconfigs: &configs,
        topics: &topics,
        connectors: &connectors,
        users: &users,
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

/// The YAML documents of a file, or of all files in a folder.
fn documents_below(
    path: &str,
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Result<Vec<Node>, String> {
    match files.get(path) {
        Some(Loaded::Folder(inside)) => {
            let mut nodes = Vec::new();
            for file in inside {
                let id = decode(file.path.clone(), file.bytes.clone(), sources, found);
                nodes.extend(yaml::read(&sources.get(id).text, id, found));
            }
            Ok(nodes)
        }
        Some(Loaded::Bytes(_) | Loaded::Refused(_) | Loaded::Missing) | None => {
            documents(path, files, sources, found)
        }
    }
}

/// What a file or folder holds, or why it holds nothing, by the path as it is written.
type Read<T> = BTreeMap<String, Result<Vec<T>, String>>;

/// What is read of each file or folder.
fn read<T>(
    paths: Paths,
    of: fn(&Node) -> Option<T>,
    (files, sources): (&BTreeMap<String, Loaded>, &mut Sources),
    found: &mut Diagnostics,
) -> Read<T> {
    let mut read = Read::new();
    for (written, path) in paths {
        let nodes = documents_below(&path, files, sources, found);
        let held = nodes.map(|nodes| nodes.iter().flat_map(each).filter_map(of).collect());
        read.insert(written, held);
    }
    read
}

/// The resources of the clusters, and what lies beside them in the same files.
fn read_manifests(
    document: &Document,
    files: &BTreeMap<String, Loaded>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> (Read<KafkaResource>, Read<StorageResource>) {
    let (mut clusters, mut storage) = (Read::new(), Read::new());
    for (written, path) in manifests(document) {
        let nodes = documents(&path, files, sources, found);
        if let Ok(nodes) = &nodes {
            let beside = nodes.iter().flat_map(each).filter_map(inventory::storage_resource);
            storage.insert(written.clone(), Ok(beside.collect()));
        }
        let resources =
            nodes.map(|nodes| nodes.iter().filter_map(inventory::kafka_resource).collect());
        clusters.insert(written, resources);
    }
    (clusters, storage)
}

/// The items of a list as `kubectl get -o yaml` prints it; any other document is one.
fn each(document: &Node) -> &[Node] {
    match document.get("kind").and_then(Node::as_str) {
        Some("List") => document.get("items").map_or(&[], Node::items),
        Some(_) | None => std::slice::from_ref(document),
    }
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
type Paths = Vec<(String, String)>;

fn manifests(document: &Document) -> Paths {
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

fn topic_manifests(document: &Document) -> Paths {
    let entries = document.descriptor.topics.iter().flatten();
    placed(document, entries.filter_map(|entry| entry.value.manifests.as_ref()))
}

fn connector_manifests(document: &Document) -> Paths {
    let entries = document.descriptor.applications.iter().flatten();
    placed(document, entries.filter_map(|entry| entry.value.connectors.as_ref()))
}

fn storage_manifests(document: &Document) -> Paths {
    let clusters = document.descriptor.kafka_clusters.iter().flatten();
    placed(document, clusters.filter_map(|entry| entry.value.storage.as_ref()))
}

fn user_manifests(document: &Document) -> Paths {
    let managed = document.descriptor.kafka_clusters.iter().flatten();
    let managed = managed.filter_map(|entry| entry.value.user_manifests.as_ref());
    let unmanaged = document.descriptor.unmanaged_clusters.iter().flatten();
    let unmanaged = unmanaged.filter_map(|entry| entry.value.user_manifests.as_ref());
    placed(document, managed.chain(unmanaged))
}

/// Each path once, with where it leads; one that is to be filled in leads nowhere.
fn placed<'a>(document: &Document, written: impl Iterator<Item = &'a Spanned<String>>) -> Paths {
    let written: BTreeSet<&str> = written.map(|path| path.value.as_str()).collect();
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
