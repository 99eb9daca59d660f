//! The formats that hosts of repositories read. In: findings made at random, and those of every case. What a host does
//! with the text is done here as well: it must get back what was meant, within the host's limits, and no secret.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test reads folders and may stop at once"
)]

#[path = "../support/case.rs"]
mod case;
#[path = "../support/files.rs"]
mod files;
mod html;
mod markdown;

use std::{collections::BTreeSet, path::Path};

use mirrorc::{
    compile::{self, Compilation, File, Options},
    diagnostic::{Diagnostic, Diagnostics, Severity},
    report::{self, Report, Repository, github, gitlab, json, junit, rdjson, sarif, text},
    source::{Sources, Span},
};
use proptest::prelude::*;
use serde_json::Value;

const REPOSITORY: Repository<'_> = Repository { root: "/repo", working: "/repo" };
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The findings of one run.
#[derive(Default)]
struct Run {
    sources: Sources,
    found: Diagnostics,
}

impl Run {
    /// A run over one file.
    fn of(name: &str, text: &str) -> (Run, mirrorc::source::FileId) {
        let mut run = Run::default();
        let file = run.sources.add(name.to_owned(), text.to_owned());
        (run, file)
    }

    /// What a descriptor gives.
    fn descriptor(text: &str) -> Run {
        let files = vec![File { path: "topology.yaml".to_owned(), bytes: text.into() }];
        let options = Options {
            today: "2026-11-21".to_owned(),
            folder: "/repo".to_owned(),
            tree: "rendered".to_owned(),
            templates: Vec::new(),
        };
        let Compilation { sources, found, .. } =
            compile::compile(compile::parse(files), &std::collections::BTreeMap::new(), &options);
        Run { sources, found }
    }

    fn report(&self) -> Report<'_> {
        Report::of(&self.sources, &self.found)
    }

    fn json(&self, write: fn(&Report<'_>, Repository<'_>) -> String) -> Value {
        serde_json::from_str(&write(&self.report(), REPOSITORY)).unwrap()
    }

    /// Every format, each with its name.
    fn all(&self) -> [(&'static str, String); 8] {
        let report = self.report();
        [
            ("text", text::write(&report, text::Style::Plain)),
            ("json", json::write(&report)),
            ("markdown", report::markdown::write(&report, None, 65_000)),
            ("sarif", sarif::write(&report, REPOSITORY)),
            ("github", github::write(&report, REPOSITORY)),
            ("gitlab", gitlab::write(&report, REPOSITORY)),
            ("junit", junit::write(&report, REPOSITORY, Some(Severity::Error))),
            ("rdjson", rdjson::write(&report, REPOSITORY)),
        ]
    }
}

/// So many findings of a severity, a line each.
fn many(count: usize, severity: Severity) -> Run {
    let (mut run, file) = Run::of("a.yaml", &"x\n".repeat(count));
    for at in 0..count {
        let span = Span::new(file, 2 * at..2 * at + 1);
        run.found.push(Diagnostic::new("some-rule", severity, span, format!("fault {at}")));
    }
    run
}

/// A command as GitHub's runner reads it: the level, the properties, the message.
fn command(line: &str) -> (&str, Vec<(String, String)>, String) {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (level, properties) = head.split_once(' ').unwrap();
    let unescape = |text: &str| {
        let text = text.replace("%3A", ":").replace("%2C", ",");
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    };
    let property = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), unescape(value))
    };
    let message = message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    (level, properties.split(',').map(property).collect(), message)
}

