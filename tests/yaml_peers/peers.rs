//! Other readers of YAML, asked through the programs in `tests/oracle/yaml`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use mirrorc::diagnostic::Diagnostics;
use mirrorc::source::Sources;
use mirrorc::yaml::{Content, Node, Value, read};

/// JSON in which a float is `{"bits": "…"}`.
pub(crate) type Answer = serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/yaml");

/// A program that takes a JSON array of texts and gives a JSON array of answers.
pub(crate) struct Peer {
    program: String,
    arguments: Vec<String>,
}

impl Peer {
    pub(crate) fn pyyaml(parser: &str) -> Option<Peer> {
        if !has_pyyaml(parser) {
            return skip(&format!("no python3 with PyYAML ({parser})"));
        }
        let arguments = vec![format!("{FOLDER}/read.py"), parser.to_owned()];
        Some(Peer { program: "python3".to_owned(), arguments })
    }

    pub(crate) fn kubectl() -> Option<Peer> {
        let program = built(&format!("{FOLDER}/kubectl"), "kubectl-reader")?;
        Some(Peer { program, arguments: Vec::new() })
    }

    pub(crate) fn ask(&self, texts: &[String]) -> Vec<Answer> {
        let input = serde_json::to_vec(texts).expect("strings are JSON");
        let output = run(command(&self.program).args(&self.arguments), &input);
        let answers: Vec<Answer> =
            serde_json::from_slice(&output.stdout).expect("answers are JSON");
        answers.into_iter().map(|answer| answer.get("value").cloned().unwrap_or(answer)).collect()
    }
}

/// Has the real kubectl build a folder's kustomization.
pub(crate) fn kustomize() -> Option<impl Fn(&Path) -> String> {
    let kubectl = built(&format!("{FOLDER}/../kubectl"), "kubectl")?;
    Some(move |folder: &Path| {
        let output = run(command(&kubectl).arg("kustomize").arg(folder), b"");
        String::from_utf8(output.stdout).expect("manifests are UTF-8")
    })
}

/// The program that Go builds of a folder, where kubectl is wanted.
fn built(folder: &str, name: &str) -> Option<String> {
    if !wants_kubectl() {
        return None;
    }
    let program = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    if !succeeds(command("go").args(["build", "-o", &program, "."]).current_dir(folder)) {
        return skip(&format!("no go, or it cannot build {folder}"));
    }
    Some(program)
}

/// What the readers say today about the plain scalars of `scalars.jsonl`.
pub(crate) fn scalars() -> Option<String> {
    if !wants_kubectl() {
        return None;
    }
    if !has_pyyaml("python") || !succeeds(command("go").arg("version")) {
        return skip("no python3 with PyYAML, or no go");
    }
    let output = run(command("python3").arg("scalars.py").current_dir(FOLDER), b"");
    Some(String::from_utf8(output.stdout).expect("JSON lines are UTF-8"))
}

/// What our own reader makes of a text.
pub(crate) fn ours(text: &str) -> Answer {
    let mut sources = Sources::default();
    let file = sources.add("written.yaml".to_owned(), text.to_owned());
    let mut found = Diagnostics::default();
    let documents = read(text, file, &mut found);
    if found.is_empty() {
        documents.iter().map(exact).collect()
    } else {
        serde_json::json!({ "error": format!("{found:?}") })
    }
}

fn exact(node: &Node) -> Answer {
    match &node.content {
        Content::Null => Answer::Null,
        Content::Bool(value) => (*value).into(),
        Content::Integer(value) => (*value).into(),
        Content::Float(value) => serde_json::json!({ "bits": format!("{:016x}", value.to_bits()) }),
        Content::String(text) => text.value.as_str().into(),
        Content::List(items) => items.iter().map(exact).collect(),
        Content::Map(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), exact(&entry.value))).collect()
        }
    }
}

/// Whether a reader saw the value that was written. A float that is whole may come back as an integer.
pub(crate) fn is_same(value: &Value, answer: &Answer) -> bool {
    match value {
        Value::Null => answer.is_null(),
        Value::Bool(value) => answer.as_bool() == Some(*value),
        Value::Integer(value) => answer.as_i64() == Some(*value),
        Value::Float(value) => is_same_float(*value, answer),
        Value::String(value) => answer.as_str() == Some(value),
        Value::List(items) => answer.as_array().is_some_and(|answers| {
            answers.len() == items.len()
                && items.iter().zip(answers).all(|(item, answer)| is_same(item, answer))
        }),
        Value::Map(entries) => answer.as_object().is_some_and(|answers| {
            let same = |(key, value): &(String, Value)| {
                answers.get(key).is_some_and(|answer| is_same(value, answer))
            };
            answers.len() == entries.len() && entries.iter().all(same)
        }),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the integer came from this float")]
#[expect(clippy::float_cmp, reason = "the very same number must come back")]
fn is_same_float(value: f64, answer: &Answer) -> bool {
    match answer.as_i64() {
        Some(integer) => integer as f64 == value,
        None => answer["bits"].as_str() == Some(&format!("{:016x}", value.to_bits())),
    }
}

fn has_pyyaml(parser: &str) -> bool {
    let loader = if parser == "libyaml" { "CSafeLoader" } else { "SafeLoader" };
    succeeds(command("python3").args(["-c", &format!("import yaml; yaml.{loader}")]))
}

fn wants_kubectl() -> bool {
    if peers().is_none() {
        tell("skipped: kubectl is asked only where MIRRORC_PEERS is set");
    }
    peers().is_some()
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether a missing peer is a failure is for CI to say"
)]
fn peers() -> Option<String> {
    std::env::var("MIRRORC_PEERS").ok()
}

fn skip<T>(why: &str) -> Option<T> {
    assert!(peers().as_deref() != Some("require"), "MIRRORC_PEERS=require, but: {why}");
    tell(&format!("skipped: {why}"));
    None
}

/// Past the test harness, which shows what a test prints only if it fails.
fn tell(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error is open");
}

#[expect(clippy::disallowed_methods, reason = "the tests ask other readers of YAML")]
fn command(program: &str) -> Command {
    Command::new(Path::new(program))
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The programs read all of their input before they write, so neither side can wait for the other.
fn run(command: &mut Command, input: &[u8]) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command.spawn().expect("the program was there a moment ago");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    stdin.write_all(input).expect("the program reads its input");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{command:?} failed");
    output
}
