//! What MirrorMaker 2 itself makes of every committed `mm2.properties`: it reads the same settings, runs the flows that
//! we mean, and finds every secret.
//!
//! Maven fetches the release that each instance runs, so MirrorMaker is asked only where `MIRRORC_PEERS` is set.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files and may stop at once"
)]

mod brokers;
mod effective;
mod names;
mod random;

#[path = "../support/files.rs"]
mod files;
mod keys;
#[path = "../support/rendered.rs"]
mod manifests;
#[path = "../support/peer.rs"]
mod peer;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use mirrorc::{
    diagnostic::Diagnostics,
    properties,
    source::Sources,
    yaml::{self, Value},
};

/// Where an instance finds its Secrets; here they are below the folder of the test.
const SECRETS: &str = "/etc/mm2-secrets";
const POD_IP: &str = "192.0.2.7";

/// Settings by key.
type Map = BTreeMap<String, String>;

/// One committed `mm2.properties`.
struct Instance {
    path: String,
    alias: String,
    version: String,
    text: String,
}

/// What MirrorMaker 2 says of one file.
#[derive(Default)]
struct Answer {
    properties: Map,
    /// Of the whole process, with references resolved.
    process: Map,
    /// By the pair of source and target.
    workers: BTreeMap<(String, String), Map>,
    connectors: BTreeMap<(String, String), Map>,
}

#[test]
fn mirror_maker_reads_every_configuration_as_it_is_meant() {
    if is_skipped() {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    fs::create_dir_all(&folder).unwrap();
    let mut releases: BTreeMap<String, Vec<Instance>> = BTreeMap::new();
    for instance in instances(&folder) {
        releases.entry(instance.version.clone()).or_default().push(instance);
    }
    for (version, instances) in releases {
        let answers = ask(&folder, &version, &instances);
        assert_eq!(answers.len(), instances.len(), "Kafka {version}");
        for (instance, answer) in instances.iter().zip(&answers) {
            check(instance, answer);
        }
    }
}

/// Whether MirrorMaker 2 cannot be asked here, or is not to be.
fn is_skipped() -> bool {
    if peer::wanted().is_none() {
        peer::tell("skipped: MirrorMaker 2 is asked only where MIRRORC_PEERS is set");
        return true;
    }
    let installed = |program: &str| peer::succeeds(peer::command(program).arg("-version"));
    let missing = !installed("java") || !installed("mvn");
    if missing {
        peer::skip::<()>("no java, or no Maven");
    }
    missing
}

fn instances(folder: &Path) -> Vec<Instance> {
    let config_maps =
        manifests::manifests().into_iter().filter(|(path, _)| path.contains(".configmap."));
    let instance = |(path, text): (String, String)| {
        let object = value(&text);
        let at = |path: &[&str]| {
            let found = path.iter().try_fold(&object, |value, key| value.get(key));
            found.and_then(Value::as_str).map(str::to_owned)
        };
        let secrets = folder.join("secrets");
        // Backups have configuration too.
        let text = at(&["data", "mm2.properties"])?.replace(SECRETS, secrets.to_str().unwrap());
        let alias = at(&["metadata", "labels", "mirrorc.dev/alias"]).unwrap();
        let version = at(&["metadata", "labels", "app.kubernetes.io/version"]).unwrap();
        Some(Instance { path, alias, version, text })
    };
    // What the user's own provider reads is not here, and MirrorMaker 2 does not start without it.
    let complete = |instance: &Instance| !instance.text.contains("${file:");
    config_maps.filter_map(instance).filter(complete).collect()
}

fn value(text: &str) -> Value {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("manifest.yaml".to_owned(), text.to_owned());
    yaml::read(text, file, &mut found).first().unwrap().to_value()
}

fn ask(folder: &Path, version: &str, instances: &[Instance]) -> Vec<Answer> {
    let mut java = peer::command("java");
    java.arg("-cp").arg(class_path(folder, version));
    java.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/Conformance.java"));
    for (number, instance) in instances.iter().enumerate() {
        let file = folder.join(format!("{version}-{number}.properties"));
        fs::write(&file, &instance.text).unwrap();
        java.arg(file);
        for (folder, key) in secrets(&instance.text) {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(&key), content(&folder, &key)).unwrap();
        }
    }
    let output = peer::run(java.env("POD_IP", POD_IP), b"");
    answers(std::str::from_utf8(&output.stdout).unwrap())
}

/// The jars of a release of MirrorMaker 2.
fn class_path(folder: &Path, version: &str) -> String {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    let file = folder.join(format!("{version}.classpath"));
    if !file.exists() {
        let mut maven = peer::command("mvn");
        maven.args(["-q", "-B", "-f"]);
        maven.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/pom.xml"));
        maven.arg(format!("-Dkafka.version={version}"));
        maven.arg(format!("-Dmdep.outputFile={}", file.display()));
        assert!(peer::succeeds(maven.arg("dependency:build-classpath")), "{maven:?} failed");
    }
    fs::read_to_string(file).unwrap()
}

