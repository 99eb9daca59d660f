//! Modules import only from layers below them; `docs/architecture.md` has the same order.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "the test reads the sources")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// From the bottom to the top.
const LAYERS: [&str; 29] = [
    "budget",
    "names",
    "scaffold",
    "nearest",
    "parallel",
    "paths",
    "source",
    "diagnostic",
    "yaml",
    "properties",
    "lock",
    "schedule",
    "descriptor",
    "config",
    "inventory",
    "topology",
    "mm2",
    "loss",
    "backup",
    "rules",
    "plan",
    "render",
    "tree",
    "review",
    "catalogue",
    "report",
    "compile",
    "io",
    "cli",
];

#[test]
fn modules_import_downwards_only() {
    let layer: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut faults = Vec::new();
    for (module, path, text) in sources() {
        let Some(own) = layer.get(module.as_str()) else {
            faults.push(format!("{path}: `{module}` has no layer; add it to LAYERS"));
            continue;
        };
        for import in imports(&text) {
            match layer.get(import.as_str()) {
                Some(other) if other > own => faults.push(format!("{path}: imports `{import}`")),
                Some(_) => {}
                None => faults.push(format!("{path}: `{import}` has no layer")),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_architecture_page_has_every_layer_and_only_paths_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in [
        "docs/architecture.md",
        "CONTRIBUTING.md",
        "README.md",
        "docs/performance.md",
        "docs/hosts.md",
        "docs/backups.md",
    ] {
        let text =
            fs::read_to_string(root.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        for path in quoted_paths(&text) {
            assert!(root.join(&path).exists(), "{page} names `{path}`, which does not exist");
        }
    }
    let text = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    for layer in LAYERS {
        assert!(
            text.contains(&format!("`{layer}`")),
            "docs/architecture.md does not name `{layer}`"
        );
    }
}

/// What stands in backticks and starts with a folder of the repository.
fn quoted_paths(text: &str) -> Vec<String> {
    let folders = [
        "src/",
        "tests/",
        "docs/",
        "schemas/",
        "templates/",
        "examples/",
        "benches/",
        ".ci/",
        "integrations/",
    ];
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|quoted| folders.iter().any(|folder| quoted.starts_with(folder)))
        .filter(|quoted| !quoted.contains(['<', '*', ' ', '\n', '…']))
        .map(str::to_owned)
        .collect()
}

/// Module, path and text of every source file but the roots.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let below = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let module = below.split(['/', '.']).next().unwrap().to_owned();
            let is_source = path.extension().is_some_and(|kind| kind == "rs");
            if is_source && module != "lib" && module != "main" {
                found.push((module, below, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The modules behind every `crate::`, in groups too.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in text.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => drop(found.insert(identifier(after))),
            Some(group) => found.extend(group_heads(group)),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|found| found.is_ascii_alphanumeric() || *found == '_').collect()
}

/// The first name of each item of a group, up to its closing brace.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut start) = (0, Vec::new(), true);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && !character.is_whitespace() => {
                heads.push(identifier(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
    heads
}
