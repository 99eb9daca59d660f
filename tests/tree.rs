//! The rendered tree on a real disk.
#![expect(clippy::disallowed_methods, reason = "these tests are about the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use mirrorc::diagnostic::Diagnostics;
use mirrorc::io::tree;
use mirrorc::render::{ManifestFile, Manifests, Origin};
use mirrorc::source::{Sources, Span};
use mirrorc::tree::Comparison;
use tempfile::TempDir;

const LEDGER: &str = ".mirrorc/weu.ledger";
const ONE: [(&str, &str); 2] = [("weu/a.yaml", "a: 1\n"), ("weu/b.yaml", "b: 1\n")];

/// A repository whose tree is `rendered`.
struct Repository {
    folder: TempDir,
}

/// What one run says.
struct Run {
    comparison: Option<Comparison>,
    messages: Vec<String>,
    is_wrong: bool,
}

impl Repository {
    fn new() -> Repository {
        Repository { folder: TempDir::new().expect("there is room for temporary folders") }
    }

    /// A repository in which these files were rendered.
    fn rendered(wanted: &[(&str, &str)]) -> Repository {
        let repository = Repository::new();
        repository.render(wanted).expect("an empty folder can be written");
        repository
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("rendered")
    }

    fn compare(&self, wanted: &[(&str, &str)]) -> Result<Run> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let manifests = manifests(wanted, &mut sources);
        let comparison = tree::compare(&self.root(), &manifests, &mut sources, &mut diagnostics)?;
        let before = format!("{}/", self.folder.path().display());
        let messages = diagnostics.iter().map(|found| found.message.replace(&before, ""));
        let is_wrong = diagnostics.has_errors();
        Ok(Run { comparison, messages: messages.collect(), is_wrong })
    }

    /// A whole run, which gives its messages.
    fn render(&self, wanted: &[(&str, &str)]) -> Result<Vec<String>> {
        let run = self.compare(wanted)?;
        if !run.is_wrong {
            self.apply(&run, wanted)?;
        }
        Ok(run.messages)
    }

    fn apply(&self, run: &Run, wanted: &[(&str, &str)]) -> Result<()> {
        let comparison = run.comparison.as_ref().expect("the ledgers are sound");
        tree::apply(&self.root(), comparison, &manifests(wanted, &mut Sources::default()))
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("the file is there")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("it is ours");
        fs::write(path, text).expect("it is ours");
    }

    /// Every file below the root with its text.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(self.root()) {
            let entry = entry.expect("the tree can be read");
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(self.root()).expect("it is below the root");
                let path = path.to_string_lossy().replace('\\', "/");
                files.insert(path.clone(), self.read(&path));
            }
        }
        files
    }

    fn paths(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }

    /// Makes every file old, so that one that is written again can be told.
    fn age(&self) {
        for path in self.paths() {
            let file = fs::File::options().append(true).open(self.root().join(path));
            let aged = file.and_then(|file| file.set_modified(SystemTime::UNIX_EPOCH));
            aged.expect("the file is ours");
        }
    }

    /// The files that were written since [`Repository::age`].
    fn written(&self) -> Vec<String> {
        let is_new = |path: &String| {
            let modified = fs::metadata(self.root().join(path)).and_then(|data| data.modified());
            modified.expect("the disk keeps times") != SystemTime::UNIX_EPOCH
        };
        self.paths().into_iter().filter(is_new).collect()
    }
}

fn manifests(wanted: &[(&str, &str)], sources: &mut Sources) -> Manifests {
    let descriptor = sources.add("topology.yaml".into(), "kafkaClusters:\n".into());
    let file = |text: &str| ManifestFile {
        text: text.to_owned(),
        origin: Origin {
            descriptor: "../topology.yaml".into(),
            owner: "kafka2".into(),
            span: Span::new(descriptor, 0..13),
        },
    };
    let files = wanted.iter().map(|(path, text)| ((*path).into(), file(text))).collect();
    Manifests { files, ..Manifests::default() }
}

/// The tree as a first run on an empty folder writes it.
fn fresh(wanted: &[(&str, &str)]) -> BTreeMap<String, String> {
    Repository::rendered(wanted).files()
}

fn symlink(to: &Path, at: &Path) {
    #[cfg(unix)]
    std::os::unix::fs::symlink(to, at).expect("the folder is ours");
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(to, at).expect("the folder is ours");
}

