//! Our readers of schedules and durations against the answers of robfig/cron and of Go, stored in
//! `tests/oracle/schedule` (its README tells how they were made).
//!
//! Where `MIRRORC_PEERS` is set, Go is asked again, about the stored texts and about random ones;
//! `MIRRORC_PEERS=require` makes a missing Go a failure.
#![expect(clippy::indexing_slicing, reason = "the test may stop at once")]

#[path = "support/peer.rs"]
mod peer;

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use mirrorc::schedule::{Calendar, Fault, GoDuration, Schedule};
use proptest::{
    prelude::{Strategy, prop, prop_assert, proptest},
    prop_assert_eq, prop_oneof,
    strategy::ValueTree,
    test_runner::TestRunner,
};
use serde_json::{Value, json};

const CRON: &str = include_str!("oracle/schedule/cron.jsonl");
const DURATIONS: &str = include_str!("oracle/schedule/durations.jsonl");
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/schedule");
/// After which the program asks for runs.
const START: &str = "2026-02-27T22:58:30Z";
/// So many random texts are asked about, each kind.
const RANDOM: usize = 3_000;

#[test]
fn schedules_run_when_robfig_cron_runs_them() {
    assert!(answers(CRON).len() >= 400, "the table is somewhere else");
    answers(CRON).iter().for_each(check_schedule);
}

#[test]
fn durations_last_as_long_as_go_says() {
    assert!(answers(DURATIONS).len() >= 300, "the table is somewhere else");
    answers(DURATIONS).iter().for_each(check_duration);
}

#[test]
fn go_still_says_what_is_stored() {
    let Some(go) = go() else { return };
    assert_eq!(ask(&go, "cron", CRON), CRON, "see the README of tests/oracle/schedule");
    assert_eq!(ask(&go, "durations", DURATIONS), DURATIONS, "see the README");
}

#[test]
fn random_texts_are_read_as_go_reads_them() {
    let Some(go) = go() else { return };
    answers(&ask(&go, "cron", &lines(schedule()))).iter().for_each(check_schedule);
    answers(&ask(&go, "durations", &lines(duration()))).iter().for_each(check_duration);
}

proptest! {
    #[test]
    fn no_text_stops_a_reader_and_faults_are_in_the_text(text in prop_oneof![schedule(), duration(), ".*"]) {
        if let Err(fault) = Schedule::parse(&text) {
            prop_assert!(text.get(fault.range.clone()).is_some(), "{fault:?}");
        }
        if let Err(fault) = GoDuration::parse(&text) {
            prop_assert!(text.get(fault.range.clone()).is_some(), "{fault:?}");
        }
    }

    #[test]
    fn a_printed_duration_is_read_back(nanoseconds: i64) {
        let duration = GoDuration { nanoseconds };
        prop_assert_eq!(GoDuration::parse(&duration.to_string()), Ok(duration));
    }

    #[test]
    fn runs_are_as_far_apart_as_the_gaps_say(text in schedule()) {
        let Ok(schedule) = Schedule::parse(&text) else { return Ok(()) };
        let runs = runs(&schedule, 20);
        let (shortest, longest) = (schedule.shortest_gap(), schedule.longest_gap());
        for pair in runs.windows(2) {
            let apart = Some(GoDuration::from_seconds(pair[1] - pair[0]));
            prop_assert!(shortest <= apart && apart <= longest, "{apart:?}: {text}");
        }
    }
}

/// A text and what Go makes of it; null where it is refused.
struct Answer {
    text: String,
    meaning: Value,
}

fn answers(lines: &str) -> Vec<Answer> {
    lines.lines().map(answer).collect()
}

fn answer(line: &str) -> Answer {
    let line: Vec<Value> = serde_json::from_str(line).expect("the oracle writes JSON arrays");
    let text = line[0].as_str().expect("the text comes first").to_owned();
    Answer { text, meaning: line[1].clone() }
}

fn check_schedule(answer: &Answer) {
    let Answer { text, meaning } = answer;
    let ours = Schedule::parse(text);
    let meant = ours.as_ref().map_or(Value::Null, |schedule| json!(runs(schedule, 10)));
    assert_eq!(&meant, meaning, "{text:?} is {ours:?}");
    check_fault(text, ours.err());
}

fn check_duration(answer: &Answer) {
    let Answer { text, meaning } = answer;
    let ours = GoDuration::parse(text);
    let meant = ours.as_ref().map_or(Value::Null, |duration| {
        json!([duration.nanoseconds.to_string(), duration.to_string()])
    });
    assert_eq!(&meant, meaning, "{text:?} is {ours:?}");
    check_fault(text, ours.err());
}

