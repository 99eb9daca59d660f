//! What a pull request is told: a team loses a cluster and replaces it, as the story of the documents goes.

use super::run::{Place, place};

const LOST: &str = "kubernetes-admin@eun1";
const NEW: &str = "kubernetes-admin@euw1";

/// Two clusters that copy to each other; `first` is the alias of the one beside kafka2, at a place.
fn story(first: &str, context: &str, more: &str) -> String {
    format!(
        "kafkaClusters:
  - alias: {first}
    kubernetesConfigContext: {context}
    bootstrapServers: {{ internal: \"kafka.kafka.svc:9092\", external: \"{context}.example.com:9094\" }}
  - alias: kafka2
    kubernetesConfigContext: kubernetes-admin@weu
    bootstrapServers: {{ internal: \"kafka.kafka.svc:9092\", external: \"weu.example.com:9094\" }}
topics:
  - {{ cluster: {first}, name: testtopic }}
  - {{ cluster: kafka2, name: testtopic }}
{more}mirrorMaker2Properties: |
  {first}->kafka2.enabled=true
  kafka2->{first}.enabled=true
"
    )
    .replace("kubernetes-admin@euw1.example", "euw1.example")
    .replace("kubernetes-admin@eun1.example", "eun1.example")
}

const RETIRED: &str = "  - { cluster: kafka2, name: kafka1.testtopic, remote: true }
retiredAliases:
  - { alias: kafka1, reason: its region was lost, replacedBy: kafka1-new }
";

/// A main branch with two clusters that was rendered, and a branch of the team.
fn repository() -> Place {
    let place = place(&[("topology.yaml", story("kafka1", LOST, "").as_bytes())]);
    place.git(&["init", "-q", "-b", "main"]);
    place.run(&["render"]).expect(0, &["mirrorc.lock"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "two clusters"]);
    place.git(&["checkout", "-q", "-b", "recover"]);
    place
}

#[test]
fn a_lost_cluster_whose_alias_is_reused_is_blocked_and_one_with_a_new_alias_passes() {
    let place = repository();
    place.write("topology.yaml", story("kafka1", NEW, "").as_bytes());
    place.git(&["commit", "-q", "-a", "-m", "kafka1 is back elsewhere"]);
    place.run(&["diff"]).expect(
        1,
        &[
            "1 block",
            "block[alias-means-another-cluster]: nothing proves that `kafka1` is still the same cluster",
            "- never comes back from `kafka2`: kafka1.testtopic",
            "- is read from the positions of the former cluster for `kafka2`: testtopic",
            "error[alias-repointed]",
        ],
    );
    place.write("topology.yaml", story("kafka1-new", NEW, RETIRED).as_bytes());
    place.run(&["render"]).expect(0, &[]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "kafka1-new takes its place"]);
    let ran = place.run(&["diff"]);
    ran.expect(
        0,
        &[
            "warning[cluster-removed]: `kafka1` leaves",
            "- gets no more records on `kafka2`: kafka1.testtopic",
            "note[cluster-added]: `kafka1-new` joins",
            "- is copied from its start to `kafka1-new`: kafka2.kafka1.testtopic, kafka2.testtopic",
            "- is copied from its start to `kafka2`: kafka1-new.testtopic",
            "- 5 removed (!)",
        ],
    );
    assert!(!ran.out.contains("block"), "{}", ran.out);
    place.git(&["checkout", "-q", "main"]);
    place.git(&["merge", "-q", "recover"]);
    place.git(&["checkout", "-q", "-b", "again"]);
    place.write("topology.yaml", story("kafka1", LOST, "").as_bytes());
    place.run(&["diff"]).expect(1, &["block[alias-comes-back]", "such as `kafka1-2`"]);
}

#[test]
fn a_block_is_accepted_by_an_entry_of_the_same_edit_only() {
    let place = repository();
    let moved = |more: &str| story("kafka1", NEW, more);
    let entry = "allow:
  - { rule: alias-repointed, subject: kafka1, reason: the same cluster at another place }
";
    place.write("topology.yaml", moved(entry).as_bytes());
    place
        .run(&["diff"])
        .expect(0, &["1 block (1 accepted)", "accepted: the same cluster at another place"]);
    place.write("topology.yaml", moved(&entry.replace("kafka1", "kafka2")).as_bytes());
    place
        .run(&["diff"])
        .expect(1, &["accept: add to `allow`: { rule: alias-means-another-cluster"]);
    place.write("topology.yaml", story("kafka1", LOST, entry).as_bytes());
    place.git(&["commit", "-q", "-a", "-m", "an entry too early"]);
    place.write("topology.yaml", moved(entry).as_bytes());
    place.run(&["diff", "--against", "HEAD"]).expect(1, &["1 block"]);
}

#[test]
fn an_entry_for_a_change_is_nothing_to_check() {
    let entry = "allow:
  - { rule: policy-changed, subject: kafka1->kafka2, reason: planned }
";
    let place = place(&[("topology.yaml", story("kafka1", LOST, entry).as_bytes())]);
    let ran = place.run(&["check", "--fail-on", "note"]);
    assert!(!ran.err.contains("unused-allow") && !ran.out.contains("unused-allow"), "{ran:?}");
    assert!(!ran.out.contains("not-allowable"), "{ran:?}");
}

#[test]
fn weights_fail_a_run_as_findings_do() {
    let place = repository();
    let narrowed = story("kafka1", LOST, "") + "  kafka1->kafka2.topics=other\n";
    place.write("topology.yaml", narrowed.as_bytes());
    place.run(&["diff"]).expect(0, &["warning[topics-narrowed]"]);
    place.run(&["diff", "--fail-on", "warning"]).expect(1, &[]);
    place.write("topology.yaml", (story("kafka1", LOST, "") + "  tasks.max=4\n").as_bytes());
    place.run(&["diff", "--fail-on", "warning"]).expect(0, &["note[settings-changed]"]);
    place.run(&["diff", "--fail-on", "note"]).expect(1, &[]);
    place.run(&["diff", "--exit-code"]).expect(4, &[]);
}

#[test]
fn findings_that_the_edit_brings_stand_apart() {
    let place = repository();
    let text = story("kafka1", LOST, "") + "  topics.exclud=a\n";
    place.write("topology.yaml", text.as_bytes());
    place.git(&["commit", "-q", "-a", "-m", "a slip"]);
    let more = format!("# moved\n{text}  groups.exclud=b\n");
    place.write("topology.yaml", more.as_bytes());
    let arguments = ["diff", "--against", "HEAD"];
    place.run(&arguments).expect(1, &["findings: 1 new, 1 as before, 0 gone", "there before"]);
    let ran = place.run(&["diff", "--against", "HEAD", "--new-only"]);
    ran.expect(1, &["groups.exclud", "1 findings from before are not shown", "1 error"]);
    assert!(!ran.err.contains("topics.exclud="), "{}", ran.err);
    let json = place.run(&["diff", "--against", "HEAD", "--new-only", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(document["findings"].as_array().unwrap().len(), 1);
    assert_eq!(document["diff"]["findings"]["new"], serde_json::json!([0]));
    place.write("topology.yaml", format!("# moved\n{text}").as_bytes());
    place.run(&["diff", "--against", "HEAD"]).expect(1, &[]);
    place.run(&["diff", "--against", "HEAD", "--new-only"]).expect(0, &["1 findings from before"]);
}

#[test]
fn moved_lines_and_comments_are_no_change() {
    let place = repository();
    let text = story("kafka1", LOST, "");
    let moved = format!(
            "# the same\n\n{}",
            text.replace("  - { cluster: kafka2, name: testtopic }\n", "").replace(
                "topics:\n",
                "topics:\n  # first\n  - { name: testtopic, cluster: kafka2 }\n",
            )
        );
    assert_ne!(text, moved);
    place.write("topology.yaml", moved.as_bytes());
    place.run(&["diff", "--exit-code"]).expect(0, &["no change against"]);
}

#[test]
fn a_shallow_clone_without_the_base_says_what_to_fetch() {
    let place = repository();
    place.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    let origin = format!("file://{}", place.folder.path().display());
    place.git(&["clone", "-q", "--depth", "1", "--branch", "recover", &origin, "clone"]);
    let clone = place.path("clone");
    // The checkout of a pull request knows no branch but its own.
    place.git(&["-C", "clone", "remote", "set-head", "origin", "--delete"]);
    let mut command = place.command(&["diff"]);
    Place::finish(command.current_dir(&clone)).expect(3, &["git fetch --unshallow"]);
    let mut command = place.command(&["diff", "--against", "origin/main"]);
    Place::finish(command.current_dir(&clone)).expect(3, &["git fetch --unshallow"]);
}