#[test]
fn a_first_run_writes_files_ledger_and_attributes() {
    let repository = Repository::rendered(&ONE);
    assert_eq!(repository.paths(), [".gitattributes", LEDGER, "weu/a.yaml", "weu/b.yaml"]);
    assert_eq!(repository.read("weu/a.yaml"), "a: 1\n");
    let attributes = "* -text\n.mirrorc/** linguist-generated gitlab-generated\n";
    assert_eq!(repository.read(".gitattributes"), attributes);
    let ledger = "# made by mirrorc; do not edit\n\
        37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae  weu/a.yaml  ../topology.yaml#kafka2\n\
        08e60701d32af867a9df2a88cc0a72b634187039d243c4dd3afe1b87b957c97d  weu/b.yaml  ../topology.yaml#kafka2\n";
    assert_eq!(repository.read(LEDGER), ledger);
}

#[cfg(unix)]
#[test]
fn files_get_the_mode_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::rendered(&ONE);
    repository.write("new", "");
    let mode = |path: &str| {
        let metadata = fs::metadata(repository.root().join(path)).expect("the file is there");
        metadata.permissions().mode()
    };
    for path in repository.paths() {
        assert_eq!(mode(&path), mode("new"), "{path}");
    }
}

#[test]
fn a_second_run_touches_nothing() {
    let repository = Repository::rendered(&ONE);
    repository.age();
    let run = repository.compare(&ONE).expect("the tree can be read");
    assert_eq!(run.comparison.expect("the ledger is sound").stale(), []);
    assert_eq!(repository.render(&ONE).expect("the tree can be written"), [""; 0]);
    assert_eq!(repository.written(), [""; 0]);
}

#[test]
fn a_change_touches_its_file_and_the_ledger_only() {
    let repository = Repository::rendered(&ONE);
    repository.write(".gitattributes", "* -text\n");
    repository.age();
    let two = [ONE[0], ("weu/b.yaml", "b: 2\n")];
    assert_eq!(repository.render(&two).expect("the tree can be written"), [""; 0]);
    assert_eq!(repository.written(), [LEDGER, "weu/b.yaml"]);
    let mut expected = fresh(&two);
    expected.insert(".gitattributes".into(), "* -text\n".into());
    assert_eq!(repository.files(), expected);
}

#[test]
fn what_is_no_longer_wanted_goes_with_its_folder_and_ledger() {
    let repository = Repository::rendered(&[ONE[0], ONE[1], ("eun/a.yaml", "a: 1\n")]);
    repository.render(&ONE[..1]).expect("the tree can be written");
    assert_eq!(repository.files(), fresh(&ONE[..1]));
    assert!(!repository.root().join("eun").exists());
    repository.render(&[]).expect("the tree can be written");
    assert_eq!(repository.paths(), [".gitattributes"]);
    assert!(!repository.root().join(".mirrorc").exists());
}

#[test]
fn an_edit_is_told_and_kept_until_its_file_is_removed() {
    let wanted = [ONE[0], ("weu/b.yaml", "b: 2\n")];
    for next in [&wanted[..], &wanted[..1]] {
        let repository = Repository::rendered(&ONE);
        repository.write("weu/b.yaml", "b: 3\n");
        let files = repository.files();
        let messages = repository.render(next).expect("the tree can be read");
        assert_eq!(messages, ["`rendered/weu/b.yaml` was edited by hand"]);
        assert_eq!(repository.files(), files);
        fs::remove_file(repository.root().join("weu/b.yaml")).expect("it is there");
        assert_eq!(repository.render(next).expect("the tree can be written"), [""; 0]);
        assert_eq!(repository.files(), fresh(next));
    }
}

#[test]
fn foreign_files_are_told_and_kept() {
    let repository = Repository::rendered(&ONE);
    repository.write("weu/mine.yaml", "mine");
    repository.write("weu/notes/one", "1");
    repository.write("weu/notes/two", "2");
    repository.write("other/three", "3");
    let told = ["weu/mine.yaml", "weu/notes"]
        .map(|path| format!("`rendered/{path}` is not mirrorc's and is left alone"));
    for wanted in [&ONE[..], &[]] {
        assert_eq!(repository.render(wanted).expect("the tree can be written"), told);
    }
    let mine = [".gitattributes", "other/three", "weu/mine.yaml", "weu/notes/one", "weu/notes/two"];
    assert_eq!(repository.paths(), mine);
}

#[test]
fn nothing_is_written_through_a_link() {
    for link in ["weu", "weu/b.yaml"] {
        let repository = Repository::new();
        let elsewhere = repository.folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).expect("the folder is ours");
        let at = repository.root().join(link);
        fs::create_dir_all(at.parent().expect("it is below the root")).expect("it is ours");
        symlink(&elsewhere, &at);
        let messages = repository.render(&ONE).expect("the tree can be read");
        let told = "is a symbolic link, which mirrorc does not write through";
        assert_eq!(messages, [format!("`rendered/{link}` {told}")]);
        assert_eq!(repository.paths(), [""; 0]);
        assert_eq!(fs::read_dir(&elsewhere).expect("it is ours").count(), 0);
    }
}

