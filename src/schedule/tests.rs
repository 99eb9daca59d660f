//! What is said about texts that are no schedules or durations, and how far apart runs are.

use super::{Fault, GoDuration, Schedule};

/// The place in the text, the message, the help.
fn told(text: &str, fault: &Fault) -> [String; 3] {
    let place = text.get(fault.range.clone()).expect("the range is in the text");
    [place.to_owned(), fault.message.clone(), fault.help.clone().unwrap_or_default()]
}

fn check_schedule(text: &str, expected: [&str; 3]) {
    let fault = Schedule::parse(text).expect_err(text);
    assert_eq!(told(text, &fault), expected, "{text:?}");
}

fn check_duration(text: &str, expected: [&str; 3]) {
    let fault = GoDuration::parse(text).expect_err(text);
    assert_eq!(told(text, &fault), expected, "{text:?}");
}

/// Shortest and longest, as Go prints them.
fn check_gaps(text: &str, expected: Option<(&str, &str)>) {
    let schedule = Schedule::parse(text).expect(text);
    let gaps = schedule.shortest_gap().zip(schedule.longest_gap());
    let gaps = gaps.map(|(shortest, longest)| (shortest.to_string(), longest.to_string()));
    let expected = expected.map(|(shortest, longest)| (shortest.to_owned(), longest.to_owned()));
    assert_eq!(gaps, expected, "{text:?}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a flat table")]
fn faults_of_schedules_name_the_place_and_the_way_out() {
    for (text, expected) in [
        (
            "0 24 * * *",
            ["24", "`24` is not an hour, which goes from 0 to 23", "write a number from 0 to 23"],
        ),
        (
            "0 0 * * 7",
            ["7", "`7` is not a day of the week, which goes from 0 to 6", "write Sunday as `0`"],
        ),
        (
            "0 0 * * FRI-MON",
            [
                "FRI-MON",
                "the range `FRI-MON` ends before it begins",
                "write it in two halves: `FRI-SAT,SUN-MON`",
            ],
        ),
        ("0 0 * * MONDAY", ["MONDAY", "`MONDAY` is not a day of the week", "write `MON`"]),
        ("0 0 1 MAI *", ["MAI", "`MAI` is not a month", "write a number from 1 to 12"]),
        ("0 0 L * *", ["L", "`L` is not a number", "write a number"]),
        ("*/0 * * * *", ["*/0", "`*/0` has a step of 0", "write a step of at least 1"]),
        ("*/ * * * *", ["", "a number is missing", "write a number"]),
        (
            "1/2/3 * * * *",
            ["1/2/3", "`1/2/3` has more than one step", "write one `/` and one number after it"],
        ),
        (
            "1,2-3-4 * * * *",
            [
                "2-3-4",
                "`2-3-4` has more than one hyphen",
                "write `from-to`, and commas between ranges",
            ],
        ),
        (
            " 0 0 * *\t",
            [
                "0 0 * *",
                "a schedule has 5 fields, not 4",
                "write minute, hour, day of the month, month, day of the week",
            ],
        ),
        (
            "0 0 0 * * *",
            [
                "0 0 0 * * *",
                "a schedule has 5 fields, not 6",
                "drop the field of seconds or of years: minute, hour, day of the month, month, day of the week",
            ],
        ),
        (" @daily", [" @daily", "a schedule has no space before `@`", "write `@daily`"]),
        ("@dayly", ["@dayly", "`@dayly` is not a schedule", "write `@daily`"]),
        (
            "@every",
            [
                "@every",
                "`@every` is not a schedule",
                "write `@every` and a duration, such as `@every 1h30m`",
            ],
        ),
        (
            "@every 1d",
            ["d", "`d` is not a unit of time", "write `24h`; the longest unit is the hour"],
        ),
        (
            "TZ=Europe/Berlim @daily",
            ["Europe/Berlim", "`Europe/Berlim` is not a time zone", "write `Europe/Berlin`"],
        ),
        (
            "TZ=UTC",
            [
                "UTC",
                "no schedule follows the time zone",
                "write a space and five fields after it: minute, hour, day of the month, month, day of the week",
            ],
        ),
        (
            "",
            ["", "the schedule is empty", "write when it runs, such as `@every 1h` or `0 * * * *`"],
        ),
    ] {
        check_schedule(text, expected);
    }
}

