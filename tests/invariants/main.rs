//! What holds for every case, every example and topologies made at random.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads folders and may stop at once"
)]

#[path = "../support/case.rs"]
mod case;
#[path = "../support/files.rs"]
mod files;
mod made;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::OnceLock,
};

use mirrorc::{
    compile::{Compilation, File, LockUpdate},
    diagnostic::Diagnostics,
    lock, names, properties,
    render::Manifests,
    report, review,
    source::Sources,
    tree,
    yaml::{self, Value},
};
use proptest::prelude::*;
use rayon::prelude::*;

use case::Case;

/// Texts by path.
type Texts = BTreeMap<String, String>;

/// Cases of what is told, not of what is rendered.
const TELLING: [&str; 5] = ["rules/", "review/", "faults/", "graph/", "topics/"];
const OURS: &str = "# maintained by mirrorc\n";
const THEIRS: &str = "\n# provided by the descriptor\n";

/// Cases and what they compile to. An eighth of those that differ in what is told only stands for
/// all.
fn cases() -> &'static [(Case, Compilation)] {
    static CASES: OnceLock<Vec<(Case, Compilation)>> = OnceLock::new();
    CASES.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = Vec::new();
        for folder in ["tests/cases", "examples"].map(|folder| root.join(folder)) {
            for (number, path) in files::below(&folder).into_keys().enumerate() {
                let is_told = TELLING.iter().any(|kind| path.starts_with(kind));
                let case = path.strip_suffix("/topology.yaml");
                folders.extend(
                    case.filter(|_| !is_told || number % 8 == 0).map(|case| folder.join(case)),
                );
            }
        }
        let compiled = folders.par_iter().map(|folder| {
            let case = case::read(folder);
            let compilation = case::compile(&case);
            (case, compilation)
        });
        let cases: Vec<_> = compiled.collect();
        assert!(cases.len() > 40, "the cases are somewhere else");
        cases
    })
}

/// Those from which something is rendered.
fn rendered() -> Vec<(&'static Case, &'static Manifests)> {
    let rendered: Vec<_> = cases()
        .iter()
        .filter_map(|(case, compilation)| Some((case, compilation.manifests.as_ref()?)))
        .collect();
    assert!(rendered.len() > 15, "most cases should render");
    rendered
}

fn texts(manifests: &Manifests) -> Texts {
    manifests.files.iter().map(|(path, file)| (path.clone(), file.text.clone())).collect()
}

/// The text of each lock, by its path.
fn locks(compilation: &Compilation) -> Texts {
    let text = |update: &LockUpdate| (update.path.clone(), lock::write(&update.after));
    compilation.locks.iter().map(text).collect()
}

fn report_of(compilation: &Compilation) -> String {
    let report = report::Report::of(&compilation.sources, &compilation.found);
    report::text::write(&report, report::text::Style::Plain)
}

/// The one document of a text that must be without fault.
fn value(text: &str) -> Value {
    let [value] = <[Value; 1]>::try_from(documents(text)).expect("a file holds one object");
    value
}

fn documents(text: &str) -> Vec<Value> {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("text.yaml".to_owned(), text.to_owned());
    let documents = yaml::read(text, file, &mut found);
    assert!(!found.has_errors(), "{found:?}\n{text}");
    documents.iter().map(yaml::Node::to_value).collect()
}

/// What holds for the manifests of any run.
fn check_manifests(manifests: &Manifests) {
    for (path, file) in &manifests.files {
        assert!(tree::is_plain(path), "{path}");
        assert!(path.split('/').next().is_some_and(names::is_label), "{path}");
        assert_eq!(path.matches('/').count(), 1, "{path}");
        if is_manifest(path) {
            assert_eq!(yaml::write(&value(&file.text)), file.text, "{path} is not canonical");
        }
    }
    assert!(review::compare_objects(manifests, manifests).is_empty());
    let nothing = Manifests::default();
    let all = review::compare_objects(&nothing, manifests);
    let added: usize = all.clusters.values().map(|objects| review::Counts::of(objects).added).sum();
    assert_eq!(added, manifests.files.len());
    check_kustomizations(&texts(manifests));
}

fn is_manifest(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "yaml")
}

/// Each folder's kustomization lists the other manifests beside it, and nothing else.
fn check_kustomizations(texts: &Texts) {
    let mut folders: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for path in texts.keys().filter(|path| is_manifest(path)) {
        let (folder, name) = path.split_once('/').unwrap();
        let files = folders.entry(folder).or_default();
        if name != "kustomization.yaml" {
            files.push(Value::String(name.to_owned()));
        }
    }
    for (folder, files) in folders {
        let kustomization = value(&texts[&format!("{folder}/kustomization.yaml")]);
        assert_eq!(kustomization.get("resources"), Some(&Value::List(files)), "{folder}");
    }
}

#[test]
fn manifests_are_canonical_listed_and_at_plain_paths() {
    for (_, manifests) in rendered() {
        check_manifests(manifests);
    }
}

