//! The lock: the story of a pair of clusters of which one is lost.

use std::fs;

use super::run::{Place, TWO, place, sound};

/// The pair of the story, the first cluster under an alias and in a context.
fn pair(alias: &str, context: &str) -> String {
    TWO.replace("alias: east", &format!("alias: {alias}"))
        .replace("kubernetesConfigContext: east", &format!("kubernetesConfigContext: {context}"))
        .replace("east->", &format!("{alias}->"))
        .replace("->east", &format!("->{alias}"))
        .replace("east.example", &format!("{context}.example"))
        .replace("west", "kafka2")
}

/// Alias, state and what stands behind the digest, line by line.
fn lines(place: &Place) -> Vec<String> {
    let text = place.read("mirrorc.lock");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let short = |line: &str| {
        let mut fields: Vec<&str> = line.split("  ").collect();
        assert_eq!(fields.remove(2).len(), 64, "{line}");
        fields.join(" ")
    };
    lines.map(short).collect()
}

#[test]
fn a_lost_cluster_is_replaced() {
    let place = place(&[("topology.yaml", pair("kafka1", "eun1").as_bytes())]);
    place.run(&["check"]).expect(0, &[]);
    place.run(&["render"]).expect(0, &["created mirrorc.lock"]);
    let before = [
        "kafka1 active eun1/kafka/kafka in=topology.yaml",
        "kafka2 active kafka2/kafka/kafka in=topology.yaml",
    ];
    assert_eq!(lines(&place), before);

    // The region is lost, and another cluster is to have its alias.
    place.write("topology.yaml", pair("kafka1", "euw1").as_bytes());
    let words =
        ["error[alias-repointed]", "topology.yaml:2:12", "mirrorc.lock:2:1", "kafka1.orders"];
    for command in [&["check"][..], &["render"], &["render", "--check"]] {
        place.run(command).expect(1, &words);
    }
    assert_eq!(lines(&place), before);
    assert!(!place.path("rendered/euw1").exists());

    // It gets an alias of its own.
    place.write("topology.yaml", pair("kafka1-new", "euw1").as_bytes());
    place.run(&["check"]).expect(
        1,
        &["stale-lock", "`kafka1` stands in no descriptor any more", "`kafka1-new` is new"],
    );
    place.run(&["render", "--check"]).expect(4, &["outdated mirrorc.lock"]);
    place.run(&["render"]).expect(0, &["changed mirrorc.lock", "removed rendered/eun1/"]);
    let after = [
        "kafka1 retired eun1/kafka/kafka",
        "kafka1-new active euw1/kafka/kafka in=topology.yaml",
        "kafka2 active kafka2/kafka/kafka in=topology.yaml",
    ];
    assert_eq!(lines(&place), after);
    place.run(&["check"]).expect(0, &[]);
    place.run(&["render", "--check"]).expect(0, &[]);

    // Later someone wants the old name back.
    place.write("topology.yaml", pair("kafka1", "eus1").as_bytes());
    place
        .run(&["render"])
        .expect(1, &["error[alias-reused]", "mirrorc.lock:2:1", "mirrorc alias forget kafka1"]);
    assert_eq!(lines(&place), after);
    place.run(&["alias", "forget", "kafka1"]).expect(0, &["forgot `kafka1`"]);
    assert_eq!(lines(&place), after[1..]);
    place.run(&["render"]).expect(0, &[]);
    let reused = [
        "kafka1 active eus1/kafka/kafka in=topology.yaml",
        "kafka1-new retired euw1/kafka/kafka",
        "kafka2 active kafka2/kafka/kafka in=topology.yaml",
    ];
    assert_eq!(lines(&place), reused);
}

#[test]
fn flows_that_name_the_lost_cluster_are_told() {
    let place = place(&[("topology.yaml", pair("kafka1", "eun1").as_bytes())]);
    place.run(&["render"]).expect(0, &[]);
    place.write("topology.yaml", pair("kafka1-new", "euw1").as_bytes());
    place.run(&["render"]).expect(0, &[]);
    let forgotten = pair("kafka1-new", "euw1") + "  kafka1->kafka2.topics=orders\n";
    place.write("topology.yaml", forgotten.as_bytes());
    place.run(&["check"]).expect(
        1,
        &["a flow names `kafka1`, which is retired", "mirrorc.lock:2:1", "retired here"],
    );
}

#[test]
fn only_a_retired_alias_is_forgotten() {
    let place = sound();
    place.run(&["alias", "forget", "east"]).expect(3, &["cannot read `mirrorc.lock`"]);
    place.run(&["render"]).expect(0, &[]);
    let before = place.read("mirrorc.lock");
    place.run(&["alias", "forget", "east"]).expect(3, &["`east` is active in `mirrorc.lock`"]);
    place.run(&["alias", "forget", "esat"]).expect(2, &["there is no alias `esat`"]);
    place.run(&["alias", "forget"]).expect(2, &["ALIAS"]);
    place.run(&["alias", "forget", "--help"]).expect(0, &["retired alias", "--lock <FILE>"]);
    place.run(&["man"]).expect(0, &[".SH ALIAS FORGET"]);
    assert_eq!(before, place.read("mirrorc.lock"));
    place.write("broken.lock", b"east\n");
    place
        .run(&["alias", "forget", "east", "--lock", "broken.lock"])
        .expect(1, &["error[corrupt-lock]", "broken.lock:1:1"]);
    assert_eq!("east\n", place.read("broken.lock"));
}

