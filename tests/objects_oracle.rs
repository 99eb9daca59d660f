//! Committed manifests and the schemas of their kinds against the Go types that define the kinds
//! (`tests/oracle/objects`; its README tells which). Go is asked only where `MIRRORC_PEERS` is set;
//! `MIRRORC_PEERS=require` makes a missing Go a failure.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads folders and may stop at once"
)]

#[path = "support/files.rs"]
mod files;
#[path = "support/peer.rs"]
mod peer;
#[path = "support/rendered.rs"]
mod rendered;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::OnceLock,
};

use serde_json::{Value, json};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/objects");
/// The kinds that the program has no types of.
const UNTYPED: [&str; 4] = ["KafkaBackup", "KafkaUser", "Kustomization", "SnapshotSchedule"];

#[test]
fn the_types_take_every_field_of_every_manifest() {
    let Some(go) = go() else { return };
    let manifests = rendered::manifests();
    let answers = ask(&go, "decode", &manifests);
    let mut untyped = BTreeSet::new();
    for (path, text) in &manifests {
        match answers.get(path) {
            Some(Value::Null) => _ = untyped.insert(kind(text)),
            answer => assert_eq!(answer, Some(&json!("")), "{path}"),
        }
    }
    assert_eq!(untyped, BTreeSet::from(UNTYPED));
}

#[test]
fn the_types_have_every_property_of_our_schemas() {
    let Some(go) = go() else { return };
    let schemas = files::below(&Path::new(ROOT).join("schemas/kubernetes"));
    for (name, lacking) in ask(&go, "fields", &schemas) {
        let is_untyped = UNTYPED.contains(&name.trim_end_matches(".json"));
        assert_eq!(lacking, if is_untyped { Value::Null } else { json!([]) }, "{name}");
    }
}

#[test]
fn a_field_that_is_misspelt_or_misplaced_is_refused() {
    let Some(go) = go() else { return };
    let good = "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: a}\n\
        spec: {schedule: '@hourly', template: {ttl: 12h0m0s}}\n";
    let refused = |from, to| {
        let manifest = BTreeMap::from([(String::new(), good.replacen(from, to, 1))]);
        ask(&go, "decode", &manifest).remove("").expect("each line has an answer")
    };
    assert_eq!(refused("", ""), "");
    assert_eq!(refused("ttl", "tll"), r#"unknown field "spec.template.tll""#);
    assert_eq!(refused("ttl", "TTL"), r#"unknown field "spec.template.TTL""#);
    assert_eq!(refused("schedule:", "ttl: 12h, schedule:"), r#"unknown field "spec.ttl""#);
    assert_ne!(refused("'@hourly'", "[hourly]"), "");
    assert_ne!(refused("{name: a}", "{name: a, name: b}"), "");
}

#[test]
fn a_property_that_a_type_lacks_is_told() {
    let Some(go) = go() else { return };
    let schema = json!({ "properties": {
        "apiVersion": { "const": "velero.io/v1" },
        "kind": { "const": "Schedule" },
        "spec": { "$ref": "#/$defs/Spec" },
    }, "$defs": { "Spec": { "properties": {
        "paused": {},
        "pausd": {},
        "template": { "properties": {
            "hooks": { "properties": { "resources": { "items": { "properties": { "nmae": {} } } } } },
        } },
    } } } });
    let schemas = BTreeMap::from([("schema".to_owned(), schema.to_string())]);
    let lacking = json!([".spec.pausd", ".spec.template.hooks.resources[].nmae"]);
    assert_eq!(ask(&go, "fields", &schemas), BTreeMap::from([("schema".to_owned(), lacking)]));
}

fn kind(manifest: &str) -> &str {
    let kind = manifest.lines().find_map(|line| line.strip_prefix("kind: "));
    kind.expect("every manifest has a kind")
}

/// The program that has the types.
fn go() -> Option<String> {
    static BUILT: OnceLock<Option<String>> = OnceLock::new();
    if peer::wanted().is_none() {
        peer::tell("skipped: Go is asked only where MIRRORC_PEERS is set");
        return None;
    }
    BUILT.get_or_init(build).clone()
}

fn build() -> Option<String> {
    let program = format!("{}/objects", env!("CARGO_TARGET_TMPDIR"));
    let mut go = peer::command("go");
    match peer::succeeds(go.args(["build", "-o", &program, "."]).current_dir(PROGRAM)) {
        true => Some(program),
        false => peer::skip(&format!("no go, or it cannot build {PROGRAM}")),
    }
}

/// An answer for each text, by its name.
fn ask(go: &str, what: &str, texts: &BTreeMap<String, String>) -> BTreeMap<String, Value> {
    let lines: String = texts.iter().map(|line| format!("{}\n", json!(line))).collect();
    let output = peer::run(peer::command(go).arg(what), lines.as_bytes());
    let answers = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
    let answers: Result<BTreeMap<String, Value>, _> = answers.collect();
    let answers = answers.expect("the program writes pairs");
    assert!(answers.keys().eq(texts.keys()), "each text has an answer");
    answers
}
