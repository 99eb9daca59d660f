//! Texts that are held against committed files, or become them with `BLESS=1`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::files;

/// The folder holds these files, by their paths in it, and no others.
pub(crate) fn compare(expected: &Path, actual: &BTreeMap<String, String>) {
    if std::env::var_os("BLESS").is_some() {
        if expected.exists() {
            fs::remove_dir_all(expected).unwrap();
        }
        for (path, text) in actual {
            let path = expected.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        return;
    }
    let known = files::below(expected);
    let mut diff = String::new();
    for path in known.keys().chain(actual.keys()).collect::<BTreeSet<_>>() {
        let text = |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (text(&known), text(actual));
        if old != new || known.contains_key(path) != actual.contains_key(path) {
            let shown = similar::TextDiff::from_lines(&old, &new);
            diff.push_str(&shown.unified_diff().header(path, path).to_string());
        }
    }
    assert!(diff.is_empty(), "{}\n{diff}\nBLESS=1 cargo test accepts it", expected.display());
}
