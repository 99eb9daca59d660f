//! Bad input gives a clear message and the documented exit code, and loses nothing.

use std::fmt::Write;

use super::run::{TWO, place, sound};

/// Checks one descriptor; findings are exit code 1.
fn check(bytes: &[u8], code: i32, words: &[&str]) {
    let place = place(&[("topology.yaml", bytes)]);
    place.run(&["check"]).expect(code, words);
    place.run(&["render"]);
    assert_eq!(place.path("rendered").exists(), code == 0, "written in spite of {words:?}");
}

#[test]
fn files_without_a_descriptor() {
    check(b"", 1, &["missing-key", "holds no descriptor"]);
    check(b"# nothing\n---\n...\n", 1, &["holds no descriptor"]);
    check(b"- a\n- b\n", 1, &["wrong-type", "the document"]);
    check(b"42\n", 1, &["wrong-type"]);
}

#[test]
fn files_that_cannot_be_read() {
    let place = sound();
    place.run(&["check", "nowhere.yaml"]).expect(3, &["cannot read `nowhere.yaml`", "exit 3"]);
    place.run(&["check", "."]).expect(3, &["is a folder; name the descriptor in it"]);
    place.run(&["check", "topology.yaml/x"]).expect(3, &["cannot read `topology.yaml/x`"]);
    let empty = super::run::place(&[]);
    empty.run(&["check"]).expect(3, &["there is no `topology.yaml` here"]);
}

#[test]
fn encodings() {
    check(b"# caf\xe9\n", 1, &["not-utf8", "topology.yaml:1:6"]);
    let wide: Vec<u8> =
        std::iter::once(0xFEFF).chain(TWO.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let place = place(&[("topology.yaml", &wide)]);
    let ran = place.run(&["check"]);
    ran.expect(1, &["this file is UTF-16", "save the file as UTF-8", "1 error,"]);
    check(format!("\u{feff}{TWO}").as_bytes(), 0, &[]);
    check(TWO.replace('\n', "\r\n").as_bytes(), 0, &[]);
    check(format!("\u{feff}colour: red\n{TWO}").as_bytes(), 1, &["topology.yaml:1:1"]);
}

#[test]
fn windows_line_ends_keep_their_places() {
    let text = TWO.replace("west->east.enabled", "west->north.enabled").replace('\n', "\r\n");
    check(text.as_bytes(), 1, &["dangling-alias", "topology.yaml:10:9"]);
}

#[test]
fn control_characters_and_tabs() {
    check(b"kafkaClusters:\n\t- alias: east\n", 1, &["yaml-syntax", "topology.yaml:2:"]);
    check(b"kafkaClusters: [\0]\n", 1, &["yaml-syntax"]);
    check(TWO.replace("alias: east", "alias: \"ea\\0st\"").as_bytes(), 1, &["alias-illegal"]);
    let ran = place(&[("topology.yaml", b"a: \"\x1b[31m\"\n")]).run(&["check"]);
    assert!(!ran.out.contains('\x1b') && !ran.err.contains('\x1b'), "{ran:?}");
}

#[test]
fn nesting_is_bounded() {
    check("[".repeat(100_000).as_bytes(), 1, &["budget-exceeded", "64 levels"]);
    check("{a: ".repeat(100_000).as_bytes(), 1, &["budget-exceeded", "64 levels"]);
    check("- ".repeat(100_000).as_bytes(), 1, &["budget-exceeded", "64 levels"]);
    let mut deep = String::new();
    for level in 0..3_000 {
        writeln!(deep, "{}a:", " ".repeat(level)).unwrap();
    }
    check(deep.as_bytes(), 1, &["budget-exceeded", "64 levels"]);
}

#[test]
fn aliases_do_not_unfold() {
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        let last = level - 1;
        writeln!(bomb, "a{level}: &a{level} [*a{last}, *a{last}]").unwrap();
    }
    check(bomb.as_bytes(), 1, &["yaml-feature", "the alias `*a0` is not read here"]);
}

#[test]
fn large_files() {
    let line = "# a line that goes on for a while, as logs do\n";
    let large = line.repeat(50_000_000 / line.len());
    check(large.as_bytes(), 1, &["budget-exceeded", "larger than 16 MiB"]);
}

#[test]
fn many_faults_are_all_counted() {
    let mut text = TWO.to_owned();
    for number in 0..300 {
        writeln!(text, "  east->north{number}.enabled=true").unwrap();
    }
    for number in 0..300 {
        writeln!(text, "unknown{number}: 1").unwrap();
    }
    let place = place(&[("topology.yaml", text.as_bytes())]);
    place.run(&["check"]).expect(1, &["600 errors", "and 400 more"]);
    let ran = place.run(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 600);
    assert_eq!(json["summary"]["errors"], 600);
}

