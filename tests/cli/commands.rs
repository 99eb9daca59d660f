//! Arguments, streams, formats and exit codes.

use std::{
    io::Read,
    process::{Command, Stdio},
};

use super::run::{Place, Ran, TWO, place, sound};

#[test]
fn help_is_a_result_and_a_slip_is_usage() {
    let place = sound();
    place.run(&["--help"]).expect(0, &["check", "render", "diff", "Exit codes"]);
    place.run(&["--version"]).expect(0, &["mirrorc 0.1.0"]);
    for command in [
        "check",
        "render",
        "diff",
        "graph",
        "topics",
        "alias",
        "explain",
        "schema",
        "completions",
        "man",
    ] {
        let ran = place.run(&[command, "--help"]);
        ran.expect(0, &["Usage"]);
        assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    }
    place.run(&["chekc"]).expect(2, &["check"]);
    place.run(&["check", "--formt", "json"]).expect(2, &["--format"]);
    place.run(&["check", "--format", "xml"]).expect(2, &["json"]);
    place.run(&[]).expect(2, &["Usage"]);
}

#[test]
fn rules_that_lack_an_input_are_counted() {
    let place = sound();
    let topics = "topics:\n  - { cluster: east, name: orders }\n";
    let backups = "backups:\n  - { name: daily, cluster: east, schedule: '@daily', volumeSnapshotClassName: csi }\n";
    let opaque = TWO.replace(": |\n", ": |\n  replication.policy.class=com.example.Policy\n");
    for (text, skipped) in [
        (TWO.to_owned(), 24),
        (format!("{topics}{TWO}"), 6),
        (format!("{topics}{backups}{TWO}"), 12),
        (format!("{topics}{opaque}"), 17),
    ] {
        place.write("topology.yaml", text.as_bytes());
        let ran = place.run(&["check", "--format", "json"]);
        assert!(ran.out.contains(&format!("\"skipped\": {skipped},")), "{text}{ran:?}");
    }
}

#[test]
fn results_and_the_summary_go_to_their_streams() {
    let ran = sound().run(&["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(
        ran.err.starts_with("mirrorc: 0 errors, 0 warnings, 24 rules skipped, 1 file, "),
        "{ran:?}"
    );
    assert!(ran.err.ends_with(" (exit 0)\n"), "{ran:?}");
}

#[test]
fn the_least_severity_that_fails_is_a_choice() {
    let text = format!("{TWO}  east->west.enabled=true\n");
    let place = place(&[("topology.yaml", text.as_bytes())]);
    place.run(&["check"]).expect(0, &["warning[duplicate-property]", "1 warning"]);
    place.run(&["check", "--fail-on", "warning"]).expect(1, &[]);
    let cycle = TWO.replace(
        "|\n",
        "|\n  replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy\n",
    );
    place.write("topology.yaml", cycle.as_bytes());
    place.run(&["check", "--fail-on", "never"]).expect(0, &["error[replication-cycle]"]);
    place.run(&["render", "--fail-on", "never"]).expect(1, &["error[replication-cycle]"]);
    assert!(!place.path("rendered").exists());
}

#[test]
fn standard_input_is_a_descriptor() {
    let place = place(&[]);
    let feed = |arguments: &[&str], text: &str| -> Ran {
        place.write("input", text.as_bytes());
        let input = std::fs::File::open(place.path("input")).unwrap();
        Place::finish(place.command(arguments).stdin(input))
    };
    feed(&["check", "-"], TWO).expect(0, &["1 file"]);
    feed(&["check", "-", "--stdin-filename", "orders.yaml"], "a: 1\n")
        .expect(1, &["orders.yaml:1:1"]);
    let ran = feed(&["render", "--stdout", "-"], TWO);
    ran.expect(0, &["kind: Deployment"]);
    assert_eq!(ran.out.matches("\n---\n").count() + 1, 8, "{}", ran.out);
    feed(&["check", "-"], &json_of_two()).expect(0, &[]);
}

fn json_of_two() -> String {
    serde_json::json!({
        "kafkaClusters": [
            { "alias": "east", "kubernetesConfigContext": "east",
              "bootstrapServers": { "internal": "k:9092", "external": "east.example.com:9094" } },
            { "alias": "west", "kubernetesConfigContext": "west",
              "bootstrapServers": { "internal": "k:9092", "external": "west.example.com:9094" } }
        ],
        "mirrorMaker2Properties": "east->west.enabled=true\n"
    })
    .to_string()
}

#[test]
fn json_is_described_by_its_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let place = sound();
    place.git(&["init", "-q", "-b", "main"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "one"]);
    place.write("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    for (arguments, part) in [
        (&["check", "--format", "json"][..], "findings"),
        (&["render", "--format", "json"], "tree"),
        (&["render", "--check", "--format", "json"], "tree"),
        (&["diff", "--format", "json"], "diff"),
    ] {
        let ran = place.run(arguments);
        ran.expect(0, &[]);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(json.get(part).is_some(), "{json}");
        let faults: Vec<String> =
            validator.iter_errors(&json).map(|found| found.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}\n{json}");
    }
}