#[test]
fn faults_of_durations_name_the_place_and_the_way_out() {
    for (text, expected) in [
        (
            "",
            ["", "the duration is empty", "write a number and its unit, such as `12h` or `2h45m`"],
        ),
        (
            "-",
            [
                "-",
                "the duration `-` has no number",
                "write a number and its unit, such as `12h` or `2h45m`",
            ],
        ),
        ("12", ["12", "`12` has no unit", "write a unit after it, such as `12s` or `12h`"]),
        ("2h45", ["45", "`45` has no unit", "write a unit after it, such as `45s` or `45h`"]),
        ("30d", ["d", "`d` is not a unit of time", "write `720h`; the longest unit is the hour"]),
        ("2h 45m", ["h ", "`h ` is not a unit of time", "drop the space"]),
        (" 1h", [" ", "a duration has no spaces", "drop the space"]),
        ("12H", ["H", "`H` is not a unit of time", "write `h`"]),
        ("5min", ["min", "`min` is not a unit of time", "write `m`"]),
        (
            "h",
            [
                "h",
                "`h` does not begin with a number",
                "write a number and its unit, such as `12h` or `2h45m`",
            ],
        ),
        (
            "1h9999999h",
            [
                "9999999h",
                "`9999999h` is longer than a duration can be",
                "write at most `2562047h`, about 292 years",
            ],
        ),
    ] {
        check_duration(text, expected);
    }
}

#[test]
fn schedules_are_as_far_apart_as_their_last_runs() {
    for (one, other, expected) in [
        ("0 * * * *", "30 * * * *", Some("30m0s")),
        ("0 * * * *", "10 * * * *", Some("50m0s")),
        ("0 * * * *", "@hourly", Some("0s")),
        ("0 0 * * *", "0 1 * * *", Some("23h0m0s")),
        ("0 0 1 * *", "0 0 1,2 * *", Some("24h0m0s")),
        ("@every 1h", "@hourly", None),
        ("0 0 30 2 *", "@hourly", None),
    ] {
        let [one, other] = [one, other].map(|text| Schedule::parse(text).expect(text));
        let apart = one.skew(&other).map(|apart| apart.to_string());
        assert_eq!(apart.as_deref(), expected, "{one:?} {other:?}");
    }
}

#[test]
fn gaps_are_those_of_all_years() {
    for (text, expected) in [
        ("@every 1h30m", Some(("1h30m0s", "1h30m0s"))),
        ("* * * * *", Some(("1m0s", "1m0s"))),
        ("*/15 * * * *", Some(("15m0s", "15m0s"))),
        ("*/7 * * * *", Some(("4m0s", "7m0s"))),
        ("0 9-17 * * MON-FRI", Some(("1h0m0s", "64h0m0s"))),
        ("@daily", Some(("24h0m0s", "24h0m0s"))),
        ("@weekly", Some(("168h0m0s", "168h0m0s"))),
        ("@monthly", Some(("672h0m0s", "744h0m0s"))),
        ("0 0 31 * *", Some(("744h0m0s", "1464h0m0s"))),
        ("@yearly", Some(("8760h0m0s", "8784h0m0s"))),
        // Either of the two fields of days is enough.
        ("0 0 1 * MON", Some(("24h0m0s", "168h0m0s"))),
        ("0 0 29 2 *", Some(("35064h0m0s", "70104h0m0s"))),
        ("0 0 30 2 *", None),
        ("0 0 * , *", None),
        ("TZ=Europe/Berlin 0 0 * * *", Some(("23h0m0s", "25h0m0s"))),
        // A night without this hour, and one that has it twice.
        ("TZ=Europe/Berlin 30 2 * * *", Some(("1h0m0s", "47h0m0s"))),
        ("TZ=Asia/Tokyo 30 2 * * *", Some(("24h0m0s", "24h0m0s"))),
    ] {
        check_gaps(text, expected);
    }
}