proptest! {
    /// A message may hold line breaks, percent signs, and what looks like another command.
    #[test]
    fn a_workflow_command_gives_back_what_it_was_made_of(
        message in r"([ -~é日]|\n|\r|::error::|%0A|%25|,|:){0,60}",
        name in r"([a-z0-9 ,:%é-]|/|::){1,30}",
    ) {
        let (mut run, file) = Run::of(&format!("d/{name}x"), "one\ntwo\n");
        let span = Span::new(file, 0..3);
        run.found.push(Diagnostic::new("some-rule", Severity::Error, span, message.clone()));
        let written = github::write(&run.report(), REPOSITORY);
        prop_assert_eq!(written.matches('\n').count(), 1, "one line: {}", written);
        let (level, properties, read) = command(written.strip_suffix('\n').unwrap());
        let get = |name: &str| {
            properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        prop_assert_eq!(level, "error");
        prop_assert_eq!(get("file").unwrap(), REPOSITORY.path(&format!("d/{name}x")));
        prop_assert_eq!(get("line").unwrap(), "1");
        prop_assert_eq!((get("col"), get("endColumn")), (Some("1".to_owned()), Some("3".to_owned())));
        let redacted = report::redact::redact_message(&message);
        prop_assert_eq!(read, redacted.replace('\r', "␍"));
    }
}

#[test]
fn a_range_of_several_lines_has_no_columns() {
    let (mut run, file) = Run::of("a.yaml", "one\ntwo\n");
    run.found.push(Diagnostic::new("some-rule", Severity::Note, Span::new(file, 1..6), "m"));
    let written = github::write(&run.report(), REPOSITORY);
    assert_eq!(written, "::notice file=a.yaml,line=1,endLine=2,title=mirrorc%3A some-rule::m\n");
}

#[test]
fn annotations_are_capped_for_each_level_and_the_rest_is_counted() {
    let lines = |count, severity| {
        let text = github::write(&many(count, severity).report(), REPOSITORY);
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    for severity in SEVERITIES {
        assert_eq!(lines(10, severity).len(), 10);
        let shown = lines(25, severity);
        assert_eq!(shown.len(), 10);
        let (_, _, last) = command(shown.last().unwrap());
        assert!(last.starts_with(&format!("16 more {}s: ", severity.name())), "{last}");
    }
    let last = lines(11, Severity::Error).pop().unwrap();
    assert!(command(&last).2.starts_with("2 more errors"), "{last}");
}

#[test]
fn sarif_keeps_the_worst_results_and_counts_the_rest() {
    let (mut run, file) = Run::of("a.yaml", "x");
    for at in 0..5003 {
        let severity = if at < 5000 { Severity::Note } else { Severity::Error };
        let span = Span::new(file, 0..1);
        run.found.push(Diagnostic::new("duplicate-alias", severity, span, format!("fault {at}")));
    }
    let log = run.json(sarif::write);
    let results = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
    assert_eq!(results.len(), 5000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 3);
    let told = log.pointer("/runs/0/invocations/0/toolExecutionNotifications/0/message/text");
    assert_eq!(told.unwrap(), "3 more findings are not in this file (3 notes).");
}

/// The fingerprints in both formats that have them.
fn fingerprints(run: &Run) -> Vec<String> {
    let issues = run.json(gitlab::write);
    let results = run.json(sarif::write);
    let results = results.pointer("/runs/0/results").unwrap().as_array().unwrap().clone();
    let own = results.iter().map(|found| found["partialFingerprints"]["mirrorc/v1"].clone());
    let theirs = issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].clone());
    let (own, theirs): (Vec<Value>, Vec<Value>) = (own.collect(), theirs.collect());
    assert_eq!(own, theirs);
    theirs.iter().map(|known| known.as_str().unwrap().to_owned()).collect()
}