#[test]
fn the_root_itself_may_be_a_link() {
    let repository = Repository::new();
    let elsewhere = repository.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("the folder is ours");
    symlink(&elsewhere, &repository.root());
    repository.render(&ONE).expect("the tree can be written");
    assert_eq!(fs::read_to_string(elsewhere.join("weu/a.yaml")).expect("it was written"), "a: 1\n");
}

#[test]
fn a_broken_ledger_stops_the_run() {
    let repository = Repository::rendered(&ONE);
    let ledger = format!("<<<<<<< HEAD\n{}", repository.read(LEDGER));
    repository.write(LEDGER, &ledger);
    let messages = repository.render(&[]).expect("the tree can be read");
    assert_eq!(messages, [format!("`rendered/{LEDGER}` holds git conflict markers")]);
    assert_eq!(repository.paths().len(), 4);
}

/// What stands in the way of the tree, and the error.
fn check_error(in_the_way: &str, expected: &str) {
    let repository = Repository::new();
    let path = repository.folder.path().join(in_the_way);
    fs::create_dir_all(path.parent().expect("it is below the folder")).expect("it is ours");
    fs::write(&path, "").expect("it is ours");
    let error = repository.render(&ONE).expect_err("the tree cannot be read");
    let before = format!("{}/", repository.folder.path().display());
    assert_eq!(format!("{error:#}").replace(&before, ""), expected);
}

#[test]
fn a_file_where_a_folder_of_the_tree_belongs_is_an_error() {
    check_error("rendered", "`rendered` is not a folder");
    check_error("rendered/.mirrorc", "`rendered/.mirrorc` is not a folder");
}

#[test]
fn a_ledger_that_is_a_link_is_an_error() {
    let repository = Repository::rendered(&ONE);
    let path = repository.root().join(LEDGER);
    fs::rename(&path, repository.folder.path().join("elsewhere")).expect("it is ours");
    symlink(&repository.folder.path().join("elsewhere"), &path);
    let error = repository.render(&ONE).expect_err("the ledger cannot be read");
    assert!(error.to_string().ends_with("weu.ledger` is not a file"), "{error}");
}

#[test]
fn a_run_that_cannot_write_everything_writes_nothing() {
    let repository = Repository::rendered(&ONE);
    let files = repository.files();
    let wanted = [("weu/a.yaml", "a: 2\n"), ("xeu/a.yaml", "a: 2\n")];
    let run = repository.compare(&wanted).expect("the tree can be read");
    fs::write(repository.root().join("xeu"), "").expect("the folder is ours");
    let error = repository.apply(&run, &wanted).expect_err("a file is in the way");
    let told = format!("cannot create the folder `{}`", repository.root().join("xeu").display());
    assert_eq!(error.to_string(), told);
    fs::remove_file(repository.root().join("xeu")).expect("it is there");
    assert_eq!(repository.files(), files);
}

#[test]
fn a_run_that_fails_halfway_leaves_whole_files_and_the_next_one_finishes() {
    let repository = Repository::rendered(&ONE);
    let wanted = [("weu/a.yaml", "a: 2\n"), ("weu/c.yaml", "c: 2\n"), ("weu/d.yaml", "d: 2\n")];
    let run = repository.compare(&wanted).expect("the tree can be read");
    repository.write("weu/c.yaml/in-the-way", "");
    repository.apply(&run, &wanted).expect_err("a folder is in the way");
    fs::remove_dir_all(repository.root().join("weu/c.yaml")).expect("it is there");
    let paths = [".gitattributes", LEDGER, "weu/a.yaml", "weu/b.yaml"];
    assert_eq!(repository.paths(), paths);
    assert_eq!(repository.read("weu/a.yaml"), "a: 2\n");
    // Whatever is wanted by then, the file that was already written is known as ours.
    let wanted = [("weu/a.yaml", "a: 3\n"), ("weu/d.yaml", "d: 3\n")];
    assert_eq!(repository.render(&wanted).expect("the tree can be written"), [""; 0]);
    assert_eq!(repository.files(), fresh(&wanted));
}

#[test]
fn what_a_killed_run_left_behind_is_finished_by_the_next() {
    let repository = Repository::new();
    repository.write("weu/a.yaml", "a: 1\n");
    for folder in ["weu/", ".mirrorc/", ""] {
        repository.write(&format!("{folder}.mirrorc-Ab3xYz.tmp"), "b:");
    }
    assert_eq!(repository.render(&ONE).expect("the tree can be written"), [""; 0]);
    assert_eq!(repository.files(), fresh(&ONE));
}
