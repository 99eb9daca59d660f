//! A whole descriptor, without any file beside it: no bytes stop the compiler, what is told can be shown, and what is
//! rendered is canonical and at plain paths.
#![no_main]

use std::{collections::BTreeMap, path::Path};

use libfuzzer_sys::fuzz_target;
use mirrorc::{
    compile::{self, Compilation, File, Loaded, Options},
    diagnostic::Diagnostics,
    report, review,
    source::Sources,
    tree, yaml,
};

const TODAY: &str = "2026-11-21";

fuzz_target!(|bytes: &[u8]| {
    let compilation = compile(bytes);
    let report = report::Report::of(&compilation.sources, &compilation.found);
    let told = report::text::write(&report, report::text::Style::Plain);
    assert_eq!(told.is_empty(), compilation.found.is_empty());
    for (path, file) in compilation.manifests.iter().flat_map(|manifests| &manifests.files) {
        assert!(tree::is_plain(path), "{path}");
        if Path::new(path).extension().is_some_and(|end| end == "yaml") {
            assert_eq!(canonical(&file.text), file.text, "{path}");
        }
    }
    if compilation.is_readable() {
        let revision = compilation.revision();
        assert!(review::review(&revision, &revision, TODAY).is_empty());
    }
});

fn compile(bytes: &[u8]) -> Compilation {
    let file = File { path: "topology.yaml".to_owned(), bytes: bytes.to_vec() };
    let parsed = compile::parse(vec![file]);
    let missing = |path| (path, Loaded::Missing);
    let loaded: BTreeMap<String, Loaded> = parsed.references().into_iter().map(missing).collect();
    let options = Options {
        today: TODAY.to_owned(),
        folder: "/work".to_owned(),
        tree: "rendered".to_owned(),
        templates: Vec::new(),
    };
    compile::compile(parsed, &loaded, &options)
}

fn canonical(text: &str) -> String {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("manifest.yaml".to_owned(), text.to_owned());
    let documents = yaml::read(text, file, &mut found);
    assert!(!found.has_errors(), "{found:?}\n{text}");
    documents.iter().map(|document| yaml::write(&document.to_value())).collect()
}
