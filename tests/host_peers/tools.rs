//! The programs, fetched once into the target folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Mutex, PoisonError},
};

use crate::peer;

const ORACLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle");
/// Tests run side by side, and two cannot fetch into one folder at once.
static FETCHING: Mutex<()> = Mutex::new(());

fn home(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Whether the peers are wanted; what is skipped is told.
fn wanted(what: &str) -> bool {
    if peer::wanted().is_none() {
        peer::tell(&format!("skipped: {what} is asked only where MIRRORC_PEERS is set"));
    }
    peer::wanted().is_some()
}

/// A folder with programs, made anew where the list of them has changed. The list itself is copied last.
fn fetched(name: &str, lists: &[&str], fetch: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let _one = FETCHING.lock().unwrap_or_else(PoisonError::into_inner);
    let (from, home) = (Path::new(ORACLE).join(name), home(name));
    let text = |folder: &Path, list: &&str| fs::read_to_string(folder.join(list)).ok();
    if lists.iter().all(|list| text(&from, list) == text(&home, list)) {
        return Some(home);
    }
    drop(fs::remove_dir_all(&home));
    fs::create_dir_all(&home).unwrap();
    if !fetch(&home) {
        return peer::skip(&format!("cannot fetch the programs of tests/oracle/{name}"));
    }
    for list in lists {
        fs::copy(from.join(list), home.join(list)).unwrap();
    }
    Some(home)
}

/// The `node_modules` with the schema of SARIF, Microsoft's validator, and the models of Argo CD and Flux.
pub(crate) fn npm_modules() -> Option<PathBuf> {
    if !wanted("what npm fetches") {
        return None;
    }
    let lists = ["package.json", "package-lock.json", "gitops.mjs"];
    npm("report", &lists).map(|home| home.join("node_modules"))
}

/// A folder with a list of packages and what npm fetches for it.
fn npm(name: &str, lists: &[&str]) -> Option<PathBuf> {
    let fetch = |home: &Path| {
        for list in lists {
            fs::copy(Path::new(ORACLE).join(name).join(list), home.join(list)).unwrap();
        }
        let mut npm = peer::command("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(home);
        peer::succeeds(&mut npm)
    };
    fetched(name, lists, fetch)
}

/// The program that opens pages, and the browser in which it does.
pub(crate) fn browser() -> Option<(PathBuf, &'static str)> {
    if !wanted("a browser") {
        return None;
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.into_iter().find(|name| peer::succeeds(peer::command(name).arg("--version")));
    let Some(browser) = found else { return peer::skip("no chromium; Debian has it as a package") };
    let lists = ["package.json", "package-lock.json", "page.mjs"];
    let home = npm("html", &lists)?;
    Some((home.join("page.mjs"), browser))
}

/// The folder of programs of a Python environment with pre-commit, maturin and check-jsonschema.
pub(crate) fn python_tools() -> Option<PathBuf> {
    if !wanted("what pip fetches") {
        return None;
    }
    let list = format!("{ORACLE}/hosts/requirements.txt");
    let fetch = |home: &Path| {
        let environment = home.join("environment");
        let python = environment.join("bin/python");
        peer::succeeds(peer::command("python3").args(["-m", "venv"]).arg(&environment))
            && peer::succeeds(
                Command::new(python).args(["-m", "pip", "install", "-q", "-r", &list]),
            )
    };
    fetched("hosts", &["requirements.txt"], fetch).map(|home| home.join("environment/bin"))
}

/// The linter of workflows.
pub(crate) fn actionlint() -> Option<PathBuf> {
    if !wanted("actionlint") {
        return None;
    }
    let _one = FETCHING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = home("actionlint-1.7.12");
    let program = folder.join("actionlint");
    let mut go = peer::command("go");
    go.args(["install", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"]);
    // Go wants to know where its module lies, and this package is none.
    go.current_dir(env!("CARGO_TARGET_TMPDIR")).env("GOBIN", &folder);
    if !program.exists() && !peer::succeeds(&mut go) {
        return peer::skip("no Go, or it cannot fetch actionlint");
    }
    Some(program)
}

/// What a program said, where it must succeed.
pub(crate) fn succeed(command: &mut Command) -> String {
    let (output, told) = run(command);
    assert!(output.status.success(), "{command:?}\n{told}");
    told
}

/// What a program said on both streams.
pub(crate) fn run(command: &mut Command) -> (Output, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let told = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let told = told.concat();
    (output, told)
}
