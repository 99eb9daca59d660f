//! What hosts are told of an edit: its changes as findings of lines, those that are accepted, and the line that did it.

use serde_json::Value;

use super::run::{Place, place};

const PAIR: &str = "kafkaClusters:
  - { alias: east, kubernetesConfigContext: east, clusterId: EEEEEEEEEEEEEEEEEEEEEE, bootstrapServers: { internal: \"e:9092\", external: \"e.example.com:9094\" } }
  - { alias: west, kubernetesConfigContext: west, clusterId: WWWWWWWWWWWWWWWWWWWWWW, bootstrapServers: { internal: \"w:9092\", external: \"w.example.com:9094\" } }
mirrorMaker2Properties: |
  replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy
  east->west.enabled=true
  east->west.topics=orders
";

/// A main branch with this descriptor, and a work tree with that one.
fn edited(before: &str, after: &str) -> Place {
    let place = place(&[("topology.yaml", before.as_bytes())]);
    place.git(&["init", "-q", "-b", "main"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "before"]);
    place.write("topology.yaml", after.as_bytes());
    place
}

/// What `diff` says as SARIF.
fn results(place: &Place) -> Vec<Value> {
    let ran = place.run(&["diff", "--against", "HEAD", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.out).expect("SARIF is JSON");
    log["runs"][0]["results"].as_array().expect("there is a list").clone()
}

fn of<'a>(results: &'a [Value], rule: &str) -> &'a Value {
    let mut found = results.iter().filter(|result| result["ruleId"] == rule);
    found.next().unwrap_or_else(|| panic!("no `{rule}` in {results:#?}"))
}

fn line(result: &Value) -> &Value {
    &result["locations"][0]["physicalLocation"]["region"]["startLine"]
}

#[test]
fn a_loop_starts_at_the_line_that_closes_it() {
    let back = "  west->east.enabled=true\n  west->east.topics=orders\n";
    let place = edited(PAIR, &format!("{PAIR}{back}"));
    let results = results(&place);
    assert_eq!(line(of(&results, "replication-cycle")), 8);
    assert_eq!(line(of(&results, "loop-closed")), 8);
    let way = &of(&results, "replication-cycle")["codeFlows"][0]["threadFlows"][0]["locations"];
    let lines: Vec<&Value> = way
        .as_array()
        .expect("a way has steps")
        .iter()
        .map(|step| &step["location"]["physicalLocation"]["region"]["startLine"])
        .collect();
    assert_eq!(lines, [8, 6, 8]);
    let ran = place.run(&["check", "--format", "sarif"]);
    assert!(ran.out.contains("\"startLine\": 6"), "without a base the first line leads");
}

#[test]
fn what_is_gone_is_told_at_the_file_in_which_it_stood() {
    let place = edited(PAIR, &PAIR.replace("east->west.enabled=true", "east->west.enabled=false"));
    let results = results(&place);
    let gone = of(&results, "flow-removed");
    assert_eq!(gone["level"], "warning");
    let text = gone["locations"][0]["message"]["text"].as_str().unwrap_or_default();
    assert!(*line(gone) == 6 || text.starts_with("it was in line 6 of HEAD"), "{gone:#}");
}

#[test]
fn accepted_findings_and_changes_stay_in_the_file_with_their_reason() {
    let moved = PAIR.replace("WWWWWWWWWWWWWWWWWWWWWW", "NNNNNNNNNNNNNNNNNNNNNN");
    let rule = "alias-means-another-cluster";
    let entry =
        format!("allow:\n  - {{ rule: {rule}, subject: west, reason: \"a [new](x) one\" }}\n");
    let results_of = |after: &str| results(&edited(PAIR, after));
    let open = results_of(&moved);
    assert_eq!(of(&open, rule)["level"], "error");
    assert!(of(&open, rule).get("suppressions").is_none());
    let accepted = results_of(&format!("{entry}{moved}"));
    let suppression = &of(&accepted, rule)["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "a \\[new\\](x) one");
    let needless = results_of(&format!("{entry}{PAIR}"));
    assert_eq!(line(of(&needless, "unused-allow")), 2);
}

#[test]
fn a_finding_that_a_descriptor_accepts_is_in_the_sarif_of_check() {
    let lone = "  - { alias: spare, kubernetesConfigContext: s, bootstrapServers: { external: \"s.example.com:9094\" } }\n";
    let text = PAIR.replace("mirrorMaker2Properties", &format!("{lone}mirrorMaker2Properties"));
    let entry =
        "allow:\n  - { rule: unused-cluster, subject: spare, reason: it joins next month }\n";
    let place = place(&[("topology.yaml", format!("{entry}{text}").as_bytes())]);
    let ran = place.run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.out).expect("SARIF is JSON");
    let results = log["runs"][0]["results"].as_array().expect("there is a list");
    let found = of(results, "unused-cluster");
    assert_eq!(found["suppressions"][0]["justification"], "it joins next month");
    place.run(&["check"]).expect(0, &["1 accepted"]);
}

#[test]
fn every_format_of_a_host_has_the_changes() {
    let moved = PAIR.replace("WWWWWWWWWWWWWWWWWWWWWW", "NNNNNNNNNNNNNNNNNNNNNN");
    let place = edited(PAIR, &moved);
    for format in ["sarif", "github", "gitlab", "junit", "rdjson"] {
        let ran = place.run(&["diff", "--against", "HEAD", "--format", format]);
        assert!(ran.out.contains("alias-means-another-cluster"), "{format}: {}", ran.out);
    }
}
