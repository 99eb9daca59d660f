//! Policies, filters and Java's own patterns, asked about thousands of names that come from a seed.
//!
//! `MIRRORC_SEED` takes another seed than the usual one.

use std::{fmt::Write, fs, path::Path};

use mirrorc::{
    mm2::{
        filter::NameFilter,
        pattern::{FaultKind, PatternFault},
        policy::Policy,
    },
    topology::Version,
};

use super::{class_path, peer, random::Random};

#[path = "names/made.rs"]
mod made;

const VERSIONS: [&str; 6] = ["2.7.2", "3.0.2", "3.5.1", "3.9.1", "4.1.0", "4.3.1"];
const SEED: u64 = 20_261_121;
/// Questions for each release.
const TOPICS: usize = 300;
const GROUPS: usize = 1500;
const NAMES: usize = 12;
const SEPARATOR: &str = "\u{1f}";

/// A connector's settings, and names to ask about.
struct Question {
    settings: Vec<(&'static str, String)>,
    names: Vec<String>,
}

impl Question {
    fn get(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    fn line(&self, kind: &str) -> String {
        let mut fields = vec![kind];
        fields.extend(self.settings.iter().flat_map(|(key, value)| [*key, value.as_str()]));
        fields.push("");
        fields.extend(self.names.iter().map(String::as_str));
        fields.join(SEPARATOR)
    }
}

#[test]
fn names_and_patterns_mean_what_they_mean_to_mirror_maker() {
    if super::is_skipped() {
        return;
    }
    let seed = Random::seed(SEED, "names");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    fs::create_dir_all(&folder).unwrap();
    let mut random = Random::new(seed);
    let mut differences = String::new();
    let mut count = Count::default();
    for text in VERSIONS {
        let topics: Vec<Question> = (0..TOPICS).map(|_| made::topics(&mut random, NAMES)).collect();
        let groups: Vec<Question> = (0..GROUPS).map(|_| made::groups(&mut random, NAMES)).collect();
        let mut input = String::new();
        for (kind, questions) in [("topics", &topics), ("groups", &groups)] {
            for question in questions {
                writeln!(input, "{}", question.line(kind)).unwrap();
            }
        }
        let mut java = peer::command("java");
        java.arg("-cp").arg(class_path(&folder, text));
        java.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/Names.java"));
        let output = peer::run(&mut java, input.as_bytes());
        let answers = String::from_utf8(output.stdout).unwrap();
        assert_eq!(answers.lines().count(), TOPICS + GROUPS, "Kafka {text}");
        let version = Version::parse(text).unwrap();
        let ours = topics.iter().map(|question| of_topics(question, version));
        let ours = ours.chain(groups.iter().map(|question| of_groups(question, version)));
        for ((question, ours), theirs) in
            topics.iter().chain(&groups).zip(ours).zip(answers.lines())
        {
            count.add(&ours, question.names.len());
            if !agrees(&ours, theirs) {
                let settings = &question.settings;
                let names = &question.names;
                writeln!(
                    differences,
                    "{text}: {settings:?} {names:?}\n  ours   {ours}\n  theirs {theirs}"
                )
                .unwrap();
            }
        }
    }
    let Count { names, refused, undecided } = count;
    peer::tell(&format!(
        "names: {names} answers of {} releases agree; {refused} lists refused, {undecided} not decided",
        VERSIONS.len()
    ));
    assert!(differences.is_empty(), "MIRRORC_SEED={seed}\n{differences}");
    let lists = VERSIONS.len() * (TOPICS + GROUPS);
    assert!(undecided * 20 < lists, "too much is left undecided: {undecided} of {lists} lists");
}

#[derive(Default)]
struct Count {
    names: usize,
    refused: usize,
    undecided: usize,
}

impl Count {
    fn add(&mut self, ours: &str, names: usize) {
        match ours {
            REFUSED | EMPTY => self.refused += 1,
            MISSING => {}
            UNDECIDED => self.undecided += 1,
            _ => self.names += names,
        }
    }
}

const REFUSED: &str = "PatternSyntaxException";
const EMPTY: &str = "ConfigException";
const UNDECIDED: &str = "undecided";
/// The class of the policy is none of Kafka's.
const MISSING: &str = "missing";

/// What this release of Kafka has no method for is not compared.
fn agrees(ours: &str, theirs: &str) -> bool {
    let (mut left, mut right) = (ours.split(SEPARATOR), theirs.split(SEPARATOR));
    ours == UNDECIDED
        || loop {
            match (left.next(), right.next()) {
                (None, None) => break true,
                (left, Some("absent" | "'absent")) if left.is_some() => {}
                (left, right) if left == right => {}
                _ => break false,
            }
        }
}

fn fault(fault: &PatternFault) -> String {
    match fault.kind {
        FaultKind::Refused => REFUSED,
        FaultKind::EmptyEntry => EMPTY,
        FaultKind::Undecided => UNDECIDED,
    }
    .to_owned()
}

fn of_groups(question: &Question, version: Version) -> String {
    match NameFilter::groups(&|key| question.get(key), version) {
        Err(found) => fault(&found.fault),
        Ok(filter) => {
            question.names.iter().map(|name| if filter.selects(name) { '1' } else { '0' }).collect()
        }
    }
}

fn of_topics(question: &Question, version: Version) -> String {
    let setting = |key: &str| question.get(key);
    let policy = Policy::configure(&setting, version);
    if matches!(policy, Policy::Opaque { .. }) {
        return MISSING.to_owned();
    }
    let filter = match NameFilter::topics(&setting, version) {
        Err(found) => return fault(&found.fault),
        Ok(filter) => filter,
    };
    let alias = |key: &str| question.get(key).unwrap().trim();
    let (source, target) = (alias("source.cluster.alias"), alias("target.cluster.alias"));
    let text = |text: Option<&str>| text.map_or("null".to_owned(), |text| format!("'{text}"));
    let truth = |holds: bool| format!("'{holds}");
    let mut parts = vec![policy.offset_syncs_topic(target), policy.checkpoints_topic(source)];
    for name in &question.names {
        let is_cycle = policy.is_cycle(name, source, target);
        let passes = filter.selects(name) || policy.is_heartbeats_topic(name);
        parts.extend([
            text(policy.topic_source(name)),
            text(policy.upstream_topic(name)),
            text(Some(policy.original_topic(name))),
            text(policy.format_remote_topic(source, name).as_deref()),
            truth(policy.is_heartbeats_topic(name)),
            truth(policy.is_internal_topic(name)),
            truth(is_cycle),
            truth(passes && !policy.is_internal_topic(name) && !is_cycle),
        ]);
    }
    parts.join(SEPARATOR)
}
