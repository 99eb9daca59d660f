//! `integrations/github/run`, run as GitHub's runner runs it: in a repository, with files for outputs and summary.

use super::run::{Place, Ran, TWO, place};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/integrations/github/run");

struct Job {
    ran: Ran,
    outputs: String,
    summary: String,
}

fn repository() -> Place {
    let place = place(&[("kafka/topology.yaml", TWO.as_bytes()), (".gitignore", b"/runner\n")]);
    place.git(&["init", "-q", "-b", "main"]);
    let mut render = place.command(&["render"]);
    Place::finish(render.current_dir(place.path("kafka"))).expect(0, &["created"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "one"]);
    place
}

fn job(place: &Place, environment: &[(&str, &str)]) -> Job {
    for file in ["outputs", "summary"] {
        place.write(&format!("runner/{file}"), b"");
    }
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_mirrorc")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = std::process::Command::new("bash");
    command.arg(SCRIPT).current_dir(place.folder.path()).env("PATH", path);
    command.env("RUNNER_TEMP", place.path("runner")).env("WORKING_DIRECTORY", "kafka");
    command.env("GITHUB_OUTPUT", place.path("runner/outputs"));
    command.env("GITHUB_STEP_SUMMARY", place.path("runner/summary"));
    command.envs(environment.iter().copied());
    let ran = Place::finish(&mut command);
    Job { ran, outputs: place.read("runner/outputs"), summary: place.read("runner/summary") }
}

#[test]
fn a_sound_change_passes_and_is_summarized() {
    let place = repository();
    let base = job(&place, &[]);
    base.ran.expect(0, &["::group::mirrorc check"]);
    assert!(base.outputs.contains("changed=false\n") && base.outputs.contains("stale=false\n"));
    place.write("kafka/topology.yaml", TWO.replace("9092", "9093").as_bytes());
    let mut render = place.command(&["render"]);
    Place::finish(render.current_dir(place.path("kafka"))).expect(0, &["changed"]);
    let changed = job(&place, &[("AGAINST", "HEAD")]);
    changed.ran.expect(0, &["::group::mirrorc diff"]);
    for output in ["errors=0\n", "warnings=0\n", "stale=false\n", "changed=true\n", "diff-file="] {
        assert!(changed.outputs.contains(output), "{output} is not in {}", changed.outputs);
    }
    assert!(changed.summary.contains("\n## mirrorc: 2 notes\n"), "{}", changed.summary);
    assert!(place.read("runner/mirrorc-results/comment.md").starts_with("<!-- mirrorc -->\n"));
    let sarif = place.read("runner/mirrorc-results/mirrorc.sarif");
    assert!(sarif.contains("\"ruleId\": \"addresses-changed\""), "{sarif}");
}

#[test]
fn faults_are_annotations_and_sarif_and_fail_the_job() {
    let place = repository();
    let faulty = TWO.replace("    kubernetesConfigContext: west\n", "    namspace: west\n");
    place.write("kafka/topology.yaml", faulty.as_bytes());
    let job = job(&place, &[]);
    job.ran.expect(1, &["::error file=kafka/topology.yaml,line=6,endLine=6,col=5,endColumn=12"]);
    assert!(job.outputs.contains("errors=3\n"), "{}", job.outputs);
    assert!(job.summary.contains("    error[unknown-key]: `namspace`"), "{}", job.summary);
    let words = "What the edit does is not known";
    assert!(job.summary.contains(words), "{}", job.summary);
    job.ran.expect(1, &["nothing to compare"]);
    assert!(!job.outputs.contains("changed=") && !job.outputs.contains("stale="));
    let sarif = place.read("runner/mirrorc-results/mirrorc.sarif");
    assert!(sarif.contains("\"uri\": \"kafka/topology.yaml\""), "{sarif}");
}

#[test]
fn a_stale_tree_fails_the_job_with_the_command_that_mends_it() {
    let place = repository();
    place.write("kafka/topology.yaml", TWO.replace("9092", "9093").as_bytes());
    let job = job(&place, &[]);
    job.ran.expect(4, &["::error title=mirrorc::", "run: mirrorc render"]);
    assert!(job.outputs.contains("stale=true\n") && job.outputs.contains("changed=true\n"));
}

#[test]
fn what_weighs_most_is_the_exit_code() {
    let place = repository();
    place.write("kafka/topology.yaml", TWO.replace("9092", "9093").as_bytes());
    // The tree is stale, which is 4; that there is no such base is 3.
    let job = job(&place, &[("AGAINST", "$(touch stolen); v1")]);
    job.ran.expect(3, &["mirrorc render"]);
    assert!(!place.path("stolen").exists() && !place.path("kafka/stolen").exists());
    std::fs::remove_file(place.path("kafka/topology.yaml")).unwrap();
    self::job(&place, &[]).ran.expect(3, &["there is no `topology.yaml` here"]);
    let wrong = self::job(&place, &[("FAIL_ON", "wrong")]);
    wrong.ran.expect(2, &["invalid value 'wrong'"]);
}

#[test]
fn text_of_strangers_is_no_command_and_ends_no_block() {
    let place = repository();
    let text = TWO.replace("alias: east", "alias: \"::error::x\\n```\\n::set-output name=a::b\"");
    place.write("kafka/topology.yaml", text.as_bytes());
    let job = job(&place, &[]);
    let mut stopped: Option<String> = None;
    for line in job.ran.out.lines() {
        match &stopped {
            Some(token) if line == format!("::{token}::") => stopped = None,
            Some(_) => {}
            None => match line.strip_prefix("::stop-commands::") {
                Some(token) => stopped = Some(token.to_owned()),
                None => {
                    let known = [
                        "::error file=",
                        "::warning file=",
                        "::group::",
                        "::endgroup::",
                        "::notice file=",
                    ];
                    let is_ours =
                        line.is_empty() || known.iter().any(|start| line.starts_with(start));
                    assert!(is_ours, "{line}");
                }
            },
        }
    }
    assert_eq!(stopped, None);
    // The comment is Markdown of our own, which has tests of its own.
    let blocks = job.summary.split("<!-- mirrorc -->").next().unwrap_or_default();
    let inside = blocks.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in inside {
        assert!(line.starts_with("    "), "{line}");
    }
}
