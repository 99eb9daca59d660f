//! Pages, opened in a browser: nothing is asked for and nothing fails; what is searched is found; text can be read in
//! light and dark; nothing is cut off on a small screen.

use std::{fs, path::Path, process::Command};

use mirrorc::{
    budget,
    compile::Compilation,
    mm2::simulate::{self, Limits},
    report::{
        Report,
        html::{self, Page},
        review::ReviewReport,
    },
    review,
};
use serde_json::Value;

use crate::{case, tools};

/// A cluster that is renamed, flows that begin and end, a loop, what is accepted, and that nothing changes.
const REVIEWS: [&str; 6] = [
    "alias-renamed/fires",
    "alias-means-another-cluster/fires-acknowledged",
    "flow-added/fires",
    "flow-removed/fires",
    "loop-closed/fires",
    "none/lines-moved",
];

fn page(compilation: &Compilation, review: Option<&ReviewReport<'_>>) -> String {
    let topologies = &compilation.topologies;
    let limits = Limits { copies: budget::CHECKED_COPIES };
    let simulation = simulate::simulate(topologies, limits);
    let report = Report::of(&compilation.sources, &compilation.found);
    html::write(&Page { report: &report, review, topologies, simulation: &simulation })
}

fn reviewed(before: &Compilation, after: &Compilation) -> String {
    let review = review::review(&before.revision(), &after.revision(), case::TODAY);
    let (before, sources) = (&before.sources, &after.sources);
    let told = ReviewReport { review: &review, against: "base", before, after: sources };
    page(after, Some(&told))
}

/// A hub and its spokes; `off` is a flow that is switched off.
fn fleet(clusters: usize, off: usize) -> Compilation {
    let alias = |at: usize| if at == 0 { "hub".to_owned() } else { format!("spoke-{at:04}") };
    let cluster = |at: usize| {
        let alias = alias(at);
        format!(
            "- {{ alias: {alias}, namespace: kafka, name: {alias}, kubernetesConfigContext: {alias}, \
             bootstrapServers: {{ internal: 'kafka:9092', external: '{alias}.example.com:9094' }} }}\n"
        )
    };
    let flow = |at: usize| format!("  {}->hub.enabled={}\n", alias(at), at != off);
    let (all, flows): (String, String) =
        ((0..clusters).map(cluster).collect(), (1..clusters).map(flow).collect());
    let workload = "mirrorMaker2Spec: { kafkaVersion: 4.1.0, kafkaHeapOpts: -Xmx1G }";
    let text = format!("kafkaClusters:\n{all}{workload}\nmirrorMaker2Properties: |-\n{flows}");
    let mut empty =
        case::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/html")));
    empty.descriptors =
        vec![mirrorc::compile::File { path: "topology.yaml".to_owned(), bytes: text.into_bytes() }];
    case::compile(&empty)
}

/// The pages by their names.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let compiled = |folder: &Path| case::compile(&case::read(folder));
    let one = |name: &&str| {
        let folder = root.join("review").join(name);
        let text = reviewed(&compiled(&folder.join("base")), &compiled(&folder));
        (name.replace('/', "-"), text)
    };
    let mut pages: Vec<(String, String)> = REVIEWS.iter().map(one).collect();
    let faulty = root.join("rules/replication-cycle/fires");
    pages.push(("faulty".to_owned(), page(&compiled(&faulty), None)));
    pages.push(("fleet".to_owned(), reviewed(&fleet(330, 0), &fleet(330, 7))));
    pages
}

#[test]
fn a_browser_shows_pages_as_they_are_meant() {
    let Some((program, browser)) = tools::browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("node");
    command.arg(program).args([browser, "orders"]);
    let pages = pages();
    for (name, text) in &pages {
        assert!(text.len() < 2_000_000, "{name} has {} bytes", text.len());
        let file = folder.path().join(format!("{name}.html"));
        fs::write(&file, text).unwrap();
        command.arg(file);
    }
    let told = tools::succeed(&mut command);
    let seen: Vec<Value> =
        told.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(seen.len(), pages.len(), "{told}");
    for (page, (name, text)) in seen.iter().zip(&pages) {
        let found = page.pointer("/filtered/found").and_then(Value::as_array).unwrap();
        assert_eq!(found.is_empty(), !text.contains("orders"), "{name} {found:?}");
        check(name, page);
    }
}

fn check(name: &str, page: &Value) {
    let at = |path: &str| page.pointer(path).unwrap_or_else(|| panic!("{name} {path}"));
    let number = |path: &str| at(path).as_i64().unwrap_or_else(|| panic!("{name} {path}"));
    assert_eq!(at("/console"), &Value::Array(Vec::new()), "{name}");
    let is_own =
        |url: &Value| url.as_str().is_some_and(|url| url.ends_with(&format!("{name}.html")));
    assert!(at("/requests").as_array().unwrap().iter().all(is_own), "{name}: {}", at("/requests"));
    for view in ["light narrow", "light wide", "dark narrow", "dark wide"] {
        let seen = |what: &str| at(&format!("/{view}/{what}"));
        assert!(seen("texts").as_i64().unwrap() > 20, "{name} {view}");
        for none in ["faint", "cutOff"] {
            assert_eq!(seen(none), &Value::Array(Vec::new()), "{name} {view} {none}");
        }
        for zero in ["overflow", "unlabelled", "deadLinks", "doubleIds"] {
            assert_eq!(seen(zero), &Value::from(0), "{name} {view} {zero}");
        }
        assert_eq!(seen("landmarks").as_array().unwrap().len(), 4, "{name} {view}");
        let levels: Vec<i64> = seen("levels")
            .as_array()
            .unwrap()
            .iter()
            .map(|level| level.as_i64().unwrap())
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name} {levels:?}");
        let steps = levels.iter().zip(levels.iter().skip(1));
        assert!(steps.clone().all(|(level, next)| next - level <= 1), "{name} {levels:?}");
    }
    let found = at("/filtered/found").as_array().unwrap();
    let is_found = |text: &Value| text.as_str().is_some_and(|text| text.contains("orders"));
    assert!(found.iter().all(is_found), "{name} {found:?}");
    assert_eq!(number("/filtered/all"), number("/filtered/again"), "{name}");
    assert_eq!(number("/filtered/weighed"), 0, "{name}: weights switched off");
    assert!(at("/filtered/told").as_str().unwrap().contains("entries shown"), "{name}");
    assert_eq!(at("/withoutScripts/search"), &Value::Bool(false), "{name}");
    let is_told = name == "none-lines-moved" || number("/withoutScripts/articles") > 0;
    assert!(is_told, "{name}: nothing to read without scripts");
}