fn check_fault(text: &str, fault: Option<Fault>) {
    let Some(fault) = fault else { return };
    assert!(text.get(fault.range.clone()).is_some(), "{fault:?} is not in {text:?}");
    assert!(!fault.message.starts_with(char::is_uppercase), "{}", fault.message);
    assert!(!fault.message.ends_with('.'), "{}", fault.message);
}

/// The first runs after the start, as seconds.
fn runs(schedule: &Schedule, count: usize) -> Vec<i64> {
    let start: Timestamp = START.parse().expect("the start is an instant");
    let mut runs = Vec::new();
    let mut at = start;
    while runs.len() < count
        && let Some(next) = next_after(schedule, at)
    {
        runs.push(next.as_second());
        at = next;
    }
    runs
}

fn next_after(schedule: &Schedule, at: Timestamp) -> Option<Timestamp> {
    match schedule {
        Schedule::Every(delay) => Some(at + delay.seconds().seconds()),
        Schedule::At(calendar) => next_of_calendar(calendar, at),
    }
}

/// robfig/cron looks until the end of the fifth year from now.
fn next_of_calendar(calendar: &Calendar, at: Timestamp) -> Option<Timestamp> {
    let zone = calendar.zone.clone().unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(at).date();
    let days = (0..).map(|days: i32| today.saturating_add(days.days()));
    let days = days.take_while(|day| day.year() <= today.year() + 5);
    days.flat_map(|day| calendar.runs_on(day)).find(|run| *run > at)
}

/// Texts that are schedules more often than not.
fn schedule() -> impl Strategy<Value = String> {
    let value = "[0-9]|[1-5][0-9]|JAN|feb|Mon|fri|[*?]|[*]|[*]|[a-z0-9*?,/-]{1,3}";
    let range =
        (value, prop_oneof![3 => "", 1 => "-[0-9]{1,2}"], prop_oneof![3 => "", 1 => "/[0-9]{1,2}"]);
    let range = range.prop_map(|(value, to, step)| format!("{value}{to}{step}"));
    let field = prop::collection::vec(range, 1..3).prop_map(|ranges| ranges.join(","));
    let fields = prop::collection::vec(field, 5).prop_map(|fields| fields.join(" "));
    let zone = prop_oneof![5 => "", 1 => "(CRON_)?TZ=(UTC|Europe/Berlin|Asia/Tokyo|[A-Z]{3}) "];
    let schedule = prop_oneof![
        8 => fields,
        1 => "@(hourly|daily|midnight|weekly|monthly|yearly|annually|[a-z]{1,4}) ?",
        1 => duration().prop_map(|duration| format!("@every {duration}")),
        1 => "[-0-9*?/,@A-Z= ]{0,12}",
    ];
    (zone, schedule).prop_map(|(zone, schedule)| format!("{zone}{schedule}"))
}

/// Texts that are durations more often than not.
fn duration() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        3 => "[0-9]{1,4}",
        1 => "[0-9]{12,20}",
        1 => "[0-9]{0,3}\\.[0-9]{0,3}",
        1 => "[0-9]{0,3}\\.[0-9]{15,25}",
    ];
    let unit = "ns|us|µs|μs|ms|s|m|h|s|m|h|s|m|h|[a-zµ .]{0,2}";
    let summand = (number, unit).prop_map(|(number, unit)| format!("{number}{unit}"));
    let sum = prop::collection::vec(summand, 1..4).prop_map(|summands| summands.concat());
    prop_oneof![12 => ("[-+]?", sum).prop_map(|(sign, sum)| format!("{sign}{sum}")), 1 => "[-+.0-9hms ]{0,6}"]
}

fn lines(texts: impl Strategy<Value = String>) -> String {
    let mut runner = TestRunner::deterministic();
    let text = || texts.new_tree(&mut runner).expect("nothing is filtered").current();
    std::iter::repeat_with(text).take(RANDOM).map(|text| format!("{}\n", json!([text]))).collect()
}

/// The program that asks Go.
fn go() -> Option<String> {
    static BUILT: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    if peer::wanted().is_none() {
        peer::tell("skipped: Go is asked only where MIRRORC_PEERS is set");
        return None;
    }
    BUILT.get_or_init(build).clone()
}

fn build() -> Option<String> {
    let program = format!("{}/schedule", env!("CARGO_TARGET_TMPDIR"));
    let mut go = peer::command("go");
    match peer::succeeds(go.args(["build", "-o", &program, "."]).current_dir(PROGRAM)) {
        true => Some(program),
        false => peer::skip(&format!("no go, or it cannot build {PROGRAM}")),
    }
}

fn ask(go: &str, what: &str, lines: &str) -> String {
    let output = peer::run(peer::command(go).arg(what), lines.as_bytes());
    String::from_utf8(output.stdout).expect("JSON is UTF-8")
}
