//! What a change does to the objects, against git and against a folder.

use super::run::{Place, TWO, place, sound};

/// A repository whose main branch holds a topology, with a branch checked out that changes it.
fn repository() -> Place {
    let place = sound();
    place.git(&["init", "-q", "-b", "main"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "one"]);
    place.git(&["checkout", "-q", "-b", "change"]);
    place.write("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    place
}

const CHANGED: &[&str] = &[
    "east ~ 2 changed",
    "- west.bootstrap.servers=west.example.com:9094",
    "+ west.bootstrap.servers=west2.example.com:9094",
    "(its pods restart)",
];

#[test]
fn the_merge_base_with_the_main_branch_is_the_base() {
    let place = repository();
    place.run(&["diff"]).expect(0, CHANGED).expect(0, &["the merge base with main"]);
    place.run(&["diff", "--exit-code"]).expect(4, CHANGED);
    place.git(&["commit", "-q", "-a", "-m", "two"]);
    place.run(&["diff"]).expect(0, CHANGED);
    place.run(&["diff", "--against", "HEAD", "--exit-code"]).expect(0, &["no change against HEAD"]);
    place.run(&["diff", "--against", "main"]).expect(0, CHANGED);
    place.run(&["diff", "--unified"]).expect(0, &["--- a/east/kafka.configmap.mm2-east.yaml"]);
}

/// A descriptor with so many clusters, each of which copies to the next one.
fn ring(clusters: usize, line: &str) -> String {
    let entry = |number: usize| {
        format!(
            "  - {{ alias: c{number:02}, kubernetesConfigContext: k{number:02}, bootstrapServers: {{ internal: \"i{number}.kafka.svc:9092\", \
             external: \"e{number}.example.com:9094\" }} }}\n"
        )
    };
    let flow =
        |number: usize| format!("  c{number:02}->c{:02}.enabled=true\n", (number + 1) % clusters);
    let entries: String = (0..clusters).map(entry).collect();
    let flows: String = (0..clusters).map(flow).collect();
    format!("kafkaClusters:\n{entries}mirrorMaker2Properties: |\n  {line}\n{flows}")
}

#[test]
fn what_changes_everywhere_is_told_once() {
    let place = place(&[
        ("topology.yaml", ring(15, "refresh.topics.interval.seconds=300").as_bytes()),
        ("old/topology.yaml", ring(15, "refresh.topics.interval.seconds=600").as_bytes()),
    ]);
    let done = place.run(&["diff", "--against-dir", "old"]);
    let told = [
        "k00 ~ 2 changed",
        "… and 12 more, each ~ 2 changed",
        "~ k04/kafka.configmap.mm2-c04",
        "… and 10 more in the same way",
        "… and 10 more in the same way (its pods restart)",
    ];
    done.expect(0, &told);
    assert_eq!(done.out.matches("- refresh.topics.interval.seconds=600").count(), 1);
    let comment = place.run(&["diff", "--against-dir", "old", "--format", "markdown"]);
    comment.expect(0, &["| and 12 more, each | 0 | 2 | 0 |"]);
}

#[test]
fn a_comment_is_no_change() {
    let place = repository();
    place.write("topology.yaml", format!("# a comment\n{TWO}").as_bytes());
    place.run(&["diff", "--exit-code"]).expect(0, &["no change"]);
}

#[test]
fn a_base_without_the_descriptor_or_with_errors() {
    let place = repository();
    place.write("new.yaml", TWO.as_bytes());
    place.run(&["diff", "new.yaml"]).expect(0, &["+ 5 added", "which has no such descriptor"]);
    place.git(&["checkout", "-q", "main", "--", "topology.yaml"]);
    place.write("topology.yaml", b"kafkaClusters: 1\n");
    place.git(&["commit", "-q", "-a", "-m", "broken"]);
    place.run(&["diff"]).expect(1, &["nothing to compare"]);
    place.write("topology.yaml", TWO.as_bytes());
    place.run(&["diff", "--against", "HEAD"]).expect(0, &["renders nothing", "+ 5 added"]);
}

#[test]
fn a_folder_is_a_base_too() {
    let place = place(&[
        ("topology.yaml", TWO.replace("west.example", "west2.example").as_bytes()),
        ("old/topology.yaml", TWO.as_bytes()),
    ]);
    place.run(&["diff", "--against-dir", "old"]).expect(0, CHANGED);
    place.run(&["diff", "--against-dir", "nowhere"]).expect(3, &["nowhere"]);
    let file = "old/topology.yaml";
    place.run(&["diff", "--against-dir", file]).expect(3, &["is no folder"]);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let place = sound();
    place.run(&["diff"]).expect(3, &["needs a git repository"]);
    let place = repository();
    place.run(&["diff", "--against", "nowhere"]).expect(3, &["there is no revision `nowhere`"]);
    place.run(&["diff", "--against", "--all"]).expect(2, &[]);
    place.run(&["diff", "-"]).expect(3, &["standard input has no history"]);
    place.git(&["branch", "-q", "-D", "main"]);
    place.run(&["diff"]).expect(3, &["there is no main branch"]);
}

#[test]
fn a_subfolder_of_the_repository_works_as_well() {
    let place = place(&[("team/topology.yaml", TWO.as_bytes())]);
    place.git(&["init", "-q", "-b", "main"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "one"]);
    place.write("team/topology.yaml", TWO.replace("west.example", "west2.example").as_bytes());
    let mut command = place.command(&["diff"]);
    Place::finish(command.current_dir(place.path("team"))).expect(0, CHANGED);
    place.run(&["diff", "team/topology.yaml"]).expect(0, CHANGED);
}

#[test]
fn the_base_has_the_templates_of_its_time() {
    let place = sound();
    let extra = |text: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${{ instance.name }}-extra\n  namespace: \
             ${{ instance.namespace }}\ndata: {{ text: {text} }}\n"
        )
    };
    place.write("mine/kubernetes/extra.yaml", extra("old").as_bytes());
    place.git(&["init", "-q", "-b", "main"]);
    place.git(&["add", "."]);
    place.git(&["commit", "-q", "-m", "one"]);
    let arguments = ["diff", "--against", "HEAD", "--templates", "mine"];
    place.run(&arguments).expect(0, &["no change against HEAD"]);
    place.write("mine/kubernetes/extra.yaml", extra("new").as_bytes());
    place.run(&arguments).expect(0, &["east ~ 1 changed", "old", "new"]);
    place.git(&["rm", "-q", "-r", "--cached", "mine"]);
    place.git(&["commit", "-q", "-m", "none"]);
    place.run(&arguments).expect(0, &["+ 1 added", "+ east/kafka.configmap.mm2-east-extra"]);
}
