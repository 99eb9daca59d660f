//! Reports of every case, held against the schema of SARIF and read by other programs.

use std::{fs, path::Path, process::Command};

use mirrorc::report::{Report, Repository, junit, sarif};
use serde_json::Value;

use crate::{case, files, peer, tools};

const REPOSITORY: Repository<'_> = Repository { root: "/repo", working: "/repo/team" };

/// The text that a format makes of the findings of a quarter of the cases, which have all parts of a report; by the
/// folder of the case.
fn written(write: fn(&Report<'_>) -> String) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let folders: Vec<String> = files::below(&root)
        .into_keys()
        .filter_map(|path| Some(path.strip_suffix("/topology.yaml")?.to_owned()))
        .step_by(4)
        .collect();
    assert!(folders.len() > 100, "the cases are somewhere else");
    let one = |folder: &String| {
        let compilation = case::compile(&case::read(&root.join(folder)));
        let report = Report {
            accepted: &compilation.accepted,
            ..Report::of(&compilation.sources, &compilation.found)
        };
        (folder.clone(), write(&report))
    };
    folders.iter().map(one).collect()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let Some(modules) = tools::npm_modules() else { return };
    let schema = modules.join("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    // A bracket too many in a pattern, which only JavaScript takes.
    let schema = fs::read_to_string(schema).unwrap().replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (folder, text) in written(|report| sarif::write(report, REPOSITORY)) {
        let log: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&log)
            .map(|fault| format!("{} {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{folder}: {faults:#?}");
    }
    let wrong = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] });
    assert!(!validator.is_valid(&wrong), "the schema tells nothing");
}

#[test]
fn sarif_is_what_github_takes() {
    let Some(modules) = tools::npm_modules() else { return };
    let program = modules.join("@microsoft/sarif-multitool-linux/Sarif.Multitool");
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return peer::skip("the validator is a program for another machine").unwrap_or_default();
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The package's own script would set it, and no script is run.
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let folder = tempfile::TempDir::new().unwrap();
    let texts = written(|report| sarif::write(report, REPOSITORY));
    for (number, (_, text)) in texts.iter().enumerate().step_by(5) {
        fs::write(folder.path().join(format!("{number}.sarif")), text).unwrap();
    }
    let mut validate = Command::new(program);
    validate
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .args(["validate", "--rule-kind", "Sarif;Ghas", "--output", "validated.log"])
        .arg(folder.path().join("*.sarif"))
        .current_dir(folder.path());
    let told = tools::succeed(&mut validate);
    assert!(told.contains("files scanned"), "{told}");
    // SARIF2005 asks for an address of the tool.
    let faults: Vec<&str> = told
        .lines()
        .filter(|line| line.contains(": error ") || line.contains(": warning "))
        .filter(|line| !line.contains("SARIF2005"))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

const COUNT: &str = "
import json, sys, xml.etree.ElementTree as tree
for name, text in json.load(sys.stdin):
    root = tree.fromstring(text)
    cases, failures = list(root.iter('testcase')), list(root.iter('failure'))
    assert root.tag == 'testsuites' and cases, name
    for suite in [root, *root.iter('testsuite')]:
        assert int(suite.get('tests')) == len(list(suite.iter('testcase'))), name
        assert int(suite.get('failures')) == len(list(suite.iter('failure'))), name
        assert suite.get('time') == '0', name
    assert all(case.get('file') and case.get('classname') and case.get('name') for case in cases), name
    assert all(failure.get('message') and failure.text for failure in failures), name
print('read')
";

#[test]
fn junit_is_read_by_an_xml_reader() {
    if peer::wanted().is_none() {
        return peer::tell("skipped: an XML reader is asked only where MIRRORC_PEERS is set");
    }
    if !peer::succeeds(peer::command("python3").arg("--version")) {
        return peer::skip("no python3").unwrap_or_default();
    }
    let texts = written(|report| junit::write(report, REPOSITORY, None));
    let failing = written(|report| {
        junit::write(report, REPOSITORY, Some(mirrorc::diagnostic::Severity::Note))
    });
    let all: Vec<_> = texts.into_iter().chain(failing).collect();
    let mut python = peer::command("python3");
    let output = peer::run(python.args(["-c", COUNT]), &serde_json::to_vec(&all).unwrap());
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "read");
}
