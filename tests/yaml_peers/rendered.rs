//! What other readers make of every manifest that is committed.

use std::{collections::BTreeMap, path::Path};

use crate::{
    manifests,
    peers::{self, Answer, Peer},
};

#[test]
fn pyyaml_reads_the_values_that_we_read() {
    for parser in ["python", "libyaml"] {
        if let Some(peer) = Peer::pyyaml(parser) {
            check(&peer, |documents| documents.clone());
        }
    }
}

#[test]
fn kubectl_reads_the_values_that_we_read() {
    if let Some(peer) = Peer::kubectl() {
        // It answers with the one document itself.
        check(&peer, |documents| documents[0].clone());
    }
}

fn check(peer: &Peer, expected: impl Fn(&Answer) -> Answer) {
    let (paths, texts): (Vec<String>, Vec<String>) = manifests::manifests().into_iter().unzip();
    let answers = peer.ask(&texts);
    assert_eq!(answers.len(), texts.len());
    for ((path, text), answer) in paths.iter().zip(&texts).zip(answers) {
        assert_eq!(expected(&peers::ours(text)), answer, "{path}");
    }
}

/// A folder's kustomization names every object in it, and kustomize finds each as it was written.
#[test]
fn kustomize_builds_every_folder() {
    let Some(kustomize) = peers::kustomize() else { return };
    let mut folders: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    for (path, text) in manifests::manifests() {
        let (folder, name) = path.rsplit_once('/').expect("a manifest is in a folder");
        let objects = folders.entry(folder.to_owned()).or_default();
        if name != "kustomization.yaml" {
            objects.push(peers::ours(&text)[0].clone());
        }
    }
    for (folder, mut objects) in folders {
        let built = kustomize(&Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder));
        let mut built = peers::ours(&built).as_array().cloned().unwrap_or_default();
        for list in [&mut objects, &mut built] {
            list.sort_by_key(identity);
        }
        assert_eq!(objects, built, "{folder}");
    }
}

fn identity(object: &Answer) -> String {
    let metadata = &object["metadata"];
    format!("{} {} {}", object["kind"], metadata["namespace"], metadata["name"])
}
