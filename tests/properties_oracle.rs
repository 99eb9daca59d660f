//! Our reader and writer of properties against the answers of a JDK, stored in
//! `tests/oracle/properties` (its README tells how they were made).

use std::collections::BTreeSet;

use mirrorc::properties::{read, write_entry};
use serde_json::Value;

const HANDMADE: &str = include_str!("oracle/properties/handmade.jsonl");
const RANDOM: &str = include_str!("oracle/properties/random.jsonl");
const WRITTEN: &str = include_str!("oracle/properties/written.jsonl");

type Pair = (String, String);

/// What the JDK made of a text.
struct Answer {
    text: String,
    /// All entries, or those before the first malformed escape.
    entries: Vec<Pair>,
    malformed: bool,
}

fn answers(lines: &str) -> Vec<Answer> {
    lines.lines().map(answer).collect()
}

fn answer(line: &str) -> Answer {
    let line: Vec<Value> = serde_json::from_str(line).expect("the oracle writes JSON arrays");
    let text = line.first().and_then(Value::as_str).expect("the text comes first");
    let entries = line.get(1).cloned().expect("the oracle has answered");
    Answer {
        text: text.to_owned(),
        entries: serde_json::from_value(entries).expect("entries are pairs of strings"),
        malformed: line.get(2).is_some(),
    }
}

fn check(answer: &Answer) {
    let text = &answer.text;
    let ours = read(text);
    assert_eq!(!ours.malformed.is_empty(), answer.malformed, "malformed: {text:?}");
    // Java stops at the first malformed escape.
    let end = ours.malformed.first().map_or(text.len() + 1, |range| range.start);
    let before = ours.entries.iter().filter(|entry| entry.value_range.end < end);
    let pairs: Vec<Pair> = before.map(|entry| (entry.key.clone(), entry.value.clone())).collect();
    assert_eq!(pairs, answer.entries, "entries: {text:?}");
}

/// Each range, read alone, says what the entry says.
fn check_ranges(text: &str) {
    let mut end = 0;
    for entry in read(text).entries {
        let (key, value) = (&text[entry.key_range.clone()], &text[entry.value_range.clone()]);
        assert!(end <= entry.key_range.start, "order of entries: {text:?}");
        assert!(entry.key_range.end <= entry.value_range.start, "order in {entry:?}: {text:?}");
        assert_eq!(entry.escaped, value != entry.value, "{entry:?}: {text:?}");
        let alone = read(&format!("{key}={value}\n")).entries;
        let pairs: Vec<_> = alone.iter().map(|alone| (&alone.key, &alone.value)).collect();
        assert_eq!(pairs, [(&entry.key, &entry.value)], "{key:?} {value:?}: {text:?}");
        end = entry.value_range.end;
    }
}

fn pairs_to_write() -> BTreeSet<Pair> {
    let answers = [HANDMADE, RANDOM].into_iter().flat_map(answers);
    answers.flat_map(|answer| answer.entries).collect()
}

#[test]
fn handmade_texts_are_read_as_the_jdk_reads_them() {
    answers(HANDMADE).iter().for_each(check);
}

#[test]
fn random_texts_are_read_as_the_jdk_reads_them() {
    answers(RANDOM).iter().for_each(check);
}

#[test]
fn ranges_hold_what_entries_say() {
    for answer in [HANDMADE, RANDOM, WRITTEN].into_iter().flat_map(answers) {
        check_ranges(&answer.text);
    }
}

#[test]
fn the_jdk_reads_back_what_is_written() {
    let pairs = pairs_to_write();
    if bless(&pairs) {
        return;
    }
    let answers = answers(WRITTEN);
    assert_eq!(answers.len(), pairs.len(), "written.jsonl is stale: see the README next to it");
    for (pair, answer) in pairs.into_iter().zip(answers) {
        assert_eq!(write_entry(&pair.0, &pair.1), answer.text, "see the README next to it");
        assert_eq!(answer.entries, [pair], "{:?}", answer.text);
        assert!(!answer.malformed, "{:?}", answer.text);
    }
}

/// With `BLESS=oracle`, leaves what we write for the oracle to answer. Not with `BLESS=1`: the file is of use only after
/// a JDK has answered it, and a run that blesses everything else does not ask one.
#[expect(clippy::disallowed_methods, reason = "accepts new output into the fixture")]
fn bless(pairs: &BTreeSet<Pair>) -> bool {
    if std::env::var("BLESS").as_deref() != Ok("oracle") {
        return false;
    }
    let lines: Vec<_> = pairs
        .iter()
        .map(|(key, value)| format!("{}\n", Value::from(vec![write_entry(key, value)])))
        .collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/properties/written.jsonl");
    std::fs::write(file, lines.concat()).expect("the fixture is writable");
    true
}
