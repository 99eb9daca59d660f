//! Schedules and retentions in the words of engines.

use super::Limit;
use crate::{
    schedule::{Calendar, GoDuration, Schedule, Set},
    topology::{Backup, Engine},
};

/// When an engine is told to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    pub text: String,
    /// Where the engine takes it apart from the text.
    pub time_zone: Option<String>,
}

const UTC: &str = "Etc/UTC";

/// The schedule as the engine takes it.
pub fn timing(backup: &Backup) -> Result<Timing, Limit> {
    let as_written = Timing { text: backup.schedule_text.clone(), time_zone: None };
    match backup.engine {
        Engine::KafkaBackup { .. } | Engine::Velero(_) => Ok(as_written),
        Engine::CronJob { .. } => cron_job(backup, as_written),
        Engine::SnapScheduler => snapscheduler(&backup.schedule.value, &backup.schedule_text),
    }
}

fn cron_job(backup: &Backup, as_written: Timing) -> Result<Timing, Limit> {
    let utc = Some(UTC.to_owned());
    match &backup.schedule.value {
        Schedule::Every(delay) => match fields_of(*delay) {
            Some(text) => Ok(Timing { text, time_zone: utc }),
            None => match short_deadline(backup, *delay) {
                None => Ok(Timing { time_zone: utc, ..as_written }),
                Some(deadline) => Err(Limit {
                    what: format!(
                        "never runs `{}` with a deadline of {}",
                        as_written.text,
                        GoDuration::from_seconds(deadline).short()
                    ),
                    reason: "Kubernetes looks for missed runs no further back than the deadline, and counts the interval from there, so that the next run is always ahead",
                    nearest: nearest(*delay),
                    otherwise: Some(format!("`startingDeadlineSeconds: {}`", delay.seconds())),
                }),
            },
        },
        // A zone in the text is refused by Kubernetes, which has a field for it.
        Schedule::At(calendar) if calendar.zone.is_some() => {
            let (zone, fields) =
                as_written.text.split_once(char::is_whitespace).unwrap_or_default();
            let zone = zone.split_once('=').map_or(zone, |(_, zone)| zone);
            Ok(Timing { text: fields.trim().to_owned(), time_zone: Some(zone.to_owned()) })
        }
        Schedule::At(_) => Ok(Timing { time_zone: utc, ..as_written }),
    }
}

/// A deadline that ends before a run that is counted from its beginning. One as long as the interval reaches the run
/// that is due now.
fn short_deadline(backup: &Backup, delay: GoDuration) -> Option<i64> {
    let deadline = backup.starting_deadline_seconds.as_ref()?.value;
    (deadline < delay.seconds()).then_some(deadline)
}

fn snapscheduler(schedule: &Schedule, written: &str) -> Result<Timing, Limit> {
    let text = match schedule {
        Schedule::Every(delay) => fields_of(*delay).ok_or_else(|| Limit {
            what: format!("cannot run `{written}`"),
            reason: match minutes(*delay) {
                Some(_) => "it runs at minutes of the clock, and this interval does not divide a day evenly",
                None => "it counts whole minutes",
            },
            nearest: nearest(*delay),
            otherwise: None,
        })?,
        Schedule::At(calendar) if !is_utc(calendar) => {
            let in_utc = calendar.in_utc();
            return Err(Limit {
                what: "cannot run by the clock of a time zone".to_owned(),
                reason: "it knows UTC only",
                nearest: in_utc.iter().map(numeric).collect(),
                otherwise: in_utc.is_none().then(|| "the times that are meant, in UTC".to_owned()),
            });
        }
        Schedule::At(calendar) => numeric(calendar),
    };
    Ok(Timing { text, time_zone: None })
}

fn is_utc(calendar: &Calendar) -> bool {
    let Some(zone) = &calendar.zone else { return true };
    zone.iana_name().is_some_and(|name| matches!(name, "UTC" | "Etc/UTC"))
}

/// Intervals that divide an hour, a day or a week, in minutes.
const EXACT: [i64; 20] =
    [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 10080];

/// The five fields that run at the same interval, if there are any.
fn fields_of(delay: GoDuration) -> Option<String> {
    let minutes = minutes(delay).filter(|minutes| EXACT.contains(minutes))?;
    Some(match minutes {
        1 => "* * * * *".to_owned(),
        2..60 => format!("*/{minutes} * * * *"),
        60 => "0 * * * *".to_owned(),
        61..1440 => format!("0 */{} * * *", minutes / 60),
        1440 => "0 0 * * *".to_owned(),
        _ => "0 0 * * 0".to_owned(),
    })
}

fn minutes(delay: GoDuration) -> Option<i64> {
    const MINUTE: i64 = 60_000_000_000;
    (delay.nanoseconds % MINUTE == 0).then_some(delay.nanoseconds / MINUTE)
}

/// The exact intervals around one that is not.
fn nearest(delay: GoDuration) -> Vec<String> {
    let is_shorter = |minutes: &i64| GoDuration::from_seconds(minutes * 60) < delay;
    let below = EXACT.iter().rev().find(|minutes| is_shorter(minutes));
    let above = EXACT.iter().find(|minutes| !is_shorter(minutes));
    let text = |minutes: &i64| match minutes % 60 {
        0 => format!("@every {}h", minutes / 60),
        _ => format!("@every {minutes}m"),
    };
    [below, above].into_iter().flatten().map(text).collect()
}

/// Five fields in numbers, each as short as may be.
fn numeric(calendar: &Calendar) -> String {
    let fields = [
        field(calendar.minutes, 0, 59),
        field(calendar.hours, 0, 23),
        field(calendar.days, 1, 31),
        field(calendar.months, 1, 12),
        field(calendar.weekdays, 0, 6),
    ];
    fields.join(" ")
}

