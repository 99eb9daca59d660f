//! Each check: the text of a `mirrorc.toml` that stands in `/repo/team`, read from `/repo/team/deep`.

use super::*;
use crate::{diagnostic::Diagnostics, source::Sources};

const PLACE: Place<'_> = Place { folder: "/repo/team", root: "/repo", working: "/repo/team/deep" };

fn read_text(text: &str) -> (Config, Sources, Diagnostics) {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("../mirrorc.toml".to_owned(), text.to_owned());
    let config = read(text, file, &PLACE, &mut found);
    found.sort();
    (config, sources, found)
}

/// The values of every key that is set, one key a line.
fn check(text: &str, expected: &str) {
    let (config, _, found) = read_text(text);
    assert!(found.is_empty(), "{found:?}");
    let line = |(key, values): (&Key, &[String])| format!("{}: {}", key.name, values.join(" "));
    assert_eq!(config.iter().map(line).collect::<Vec<_>>().join("\n"), expected);
}

/// What is told: place, rule and message, then the help.
fn check_faults(text: &str, expected: &[(&str, &str)]) {
    let (_, sources, found) = read_text(text);
    let told = found.iter().map(|fault| {
        let start = sources.start(fault.primary.span);
        let place = format!("{}:{}", start.line, start.column);
        let help = fault.help.clone().unwrap_or_default();
        (format!("{place} {}: {}", fault.rule, fault.message), help)
    });
    let told: Vec<(String, String)> = told.collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(told, expected);
}

#[test]
fn paths_start_from_the_folder_of_the_file() {
    check("", "");
    check(
        "descriptors = [\"topology.yaml\", 'deep/b.yaml']\nout = \"../rendered\"\ntemplates = 'deep/t'",
        "descriptors: ../topology.yaml b.yaml\nout: ../../rendered\ntemplates: t",
    );
    check("out = 'deep'", "out: .");
    check(
        "fail-on = 'warning'\nformat = 'github'\noutput = ['sarif=deep/a.sarif', 'junit=b.xml']\n\
         against = 'origin/trunk'\ncolor = 'never'",
        "fail-on: warning\nagainst: origin/trunk\nformat: github\noutput: sarif=a.sarif junit=../b.xml\ncolor: never",
    );
}

#[test]
fn keys_and_values_that_there_are_not_are_told_with_what_was_meant() {
    check_faults(
        "fail_on = \"warning\"\nverbose = true\n",
        &[
            ("1:1 unknown-key: `fail_on` is no key of `mirrorc.toml`", "write `fail-on`"),
            (
                "2:1 unknown-key: `verbose` is no key of `mirrorc.toml`",
                "remove it; `mirrorc.toml` has `descriptors`, `out`, `templates`, `fail-on`, `against`, `format`, `output`, `color`",
            ),
        ],
    );
    check_faults(
        "out = 'a'\nouts = 'b'",
        &[(
            "2:1 unknown-key: `outs` is no key of `mirrorc.toml`",
            "remove it; `out` is there already",
        )],
    );
    check_faults(
        "fail-on = 'warnings'\nformat = 'xlsx'",
        &[
            ("1:11 invalid-value: `warnings` is no value of `fail-on`", "write `warning`"),
            (
                "2:10 invalid-value: `xlsx` is no value of `format`",
                "write one of `text`, `markdown`, `html`, `json`, `sarif`, `github`, `gitlab`, `junit`, `rdjson`",
            ),
        ],
    );
    check_faults(
        "descriptors = 'a.yaml'\nout = 1\ntemplates = ' '",
        &[
            (
                "1:15 wrong-type: `descriptors` is text where a list belongs",
                "write `descriptors = [\"…\"]`",
            ),
            ("2:7 wrong-type: `out` is a number where text belongs", "write `\"…\"`"),
            ("3:13 invalid-value: `templates` is empty", "write a value, or remove it"),
        ],
    );
}

#[test]
fn nothing_outside_of_the_repository_is_read_or_written() {
    let check_path = |text: &str, column, path| {
        let told = format!("1:{column} invalid-value: `{path}` leaves the repository");
        let help = "write a path that starts from the folder of `mirrorc.toml`";
        check_faults(text, &[(&told, help)]);
    };
    check_path("out = '../../x'", 7, "../../x");
    check_path("out = '/repo/x'", 7, "/repo/x");
    check_path("output = ['json=../../repository']", 11, "../../repository");
    check("out = '../x'", "out: ../../x");
}

#[test]
fn outputs_have_a_format_and_a_file() {
    check_faults(
        "output = ['sarif', 'sarf=a', 'json=']",
        &[
            (
                "1:11 invalid-value: `sarif` has not the form `FORMAT=FILE`",
                "write `sarif=mirrorc.sarif`",
            ),
            ("1:20 invalid-value: `sarf` is no value of `output`", "write `sarif`"),
            (
                "1:30 invalid-value: `json=` has not the form `FORMAT=FILE`",
                "write `sarif=mirrorc.sarif`",
            ),
        ],
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    let (config, _, found) = read_text("out = 'a'\nfail-on = warning\nout = 'b'\n");
    assert_eq!(config, Config::default(), "nothing of it counts");
    assert!(
        found.len() >= 2 && found.iter().all(|fault| fault.rule == "invalid-toml"),
        "{found:?}"
    );
}

#[test]
fn the_schema_takes_what_is_read_and_nothing_else() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&json!({ "descriptors": ["a.yaml"], "output": ["sarif=a"] })));
    for wrong in [json!({ "outs": "a" }), json!({ "output": ["xlsx=a"] }), json!({ "out": 1 })] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn the_example_in_the_documentation_has_every_key() {
    let page = include_str!("../../docs/hosts.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (config, _, found) = read_text(example);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(config.iter().count(), KEYS.len());
}
