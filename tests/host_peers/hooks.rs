//! The hooks of `.pre-commit-hooks.yaml`, run by pre-commit in a repository as a team has one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
};

use tempfile::TempDir;

use crate::tools;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const TOPOLOGY: &str = "kafkaClusters:
  - alias: east
    kubernetesConfigContext: east
    bootstrapServers: { internal: \"kafka.kafka.svc:9092\", external: \"east.example.com:9094\" }
  - alias: west
    kubernetesConfigContext: west
    bootstrapServers: { internal: \"kafka.kafka.svc:9092\", external: \"west.example.com:9094\" }
mirrorMaker2Properties: |
  east->west.enabled=true
";

/// A program that runs a dozen times need not be quick.
const UNOPTIMISED: &str = "profile.dev.package.mirrorc.opt-level=0";

/// One build at a time: both leave the program at the same place before they pack it.
static BUILDING: Mutex<()> = Mutex::new(());

/// Where hooks are built: in the tests' own folder they would replace the program that other tests run.
fn builds() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("builds")
}

/// A repository of users, and what it takes to run hooks in it.
struct Team {
    folder: TempDir,
    pre_commit: PathBuf,
    path: std::ffi::OsString,
}

impl Team {
    fn new(programs: &Path) -> Team {
        let own = Path::new(env!("CARGO_BIN_EXE_mirrorc")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = [own.to_path_buf()].into_iter().chain(std::env::split_paths(&path));
        let path = std::env::join_paths(folders).unwrap();
        let team =
            Team { folder: TempDir::new().unwrap(), pre_commit: programs.join("pre-commit"), path };
        team.git(&["init", "-q", "-b", "main"]);
        team
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env("PATH", &self.path);
        // Hooks are installed below the target folder, once for all runs of the tests.
        command.env("PRE_COMMIT_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("pre-commit"));
        command.env("PRE_COMMIT_COLOR", "never");
        let arguments = ["--profile", "dev", "--config", UNOPTIMISED].join(" ");
        command.env("MATURIN_PEP517_ARGS", arguments).env("CARGO_TARGET_DIR", builds());
        command.env("CARGO_PROFILE_DEV_DEBUG", "0");
        command
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        tools::succeed(self.command(Path::new("git")).args(identity).args(arguments));
    }

    /// Runs the hooks on what is staged; whether they passed, and what was said.
    fn hooks(&self) -> (bool, String) {
        self.git(&["add", "-A"]);
        let (output, told) = tools::run(self.command(&self.pre_commit).arg("run"));
        (output.status.success(), told)
    }
}

/// A repository with the hooks of this one, so that they are taken as they stand.
fn hooks_repository(files: &[String]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in files {
        let target = folder.path().join(file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(Path::new(ROOT).join(file), target).unwrap();
    }
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        tools::succeed(
            Command::new("git").current_dir(folder.path()).args(identity).args(arguments),
        );
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "hooks"]);
    git(&["tag", "v0"]);
    folder
}

fn config(repository: &Path, hooks: &[&str]) -> String {
    let hooks: String = hooks.iter().map(|hook| format!("      - id: {hook}\n")).collect();
    format!("repos:\n  - repo: {}\n    rev: v0\n    hooks:\n{hooks}", repository.display())
}

/// Checks, in the order of a team's days, what wakes the hooks and what they do.
fn live(team: &Team) {
    team.write("topology.yaml", TOPOLOGY);
    let (passed, told) = team.hooks();
    // Git does not count new files as a change, so the exit code has to tell.
    assert!(
        !passed && told.contains("created   rendered/") && told.contains("exit code: 4"),
        "{told}"
    );
    let (passed, told) = team.hooks();
    assert!(passed && told.matches("Passed").count() == 3, "{told}");
    team.git(&["commit", "-q", "-m", "one"]);

    team.write("README.md", "# Ours\n");
    let (passed, told) = team.hooks();
    assert!(passed && told.matches("Skipped").count() == 3, "nothing of it concerns them: {told}");

    team.write("topology.yaml", &TOPOLOGY.replace("east.example.com", "eu.example.com"));
    let (passed, told) = team.hooks();
    assert!(!passed && told.contains("files were modified by this hook"), "{told}");
    let (passed, told) = team.hooks();
    assert!(passed, "mended: {told}");

    team.write("topology.yaml", &TOPOLOGY.replace("alias:", "alais:"));
    let (passed, told) = team.hooks();
    assert!(
        !passed && told.contains("error[unknown-key]") && told.contains("exit code: 1"),
        "{told}"
    );
}

#[test]
fn pre_commit_runs_the_hooks_with_the_program_that_is_installed() {
    let Some(programs) = tools::python_tools() else { return };
    let hooks = hooks_repository(&[".pre-commit-hooks.yaml".to_owned()]);
    let team = Team::new(&programs);
    let names = ["mirrorc-check-system", "mirrorc-render-system", "mirrorc-render-check-system"];
    team.write(".pre-commit-config.yaml", &config(hooks.path(), &names));
    live(&team);
    // Without the hook that mends it, a stale tree is told with the command that does.
    team.write("topology.yaml", TOPOLOGY);
    let config = config(hooks.path(), &["mirrorc-render-check-system"]);
    team.write(".pre-commit-config.yaml", &config);
    let (passed, told) = team.hooks();
    assert!(!passed && told.contains("run: mirrorc render"), "{told}");
}

/// The sources as they stand, without the cases.
fn sources() -> Vec<String> {
    let listed = tools::succeed(Command::new("git").current_dir(ROOT).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]));
    listed
        .lines()
        .filter(|path| !path.starts_with("tests/cases/") && Path::new(ROOT).join(path).is_file())
        .map(str::to_owned)
        .collect()
}

#[test]
fn pre_commit_builds_the_program_where_none_is_installed() {
    let Some(programs) = tools::python_tools() else { return };
    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let hooks = hooks_repository(&sources());
    let team = Team::new(&programs);
    let names = ["mirrorc-check", "mirrorc-render", "mirrorc-render-check"];
    team.write(".pre-commit-config.yaml", &config(hooks.path(), &names));
    live(&team);
}

#[test]
fn a_hook_with_the_wheel_needs_no_compiler() {
    let Some(programs) = tools::python_tools() else { return };
    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let wheels = TempDir::new().unwrap();
    let mut maturin = Command::new(programs.join("maturin"));
    maturin.args(["build", "--profile", "dev", "--config", UNOPTIMISED, "--locked", "--out"]);
    maturin.arg(wheels.path());
    maturin.env("CARGO_TARGET_DIR", builds()).env("CARGO_PROFILE_DEV_DEBUG", "0");
    tools::succeed(maturin.current_dir(ROOT));
    let wheel = fs::read_dir(wheels.path()).unwrap().next().unwrap().unwrap().path();
    let team = Team::new(&programs);
    let hook = |id: &str, entry: &str| {
        format!(
            "      - id: {id}\n        name: {id}\n        entry: {entry}\n        language: python\n        \
             additional_dependencies: [\"{}\"]\n        files: ^topology|^rendered/\n        \
             pass_filenames: false\n",
            wheel.display()
        )
    };
    let hooks = [
        hook("mirrorc-check", "mirrorc check"),
        hook("mirrorc-render", "mirrorc render --exit-code"),
        hook("mirrorc-render-check", "mirrorc render --check"),
    ];
    team.write(
        ".pre-commit-config.yaml",
        &format!("repos:\n  - repo: local\n    hooks:\n{}", hooks.concat()),
    );
    live(&team);
}
