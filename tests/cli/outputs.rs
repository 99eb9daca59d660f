//! `--format` and `--output`: what is written where, whole or not at all; the exit code does not depend on it.

use std::fs;

use super::run::{Place, TWO, place, sound};

const FORMATS: [&str; 9] =
    ["text", "markdown", "html", "json", "sarif", "github", "gitlab", "junit", "rdjson"];

fn faulty() -> Place {
    place(&[("topology.yaml", TWO.replace("alias: west", "alais: west").as_bytes())])
}

/// One warning.
fn warned() -> Place {
    let cluster = "  - alias: spare\n    kubernetesConfigContext: spare\n    \
                   bootstrapServers: { internal: \"a:1\", external: \"a.example.com:2\" }\n";
    let text = TWO.replace("mirrorMaker2", &format!("{cluster}mirrorMaker2"));
    place(&[("topology.yaml", text.as_bytes())])
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let (sound, warned, faulty) = (sound(), warned(), faulty());
    for format in FORMATS {
        for (place, fail_on, expected) in [
            (&sound, "note", 0),
            (&warned, "error", 0),
            (&warned, "warning", 1),
            (&warned, "never", 0),
            (&faulty, "error", 1),
        ] {
            for command in ["check", "render"] {
                let ran = place.run(&[command, "--format", format, "--fail-on", fail_on]);
                assert_eq!(ran.code, expected, "{command} {format} {fail_on} {ran:?}");
                let summary = format!("(exit {expected})\n");
                assert!(ran.err.ends_with(&summary), "the summary comes last: {ran:?}");
            }
        }
    }
}

#[test]
fn several_files_are_written_in_one_run() {
    let place = faulty();
    let mut arguments = vec!["check".to_owned(), "--format".to_owned(), "gitlab".to_owned()];
    for format in FORMATS {
        arguments.extend(["--output".to_owned(), format!("{format}=reports/deep/{format}")]);
    }
    let ran = place.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 1, "{ran:?}");
    for format in FORMATS {
        let alone = place.run(&["check", "--format", format]);
        assert_eq!(place.read(&format!("reports/deep/{format}")), alone.out, "{format}");
    }
    assert_eq!(ran.out, place.read("reports/deep/gitlab"));
    let files = fs::read_dir(place.path("reports/deep")).unwrap().count();
    assert_eq!(files, FORMATS.len(), "no temporary file is left");
}

#[test]
fn render_and_diff_write_files_as_well() {
    let place = warned();
    place.run(&["render", "--output", "junit=a.xml", "--output", "json=a.json"]).expect(0, &[]);
    assert!(place.read("a.xml").contains("failures=\"0\""));
    assert!(place.read("a.json").contains("\"tree\""));
    place
        .run(&["render", "--stdout", "--output", "sarif=b.sarif"])
        .expect(0, &["kind: Deployment"]);
    assert!(place.read("b.sarif").contains("unused-cluster"));
    let old =
        ["diff", "--against-dir", ".", "--output", "text=d.txt", "--output", "github=d.github"];
    let ran = place.run(&old);
    assert_eq!((ran.code, ran.out), (0, place.read("d.txt")));
    assert!(place.read("d.github").starts_with("::warning file=topology.yaml,line=8"));
}

#[test]
fn outputs_that_cannot_be_are_usage() {
    let place = sound();
    let run = |output: &str| place.run(&["check", "--output", output]);
    run("sarif").expect(2, &["FORMAT=FILE"]);
    run("sarif=").expect(2, &["FORMAT=FILE"]);
    run("xlsx=a").expect(2, &["`xlsx` is no format; there are text, markdown"]);
    run("sarif=-").expect(2, &["--format sarif"]);
    place
        .run(&["check", "--output", "sarif=a", "--output", "json=./a"])
        .expect(2, &["two outputs go to `./a`"]);
    place.run(&["topics", "--format", "sarif"]).expect(2, &["possible values: text, json"]);
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_nothing_is_replaced() {
    let place = sound();
    fs::create_dir(place.path("folder")).unwrap();
    place.run(&["check", "--output", "json=folder"]).expect(3, &["`folder` is no ordinary file"]);
    place.write("file", b"x");
    place.run(&["check", "--output", "json=file/a"]).expect(3, &["cannot write `file/a`"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(place.path("file"), place.path("link")).unwrap();
        place.run(&["check", "--output", "json=link"]).expect(3, &["`link` is no ordinary file"]);
        place.run(&["check", "--output", "json=/dev/null"]).expect(3, &["no ordinary file"]);
    }
    assert_eq!(place.read("file"), "x");
}

#[test]
fn a_report_is_the_same_wherever_it_is_made() {
    let (one, other) = (faulty(), faulty());
    for place in [&one, &other] {
        place.git(&["init", "-q"]);
        fs::create_dir(place.path("deep")).unwrap();
    }
    for format in ["sarif", "github", "gitlab", "junit", "rdjson"] {
        let at_root = one.run(&["check", "--format", format]).out;
        let mut below = other.command(&["check", "--format", format, "../topology.yaml"]);
        let below = Place::finish(below.current_dir(other.path("deep"))).out;
        assert_eq!(at_root, below, "{format}");
        let folder = one.folder.path().to_str().unwrap();
        assert!(!at_root.contains(folder), "{format}: no absolute path");
    }
}
