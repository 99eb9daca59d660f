//! `mirrorc.toml`: where it is found, what it decides, and what becomes of one with faults.

use std::fs;

use super::run::{Place, TWO, place};

fn with(config: &str) -> Place {
    place(&[("mirrorc.toml", config.as_bytes()), ("kafka/topology.yaml", TWO.as_bytes())])
}

#[test]
fn it_says_what_is_not_typed() {
    let config = "descriptors = ['kafka/topology.yaml']\nout = 'deploy'\nfail-on = 'note'\n";
    let place = with(config);
    place.run(&["render"]).expect(0, &["deploy: 2 Kubernetes clusters"]);
    place.run(&["render", "--out", "typed"]).expect(0, &["typed: 2 Kubernetes clusters"]);
    place.run(&["render", "--check"]).expect(0, &[]);
    fs::remove_file(place.path("deploy/west/kustomization.yaml")).unwrap();
    let mends = "run: mirrorc render kafka/topology.yaml --out deploy";
    place.run(&["render", "--check"]).expect(4, &[mends]);
    place.run(&["topics"]).expect(0, &["east.topic"]);
    place.run(&["graph"]).expect(0, &["flowchart"]);
    place.run(&["explain", "--flow", "east->west", "topics"]).expect(0, &["kafka/topology.yaml:"]);
}

#[test]
fn a_flag_that_is_typed_wins() {
    let place = with("descriptors = ['kafka/topology.yaml']\nfail-on = 'note'\n");
    let cluster = "  - alias: spare\n    kubernetesConfigContext: spare\n    \
                   bootstrapServers: { internal: \"a:1\", external: \"a.example.com:2\" }\n";
    let unused = TWO.replace("mirrorMaker2", &format!("{cluster}mirrorMaker2"));
    place.write("kafka/topology.yaml", unused.as_bytes());
    place.run(&["check"]).expect(1, &["warning[unused-cluster]"]);
    place.run(&["check", "--fail-on", "error"]).expect(0, &["warning[unused-cluster]"]);
}

#[test]
fn it_is_found_up_to_the_root_of_the_repository() {
    let place = with("descriptors = ['kafka/topology.yaml']\nfail-on = 'wrong'\n");
    fs::create_dir_all(place.path("deep/er")).unwrap();
    let run = |folder: &str| {
        let mut command = place.command(&["check"]);
        Place::finish(command.current_dir(place.path(folder)))
    };
    // Without a repository only the working folder counts.
    run("deep/er").expect(3, &["there is no `topology.yaml` here"]);
    run(".").expect(2, &["mirrorc.toml:2:11"]);
    place.git(&["init", "-q"]);
    run("deep/er").expect(2, &["../../mirrorc.toml:2:11"]);
    place.write("mirrorc.toml", b"descriptors = ['kafka/topology.yaml']\n");
    run("deep/er").expect(0, &["1 file"]);
    place.write("deep/mirrorc.toml", b"descriptors = ['../kafka/none.yaml']\n");
    run("deep/er").expect(3, &["cannot read `../../kafka/none.yaml`"]);
    place.git(&["init", "-q", "deep/er"]);
    run("deep/er").expect(3, &["there is no `topology.yaml` here"]);
}

#[test]
fn another_one_can_be_named() {
    let place = with("descriptors = 1");
    place.write("other.toml", b"descriptors = ['kafka/topology.yaml']");
    place.run(&["check", "--config", "other.toml"]).expect(0, &["1 file"]);
    place.run(&["check", "--config", "none.toml"]).expect(3, &["cannot read `none.toml`"]);
    place.write("latin.toml", b"out = '\xff'");
    place.run(&["check", "--config", "latin.toml"]).expect(3, &["`latin.toml` is no UTF-8"]);
}

#[test]
fn faults_are_told_like_all_others_and_nothing_is_run() {
    let place = with("outs = 'deploy'\nformat = 'json'\n");
    let ran = place.run(&["render"]);
    let expected = "error[unknown-key]: `outs` is no key of `mirrorc.toml`
 --> mirrorc.toml:1:1
  |
1 | outs = 'deploy'
  | ^^^^
  |
  = help: write `out`

mirrorc: 1 error, 0 warnings, 1 file";
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
    assert!(ran.err.starts_with(expected), "{ran:?}");
    assert!(!place.path("rendered").exists());
    // What reads no topology does not mind.
    place.run(&["explain", "unknown-key"]).expect(0, &["# unknown-key"]);
    place.run(&["schema", "config"]).expect(0, &["\"fail-on\""]);
}

#[test]
fn a_secret_in_it_is_not_shown() {
    let place = with("password = 'hunter2'\nsasl-jaas-config = 'password=hunter2'\n");
    let ran = place.run(&["check"]);
    ran.expect(2, &["`password` is no key"]);
    assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
}

#[test]
fn the_formats_of_findings_are_for_findings_only() {
    let place = with(
        "descriptors = ['kafka/topology.yaml']\nformat = 'gitlab'\noutput = ['junit=out/junit.xml']\n",
    );
    assert_eq!(place.run(&["check"]).out, "[]\n");
    assert!(place.read("out/junit.xml").contains("tests=\"1\" failures=\"0\""));
    place.run(&["topics"]).expect(0, &["east.topic"]);
    place.run(&["graph"]).expect(0, &["flowchart"]);
    place.run(&["check", "--format", "text"]).expect(0, &[]);
}
