//! The story of the seed documents, as a team walks through it in git: two clusters that copy to each other, the loss of
//! one, a pull request that gives its alias to the replacement, and one that does not. What a pull request is told is
//! committed in `examples/after-loss/review`.

use std::{collections::BTreeMap, path::Path};

use super::run::{Place, place};
use crate::{blessed::compare, files};

/// The files of an example.
fn example(name: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let mut files = files::below(&folder);
    files.retain(|path, _| !path.starts_with("review/"));
    files
}

/// Puts the files of an example in the place of all others.
fn put(place: &Place, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        place.write(path, text.as_bytes());
    }
    place.git(&["add", "--all"]);
}

/// A main branch with the pair of `active-active`, and the branch of the one who recovers it.
fn repository() -> Place {
    let place = place(&[]);
    place.git(&["init", "-q", "-b", "main"]);
    put(&place, &example("active-active"));
    place.git(&["commit", "-q", "-m", "kafka1 and kafka2 copy to each other"]);
    place.git(&["checkout", "-q", "-b", "recover"]);
    place
}

/// The replacement stands in another region, and has the name of the lost cluster.
fn reused() -> BTreeMap<String, String> {
    let descriptor = &example("active-active")["topology.yaml"];
    let moved = descriptor.replace("pke-aws-kafka-eun1", "pke-aws-kafka-euw1");
    let mut files = example("after-loss");
    files.retain(|path, _| path.starts_with("clusters/"));
    files.insert("topology.yaml".to_owned(), moved.replace("clusters/eun1/", "clusters/euw1/"));
    files
}

/// What the pull request is told, by the names of the files in `examples/after-loss/review`.
fn told(place: &Place, name: &str, code: i32, words: &[&str]) -> BTreeMap<String, String> {
    std::fs::create_dir_all(place.path(".git/runner")).unwrap();
    let files = [("markdown", format!("{name}.md")), ("html", format!("{name}.html"))];
    let outputs = files.each_ref().map(|(format, file)| format!("{format}=.git/runner/{file}"));
    place.run(&["diff", "--output", &outputs[0], "--output", &outputs[1]]).expect(code, words);
    let texts = files.map(|(_, file)| (file.clone(), place.read(&format!(".git/runner/{file}"))));
    texts.into()
}

#[test]
fn a_pull_request_that_reuses_the_alias_is_blocked_and_one_with_a_new_alias_passes() {
    let place = repository();
    put(&place, &reused());
    place.git(&["commit", "-q", "-m", "kafka1 is back in another region"]);
    let mut review = told(
        &place,
        "reused-alias",
        1,
        &[
            "block[alias-means-another-cluster]",
            "- never comes back from `kafka2`: kafka1.testtopic",
            "- is read from the positions of the former cluster for `kafka2`: testtopic",
            "error[alias-repointed]",
        ],
    );
    place.run(&["render"]).expect(1, &["error[alias-repointed]"]);

    place.git(&["reset", "-q", "--hard", "main"]);
    place.git(&["rm", "-q", "-r", "."]);
    put(&place, &example("after-loss"));
    place.git(&["commit", "-q", "-m", "kafka1-new takes the place of kafka1"]);
    place.run(&["check"]).expect(0, &[]);
    place.run(&["render", "--check"]).expect(0, &["unchanged"]);
    review.extend(told(
        &place,
        "new-alias",
        0,
        &[
            "warning[cluster-removed]: `kafka1` leaves",
            "note[cluster-added]: `kafka1-new` joins",
            "- is copied from its start to `kafka1-new`: kafka2.kafka1.testtopic, kafka2.testtopic",
            "- 5 removed (!)",
        ],
    ));
    compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/after-loss/review"), &review);

    place.git(&["checkout", "-q", "main"]);
    place.git(&["merge", "-q", "recover"]);
    place.git(&["checkout", "-q", "-b", "again"]);
    put(&place, &reused());
    place.run(&["diff"]).expect(1, &["block[alias-comes-back]", "error[alias-reused]"]);
}
