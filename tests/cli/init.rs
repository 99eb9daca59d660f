//! `init`: a repository that works, and nothing overwritten.

use mirrorc::{diagnostic::Diagnostics, source::Sources, yaml};

use super::run::{Place, place};

const ALL: [&str; 13] = [
    "init",
    "--attributes",
    "--hook",
    "--github",
    "team/mirrorc@v0.1.0",
    "--gitlab",
    "registry.example.com/mirrorc:0.1.0",
    "--argocd",
    "https://git.example.com/team/topologies.git",
    "--flux",
    "east",
    "--flux",
    "west",
];

#[test]
fn a_repository_works_at_once() {
    let place = place(&[]);
    place.run(&["init"]).expect(0, &["created topology.yaml created mirrorc.toml", "next:"]);
    place
        .run(&["check", "--fail-on", "note"])
        .expect(0, &["0 errors, 0 warnings, 24 rules skipped, 1 file"]);
    place.run(&["render"]).expect(0, &["rendered: 1 Kubernetes cluster"]);
    place.run(&["render", "--check"]).expect(0, &[]);
    place.run(&["topics"]).expect(0, &["east.orders"]);
}

#[test]
fn what_is_there_is_left_alone() {
    let place = place(&[]);
    let files = ["topology.yaml", ".gitattributes", ".github/workflows/mirrorc.yml"];
    for file in files {
        place.write(file, b"mine");
    }
    let ran = place.run(&ALL);
    ran.expect(0, &["exists topology.yaml", "created gitops/flux/west.yaml"]);
    for file in files {
        assert_eq!(place.read(file), "mine", "{file}");
    }
    let again = place.run(&ALL);
    assert!(again.code == 0 && !again.out.contains("created"), "{again:?}");
    // A configuration names the descriptors.
    let configured = self::place(&[("mirrorc.toml", b"descriptors = ['a.yaml']")]);
    configured.run(&["init"]).expect(0, &["exists mirrorc.toml"]);
    assert!(!configured.path("topology.yaml").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let place = place(&[("target", b"mine")]);
    std::os::unix::fs::symlink(place.path("target"), place.path("topology.yaml")).unwrap();
    place.run(&["init"]).expect(0, &["exists topology.yaml"]);
    assert_eq!(place.read("target"), "mine");
}

#[test]
fn another_folder_can_be_named_and_bad_values_are_usage() {
    let place = place(&[]);
    place
        .run(&["init", "deep/er", "--hook"])
        .expect(0, &["deep/er/.pre-commit-config.yaml", "cd deep/er && mirrorc check"]);
    place.run(&["init", "--github", "mirrorc"]).expect(2, &["OWNER/REPOSITORY@REVISION"]);
    place.run(&["init", "--argocd", "x\"\ny: z"]).expect(2, &["write an address"]);
    place.run(&["init", "--flux", "../x"]).expect(2, &["the name of a folder"]);
    assert!(!place.path("topology.yaml").exists());
}

#[test]
fn what_is_written_is_yaml() {
    let place = place(&[]);
    let ran = place.run(&ALL);
    let written = ran.out.lines().filter_map(|line| line.split_whitespace().nth(1));
    let written: Vec<&str> =
        written.filter(|path| path.ends_with("ml") && !path.ends_with("toml")).collect();
    assert_eq!(written.len(), 8, "{ran:?}");
    for path in written {
        assert!(!documents(&place, path).is_empty(), "{path}");
    }
    let set = place.read("gitops/argocd/applicationset.yaml");
    assert_eq!(set.matches("repoURL: \"https://git.example.com/team/topologies.git\"").count(), 2);
    assert!(place.read("gitops/flux/east.yaml").contains("path: \"./rendered/east\""));
}

fn documents(place: &Place, path: &str) -> Vec<yaml::Node> {
    let text = place.read(path);
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add(path.to_owned(), text.clone());
    let documents = yaml::read(&text, file, &mut found);
    // Readers disagree about `on`, and GitHub reads it as it should.
    assert!(!found.has_errors(), "{path}: {found:?}");
    documents
}