#[test]
fn a_lock_that_is_current_is_not_written() {
    let place = sound();
    place.run(&["render", "--check"]).expect(4, &["missing mirrorc.lock"]);
    place.run(&["render", "--stdout"]).expect(0, &[]);
    assert!(!place.path("mirrorc.lock").exists());
    place.run(&["render"]).expect(0, &[]);
    let time = || fs::metadata(place.path("mirrorc.lock")).unwrap().modified().unwrap();
    let before = time();
    let ran = place.run(&["render"]);
    assert!(!ran.out.contains("mirrorc.lock"), "{ran:?}");
    assert_eq!(before, time());
    fs::remove_file(place.path("mirrorc.lock")).unwrap();
    place.run(&["check"]).expect(0, &[]);
    place
        .run(&["render", "--check"])
        .expect(4, &["`mirrorc.lock` is not up to date; run: mirrorc render"]);
}

#[test]
fn conflicts_and_edits_are_told_and_left_alone() {
    let place = sound();
    place.run(&["render"]).expect(0, &[]);
    let good = place.read("mirrorc.lock");
    for (text, words) in [
        (format!("<<<<<<< HEAD\n{good}=======\n{good}>>>>>>> b\n"), "git conflict markers"),
        (good.replace("west/kafka/kafka", "north/kafka/kafka"), "does not match its digest"),
        (format!("{good}\u{0}"), "has a broken line"),
    ] {
        place.write("mirrorc.lock", text.as_bytes());
        for command in [&["check"][..], &["render"], &["render", "--check"], &["diff"]] {
            let code = if command == ["diff"] { 3 } else { 1 };
            let expected = if code == 1 { words } else { "git repository" };
            place.run(command).expect(code, &[expected]);
        }
        assert_eq!(text, place.read("mirrorc.lock"));
    }
    place.write("mirrorc.lock", b"\xff\xfe\x00");
    place.run(&["render"]).expect(1, &["error[not-utf8]"]);
    fs::remove_file(place.path("mirrorc.lock")).unwrap();
    fs::create_dir(place.path("mirrorc.lock")).unwrap();
    place.run(&["render"]).expect(1, &["error[corrupt-lock]", "`mirrorc.lock` is a folder"]);
}

#[test]
fn a_render_that_fails_leaves_the_old_lock() {
    let place = sound();
    place.run(&["render"]).expect(0, &[]);
    let before = place.read("mirrorc.lock");
    place.write("topology.yaml", TWO.replace("alias: east", "alias: ea/st").as_bytes());
    place.run(&["render"]).expect(1, &[]);
    assert_eq!(before, place.read("mirrorc.lock"));
    // The tree cannot be written: a file stands where a folder belongs.
    place.write("topology.yaml", TWO.replace("east", "north").as_bytes());
    place.write("rendered/north", b"");
    place.run(&["render"]).expect(1, &["path-occupied"]);
    assert_eq!(before, place.read("mirrorc.lock"));
    place.write("elsewhere", b"");
    place.run(&["render", "--out", "elsewhere"]).expect(3, &[]);
    assert_eq!(before, place.read("mirrorc.lock"));
}

/// The write of the tree itself fails, after everything was found to be sound.
#[cfg(target_os = "linux")]
#[test]
fn a_tree_that_cannot_be_written_leaves_the_old_lock() {
    let place = sound();
    let limited = |limit: &str| {
        let program = env!("CARGO_BIN_EXE_mirrorc");
        let mut command = std::process::Command::new("sh");
        command.current_dir(place.folder.path());
        command.args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" render"),
            program,
        ]);
        Place::finish(&mut command)
    };
    limited("0").expect(3, &["cannot write"]);
    assert!(!place.path("mirrorc.lock").exists());
    limited("unlimited").expect(0, &["created mirrorc.lock"]);
}

