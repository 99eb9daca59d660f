//! Runs every case: a folder with a `topology.yaml`, other descriptors beside it, and the files that they name below it.
//!
//! `expected/report.txt` is what a terminal shows. Below `tests/cases/render/` the whole tree is expected as well, in
//! `expected/rendered/`. `BLESS=1 cargo test` writes what is expected; read the difference before you commit it.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    reason = "a harness reads folders, may stop at once, and has the signature that its runner asks for"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use mirrorc::{
    compile::{self, Compilation, File, Loaded, Options},
    render::TemplateFile,
    report::{self, text},
};

fn test(descriptor: &Path) -> datatest_stable::Result<()> {
    run(descriptor.parent().expect("a file has a folder"));
    Ok(())
}

datatest_stable::harness! {
    { test = test, root = "tests/cases", pattern = r"/topology\.yaml$" },
}

fn run(case: &Path) {
    let compilation = compile_case(case);
    let mut actual = BTreeMap::from([("report.txt".to_owned(), report_text(&compilation))]);
    let rendered = case.components().any(|step| step.as_os_str() == "render");
    if let Some(manifests) = compilation.manifests.as_ref().filter(|_| rendered) {
        for (path, file) in &manifests.files {
            actual.insert(format!("rendered/{path}"), file.text.clone());
        }
    }
    compare(&case.join("expected"), &actual);
}

fn compile_case(case: &Path) -> Compilation {
    let mut files = Vec::new();
    for entry in sorted(case) {
        let name = entry.file_name().unwrap().to_str().unwrap().to_owned();
        if entry.extension().is_some_and(|found| found == "yaml" || found == "json") {
            files.push(File { path: name, bytes: fs::read(&entry).unwrap() });
        }
    }
    let templates = files_below(&case.join("templates"))
        .into_iter()
        .map(|(path, text)| TemplateFile { name: format!("templates/{path}"), path, text })
        .collect();
    let parsed = compile::parse(files);
    let loaded = parsed.references().into_iter().map(|path| {
        let found = fs::read(case.join(&path)).map_or(Loaded::Missing, Loaded::Bytes);
        (path, found)
    });
    let loaded: BTreeMap<String, Loaded> = loaded.collect();
    let options = Options {
        today: "2026-11-21".to_owned(),
        folder: "/work".to_owned(),
        tree: "rendered".to_owned(),
        templates,
    };
    compile::compile(parsed, &loaded, &options)
}

fn report_text(compilation: &Compilation) -> String {
    let report = report::Report {
        sources: &compilation.sources,
        diagnostics: &compilation.found,
        summary: report::Summary::count(&compilation.found, &compilation.sources),
    };
    text::write(&report, text::Style::Plain)
}

fn compare(expected: &Path, actual: &BTreeMap<String, String>) {
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
    let known = files_below(expected);
    let mut diff = String::new();
    for path in known.keys().chain(actual.keys()).collect::<std::collections::BTreeSet<_>>() {
        let text = |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (text(&known), text(actual));
        if old != new || known.contains_key(path) != actual.contains_key(path) {
            let shown = similar::TextDiff::from_lines(&old, &new);
            diff.push_str(&shown.unified_diff().header(path, path).to_string());
        }
    }
    assert!(diff.is_empty(), "{}\n{diff}\nBLESS=1 cargo test accepts it", expected.display());
}

fn files_below(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for path in sorted(&next) {
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