#[test]
fn an_edit_that_changes_no_meaning_is_no_change_and_any_other_can_be_told() {
    let all: Vec<&(Case, Compilation)> = cases().iter().step_by(2).collect();
    for (position, (case, compilation)) in all.iter().enumerate() {
        let mut moved = case.clone();
        for file in &mut moved.descriptors {
            file.bytes.splice(0..0, *b"# moved\n\n");
        }
        let moved = case::compile(&moved);
        let is_json = case.descriptors.iter().any(|file| file.bytes.starts_with(b"{"));
        if !is_json && compilation.is_readable() && moved.is_readable() {
            let (review, text) = told(compilation, &moved);
            assert!(review.is_empty() && text.starts_with("no change"), "{text}");
            assert!(review.findings.new.is_empty(), "{}: {text}", case.folder.display());
        }
        let (_, next) = all[(position + 1) % all.len()];
        told(compilation, next);
    }
}

fn told<'a>(before: &'a Compilation, after: &'a Compilation) -> (review::Review<'a>, String) {
    let review = review::review(&before.revision(), &after.revision(), case::TODAY);
    let report = report::review::ReviewReport {
        review: &review,
        against: "base",
        before: &before.sources,
        after: &after.sources,
    };
    let text = report::review::text(&report, false);
    (review, text)
}

#[test]
fn the_same_input_gives_the_same_output() {
    for (case, one) in cases() {
        let two = case::compile(case);
        assert_eq!(one.manifests, two.manifests, "{}", case.folder.display());
        assert_eq!(locks(one), locks(&two), "{}", case.folder.display());
        assert_eq!(report_of(one), report_of(&two), "{}", case.folder.display());
    }
}

/// A run that finds the lock which it would write has nothing to write, and nothing more to say.
fn check_lock(case: &Case, compilation: &Compilation) {
    let [update] = compilation.locks.as_slice() else { panic!("one folder has one lock") };
    let lock = Some(lock::write(&update.after).into_bytes());
    let again = case::compile(&Case { lock, ..case.clone() });
    let told = report_of(&again);
    let [update] = again.locks.as_slice() else { panic!("{}: {told}", case.folder.display()) };
    assert_eq!(update.text(), None, "{}", case.folder.display());
    assert_eq!(again.found.len(), compilation.found.len(), "{}: {told}", case.folder.display());
}

#[test]
fn a_second_run_leaves_the_lock_as_it_is() {
    let mut checked = 0;
    for (case, compilation) in cases().iter().filter(|(_, one)| one.locks.len() == 1) {
        // What was accepted once is in the lock by then, and so needs no acceptance any more.
        if compilation.accepted.is_empty()
            && !compilation.found.iter().any(|one| one.rule.starts_with("alias-re"))
        {
            check_lock(case, compilation);
            checked += 1;
        }
    }
    assert!(checked > 15, "most cases should render");
}

#[test]
fn the_order_of_descriptor_files_changes_nothing() {
    let mut several = 0;
    for (case, one) in cases().iter().filter(|(case, _)| case.descriptors.len() > 1) {
        several += 1;
        let mut reversed = case.clone();
        reversed.descriptors.reverse();
        let two = case::compile(&reversed);
        assert_eq!(one.manifests, two.manifests, "{}", case.folder.display());
        assert_eq!(locks(one), locks(&two), "{}", case.folder.display());
        assert_eq!(report_of(one), report_of(&two), "{}", case.folder.display());
    }
    assert!(several > 0, "a case has several descriptors");
}

/// Has a change made to every document of a case that renders, and hands over the texts before and after it.
fn check_change(change: fn(&mut Value), expected: impl Fn(&Texts, &Texts, &str)) {
    for (case, manifests) in rendered() {
        let Some(after) = case::compile(&changed(case, change)).manifests else {
            panic!("{} has errors once it is changed", case.folder.display());
        };
        expected(&texts(manifests), &texts(&after), &case.folder.display().to_string());
    }
}

fn changed(case: &Case, change: impl Fn(&mut Value)) -> Case {
    let rewrite = |file: &File| {
        let mut documents = documents(std::str::from_utf8(&file.bytes).unwrap());
        documents.iter_mut().for_each(&change);
        File { path: file.path.clone(), bytes: yaml::write_documents(&documents).into_bytes() }
    };
    Case { descriptors: case.descriptors.iter().map(rewrite).collect(), ..case.clone() }
}

fn entry<'a>(document: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    let Value::Map(entries) = document else { return None };
    entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn reverse(document: &mut Value, key: &str) {
    if let Some(Value::List(items)) = entry(document, key) {
        items.reverse();
    }
}

fn same(before: &Texts, after: &Texts, case: &str) {
    assert_eq!(before, after, "{case}");
}

#[test]
fn how_a_descriptor_is_written_changes_nothing() {
    check_change(|_| {}, same);
}

#[test]
fn the_order_of_keys_changes_nothing() {
    let backwards = |document: &mut Value| {
        if let Value::Map(entries) = document {
            // The order of the two lists of clusters is the order of `clusters=`.
            if entries.iter().all(|(key, _)| key != "nonSDMKafkaClusters") {
                entries.reverse();
            }
        }
    };
    check_change(backwards, same);
}

