//! The longest and the shortest time between two runs of a calendar.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Calendar, GoDuration};

pub(super) struct Gaps {
    pub(super) longest: GoDuration,
    pub(super) shortest: GoDuration,
}

/// The calendar repeats after so many years, which are whole weeks.
const CYCLE: std::ops::Range<u16> = 2000..2400;
/// Changes of clocks are looked at in these years: rules hold for each year, and a few years have all weekdays.
const CLOCKS: std::ops::Range<i16> = 2026..2034;
/// How far from a change of the clock its neighbours are looked for, in days: a run further away is not moved by
/// enough of its gap.
const NEAR: i32 = 32;

/// `None` where it never runs.
pub(super) fn gaps(calendar: &Calendar) -> Option<Gaps> {
    let times: Vec<i64> = calendar.minutes_of_day().map(i64::from).collect();
    let (first, last) = (*times.first()?, *times.last()?);
    let days = days_apart(calendar)?;
    let nights = [days.0, days.1].map(|days| days * 24 * 60 - last + first);
    let within = times.iter().zip(times.iter().skip(1)).map(|(one, next)| next - one);
    let minutes = within.chain(nights).map(|minutes| minutes * 60);
    let seconds: Vec<i64> = minutes.chain(at_changes_of_the_clock(calendar)).collect();
    Some(Gaps {
        longest: GoDuration::from_seconds(*seconds.iter().max()?),
        shortest: GoDuration::from_seconds(*seconds.iter().min()?),
    })
}

/// Days that are looked at for two schedules: two long months.
const BOTH: i32 = 62;

/// The most that the last runs of two calendars are apart.
pub(super) fn skew(one: &Calendar, other: &Calendar) -> Option<GoDuration> {
    let start = Date::constant(CLOCKS.start, 7, 1);
    let days = (0..BOTH).map(|days| start.saturating_add(jiff::Span::new().days(days)));
    let runs = |is_other: bool, calendar: &Calendar, day: Date| -> Vec<(i64, bool)> {
        calendar.runs_on(day).iter().map(|run| (run.as_second(), is_other)).collect()
    };
    let mut all: Vec<(i64, bool)> =
        days.flat_map(|day| [runs(false, one, day), runs(true, other, day)].concat()).collect();
    all.sort_unstable();
    let (mut last, mut most) = ([None, None], None);
    for both in all.chunk_by(|earlier, later| earlier.0 == later.0) {
        for &(at, is_other) in both {
            let [of_one, of_other] = &mut last;
            *if is_other { of_other } else { of_one } = Some(at);
        }
        if let [Some(of_one), Some(of_other)] = last {
            most = most.max(Some(i64::abs(of_one - of_other)));
        }
    }
    most.map(GoDuration::from_seconds)
}

/// The least and the most days from one with runs to the next.
fn days_apart(calendar: &Calendar) -> Option<(i64, i64)> {
    if calendar.has_all_days() {
        return Some((1, 1));
    }
    let (mut first, mut last, mut apart) = (None, None, None::<(i64, i64)>);
    for at in days_with_runs(calendar) {
        if let Some(last) = last {
            let days = at - last;
            apart =
                Some(apart.map_or((days, days), |(least, most)| (least.min(days), most.max(days))));
        }
        first = first.or(Some(at));
        last = Some(at);
    }
    // The cycle starts over: from its last day to its first.
    let around = first? + DAYS_OF_CYCLE - last?;
    Some(apart.map_or((around, around), |(least, most)| (least.min(around), most.max(around))))
}

const DAYS_OF_CYCLE: i64 = 146_097;

/// Each day of the cycle that has runs, as the number of days since its start.
fn days_with_runs(calendar: &Calendar) -> impl Iterator<Item = i64> {
    let months = CYCLE.flat_map(|year| (1..=12).map(move |month| (month, length(year, month))));
    let days = months.flat_map(|(month, length)| (1..=length).map(move |day| (month, day)));
    // The first of January 2000 was a Saturday.
    let weekdays = (0..7).cycle().skip(6);
    (0..).zip(days.zip(weekdays)).filter_map(|(at, ((month, day), weekday))| {
        calendar.has_day(month, day, weekday).then_some(at)
    })
}

fn length(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The seconds between runs around each change of the clock: an hour less or more, or a run left out or made twice.
fn at_changes_of_the_clock(calendar: &Calendar) -> Vec<i64> {
    let Some(zone) = &calendar.zone else { return Vec::new() };
    changes(zone).into_iter().flat_map(|date| around(calendar, date)).collect()
}

fn changes(zone: &TimeZone) -> Vec<Date> {
    let start = Date::constant(CLOCKS.start, 1, 1).to_zoned(TimeZone::UTC);
    let start = start.expect("the year is in range of all calendars").timestamp();
    let changes = zone.following(start).map(|change| zone.to_datetime(change.timestamp()).date());
    changes.take_while(|date| CLOCKS.contains(&date.year())).collect()
}

/// From the last run of a day before to the first of a day after.
fn around(calendar: &Calendar, date: Date) -> Vec<i64> {
    let day = |days: i32| calendar.runs_on(date.saturating_add(jiff::Span::new().days(days)));
    let before = (1..NEAR).map(|days| day(-days)).find(|runs| !runs.is_empty());
    let after = (1..NEAR).map(day).find(|runs| !runs.is_empty());
    let before = before.iter().flatten().last();
    let after = after.iter().flatten().next();
    let runs: Vec<Timestamp> =
        before.copied().into_iter().chain(day(0)).chain(after.copied()).collect();
    let pairs = runs.iter().zip(runs.iter().skip(1));
    pairs.map(|(one, next)| next.as_second() - one.as_second()).collect()
}
