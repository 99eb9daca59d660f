//! The processes of Java: one with brokers, one with MirrorMaker 2. Both end when their standard input does, so that
//! neither outlives the test, however it ends.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Lines, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use serde_json::Value;

use crate::peer;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/brokers");

/// Brokers of one release.
pub(super) struct Brokers {
    pub(super) addresses: Vec<String>,
    _process: Process,
}

/// MirrorMaker 2 of one release.
pub(super) struct MirrorMaker {
    process: Mutex<Process>,
    /// By slot.
    answers: Vec<Mutex<Receiver<Value>>>,
}

/// A program of ours: its sources, of which the last has `main`, and the artifact of Kafka that it needs.
struct Program {
    artifact: &'static str,
    sources: &'static [&'static str],
    heap: &'static str,
}

const BROKERS: Program =
    Program { artifact: "kafka_2.13", sources: &["Broker", "Brokers"], heap: "-Xmx1g" };
const MIRROR_MAKER: Program = Program {
    artifact: "connect-mirror",
    sources: &["Cluster", "Instance", "Log", "Scenario", "Scenarios"],
    heap: "-Xmx1500m",
};

struct Process {
    child: Child,
    input: Option<ChildStdin>,
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.input.take());
        drop(self.child.wait());
    }
}

impl Brokers {
    pub(super) fn start(folder: &Path, version: &str, count: usize) -> Brokers {
        let data = folder.join(format!("brokers-{version}"));
        let arguments = [data.to_str().unwrap(), &count.to_string()];
        let (process, lines) = start(folder, version, &BROKERS, &arguments);
        let addresses: Vec<String> = lines.take(count).map(Result::unwrap).collect();
        assert_eq!(addresses.len(), count, "the brokers of Kafka {version} do not start");
        Brokers { addresses, _process: process }
    }
}

impl MirrorMaker {
    /// Up to `slots` orders run side by side.
    pub(super) fn start(folder: &Path, version: &str, slots: usize) -> MirrorMaker {
        let (process, lines) = start(folder, version, &MIRROR_MAKER, &[]);
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..slots).map(|_| channel()).unzip();
        thread::spawn(move || hand_out(lines, &senders));
        let answers = receivers.into_iter().map(Mutex::new).collect();
        MirrorMaker { process: Mutex::new(process), answers }
    }

    /// Gives an order and waits for the answer.
    pub(super) fn ask(&self, slot: usize, order: &Value) -> Value {
        let mut process = self.process.lock().unwrap();
        let input = process.input.as_mut().expect("it is open until the end");
        writeln!(input, "{order}").unwrap();
        drop(process);
        let answers = self.answers.get(slot).expect("an order is for a slot that there is");
        answers.lock().unwrap().recv().expect("MirrorMaker 2 answers")
    }
}

/// Each answer says whose it is. When the process ends, whoever waits is told by the end of the channel.
fn hand_out(lines: Lines<BufReader<ChildStdout>>, slots: &[Sender<Value>]) {
    for line in lines.map_while(Result::ok) {
        let answer: Value = serde_json::from_str(&line).expect("an answer is a line of JSON");
        let slot = answer.get("slot").and_then(Value::as_u64);
        let slot = slot.and_then(|slot| slots.get(usize::try_from(slot).ok()?));
        // After a panic nobody listens any more.
        drop(slot.expect("an answer names its slot").send(answer));
    }
}

fn start(
    folder: &Path,
    version: &str,
    program: &Program,
    arguments: &[&str],
) -> (Process, Lines<BufReader<ChildStdout>>) {
    let main = program.sources.last().expect("there is a source");
    let jars = class_path(folder, version, program);
    let classes = compile(folder, version, program, &jars);
    let mut java = peer::command("java");
    // Short lives: thorough compilation and a parallel collector would cost more than they bring.
    java.args([program.heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]);
    java.arg(format!("-Dorg.slf4j.simpleLogger.defaultLogLevel={}", log_level()));
    java.arg("-Dorg.slf4j.simpleLogger.showDateTime=true");
    java.arg("-cp").arg(format!("{}:{jars}", classes.display())).arg(main).args(arguments);
    let log = File::create(folder.join(format!("{main}-{version}.log"))).unwrap();
    let mut child = java.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let stdout = child.stdout.take().expect("standard output is a pipe");
    let input = child.stdin.take();
    (Process { child, input }, BufReader::new(stdout).lines())
}

fn log_level() -> String {
    std::env::var("MIRRORC_KAFKA_LOG").unwrap_or_else(|_| "warn".to_owned())
}

fn class_path(folder: &Path, version: &str, program: &Program) -> String {
    // Maven is slow, so its answer is kept from one run to the next.
    let file = folder.with_file_name("conformance");
    fs::create_dir_all(&file).unwrap();
    let file = file.join(format!("{}-{version}.classpath", program.artifact));
    if !file.exists() {
        let mut maven = peer::command("mvn");
        maven.args(["-q", "-B", "-f", &format!("{ROOT}/pom.xml")]);
        maven.arg(format!("-Dkafka.version={version}"));
        maven.arg(format!("-Dkafka.artifact={}", program.artifact));
        maven.arg(format!("-Dmdep.outputFile={}", file.display()));
        assert!(peer::succeeds(maven.arg("dependency:build-classpath")), "{maven:?} failed");
    }
    fs::read_to_string(file).unwrap()
}

/// For each release: what a method returns may change without a change in its source.
fn compile(folder: &Path, version: &str, program: &Program, jars: &str) -> PathBuf {
    let classes = folder.join(format!("{}-{version}.classes", program.artifact));
    let mut javac = peer::command("javac");
    javac.args(["-Xlint:none", "-nowarn", "-cp", jars, "-d"]).arg(&classes);
    javac.args(program.sources.iter().map(|source| format!("{ROOT}/java/{source}.java")));
    assert!(peer::succeeds(&mut javac), "{javac:?} failed");
    classes
}
