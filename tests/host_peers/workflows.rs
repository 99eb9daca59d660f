//! The action, the jobs for GitLab and what `init` writes, held against what their readers say of them.

use std::{fs, path::Path, process::Command};

use mirrorc::{diagnostic::Diagnostics, source::Sources, yaml};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{peer, tools};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const COMMIT: &str = "team/mirrorc@11bd71901bbe5b1630ceea73d27597364c9af683";

/// A git repository that `init` has begun.
fn begun(arguments: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut init = Command::new(env!("CARGO_BIN_EXE_mirrorc"));
    tools::succeed(init.arg("init").args(arguments).current_dir(folder.path()));
    tools::succeed(Command::new("git").args(["init", "-q"]).current_dir(folder.path()));
    folder
}

#[test]
fn the_workflow_is_what_actionlint_and_zizmor_take() {
    let (Some(actionlint), Some(programs)) = (tools::actionlint(), tools::python_tools()) else {
        return;
    };
    let folder = begun(&["--github", COMMIT]);
    tools::succeed(Command::new(actionlint).current_dir(folder.path()));
    let workflow = folder.path().join(".github/workflows/mirrorc.yml");
    let mut zizmor = Command::new(programs.join("zizmor"));
    zizmor.args(["--offline", "--no-progress", "--min-severity", "low"]).arg(&workflow);
    tools::succeed(zizmor.arg("action.yml").current_dir(ROOT));
    let schema = |name: &str, file: &Path| {
        let mut check = Command::new(programs.join("check-jsonschema"));
        tools::succeed(check.args(["--builtin-schema", name]).arg(file).current_dir(ROOT));
    };
    schema("vendor.github-workflows", &workflow);
    schema("vendor.github-actions", Path::new("action.yml"));
    let mut shellcheck = Command::new(programs.join("shellcheck"));
    let scripts = ["integrations/github/run", "integrations/github/install"];
    tools::succeed(shellcheck.args(scripts).current_dir(ROOT));
}

#[test]
fn the_jobs_for_gitlab_are_what_its_schema_says() {
    let Some(programs) = tools::python_tools() else { return };
    let folder = begun(&["--gitlab", "registry.example.com/mirrorc:0.1.0"]);
    for file in [".gitlab-ci.yml", "mirrorc.gitlab-ci.yml"] {
        let mut check = Command::new(programs.join("check-jsonschema"));
        check.args(["--builtin-schema", "vendor.gitlab-ci", file]);
        tools::succeed(check.current_dir(folder.path()));
    }
}

#[test]
fn the_hooks_that_init_writes_run() {
    let Some(programs) = tools::python_tools() else { return };
    let folder = begun(&["--hook", "--attributes"]);
    let own = Path::new(env!("CARGO_BIN_EXE_mirrorc")).parent().unwrap();
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
    let run = || {
        let git = ["add", "-A"];
        tools::succeed(Command::new("git").args(git).current_dir(folder.path()));
        let mut pre_commit = Command::new(programs.join("pre-commit"));
        tools::run(pre_commit.arg("run").env("PATH", &path).current_dir(folder.path()))
    };
    let (output, told) = run();
    assert!(!output.status.success() && told.contains("created   rendered/west/"), "{told}");
    let (output, told) = run();
    assert!(output.status.success() && told.matches("Passed").count() == 2, "{told}");
    let text = fs::read_to_string(folder.path().join("topology.yaml")).unwrap();
    fs::write(folder.path().join("topology.yaml"), text.replace("alias: west", "alais: west"))
        .unwrap();
    let (output, told) = run();
    assert!(!output.status.success() && told.contains("error[unknown-key]"), "{told}");
}

#[test]
fn the_wrappers_for_argo_cd_and_flux_are_what_their_models_say() {
    let Some(modules) = tools::npm_modules() else { return };
    let folder = begun(&["--argocd", "https://git.example.com/team/a.git", "--flux", "east"]);
    let files = ["gitops/argocd/applicationset.yaml", "gitops/flux/east.yaml"];
    let mut objects: Vec<Value> =
        files.iter().map(|file| object(&folder.path().join(file))).collect();
    let ask = |objects: &[Value]| -> Vec<String> {
        let mut node = peer::command("node");
        // What Node imports is looked for beside the script.
        node.arg("gitops.mjs").current_dir(modules.parent().unwrap());
        let output = peer::run(&mut node, &serde_json::to_vec(objects).unwrap());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(ask(&objects), Vec::<String>::new());
    for object in &mut objects {
        object["spec"]["interval"] = json!([]);
        object["spec"]["generators"] = json!(1);
    }
    assert_eq!(ask(&objects).len(), 2, "the models tell nothing");
}

/// The one object of a YAML file.
fn object(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("a.yaml".to_owned(), text.clone());
    let documents = yaml::read(&text, file, &mut found);
    assert!(found.is_empty() && documents.len() == 1, "{found:?}");
    documents.iter().map(|document| json_of(&document.to_value())).next().unwrap()
}

fn json_of(value: &yaml::Value) -> Value {
    match value {
        yaml::Value::Null => Value::Null,
        yaml::Value::Bool(value) => json!(value),
        yaml::Value::Integer(value) => json!(value),
        yaml::Value::Float(value) => json!(value),
        yaml::Value::String(text) => json!(text),
        yaml::Value::List(items) => items.iter().map(json_of).collect(),
        yaml::Value::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), json_of(value))).collect()
        }
    }
}