#[test]
fn a_graph_is_drawn_in_the_format_that_is_asked_for() {
    let place = sound();
    place.run(&["graph"]).expect(0, &["flowchart LR", "n0 <-->"]);
    place.run(&["graph", "--format", "dot"]).expect(0, &["digraph", "n0 -> n1"]);
    place.run(&["graph", "--format", "svg"]).expect(0, &["<svg", "east &lt;-&gt; west"]);
    place.run(&["graph", "--format", "json"]).expect(2, &["mermaid"]);
    let cycle = TWO.replace(
        "|\n",
        "|\n  replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy\n",
    );
    place.write("topology.yaml", cycle.as_bytes());
    let ran = place.run(&["graph"]);
    ran.expect(1, &["✗ replication-cycle"]);
    assert!(ran.err.contains("error[replication-cycle]") && !ran.out.contains("error["), "{ran:?}");
}

#[test]
fn the_picture_in_the_readme_is_what_its_command_draws() {
    let place = place(&[]);
    let mut command = place.command(&["graph", "--format", "svg", "examples/hub/topology.yaml"]);
    let ran = Place::finish(command.current_dir(env!("CARGO_MANIFEST_DIR")));
    let fresh = ran.out == include_str!("../../docs/graph.svg");
    assert!(fresh, "mirrorc graph --format svg examples/hub/topology.yaml > docs/graph.svg");
}

#[test]
fn every_finding_and_field_is_explained() {
    let place = place(&[]);
    let contents = place.run(&["explain"]);
    for entry in mirrorc::catalogue::all() {
        assert!(contents.out.contains(entry.id), "{}", entry.id);
        place.run(&["explain", entry.id]).expect(0, &["## How to fix"]);
    }
    for field in ["kafkaClusters", "kafkaClusters.security.tls.trust", "allow.reason"] {
        place.run(&["explain", field]).expect(0, &["al"]);
    }
    for field in mirrorc::descriptor::schema::fields() {
        let page = mirrorc::descriptor::schema::field_page(&field).unwrap();
        let words = page.lines().nth(2).unwrap_or_default();
        assert!(!words.is_empty() && words != "Optional.", "{field} has no description");
    }
    place
        .run(&["explain", "image"])
        .expect(2, &["no field `image` by itself", "mirrorc explain mirrorMaker2Spec.image"]);
    place.run(&["explain", "replication-cicle"]).expect(2, &["mirrorc explain replication-cycle"]);
}

#[test]
fn schema_completions_and_manual() {
    let place = place(&[]);
    let schema = place.run(&["schema"]);
    assert_eq!(schema.out, include_str!("../../schemas/descriptor.schema.json"));
    for shell in ["bash", "zsh", "fish"] {
        place.run(&["completions", shell]).expect(0, &["mirrorc"]);
    }
    place.run(&["man"]).expect(0, &[".TH mirrorc", "fail\\-on"]);
}

#[test]
fn colour_follows_the_choice_and_the_environment() {
    let place = place(&[("topology.yaml", b"a: 1\n")]);
    let coloured = |arguments: &[&str], name: Option<&str>| {
        let mut command = place.command(arguments);
        name.map(|name| command.env(name, "1"));
        Place::finish(&mut command).out.contains('\x1b')
    };
    assert!(!coloured(&["check"], None));
    assert!(coloured(&["check", "--color", "always"], None));
    assert!(coloured(&["check"], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&["check", "--color", "never"], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&["check"], Some("NO_COLOR")));
}