const FAULTY: &str = "kafkaClusters:
  - alias: east
    namspace: a
    kubernetesConfigContext: east
    bootstrapServers: { internal: \"kafka.kafka.svc:9092\", external: \"east.example.com:9094\" }
  - alias: wést
    namspace: b
    kubernetesConfigContext: west
    bootstrapServers: { internal: \"kafka.kafka.svc:9092\", external: \"west.example.com:9094\" }
mirrorMaker2Properties: |
  east->wést.enabled=true
  east->wést.topisc=orders.*
";

#[test]
fn fingerprints_are_unlike_and_outlive_a_move() {
    let (before, after) =
        (Run::descriptor(FAULTY), Run::descriptor(&format!("# moved\n\n{FAULTY}")));
    let known = fingerprints(&before);
    assert_eq!(known, fingerprints(&after), "no line number is in them");
    assert!(known.len() > 3);
    let unlike: BTreeSet<&String> = known.iter().collect();
    assert_eq!(unlike.len(), known.len(), "GitLab drops one of two that are alike");
    assert!(known.iter().all(|known| known.len() == 32));
    // Two faults that have the same words.
    let doubled = before.found.iter().filter(|fault| fault.message.contains("`namspace`"));
    assert_eq!(doubled.count(), 2);
}

#[test]
fn a_run_without_findings_is_a_whole_document() {
    let (run, _) = Run::of("topology.yaml", "");
    assert_eq!(gitlab::write(&run.report(), REPOSITORY), "[]\n");
    assert_eq!(github::write(&run.report(), REPOSITORY), "");
    assert_eq!(run.json(sarif::write).pointer("/runs/0/results").unwrap(), &Value::Array(vec![]));
    assert_eq!(run.json(rdjson::write)["diagnostics"], Value::Array(vec![]));
    let xml = junit::write(&run.report(), REPOSITORY, None);
    assert!(xml.contains("tests=\"1\" failures=\"0\"") && xml.contains("no findings"), "{xml}");
}

#[test]
fn each_format_counts_columns_in_its_own_way() {
    let (mut run, file) = Run::of("a.yaml", "é: 日本 x\n");
    let span = Span::new(file, "é: ".len().."é: 日本".len());
    run.found.push(Diagnostic::new("duplicate-alias", Severity::Error, span, "m"));
    let log = run.json(sarif::write);
    assert_eq!(log.pointer("/runs/0/columnKind").unwrap(), "unicodeCodePoints");
    let region = log.pointer("/runs/0/results/0/locations/0/physicalLocation/region").unwrap();
    let expected = serde_json::json!(
        { "startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 6 });
    assert_eq!(region, &expected);
    let range = run.json(rdjson::write).pointer("/diagnostics/0/location/range").unwrap().clone();
    let expected = serde_json::json!(
        { "start": { "line": 1, "column": 5 }, "end": { "line": 1, "column": 11 } });
    assert_eq!(range, expected, "bytes");
    assert!(github::write(&run.report(), REPOSITORY).contains("col=4,endColumn=5"));
}

#[test]
fn paths_start_at_the_root_and_are_uris_in_sarif() {
    let (mut run, file) = Run::of("../k afka/tö%20.yaml", "x");
    run.found.push(Diagnostic::new("duplicate-alias", Severity::Error, Span::new(file, 0..1), "m"));
    let repository = Repository { root: "/repo", working: "/repo/deep" };
    let log: Value = serde_json::from_str(&sarif::write(&run.report(), repository)).unwrap();
    let place = log.pointer("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri");
    assert_eq!(place.unwrap(), "k%20afka/t%C3%B6%2520.yaml");
    let issues: Value = serde_json::from_str(&gitlab::write(&run.report(), repository)).unwrap();
    assert_eq!(issues[0]["location"]["path"], "k afka/tö%20.yaml");
}

#[test]
fn a_cycle_is_a_way_through_the_code_that_ends_where_it_began() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules/replication-cycle/fires");
    let Compilation { sources, found, .. } = case::compile(&case::read(&folder));
    let log = Run { sources, found }.json(sarif::write);
    let result = log.pointer("/runs/0/results/0").unwrap();
    let steps = result.pointer("/codeFlows/0/threadFlows/0/locations").unwrap().as_array().unwrap();
    let lines: Vec<u64> = steps
        .iter()
        .map(|step| step.pointer("/location/physicalLocation/region/startLine").unwrap())
        .map(|line| line.as_u64().unwrap())
        .collect();
    assert_eq!(lines, [14, 15, 16, 14]);
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    let rule = &log.pointer("/runs/0/tool/driver/rules").unwrap()[index];
    assert_eq!(rule["id"], result["ruleId"]);
    assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How to fix"));
    assert!(!rule["fullDescription"]["text"].as_str().unwrap().is_empty());
}

#[test]
fn a_message_makes_no_link() {
    let (mut run, file) = Run::of("a.yaml", "x");
    let message = "`[here](https://evil.example)` is no alias";
    run.found.push(Diagnostic::new(
        "duplicate-alias",
        Severity::Error,
        Span::new(file, 0..1),
        message,
    ));
    let log = run.json(sarif::write);
    let text = log.pointer("/runs/0/results/0/message/text").unwrap().as_str().unwrap();
    assert_eq!(text, "`\\[here\\](https://evil.example)` is no alias");
}

/// Puts every suggestion in its place, the last first.
fn applied(text: &str, document: &Value) -> String {
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let offset = |place: &Value| {
        let number = |name: &str| usize::try_from(place[name].as_u64().unwrap()).unwrap();
        starts[number("line") - 1] + number("column") - 1
    };
    for entry in document["diagnostics"].as_array().unwrap() {
        for edit in entry["suggestions"].as_array().into_iter().flatten() {
            let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
            edits.push((start, end, edit["text"].as_str().unwrap().to_owned()));
        }
    }
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}

#[test]
fn suggestions_mend_what_they_are_about() {
    let check = |text: &str, expected: &str| {
        let run = Run::descriptor(text);
        assert_eq!(applied(text, &run.json(rdjson::write)), expected);
        let after = Run::descriptor(expected);
        assert!(!after.found.has_errors(), "{:?}", after.found);
    };
    let sound =
        FAULTY.replace("namspace", "namespace").replace("topisc", "topics").replace("wést", "west");
    check(&sound.replace("namespace: a", "namspace: a"), &sound);
    check(&sound.replace(".topics=", ".topisc="), &sound);
    check(&sound.replace("east->west.topics", "easd->west.topics"), &sound);
    check(&sound, &sound);
    let typed = format!("\"kind\": ReplicationTopology\n{sound}");
    check(&typed.replace("ReplicationTopology", "'ReplicationTopologie'"), &typed);
}

#[test]
fn no_format_shows_a_secret_and_every_document_is_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules");
    let mut checked = 0;
    for path in files::below(&root).into_keys() {
        let Some(folder) = path.strip_suffix("/topology.yaml") else { continue };
        // Half of the cases show the rules well enough.
        if folder.contains("silent") {
            continue;
        }
        let Compilation { sources, found, .. } = case::compile(&case::read(&root.join(folder)));
        let run = Run { sources, found };
        for (format, text) in run.all() {
            if ["json", "sarif", "gitlab", "rdjson"].contains(&format) {
                assert!(text.parse::<Value>().is_ok(), "{folder}: {format}");
            }
        }
        check_junit(&run, folder);
        checked += 1;
    }
    assert!(checked > 100, "the cases are somewhere else");
    let secret = "Tr0ub4dor";
    let text = FAULTY.replace("  east->wést.topisc", &format!("  wést.ssl.key.password={secret}\n  a.sasl.jaas.config=x password=\"{secret}\";\n  east->wést.topisc"));
    let run = Run::descriptor(&text);
    assert!(run.found.iter().any(|finding| finding.rule == "literal-secret"));
    for (format, text) in run.all() {
        assert!(!text.contains(secret), "{format}: {text}");
    }
    let (mut run, file) = Run::of("a.yaml", &format!("password: {secret}\n"));
    let said = format!("`password={secret}` is bad");
    run.found
        .push(Diagnostic::new("duplicate-alias", Severity::Error, Span::new(file, 0..9), &said))
        .label(&said)
        .related(Span::new(file, 0..3), &said)
        .reason(&said)
        .help(&said)
        .fix(Span::new(file, 0..3), &said);
    for (format, text) in run.all() {
        assert!(!text.contains(secret), "{format}: {text}");
        assert!(!text.contains("Tr0ub"), "nor a part of it: {format}");
    }
}

fn check_junit(run: &Run, folder: &str) {
    let xml = junit::write(&run.report(), REPOSITORY, Some(Severity::Warning));
    let count = |part: &str| xml.matches(part).count();
    let head = format!("tests=\"{}\" failures=\"{}\"", count("<testcase "), count("<failure "));
    assert!(xml.lines().nth(1).unwrap().contains(&head), "{folder}\n{xml}");
    let fails = |finding: &&Diagnostic| finding.severity <= Severity::Warning;
    assert_eq!(count("<failure "), run.found.iter().filter(fails).count(), "{folder}");
    assert_eq!(count("<testsuite "), run.sources.iter().count(), "{folder}");
}