#[test]
fn descriptors_of_one_folder_share_a_lock() {
    let second = TWO.replace("east", "north").replace("west", "south");
    let place = place(&[("a.yaml", TWO.as_bytes()), ("b.yaml", second.as_bytes())]);
    place.run(&["render", "a.yaml", "--out", "a"]).expect(0, &[]);
    place.run(&["render", "b.yaml", "--out", "b"]).expect(0, &[]);
    let both = [
        "east active east/kafka/kafka in=a.yaml",
        "north active north/kafka/kafka in=b.yaml",
        "south active south/kafka/kafka in=b.yaml",
        "west active west/kafka/kafka in=a.yaml",
    ];
    assert_eq!(lines(&place), both);
    for descriptors in [&["a.yaml"][..], &["b.yaml"], &["a.yaml", "b.yaml"]] {
        place.run(&[&["check"], descriptors].concat()).expect(0, &[]);
    }
    fs::remove_file(place.path("b.yaml")).unwrap();
    place.run(&["check", "a.yaml"]).expect(1, &["stale-lock", "`north` stands in no descriptor"]);
    place.run(&["render", "a.yaml", "--out", "a"]).expect(0, &["changed mirrorc.lock"]);
    assert_eq!(lines(&place)[1], "north retired north/kafka/kafka");
}

#[test]
fn each_folder_has_its_lock_wherever_the_run_starts() {
    let second = TWO.replace("east", "north").replace("west", "south");
    let place =
        place(&[("a/topology.yaml", TWO.as_bytes()), ("b/topology.yaml", second.as_bytes())]);
    let both = ["a/topology.yaml", "b/topology.yaml"];
    place
        .run(&["render", both[0], both[1]])
        .expect(0, &["created a/mirrorc.lock", "created b/mirrorc.lock"]);
    place.run(&["render", "--check", both[0], both[1]]).expect(0, &[]);
    let absolute = place.path(both[0]);
    place.run(&["check", absolute.to_str().unwrap()]).expect(0, &[]);
    let text = place.read("a/mirrorc.lock");
    place.write("c/topology.yaml", TWO.as_bytes());
    let mut command = place.command(&["render"]);
    Place::finish(command.current_dir(place.path("c"))).expect(0, &["created mirrorc.lock"]);
    assert_eq!(text, place.read("c/mirrorc.lock"));
    // An alias that one folder has retired is no better in another.
    place.write("a/topology.yaml", TWO.replace("east", "osten").as_bytes());
    place.run(&["render", "a/topology.yaml", "--out", "x"]).expect(0, &[]);
    place.write(
        "b/topology.yaml",
        second
            .replace("north", "east")
            .replace("east.ex", "n.ex")
            .replace("Context: east", "Context: nord")
            .as_bytes(),
    );
    place
        .run(&["check", both[0], both[1]])
        .expect(1, &["error[alias-reused]", "a/mirrorc.lock:2:1"]);
}

#[cfg(unix)]
#[test]
fn a_lock_is_not_written_through_a_link() {
    let place = sound();
    place.write("elsewhere", b"");
    std::os::unix::fs::symlink(place.path("elsewhere"), place.path("mirrorc.lock")).unwrap();
    place.run(&["render"]).expect(3, &["`mirrorc.lock` is a symbolic link"]);
    assert_eq!(place.read("elsewhere"), "");
}

#[test]
fn json_tells_the_lock() {
    let place = sound();
    let ran = place.run(&["render", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let expected = serde_json::json!([{ "path": "mirrorc.lock", "state": "created" }]);
    assert_eq!(json["tree"]["locks"], expected, "{ran:?}");
}

/// `mirrorc.lock` after a cluster joins on one branch and another leaves on the other.
#[test]
fn branches_merge_line_by_line() {
    let cluster = |alias: &str| {
        format!(
            "  - alias: {alias}\n    kubernetesConfigContext: {alias}\n    bootstrapServers: \
             {{ internal: \"k:9092\", external: \"{alias}.example.com:9094\" }}\n"
        )
    };
    let topology = |aliases: &[&str]| {
        let clusters: String = aliases.iter().map(|alias| cluster(alias)).collect();
        let flow = format!("{}->hub.enabled=true", aliases.first().unwrap());
        format!("kafkaClusters:\n{clusters}{}mirrorMaker2Properties: |\n  {flow}\n", cluster("hub"))
    };
    let place =
        place(&[("topology.yaml", topology(&["east", "north", "south", "west"]).as_bytes())]);
    let commit = |text: &str| {
        place.write("topology.yaml", text.as_bytes());
        place.run(&["render"]).expect(0, &[]);
        place.git(&["add", "mirrorc.lock"]);
        place.git(&["commit", "-q", "-m", "render"]);
    };
    place.git(&["init", "-q", "-b", "main"]);
    commit(&topology(&["east", "north", "south", "west"]));
    place.git(&["checkout", "-q", "-b", "joins"]);
    commit(&topology(&["east", "centre", "north", "south", "west"]));
    place.git(&["checkout", "-q", "main"]);
    commit(&topology(&["east", "north", "south"]));
    place.git(&["merge", "-q", "--no-edit", "joins"]);
    let merged = place.read("mirrorc.lock");
    place.write("topology.yaml", topology(&["east", "centre", "north", "south"]).as_bytes());
    place.run(&["check"]).expect(0, &[]);
    place.run(&["render"]).expect(0, &[]);
    assert_eq!(merged, place.read("mirrorc.lock"));
}
