//! Runs the script of the engine `cronjob` as it is rendered, with the variables of the rendered CronJob, against what an
//! API server answered.
//!
//! The `kubectl` and the `date` that the script finds are this program itself, under another name: it answers from
//! `recorded/`, which it copies first, and keeps what is created and deleted.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a harness of its own that runs a script in a folder"
)]

#[path = "../support/peer.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
mod peer;

mod kubectl;

use std::{
    collections::BTreeMap,
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use mirrorc::{
    diagnostic::Diagnostics,
    render::check,
    source::{Sources, Span},
    yaml::{self, Node},
};

const RENDERED: &str = "tests/cases/render/backup-engines/expected/rendered/eun1";

/// 2020-02-21 19:05:33 UTC, as `date -u '+%s %Y%m%d-%H%M%S'` prints it.
const MOMENT: &str = "1582311933 20200221-190533";

type Variables = BTreeMap<String, String>;

fn main() -> ExitCode {
    let name = PathBuf::from(env::args_os().next().unwrap());
    match name.file_name().and_then(|name| name.to_str()) {
        Some("kubectl") => kubectl::answer(&env::args().skip(1).collect::<Vec<_>>()),
        Some("date") => {
            assert_eq!(env::args().skip(1).collect::<Vec<_>>(), ["-u", "+%s %Y%m%d-%H%M%S"]);
            println!("{MOMENT}");
            ExitCode::SUCCESS
        }
        _ => {
            snapshots_are_made_and_old_ones_of_this_backup_go();
            chosen_nodes_only();
            claims_of_strimzi_end_with_the_id();
            nothing_goes_while_snapshots_fail();
            no_claim_is_a_failure();
            without_retention_nothing_goes();
            shellcheck_finds_nothing();
            println!("backup script: 7 passed");
            ExitCode::SUCCESS
        }
    }
}

fn snapshots_are_made_and_old_ones_of_this_backup_go() {
    check(
        &rendered("hourly-cron"),
        true,
        &[
            "+ kafka-0-storage4xk2p-20200221-190533 kafka_cr=kafka brokerId=0 of kafka-0-storage4xk2p at /kafka-logs",
            "+ kafka-1-storageq8r7d-20200221-190533 kafka_cr=kafka brokerId=1 of kafka-1-storageq8r7d at /kafka-logs",
            "+ kafka-2-storagetngcc-20200221-190533 kafka_cr=kafka brokerId=2 of kafka-2-storagetngcc at /kafka-logs",
            "+ kafka-2-storagezzh5v-20200221-190533 kafka_cr=kafka brokerId=2 of kafka-2-storagezzh5v at /more logs",
            // Of broker 0 the newest that is ready stays, and what is newer; of broker 1 also, for one that is newer is
            // being deleted and others are not ready.
            "- kafka-0-storage4xk2p-20200219-190533",
            "- kafka-1-storageq8r7d-20200219-190533",
            // Exactly as old as the retention, and older; a second younger stays, as do those of other backups.
            "- kafka-2-storagetngcc-20200220-190533",
            "- kafka-2-storagetngcc-20200221-070533",
        ],
    );
}

fn chosen_nodes_only() {
    let variables = with(rendered("hourly-cron"), [("NODES", "1 0"), ("RETENTION", "999999")]);
    check(
        &variables,
        true,
        &[
            "+ kafka-0-storage4xk2p-20200221-190533 kafka_cr=kafka brokerId=0 of kafka-0-storage4xk2p at /kafka-logs",
            "+ kafka-1-storageq8r7d-20200221-190533 kafka_cr=kafka brokerId=1 of kafka-1-storageq8r7d at /kafka-logs",
        ],
    );
}

fn claims_of_strimzi_end_with_the_id() {
    let variables = with(
        rendered("hourly-cron"),
        [
            ("SELECTOR", "strimzi.io/cluster=orders,strimzi.io/name=orders-kafka"),
            ("CLUSTER_LABEL", "strimzi.io/cluster"),
            ("CLUSTER", "orders"),
        ],
    );
    check(
        &variables,
        true,
        &[
            "+ data-0-orders-brokers-0-20200221-190533 strimzi.io/cluster=orders brokerId=0 of data-0-orders-brokers-0 at ",
            "+ data-0-orders-brokers-11-20200221-190533 strimzi.io/cluster=orders brokerId=11 of data-0-orders-brokers-11 at ",
        ],
    );
}

fn nothing_goes_while_snapshots_fail() {
    let variables = with(rendered("hourly-cron"), [("REFUSED", "kafka-1-storageq8r7d")]);
    check(
        &variables,
        false,
        &[
            "+ kafka-0-storage4xk2p-20200221-190533 kafka_cr=kafka brokerId=0 of kafka-0-storage4xk2p at /kafka-logs",
            "+ kafka-2-storagetngcc-20200221-190533 kafka_cr=kafka brokerId=2 of kafka-2-storagetngcc at /kafka-logs",
            "+ kafka-2-storagezzh5v-20200221-190533 kafka_cr=kafka brokerId=2 of kafka-2-storagezzh5v at /more logs",
        ],
    );
}

fn no_claim_is_a_failure() {
    check(&with(rendered("hourly-cron"), [("SELECTOR", "kafka_cr=absent")]), false, &[]);
    check(&with(rendered("hourly-cron"), [("NODES", "7")]), false, &[]);
}

fn without_retention_nothing_goes() {
    let variables = rendered("quarterly-cron");
    assert!(!variables.contains_key("RETENTION"));
    check(
        &variables,
        true,
        &[
            "+ kafka-0-storage4xk2p-20200221-190533 kafka_cr=kafka brokerId=0 of kafka-0-storage4xk2p at /kafka-logs",
            "+ kafka-1-storageq8r7d-20200221-190533 kafka_cr=kafka brokerId=1 of kafka-1-storageq8r7d at /kafka-logs",
            "+ kafka-2-storagetngcc-20200221-190533 kafka_cr=kafka brokerId=2 of kafka-2-storagetngcc at /kafka-logs",
            "+ kafka-2-storagezzh5v-20200221-190533 kafka_cr=kafka brokerId=2 of kafka-2-storagezzh5v at /more logs",
        ],
    );
}

fn shellcheck_finds_nothing() {
    if !peer::succeeds(peer::command("shellcheck").arg("--version")) {
        peer::skip::<()>("shellcheck is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("script");
    fs::write(&path, script("hourly-cron")).unwrap();
    let output = peer::command("shellcheck").args(["--shell", "sh"]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// What the script has done to the recorded snapshots: a line for each that is new (`+`) or gone (`-`).
fn check(variables: &Variables, succeeds: bool, expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let own = env::current_exe().unwrap();
    for program in ["kubectl", "date"] {
        symlink(&own, folder.path().join(program)).unwrap();
    }
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backup_script/recorded");
    for kind in kubectl::KINDS {
        let file = format!("{kind}.json");
        fs::copy(recorded.join(&file), folder.path().join(&file)).unwrap();
    }
    let script_path = folder.path().join("snapshot-volumes.sh");
    fs::write(&script_path, script("hourly-cron")).unwrap();
    let search = format!("{}:{}", folder.path().display(), env::var("PATH").unwrap());
    let output = Command::new("sh")
        .arg(&script_path)
        .env_clear()
        .envs(variables)
        .env("PATH", search)
        .env("API", folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.success(), succeeds, "{told}");
    assert_eq!(succeeds, told.is_empty(), "{told}");
    let before = kubectl::objects(&recorded, "volumesnapshots");
    let after = kubectl::objects(folder.path(), "volumesnapshots");
    let is_new = |object: &&serde_json::Value| !before.contains(object);
    let mut changes: Vec<String> = after.iter().filter(is_new).map(line).collect();
    let gone = before.iter().filter(|object| !after.contains(object));
    changes.extend(gone.map(|object| format!("- {}", text(object, "/metadata/name"))));
    changes.sort();
    assert_eq!(changes, expected, "{told}");
}

fn line(object: &serde_json::Value) -> String {
    let labels = object.pointer("/metadata/labels").and_then(|labels| labels.as_object()).unwrap();
    let own = ["mirrorc.dev/backup", "mirrorc.dev/taken"];
    assert!(own.iter().all(|label| labels.contains_key(*label)), "{object}");
    assert_eq!(labels.get("mirrorc.dev/taken").unwrap(), "1582311933");
    let shown: Vec<String> = labels
        .iter()
        .filter(|(label, _)| !own.contains(&label.as_str()))
        .map(|(label, value)| format!("{label}={}", value.as_str().unwrap()))
        .collect();
    format!(
        "+ {} {} of {} at {}",
        text(object, "/metadata/name"),
        shown.join(" "),
        text(object, "/spec/source/persistentVolumeClaimName"),
        text(object, "/metadata/annotations/mountPath"),
    )
}

fn text<'a>(object: &'a serde_json::Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(|value| value.as_str()).unwrap()
}

fn with<const N: usize>(mut variables: Variables, changed: [(&str, &str); N]) -> Variables {
    for (name, value) in changed {
        variables.insert(name.to_owned(), value.to_owned());
    }
    variables
}

/// The variables of the container of a rendered CronJob.
fn rendered(backup: &str) -> Variables {
    let object = manifest("cronjob", backup);
    let steps = ["spec", "jobTemplate", "spec", "template", "spec", "containers"];
    let containers = steps.iter().fold(&object, |node, step| node.get(step).unwrap());
    let variables = containers.items().first().unwrap().get("env").unwrap().items().iter();
    let field = |item: &Node, key| item.get(key).and_then(Node::as_str).unwrap().to_owned();
    variables.map(|item| (field(item, "name"), field(item, "value"))).collect()
}

fn script(backup: &str) -> String {
    let object = manifest("configmap", backup);
    object
        .get("data")
        .and_then(|data| data.get("snapshot-volumes.sh")?.as_str())
        .unwrap()
        .to_owned()
}

fn manifest(kind: &str, name: &str) -> Node {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RENDERED);
    read(&fs::read_to_string(path.join(format!("kafka.{kind}.{name}.yaml"))).unwrap())
}

/// One document, checked as what the compiler renders is.
fn read(text: &str) -> Node {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let file = sources.add("object.yaml".to_owned(), text.to_owned());
    let documents = yaml::read(text, file, &mut found);
    let [document] = documents.as_slice() else { panic!("one object was expected: {text}") };
    check::check(document.to_value(), Span::new(file, 0..0), &mut found);
    assert!(found.is_empty(), "{found:?}\n{text}");
    document.clone()
}
