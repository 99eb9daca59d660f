//! As much of `kubectl` as the script asks for: a list as columns, create, delete.

use std::{env, fs, io::Read, path::Path, process::ExitCode};

use mirrorc::yaml::{Content, Node};
use serde_json::{Value, json};

pub(crate) const KINDS: [&str; 2] = ["persistentvolumeclaims", "volumesnapshots"];

/// The objects of a kind that a folder keeps.
pub(crate) fn objects(folder: &Path, kind: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(format!("{kind}.json"))).unwrap();
    let list: Value = serde_json::from_str(&text).unwrap();
    list.get("items").and_then(Value::as_array).unwrap().clone()
}

pub(crate) fn answer(arguments: &[String]) -> ExitCode {
    let api = env::var("API").unwrap();
    let folder = Path::new(&api);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["get", kind, "--selector", selector, "--no-headers", "--output", columns] => {
            list(folder, kind, selector, columns.strip_prefix("custom-columns=").unwrap());
            ExitCode::SUCCESS
        }
        ["create", "--filename", "-"] => create(folder),
        ["delete", kind, name, "--wait=false"] => {
            let mut kept = objects(folder, kind);
            kept.retain(|object| object.pointer("/metadata/name") != Some(&json!(name)));
            keep(folder, kind, &kept);
            ExitCode::SUCCESS
        }
        other => panic!("the script asks for something else: {other:?}"),
    }
}

fn list(folder: &Path, kind: &str, selector: &str, columns: &str) {
    let has = |object: &Value, term: &str| {
        let (label, value) = term.split_once('=').unwrap();
        let labels = object.pointer("/metadata/labels");
        labels.and_then(|labels| labels.get(label)) == Some(&json!(value))
    };
    let mut chosen = objects(folder, kind);
    chosen.retain(|object| selector.split(',').all(|term| has(object, term)));
    for object in chosen {
        let cells =
            columns.split(',').map(|column| cell(&object, column.split_once(':').unwrap().1));
        println!("{}", cells.collect::<Vec<_>>().join("   "));
    }
}

/// A path such as `.metadata.labels.mirrorc\.dev/taken`.
fn cell(object: &Value, path: &str) -> String {
    let path = path.replace("\\.", "\u{0}");
    let steps = path.split('.').skip(1).map(|step| step.replace('\u{0}', "."));
    let found = steps.into_iter().try_fold(object, |value, step| value.get(step));
    match found {
        None | Some(Value::Null) => "<none>".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn create(folder: &Path) -> ExitCode {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let object = json_of(&super::read(&text));
    let name = super::text(&object, "/metadata/name");
    if env::var("REFUSED").is_ok_and(|refused| name.starts_with(&refused)) {
        eprintln!("Error from server: admission webhook denied the request: {name}");
        return ExitCode::FAILURE;
    }
    let mut kept = objects(folder, "volumesnapshots");
    assert!(kept.iter().all(|other| super::text(other, "/metadata/name") != name), "{name}");
    println!("volumesnapshot.snapshot.storage.k8s.io/{name} created");
    kept.push(object);
    keep(folder, "volumesnapshots", &kept);
    ExitCode::SUCCESS
}

fn keep(folder: &Path, kind: &str, items: &[Value]) {
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": items });
    fs::write(folder.join(format!("{kind}.json")), list.to_string()).unwrap();
}

fn json_of(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(value) => (*value).into(),
        Content::Integer(value) => (*value).into(),
        Content::Float(value) => (*value).into(),
        Content::String(text) => text.value.as_str().into(),
        Content::List(items) => items.iter().map(json_of).collect(),
        Content::Map(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), json_of(&entry.value))).collect()
        }
    }
}