#[test]
fn a_reader_that_leaves_is_no_fault() {
    let place = sound();
    let mut child = place
        .command(&["render", "--stdout"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{told}");
    assert!(!told.contains("panicked") && !told.contains("cannot write"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let place = sound();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = place.command(&["render", "--stdout"]);
    Place::finish(command.stdout(full)).expect(3, &["cannot write to standard output"]);
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_differs_without_a_network() {
    let place = sound();
    let program = env!("CARGO_BIN_EXE_mirrorc");
    let alone = Command::new("unshare")
        .current_dir(place.folder.path())
        .args(["-rn", program, "render", "--stdout"])
        .output();
    match alone {
        Ok(output) if output.status.success() => {
            let with = place.run(&["render", "--stdout"]);
            assert_eq!(String::from_utf8(output.stdout).unwrap(), with.out);
        }
        other => println!("skipped: this machine cannot take the network away: {other:?}"),
    }
}

#[test]
fn a_descriptor_named_twice_counts_once() {
    let place = sound();
    place
        .run(&["check", "topology.yaml", "topology.yaml", "./topology.yaml"])
        .expect(0, &["1 file"]);
}

#[test]
fn topics_are_a_table_a_tree_json_or_an_answer() {
    let place = sound();
    place.run(&["topics"]).expect(0, &["samples", "east.topic", "that MirrorMaker 2 makes"]);
    place.run(&["topics", "--internal"]).expect(0, &["mm2-offsets.east.internal"]);
    place.run(&["topics", "--tree"]).expect(0, &["| +-- west.topic"]);
    let json = place.run(&["topics", "--format", "json"]);
    json.expect(0, &["\"sampled\": true"]);
    assert!(json.out.parse::<serde_json::Value>().is_ok());
    place.run(&["topics", "--why", "east.topic@west"]).expect(0, &["is on `west`"]);
    let absent = ["topics", "--why", "east.west.topic@west", "--format", "json"];
    place.run(&absent).expect(0, &["\"exists\": false", "been on `west` before"]);
    place.write("spoilt.yaml", b"kafkaClusters: 1\n");
    let told = "the descriptors have errors, so nothing is predicted";
    assert!(!place.run(&["topics", "spoilt.yaml"]).expect(1, &[told]).out.contains("topic"));
    place.run(&["topics", "--why", "topic"]).expect(2, &["topic@alias"]);
    place.run(&["topics", "--why", "@west"]).expect(2, &["topic@alias"]);
    place.write("list.yaml", b"[]\n");
    let ran = place.run(&["topics", "list.yaml"]);
    assert!(ran.code == 1 && !ran.out.contains("samples"), "{ran:?}");
    place.run(&["topics", "--why", "topic@wets"]).expect(2, &["did you mean `west`?"]);
    place.run(&["topics", "--tree", "--format", "json"]).expect(2, &["--tree"]);
}

#[test]
fn the_settings_of_a_flow_are_explained() {
    let block = "  topics=orders.*\n  east->west.topics=pay.*\n  west.topics=lost\n  west.producer.linger.ms=5\n";
    let place = place(&[("topology.yaml", format!("{TWO}{block}").as_bytes())]);
    let explain = |rest: &[&str]| place.run(&[&["explain", "--flow"], rest].concat());
    explain(&["east->west", "topics"]).expect(1, &["error[inert-property]"]);
    explain(&["east->west", "topics"]).expect(
        1,
        &[
            "copies records and emits heartbeats (topology.yaml:9)",
            "source connector topics = pay.* topology.yaml:12 hides topics = orders.* topology.yaml:11",
        ],
    );
    explain(&["west->east", "topics"]).expect(
        1,
        &[
            "topics = orders.* topology.yaml:11",
            "read by nothing in this flow west.topics topology.yaml:13",
        ],
    );
    explain(&["east->west"]).expect(
        1,
        &[
            "tasks.max = 1 default",
            "linger.ms = 5 topology.yaml:14",
            "group.id = east-mm2 MirrorMaker",
        ],
    );
    explain(&["east->wset"]).expect(2, &["did you mean `west`?"]);
    explain(&["east->west", "topcs"]).expect(2, &["did you mean `topics`?"]);
    explain(&["east->west", "topics", "groups"]).expect(2, &["one key at a time"]);
    explain(&["east"]).expect(2, &["`east` is no flow"]);
    let json = explain(&["east->west", "linger.ms", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let setting = json.pointer("/sections/0/settings/0").unwrap();
    assert_eq!(setting.get("written"), Some(&"west.producer.linger.ms".into()), "{json}");
    assert_eq!(setting.get("line"), Some(&14.into()), "{json}");
}
