//! Every manifest that is committed: what the cases expect and the trees of the examples.

use std::{collections::BTreeMap, path::Path};

use crate::files;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Their texts, by path from the repository's root.
pub(crate) fn manifests() -> BTreeMap<String, String> {
    let mut manifests = BTreeMap::new();
    for folder in ["examples", "tests/cases/render"] {
        for (path, text) in files::below(&Path::new(ROOT).join(folder)) {
            if path.contains("/rendered/")
                && Path::new(&path).extension().is_some_and(|kind| kind == "yaml")
            {
                manifests.insert(format!("{folder}/{path}"), text);
            }
        }
    }
    assert!(manifests.len() > 100, "the trees are somewhere else");
    manifests
}