#[test]
fn the_order_of_retired_aliases_and_allowances_changes_nothing() {
    let backwards = |document: &mut Value| {
        reverse(document, "retiredAliases");
        reverse(document, "allow");
    };
    check_change(backwards, same);
}

#[test]
fn the_order_of_clusters_is_the_order_of_their_lines() {
    check_change(|document| reverse(document, "kafkaClusters"), same_but_for_cluster_order);
}

fn same_but_for_cluster_order(before: &Texts, after: &Texts, case: &str) {
    assert_eq!(without_cluster_order(before), without_cluster_order(after), "{case}");
}

/// Our lines and the names in `clusters=` sorted; no checksum over them. Their lines stay as they are.
fn without_cluster_order(texts: &Texts) -> Texts {
    let sorted = |ours: &str| {
        let sort = |line: &str| match line.strip_prefix("clusters=") {
            Some(names) => format!("clusters={:?}", names.split(", ").collect::<BTreeSet<_>>()),
            None => line.to_owned(),
        };
        let mut lines: Vec<String> = ours.lines().map(sort).collect();
        lines.sort();
        lines.join("\n")
    };
    split(texts, |ours, theirs| format!("{}{THEIRS}{theirs}", sorted(ours)))
}

#[test]
fn the_order_of_properties_changes_their_own_block_only() {
    let without_block =
        |texts: &Texts| split(texts, |ours, theirs| format!("{ours}{THEIRS}{}", theirs.len()));
    check_change(backwards_properties, |before, after, case| {
        assert_eq!(without_block(before), without_block(after), "{case}");
    });
}

/// Where a key repeats, the last one holds, and the order means something.
///
/// Whatever is between two entries goes to the other side of them with the line that follows it.
fn backwards_properties(document: &mut Value) {
    let Some(Value::String(text)) = entry(document, "mirrorMaker2Properties") else { return };
    let entries = properties::read(text).entries;
    let keys: BTreeSet<&String> = entries.iter().map(|entry| &entry.key).collect();
    if keys.len() < entries.len() || !text.ends_with('\n') {
        return;
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for entry in &entries {
        let end = entry.value_range.end + text[entry.value_range.end..].find('\n').unwrap() + 1;
        pieces.push(text[start..end].to_owned());
        start = end;
    }
    let rest = text[start..].to_owned();
    *text = pieces.into_iter().rev().collect::<String>() + &rest;
}

/// Every `mm2.properties` made of its two parts anew, and the checksum over it left out.
fn split(texts: &Texts, join: impl Fn(&str, &str) -> String) -> Texts {
    let mut split = Texts::new();
    for (path, text) in texts {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.retain(|line| !line.trim_start().starts_with("checksum/config: "));
        let object = path.contains(".configmap.").then(|| value(text));
        let has_properties = |object: &Value| {
            object.get("data").is_some_and(|data| data.get("mm2.properties").is_some())
        };
        let text = match object.filter(has_properties) {
            Some(object) => configuration(&object, &join),
            None => lines.join("\n"),
        };
        split.insert(path.clone(), text);
    }
    split
}

fn configuration(object: &Value, join: impl Fn(&str, &str) -> String) -> String {
    let properties = object.get("data").and_then(|data| data.get("mm2.properties")).unwrap();
    let text = properties.as_str().unwrap();
    let (ours, theirs) = text.strip_prefix(OURS).unwrap().split_once(THEIRS).unwrap();
    let mut rest = object.clone();
    *entry(entry(&mut rest, "data").unwrap(), "mm2.properties").unwrap() =
        Value::String(join(ours, theirs));
    yaml::write(&rest)
}

#[test]
fn the_order_of_properties_is_told_apart_from_their_text() {
    let mut document = value("mirrorMaker2Properties: |\n  a=1\n  # of b\n  b=2\n\n");
    backwards_properties(&mut document);
    let text = entry(&mut document, "mirrorMaker2Properties").unwrap().as_str();
    assert_eq!(text, Some("# of b\nb=2\na=1\n"));
}

fn on_threads(count: usize, case: &Case) -> Compilation {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
    pool.install(|| case::compile(case))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_topology_renders_the_same_on_one_thread_and_on_four(made in made::any()) {
        let file = File { path: "topology.yaml".to_owned(), bytes: made::descriptor(&made).into_bytes() };
        let folder = Path::new("nowhere").to_path_buf();
        let case = Case { folder, descriptors: vec![file], templates: Vec::new(), lock: None };
        let (one, four) = (on_threads(1, &case), on_threads(4, &case));
        prop_assert_eq!(report_of(&one), report_of(&four));
        prop_assert_eq!(&one.manifests, &four.manifests);
        check_lock(&case, &one);
        let Some(manifests) = one.manifests else { panic!("{}", report_of(&four)) };
        check_manifests(&manifests);
        let backwards = changed(&case, |document| reverse(document, "kafkaClusters"));
        let backwards = case::compile(&backwards).manifests.expect("the order makes no error");
        same_but_for_cluster_order(&texts(&manifests), &texts(&backwards), "made at random");
    }
}