/// The folder and key of each reference to a file's content.
fn secrets(text: &str) -> BTreeSet<(PathBuf, String)> {
    let references = text.split("${dir:").skip(1).map(|rest| rest.split('}').next().unwrap());
    let parts = references.map(|reference| reference.rsplit_once(':').unwrap());
    parts.map(|(folder, key)| (PathBuf::from(folder), key.to_owned())).collect()
}

fn content(folder: &Path, key: &str) -> String {
    format!("content of {} in {}", key, folder.file_name().unwrap().display())
}

fn answers(lines: &str) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for line in lines.lines() {
        let parts: Vec<String> = serde_json::from_str(line).unwrap();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (kind, rest) = parts.split_first().unwrap();
        if *kind == "file" {
            answers.push(Answer::default());
            continue;
        }
        let answer = answers.last_mut().unwrap();
        let (map, key, value) = match (*kind, rest) {
            ("property", &[key, value]) => (&mut answer.properties, key, value),
            ("process", &[key, value]) => (&mut answer.process, key, value),
            (kind, &[source, target, key, value]) => {
                let pairs = match kind {
                    "worker" => &mut answer.workers,
                    _ => &mut answer.connectors,
                };
                let pair = (source.to_owned(), target.to_owned());
                (pairs.entry(pair).or_default(), key, value)
            }
            _ => panic!("no answer: {line}"),
        };
        map.insert(key.to_owned(), value.to_owned());
    }
    answers
}

fn check(instance: &Instance, answer: &Answer) {
    let path = &instance.path;
    let ours: Map = properties::read(&instance.text)
        .entries
        .into_iter()
        .map(|entry| (entry.key, entry.value))
        .collect();
    assert_eq!(ours, answer.properties, "{path}");
    assert_eq!(meant(instance, &ours), running(instance, answer), "{path}");
    if ours.get("rest.advertised.host.name").is_some_and(|host| host == "${env:POD_IP}") {
        let host = answer.process.get("rest.advertised.host.name");
        assert_eq!(host.map(String::as_str), Some(POD_IP), "{path}");
    }
    let mut found = BTreeSet::new();
    for ((source, target), connector) in &answer.connectors {
        if *target == instance.alias && is_enabled(connector) {
            let worker = answer.workers.get(&(source.clone(), target.clone()));
            let worker = worker.expect("every pair has a worker");
            found.extend(check_cluster(path, &ours, target, "", worker));
            found.extend(check_cluster(path, &ours, target, "target.cluster.", connector));
            found.extend(check_cluster(path, &ours, source, "source.cluster.", connector));
        }
    }
    // No Secret is mounted for nothing.
    assert_eq!(found, secrets(&instance.text), "{path}");
}

/// The sources of the flows that the properties enable into the cluster of the instance.
fn meant(instance: &Instance, ours: &Map) -> BTreeSet<String> {
    let end = format!("->{}.enabled", instance.alias);
    let enabled = ours.iter().filter(|(_, value)| *value == "true");
    enabled.filter_map(|(key, _)| Some(key.strip_suffix(&end)?.to_owned())).collect()
}

/// The sources of the flows that MirrorMaker 2 runs with `--clusters <alias>`.
fn running(instance: &Instance, answer: &Answer) -> BTreeSet<String> {
    let here = answer.connectors.iter().filter(|((_, target), _)| *target == instance.alias);
    let enabled = here.filter(|(_, connector)| is_enabled(connector));
    enabled.map(|((source, _), _)| source.clone()).collect()
}

fn is_enabled(connector: &Map) -> bool {
    connector.get("enabled").is_some_and(|enabled| enabled == "true")
}

/// What we set for a cluster arrives with each reference replaced by the content of its file.
fn check_cluster(
    path: &str,
    ours: &Map,
    alias: &str,
    prefix: &str,
    arrived: &Map,
) -> BTreeSet<(PathBuf, String)> {
    let mut found = BTreeSet::new();
    for (key, value) in ours {
        let Some(key) = key.strip_prefix(alias).and_then(|key| key.strip_prefix('.')) else {
            continue;
        };
        if !key.starts_with("ssl.") && !key.starts_with("sasl.") && !key.starts_with("security.") {
            continue;
        }
        let mut expected = value.clone();
        for (folder, key) in secrets(value) {
            let reference = format!("${{dir:{}:{key}}}", folder.display());
            expected = expected.replace(&reference, &content(&folder, &key));
            found.insert((folder, key));
        }
        assert_eq!(arrived.get(&format!("{prefix}{key}")), Some(&expected), "{path}: {key}");
    }
    found
}
