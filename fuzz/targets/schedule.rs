//! Schedules and durations: no text stops a reader, faults stand in the text, what is printed is read back, and runs are
//! as far apart as the gaps say.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mirrorc::schedule::{Calendar, Fault, GoDuration, Schedule};

/// From this day on, over a change of clocks in both hemispheres.
const START: jiff::civil::Date = jiff::civil::Date::constant(2026, 3, 20);
const DAYS: i32 = 25;

fuzz_target!(|text: &str| {
    check_duration(text);
    check_schedule(text);
});

fn check_duration(text: &str) {
    match GoDuration::parse(text) {
        Ok(duration) => {
            assert_eq!(GoDuration::parse(&duration.to_string()), Ok(duration));
            assert!(!duration.short().is_empty());
        }
        Err(fault) => check_fault(text, &fault),
    }
}

fn check_schedule(text: &str) {
    let schedule = match Schedule::parse(text) {
        Ok(schedule) => schedule,
        Err(fault) => return check_fault(text, &fault),
    };
    let (shortest, longest) = (schedule.shortest_gap(), schedule.longest_gap());
    assert!(shortest <= longest, "{shortest:?} {longest:?}");
    match &schedule {
        Schedule::Every(delay) => assert!(delay.seconds() >= 1 && longest == Some(*delay)),
        Schedule::At(calendar) => {
            for gap in gaps(calendar) {
                let gap = Some(GoDuration::from_seconds(gap));
                assert!(shortest <= gap && gap <= longest, "{shortest:?} {gap:?} {longest:?}");
            }
        }
    }
}

/// The seconds between runs, each after the one before.
fn gaps(calendar: &Calendar) -> Vec<i64> {
    let days = (0..DAYS).map(|days| START.saturating_add(jiff::Span::new().days(days)));
    let runs: Vec<i64> =
        days.flat_map(|day| calendar.runs_on(day)).map(jiff::Timestamp::as_second).collect();
    let gaps: Vec<i64> = runs.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| *gap > 0), "{runs:?}");
    gaps
}

fn check_fault(text: &str, fault: &Fault) {
    assert!(text.get(fault.range.clone()).is_some(), "{fault:?}");
    assert!(!fault.message.is_empty());
}
