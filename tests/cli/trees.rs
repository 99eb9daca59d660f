//! The rendered tree: what is written, what is told, what is left alone.

use std::fs;

use super::run::{Place, TWO, place, sound};

const DEPLOYMENT: &str = "rendered/west/kafka.deployment.mm2-west.yaml";

/// Every file below a folder with its text and its time.
fn files(place: &Place, folder: &str) -> Vec<(String, String, std::time::SystemTime)> {
    let root = place.path(folder);
    let mut open = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                let time = fs::metadata(&path).unwrap().modified().unwrap();
                found.push((name, fs::read_to_string(&path).unwrap(), time));
            }
        }
    }
    found.sort();
    found
}

fn texts(place: &Place, folder: &str) -> Vec<(String, String)> {
    files(place, folder).into_iter().map(|(name, text, _)| (name, text)).collect()
}

#[test]
fn a_second_run_changes_no_byte() {
    let place = sound();
    place.run(&["render"]).expect(0, &["11 created"]);
    let before = files(&place, "rendered");
    place.run(&["render"]).expect(0, &["10 unchanged"]);
    assert_eq!(before, files(&place, "rendered"));
    place.run(&["render", "--check"]).expect(0, &["10 unchanged"]);
}

#[test]
fn a_stale_tree_is_told_with_the_command_that_mends_it() {
    let place = sound();
    place.run(&["render", "--check"]).expect(4, &["missing", "run: mirrorc render"]);
    assert!(!place.path("rendered").exists());
    place.run(&["render"]).expect(0, &[]);
    place.write("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    let ran = place.run(&["render", "--check", "topology.yaml", "--out", "rendered"]);
    ran.expect(4, &["outdated", "run: mirrorc render topology.yaml"]);
    place.run(&["render", "topology.yaml"]).expect(0, &["changed"]);
    place.run(&["render", "--check"]).expect(0, &[]);
}

#[test]
fn hand_edits_and_foreign_files_are_told_and_left_alone() {
    let place = sound();
    place.run(&["render"]).expect(0, &[]);
    place.write(DEPLOYMENT, b"kind: Mine\n");
    place.write("rendered/west/mine.yaml", b"kind: Mine\n");
    place.write("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    let before = texts(&place, "rendered");
    let ran = place.run(&["render"]);
    ran.expect(1, &["edited-by-hand", "topology.yaml:5:12", "rm rendered/west/", "foreign-file"]);
    assert_eq!(before, texts(&place, "rendered"));
    fs::remove_file(place.path(DEPLOYMENT)).unwrap();
    place.run(&["render"]).expect(0, &["foreign-file"]);
    assert_eq!(place.read("rendered/west/mine.yaml"), "kind: Mine\n");
}

#[test]
fn what_a_cluster_leaves_behind_is_removed() {
    let place = sound();
    place.run(&["render"]).expect(0, &[]);
    place.write("topology.yaml", TWO.replace("west->east", "# west->east").as_bytes());
    place.run(&["render"]).expect(0, &["removed rendered/east/kustomization.yaml"]);
    assert!(!place.path("rendered/east").exists());
    assert!(place.path("rendered/west").exists());
}

#[test]
fn errors_write_nothing() {
    let place = place(&[("topology.yaml", TWO.replace("alias: east", "alias: ea/st").as_bytes())]);
    place.run(&["render"]).expect(1, &["alias-illegal-characters"]);
    assert!(!place.path("rendered").exists());
}

#[test]
fn the_folder_the_threads_and_the_order_of_files_do_not_show() {
    let second = TWO.replace("east", "north").replace("west", "south");
    let names = ["team/a.yaml", "team/b.yaml"];
    let place = place(&[(names[0], TWO.as_bytes()), (names[1], second.as_bytes())]);
    place.run(&["render", names[0], names[1], "--out", "team/rendered"]).expect(0, &[]);
    let expected = texts(&place, "team/rendered");
    let again = |folder: &str, arguments: &[&str], threads: &str| {
        fs::remove_dir_all(place.path("team/rendered")).unwrap();
        let mut command = place.command(arguments);
        command.current_dir(place.path(folder)).env("RAYON_NUM_THREADS", threads);
        Place::finish(&mut command).expect(0, &[]);
        assert_eq!(expected, texts(&place, "team/rendered"), "{folder} {arguments:?} {threads}");
    };
    again("team", &["render", "a.yaml", "b.yaml"], "1");
    again("team", &["render", "b.yaml", "a.yaml"], "4");
    again(".", &["render", "./team/b.yaml", "team/a.yaml", "--out", "./team/rendered"], "4");
}

#[test]
fn a_part_of_the_descriptors_is_refused() {
    let second = TWO.replace("east", "north").replace("west", "south");
    let place = place(&[("a.yaml", TWO.as_bytes()), ("b.yaml", second.as_bytes())]);
    place.run(&["render", "a.yaml", "b.yaml"]).expect(0, &[]);
    let before = texts(&place, "rendered");
    place.run(&["render", "a.yaml"]).expect(1, &["partial-render", "../b.yaml"]);
    assert_eq!(before, texts(&place, "rendered"));
    fs::remove_file(place.path("b.yaml")).unwrap();
    place.run(&["render", "a.yaml"]).expect(0, &["removed"]);
}

#[test]
fn two_descriptors_that_make_one_object() {
    let place = place(&[("a.yaml", TWO.as_bytes()), ("b.yaml", TWO.as_bytes())]);
    place.run(&["check", "a.yaml", "b.yaml"]).expect(1, &["a.yaml", "b.yaml"]);
    place.run(&["render", "a.yaml", "b.yaml"]).expect(1, &[]);
    assert!(!place.path("rendered").exists());
}

#[test]
fn a_backup_in_a_file_of_its_own_is_kept_like_a_descriptor() {
    let backup = "apiVersion: backup.example.com/v1\nkind: KafkaBackup\nmetadata:\n  name: hourly\n  \
                  annotations: { mirrorc.dev/engine: kafkabackup }\nspec:\n  clusterRef: east\n  schedule: \
                  \"@hourly\"\n  retentionTime: 12h\n  volumeSnapshotClassName: csi\n";
    let place = sound();
    place.write("backup.yaml", backup.as_bytes());
    place.run(&["render", "topology.yaml", "backup.yaml"]).expect(0, &["kafkabackup.hourly"]);
    place.run(&["render", "topology.yaml"]).expect(1, &["partial-render", "../backup.yaml"]);
    place.run(&["render", "--check", "topology.yaml", "backup.yaml"]).expect(0, &[]);
}

#[test]
fn templates_of_the_user() {
    let place = sound();
    let extra = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${ instance.name }-extra\n  \
                 namespace: ${ instance.namespace }\n";
    place.write("mine/kubernetes/extra.yaml", extra.as_bytes());
    place.write("mine/kubernetes/network-policy.yaml", b"$if: false\nkind: None\n");
    place
        .run(&["render", "--templates", "mine"])
        .expect(0, &["kafka.configmap.mm2-west-extra.yaml"]);
    assert!(!place.path("rendered/west/kafka.networkpolicy.mm2-west.yaml").exists());
    place.write("mine/kubernetes/extra.yaml", b"kind: ${ instance.nmae }\n");
    place.run(&["check", "--templates", "mine"]).expect(1, &["mine/kubernetes/extra.yaml:1:"]);
    place.run(&["check", "--templates", "nowhere"]).expect(3, &["`nowhere` is no folder"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(place.path("mine"), place.path("mine/backup")).unwrap();
        place.run(&["check", "--templates", "mine"]).expect(3, &["is a symbolic link"]);
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_tree_are_not_followed() {
    let place = sound();
    place.write("elsewhere/keep", b"");
    fs::create_dir_all(place.path("rendered")).unwrap();
    std::os::unix::fs::symlink(place.path("elsewhere"), place.path("rendered/west")).unwrap();
    place.run(&["render"]).expect(1, &["link-in-tree", "rendered/west"]);
    assert_eq!(fs::read_dir(place.path("elsewhere")).unwrap().count(), 1);
}

#[test]
fn a_root_that_is_a_file_is_told() {
    let place = sound();
    place.write("rendered", b"");
    place.run(&["render"]).expect(3, &["rendered"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    // The limit stands for the disk: a write beyond it fails as one to a full disk does.
    let limited = |place: &Place| {
        let program = env!("CARGO_BIN_EXE_mirrorc");
        let script = format!("trap '' XFSZ; ulimit -f 1; exec '{program}' render");
        let mut command = std::process::Command::new("sh");
        command.current_dir(place.folder.path()).args(["-c", &script]);
        Place::finish(&mut command)
    };
    let place = sound();
    limited(&place).expect(3, &["cannot write `rendered/"]);
    assert_eq!(texts(&place, "rendered"), [], "something was left");
    place.run(&["render"]).expect(0, &[]);
    let before = files(&place, "rendered");
    place.write("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    limited(&place).expect(3, &["cannot write `rendered/"]);
    assert_eq!(before, files(&place, "rendered"));
    place.run(&["render"]).expect(0, &["changed"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};

    let place = sound();
    let allow = |path: &str, mode: u32| {
        fs::set_permissions(place.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    // Root may write everywhere, so the program runs as another user then.
    let run = || {
        let mut command = place.command(&["render"]);
        if place.is_owned_by_root() {
            command.uid(65534).gid(65534);
        }
        Place::finish(&mut command)
    };
    allow(".", 0o555);
    run().expect(3, &["cannot create the folder `rendered"]);
    assert!(!place.path("rendered").exists());
    allow(".", 0o755);
    place.run(&["render"]).expect(0, &[]);
    let before = files(&place, "rendered");
    place.write("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    allow("rendered/west", 0o555);
    run().expect(3, &["cannot write `rendered/"]);
    assert_eq!(before, files(&place, "rendered"));
    allow("rendered/west", 0o755);
}

#[test]
fn a_stale_ledger_is_told_by_its_name() {
    let place = sound();
    place.run(&["render"]).expect(0, &[]);
    fs::remove_file(place.path("rendered/.mirrorc/west.ledger")).unwrap();
    place
        .run(&["render", "--check"])
        .expect(4, &["missing rendered/.mirrorc/west.ledger", "run: mirrorc render"]);
    place.run(&["render"]).expect(0, &[]);
    place.run(&["render", "--check"]).expect(0, &[]);
}

#[test]
fn objects_of_two_groups_have_files_of_their_own() {
    let place = sound();
    let object = |group: &str| {
        format!(
            "apiVersion: {group}/v1\nkind: Widget\nmetadata:\n  name: ${{ instance.name }}\n  \
             namespace: ${{ instance.namespace }}\n"
        )
    };
    place.write("mine/kubernetes/a.yaml", object("a.example.com").as_bytes());
    place.run(&["render", "--templates", "mine"]).expect(0, &["west/kafka.widget.mm2-west.yaml"]);
    place.write("mine/kubernetes/b.yaml", object("b.example.com").as_bytes());
    place.run(&["render", "--templates", "mine"]).expect(
        0,
        &["kafka.widget.mm2-west.a.example.com.yaml", "kafka.widget.mm2-west.b.example.com.yaml"],
    );
}

#[test]
fn what_was_written_can_be_an_exit_code() {
    let place = sound();
    place.run(&["render", "--exit-code"]).expect(4, &["created"]);
    place.run(&["render", "--exit-code"]).expect(0, &["unchanged"]);
    place.run(&["render", "--exit-code", "--check"]).expect(2, &["--check"]);
}
