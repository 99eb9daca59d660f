//! Every committed picture, and those of reviews, read by the program that it is written for: Mermaid, Graphviz and a
//! reader of XML. Each must see the clusters and the flows that are meant.
//!
//! npm fetches them, so they are asked only where `MIRRORC_PEERS` is set; `MIRRORC_PEERS=require` makes a missing one a
//! failure.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "reads the committed pictures, and may stop at once"
)]

#[path = "../support/case.rs"]
mod case;
#[path = "../support/files.rs"]
mod files;
#[path = "../support/peer.rs"]
mod peer;

use std::{fs, path::Path, rc::Rc};

use mirrorc::{
    report::graph::{Graph, Line, drawn, graph, mermaid},
    review,
};
use serde_json::{Value, json};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/graph");
const REVIEWS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/review");
const READERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/graph");
const FORMATS: [&str; 3] = ["mmd", "dot", "svg"];

/// A picture in a format, and what it means.
struct Picture {
    name: String,
    format: &'static str,
    text: String,
    graph: Rc<Graph>,
}

#[test]
fn every_reader_sees_the_clusters_and_flows_that_are_meant() {
    let Some(readers) = readers() else { return };
    let pictures: Vec<Picture> = committed().into_iter().chain(of_reviews()).collect();
    assert!(pictures.len() >= 8 * FORMATS.len() + 20, "the cases are somewhere else");
    let questions: Vec<Value> = pictures
        .iter()
        .map(|picture| json!({ "format": picture.format, "text": picture.text }))
        .collect();
    let mut node = peer::command("node");
    let output = peer::run(
        node.arg("read.mjs").current_dir(readers),
        &serde_json::to_vec(&questions).unwrap(),
    );
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), questions.len());
    for (picture, answer) in pictures.iter().zip(&answers) {
        check(picture, answer);
    }
}

fn committed() -> Vec<Picture> {
    let mut pictures = Vec::new();
    for folder in fs::read_dir(CASES).unwrap().map(|entry| entry.unwrap().path()) {
        let compilation = case::compile(&case::read(&folder));
        let graph = Rc::new(graph(&compilation.topologies, &compilation.found));
        let texts = files::below(&folder.join("expected"));
        for format in FORMATS {
            let text = texts[&format!("graph.{format}")].clone();
            let name = folder.display().to_string();
            pictures.push(Picture { name, format, text, graph: graph.clone() });
        }
    }
    pictures
}

/// Those of comments, in which both revisions are drawn.
fn of_reviews() -> Vec<Picture> {
    let folders = files::below(Path::new(REVIEWS)).into_keys();
    let folders =
        folders.filter_map(|path| Some(path.strip_suffix("/base/topology.yaml")?.to_owned()));
    let picture = |name: String| {
        let folder = Path::new(REVIEWS).join(&name);
        let before = case::compile(&case::read(&folder.join("base")));
        let after = case::compile(&case::read(&folder));
        let review = review::review(&before.revision(), &after.revision(), case::TODAY);
        let graph = Rc::new(drawn(&name, &review.drawing));
        let text = mermaid::write(&graph);
        Picture { name, format: "mmd", text, graph }
    };
    folders.step_by(4).map(picture).collect()
}

/// A folder with the programs and the script that asks them.
fn readers() -> Option<String> {
    if peer::wanted().is_none() {
        peer::tell("skipped: Mermaid and Graphviz are asked only where MIRRORC_PEERS is set");
        return None;
    }
    if !peer::succeeds(peer::command("node").arg("--version")) {
        return peer::skip("no node");
    }
    let folder = format!("{}/graph", env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&folder).unwrap();
    let is_new = ["package.json", "package-lock.json", "read.mjs"].into_iter().fold(
        false,
        |is_new, name| {
            let (from, to) = (Path::new(READERS).join(name), Path::new(&folder).join(name));
            let text = fs::read_to_string(from).unwrap();
            let changed = fs::read_to_string(&to).ok().as_ref() != Some(&text);
            fs::write(to, text).unwrap();
            is_new || changed
        },
    );
    let installed = Path::new(&folder).join("node_modules/.package-lock.json").exists();
    let mut npm = peer::command("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    if (is_new || !installed) && !peer::succeeds(&mut npm) {
        return peer::skip("no npm, or it cannot fetch Mermaid and Graphviz");
    }
    Some(folder)
}

fn check(picture: &Picture, answer: &Value) {
    let Picture { name, format, graph, .. } = picture;
    let place = format!("{name}: {format}\n{answer:#}");
    assert!(answer.get("error").is_none(), "{place}");
    let nodes = answer["nodes"].as_object().unwrap();
    let mut seen: Vec<String> = nodes.iter().map(|(id, label)| node(format, id, label)).collect();
    let mut meant: Vec<String> = graph
        .nodes
        .iter()
        .zip(0..)
        .map(|(node, at)| match *format {
            "svg" => node.alias.clone(),
            _ => format!("n{at} {}", node.alias),
        })
        .collect();
    seen.sort();
    meant.sort();
    assert_eq!(seen, meant, "{place}");
    let mut seen: Vec<String> = answer["edges"].as_array().unwrap().iter().map(edge).collect();
    let mut meant: Vec<String> =
        graph.lines.iter().map(|line| meant_edge(graph, format, line)).collect();
    seen.sort();
    meant.sort();
    assert_eq!(seen, meant, "{place}");
    if *format == "svg" {
        assert_eq!(answer["role"], "img", "{place}");
        assert!(answer["label"].as_str().unwrap().contains("cluster"), "{place}");
    }
}

/// The first line of a label is the alias. A picture has no ids.
fn node(format: &str, id: &str, label: &Value) -> String {
    let alias = label[0].as_str().unwrap();
    if format == "svg" { alias.to_owned() } else { format!("{id} {alias}") }
}

fn edge(edge: &Value) -> String {
    let label = edge["label"][0].as_str().unwrap();
    match (edge["from"].as_str(), edge["to"].as_str()) {
        (Some(from), Some(to)) => format!("{from} {to} {label}"),
        _ => label.split(" ✗ ").next().unwrap().to_owned(),
    }
}

fn meant_edge(graph: &Graph, format: &str, line: &Line) -> String {
    let Line { from, to, both_ways, style } = line;
    if format != "svg" {
        return format!("n{from} n{to} {}", style.carries.label());
    }
    let arrow = if *both_ways { "<->" } else { "->" };
    let (from, to) = (&graph.nodes[*from].alias, &graph.nodes[*to].alias);
    format!("{from} {arrow} {to}: {}", style.carries.title())
}