fn field(set: Set, least: u8, most: u8) -> String {
    if set.is_star {
        return "*".to_owned();
    }
    let numbers: Vec<u8> = set.numbers().collect();
    let step = match numbers.as_slice() {
        [first, second, _, ..] => second - first,
        _ => 0,
    };
    let is_even = numbers.windows(2).all(|pair| matches!(pair, [a, b] if b - a == step));
    match (numbers.first(), numbers.last()) {
        (Some(&from), Some(&to)) if is_even && step > 1 => {
            let is_whole = from == least && to + step > most;
            if is_whole { format!("*/{step}") } else { listed(&numbers) }
        }
        (Some(from), Some(to)) if is_even && step == 1 => format!("{from}-{to}"),
        _ => listed(&numbers),
    }
}

fn listed(numbers: &[u8]) -> String {
    let texts: Vec<String> = numbers.iter().map(u8::to_string).collect();
    texts.join(",")
}

const SECOND: i64 = 1_000_000_000;

/// The retention as the engine takes it: seconds for `cronjob`.
pub fn retention(backup: &Backup) -> Result<Option<String>, Limit> {
    let Some(kept) = &backup.retention else { return Ok(None) };
    let seconds = kept.value.nanoseconds / SECOND;
    match backup.engine {
        Engine::KafkaBackup { .. } => Ok(backup.retention_text.clone()),
        // As Velero writes it back.
        Engine::Velero(_) => Ok(Some(kept.value.to_string())),
        Engine::CronJob { .. } | Engine::SnapScheduler if kept.value.nanoseconds % SECOND > 0 => {
            Err(Limit {
                what: format!("cannot keep snapshots for {}", kept.value),
                reason: "it counts whole seconds",
                nearest: vec![format!("{}s", seconds + 1)],
                otherwise: None,
            })
        }
        Engine::CronJob { .. } => Ok(Some(seconds.to_string())),
        Engine::SnapScheduler => Ok(Some(one_unit(seconds))),
    }
}

/// `2h45m` is `165m`.
fn one_unit(seconds: i64) -> String {
    match (seconds % 3600, seconds % 60) {
        (0, _) => format!("{}h", seconds / 3600),
        (_, 0) => format!("{}m", seconds / 60),
        _ => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(schedule: &str, expected: &[&str]) {
        let told = match snapscheduler(&Schedule::parse(schedule).unwrap(), schedule) {
            Ok(timing) => vec![timing.text],
            Err(limit) => [vec![limit.what], limit.nearest].concat(),
        };
        assert_eq!(told, expected, "{schedule}");
    }

    #[test]
    fn schedules_become_fields_of_numbers() {
        check("@every 15m", &["*/15 * * * *"]);
        check("@every 1h", &["0 * * * *"]);
        check("@every 60m", &["0 * * * *"]);
        check("@every 12h", &["0 */12 * * *"]);
        check("@every 24h", &["0 0 * * *"]);
        check("@every 168h", &["0 0 * * 0"]);
        check("@hourly", &["0 * * * *"]);
        check("@weekly", &["0 0 * * 0"]);
        check("0 2 * jan-mar,JUN mon", &["0 2 * 1,2,3,6 1"]);
        check("*/15 8-18 ? * MON-FRI", &["*/15 8-18 * * 1-5"]);
        check("5/20 0 1 1 0", &["5,25,45 0 1 1 0"]);
        check("*/40 * * * *", &["0,40 * * * *"]);
        check("TZ=UTC 0 2 * * *", &["0 2 * * *"]);
    }

    #[test]
    fn what_is_between_has_the_nearest_on_both_sides() {
        check("@every 7h", &["cannot run `@every 7h`", "@every 6h", "@every 8h"]);
        check("@every 90s", &["cannot run `@every 90s`", "@every 1m", "@every 2m"]);
        check("@every 5s", &["cannot run `@every 5s`", "@every 1m"]);
        check("@every 400h", &["cannot run `@every 400h`", "@every 168h"]);
        check("CRON_TZ=Europe/Budapest 0 2 * * *", &["cannot run by the clock of a time zone"]);
    }

    #[test]
    fn clocks_that_never_change_are_told_in_utc() {
        let told = "cannot run by the clock of a time zone";
        check("TZ=Asia/Kolkata 0 3 * * *", &[told, "30 21 * * *"]);
        check("TZ=Asia/Kolkata 0 3 * * 1-5", &[told, "30 21 * * 0-4"]);
        check("TZ=Asia/Kolkata 0 12 1 * *", &[told, "30 6 1 * *"]);
        check("TZ=Asia/Tokyo 0 3,20 * * *", &[told, "0 11,18 * * *"]);
        check("TZ=America/Phoenix 15 20 * * sat", &[told, "15 3 * * 0"]);
        check("TZ=Asia/Kolkata 10 * * * *", &[told, "40 * * * *"]);
        // Five fields have no other day for some of the hours, nor for the first of a month.
        check("TZ=Asia/Tokyo 0 3,20 * * 1", &[told]);
        check("TZ=Asia/Kolkata 0 3 1 * *", &[told]);
        check("TZ=Asia/Kolkata 0,40 3 * * *", &[told]);
    }

    #[test]
    fn retentions_have_one_unit() {
        for (seconds, expected) in [(43_200, "12h"), (9_900, "165m"), (90, "90s"), (3_600, "1h")] {
            assert_eq!(one_unit(seconds), expected);
        }
    }
}