#[test]
fn manifests_stay_in_the_repository() {
    let outside = place(&[("kafka.yaml", b"apiVersion: v1\n")]);
    let elsewhere = outside.path("kafka.yaml");
    let named = |path: &str| {
        TWO.replace("  - alias: east\n", &format!("  - alias: east\n    manifest: {path}\n"))
    };
    let place = place(&[("repo/x/topology.yaml", b"")]);
    place.git(&["init", "-q", "repo"]);
    place.write("secret.yaml", b"password: hunter2\n");
    for (path, words) in [
        ("../../secret.yaml", "lies outside of the repository"),
        (elsewhere.to_str().unwrap(), "lies outside of the repository"),
        ("/etc/passwd", "lies outside of the repository"),
        ("../../nowhere.yaml", "lies outside of the repository"),
        ("../nowhere.yaml", "does not exist"),
        ("link.yaml", "lies outside of the repository"),
        ("nowhere.yaml", "does not exist"),
        ("..", "is a folder"),
    ] {
        place.write("repo/x/topology.yaml", named(path).as_bytes());
        #[cfg(unix)]
        drop(std::os::unix::fs::symlink(&elsewhere, place.path("repo/x/link.yaml")));
        let ran = place.run(&["check", "repo/x/topology.yaml"]);
        ran.expect(1, &["unusable-manifest", words]);
        assert!(!ran.out.contains("hunter2"), "{ran:?}");
    }
}

#[test]
fn a_kubeconfig_is_read_for_its_contexts_and_never_shown() {
    let kubeconfig = "apiVersion: v1
kind: Config
current-context: admin@prod
clusters:
  - { name: prod, cluster: { server: \"https://prod.example.com\" } }
contexts:
  - { name: admin@prod, context: { cluster: prod, user: admin } }
  - { name: other, context: { cluster: prod, user: admin } }
users:
  - { name: admin, user: { token: hunter2, token: hunter2 } }
";
    let topology = "kubernetesConfigs: [prod.kubeconfig]
kafkaClusters:
  - alias: east
    name: east
    bootstrapServers: { internal: \"east.kafka.svc:9092\" }
  - alias: west
    name: west
    kubernetesConfigContext: other
    bootstrapServers: { internal: \"west.kafka.svc:9092\" }
mirrorMaker2Properties: |
  east->west.enabled=true
";
    let files: [(&str, &[u8]); 2] =
        [("topology.yaml", topology.as_bytes()), ("prod.kubeconfig", kubeconfig.as_bytes())];
    let place = place(&files);
    let ran = place.run(&["render"]);
    ran.expect(0, &["created"]);
    let written = place.read("rendered/admin-prod/kafka.configmap.mm2-west.yaml");
    assert!(written.contains("east.bootstrap.servers=east.kafka.svc:9092"), "{written}");
    place.write("prod.kubeconfig", b"token: hunter2\n");
    let broken = place.run(&["check"]);
    broken.expect(1, &["`prod.kubeconfig` is no kubeconfig", "missing-context"]);
    assert!(!format!("{ran:?}{broken:?}").contains("hunter2"));
}

#[test]
fn secrets_are_never_shown() {
    let text =
        format!("{TWO}  west.ssl.key.password=Tr0ub4dor\n  west.ssl.key.password=Tr0ub4dor\n");
    let place = place(&[("topology.yaml", text.as_bytes())]);
    place.git(&["init", "-q", "-b", "main"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "one"]);
    for arguments in [
        &["check"][..],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["check", "--format", "gitlab"],
        &["check", "--format", "junit"],
        &["check", "--format", "rdjson"],
        &["render"],
        &["render", "--stdout"],
        &["diff"],
        &["diff", "--unified"],
    ] {
        let ran = place.run(arguments);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(!format!("{ran:?}").contains("Tr0ub4dor"), "{ran:?}");
    }
    let odd = format!(
        "{text}  tasks.max=https://u:hunter2@h/\n  east->west.replication.policy.class=https://u:hunter2@x/\n  \
         west->east.replication.policy.class=https://u:hunter2@x/Y\n  west->east.enabled=true\n  \
         refresh.topics.interval.seconds=password=hunter2\n  east.source.cluster.alias=https://u:hunter2@x/\n  \
         topics.exclude=https://u:hunter2@h/\n"
    );
    place.write("odd.yaml", odd.as_bytes());
    for arguments in [
        &["check"][..],
        &["topics"],
        &["topics", "--tree"],
        &["topics", "--internal", "--format", "json"],
        &["topics", "--why", "t@west"],
        &["topics", "--why", "t@east", "--format", "json"],
        &["graph"],
        &["graph", "--format", "dot"],
        &["graph", "--format", "svg"],
        &["explain", "--flow", "east->west"],
        &["explain", "--flow", "east->west", "--format", "json"],
    ] {
        let ran = place.run(&[arguments, &["odd.yaml"]].concat());
        assert!(ran.code < 2 && !format!("{ran:?}").contains("hunter2"), "{arguments:?} {ran:?}");
    }
    place.write("topology.yaml", TWO.as_bytes());
    let ran = place.run(&["diff"]);
    ran.expect(0, &["from a hidden value to nothing", "the objects are not compared"]);
    assert!(!format!("{ran:?}").contains("Tr0ub4dor"), "{ran:?}");
}
