//! The minutes at which a schedule of five fields runs. In: its fields and its time zone. Out: whether a day has runs,
//! and at which instants.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::{AmbiguousOffset, TimeZone},
};

/// Five fields, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// 0 to 59.
    pub minutes: Set,
    /// 0 to 23.
    pub hours: Set,
    /// Of the month, 1 to 31.
    pub days: Set,
    /// 1 to 12.
    pub months: Set,
    /// 0 is Sunday, 6 is Saturday.
    pub weekdays: Set,
    /// The clock that counts; `None` is the one of the tool that runs it, which is UTC in almost every container.
    pub zone: Option<TimeZone>,
}

/// The numbers of a field; all are below 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Set {
    bits: u64,
    /// Whether the field says `*` or `?`: a day then has to be in both fields of days, else in one of them.
    pub is_star: bool,
}

impl Set {
    /// From `first` to at most `last`, each so many after the one before.
    pub(super) fn range(first: u8, last: u8, step: usize, is_star: bool) -> Set {
        let numbers = (first..=last).step_by(step);
        Set { bits: numbers.fold(0, |bits, number| bits | 1 << number), is_star }
    }

    pub(super) fn union(self, other: Set) -> Set {
        Set { bits: self.bits | other.bits, is_star: self.is_star || other.is_star }
    }

    /// A star where all are there, so many from 0 on.
    fn of(numbers: impl Iterator<Item = i64>, all: u32) -> Set {
        let bits: u64 = numbers.fold(0, |bits, number| bits | 1 << number);
        Set { bits, is_star: bits.count_ones() == all }
    }

    pub fn has(self, number: u8) -> bool {
        self.bits >> number & 1 == 1
    }

    /// Ascending.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (0..60).filter(move |number| self.has(*number))
    }
}

const MINUTES_OF_DAY: i64 = 24 * 60;

/// By when a clock has changed for the last time, if there is a last time: 2030. Those that change later do so each year.
const LAST_CHANGE: Timestamp = Timestamp::constant(1_893_456_000, 0);

/// How many minutes a clock that never changes is before UTC.
fn fixed_offset(zone: &TimeZone) -> Option<i64> {
    let changes = zone.following(LAST_CHANGE).next().is_some();
    let seconds = i64::from(zone.to_offset(LAST_CHANGE).seconds());
    (!changes && seconds % 60 == 0).then_some(seconds / 60)
}

impl Calendar {
    /// Whether a day of a month has runs; the weekday counts from Sunday, 0.
    pub fn has_day(&self, month: u8, day: u8, weekday: u8) -> bool {
        let (of_month, of_week) = (self.days.has(day), self.weekdays.has(weekday));
        let is_day = match self.days.is_star || self.weekdays.is_star {
            true => of_month && of_week,
            false => of_month || of_week,
        };
        is_day && self.months.has(month)
    }

    /// Whether no day is left out.
    pub fn has_all_days(&self) -> bool {
        let months = (1..=12).all(|month| self.months.has(month));
        months && (1..=31).all(|day| self.days.has(day)) && (0..7).all(|day| self.weekdays.has(day))
    }

    /// Whether it leaves out hours or days, so that another time zone gives it other runs; those with half hours are not
    /// looked at.
    pub fn depends_on_zone(&self) -> bool {
        !(0..24).all(|hour| self.hours.has(hour)) || !self.has_all_days()
    }

    /// Minutes since midnight on the clock, ascending.
    pub fn minutes_of_day(&self) -> impl DoubleEndedIterator<Item = u16> {
        let hours: Vec<u16> = self.hours.numbers().map(u16::from).collect();
        let minutes: Vec<u16> = self.minutes.numbers().map(u16::from).collect();
        hours.into_iter().flat_map(move |hour| {
            let minutes = minutes.clone();
            minutes.into_iter().map(move |minute| hour * 60 + minute)
        })
    }

    /// The same runs in UTC, where the clock of the zone never changes and five fields can say them.
    pub fn in_utc(&self) -> Option<Calendar> {
        let offset = fixed_offset(self.zone.as_ref()?)?;
        let moved: Vec<(i64, i64)> = self
            .minutes_of_day()
            .map(|minute| i64::from(minute) - offset)
            .map(|minute| (minute.div_euclid(MINUTES_OF_DAY), minute.rem_euclid(MINUTES_OF_DAY)))
            .collect();
        let minutes = Set::of(moved.iter().map(|(_, minute)| minute % 60), 60);
        let hours = Set::of(moved.iter().map(|(_, minute)| minute / 60), 24);
        // Runs that are not at each of the minutes in each of the hours need several schedules.
        if minutes.numbers().count() * hours.numbers().count() != moved.len() {
            return None;
        }
        let (first, _) = moved.first()?;
        let weekdays = match first {
            _ if self.has_all_days() => self.weekdays,
            _ if moved.iter().any(|(day, _)| day != first) => return None,
            0 => self.weekdays,
            // Months differ in their last day.
            _ if !self.days.is_star || !self.months.is_star => return None,
            days => {
                let moved =
                    self.weekdays.numbers().map(|day| (i64::from(day) + days).rem_euclid(7));
                Set::of(moved, 7)
            }
        };
        let zone = Some(TimeZone::UTC);
        Some(Calendar { minutes, hours, weekdays, zone, ..self.clone() })
    }

    /// The runs of a day, ascending. A minute that the clock leaves out has no run, one that comes twice has two.
    pub fn runs_on(&self, date: Date) -> Vec<Timestamp> {
        let weekday = date.weekday().to_sunday_zero_offset();
        let part = |number: i8| u8::try_from(number).expect("parts of dates are not negative");
        if !self.has_day(part(date.month()), part(date.day()), part(weekday)) {
            return Vec::new();
        }
        let mut runs: Vec<Timestamp> =
            self.minutes_of_day().flat_map(|minute| self.instants(date, minute)).collect();
        runs.sort_unstable();
        runs
    }

    fn instants(&self, date: Date, minute: u16) -> impl Iterator<Item = Timestamp> {
        let part = |number: u16| i8::try_from(number).expect("hours and minutes are below 60");
        let time = Time::constant(part(minute / 60), part(minute % 60), 0, 0);
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let clock = zone.to_ambiguous_timestamp(date.to_datetime(time));
        let instants = match clock.offset() {
            AmbiguousOffset::Unambiguous { .. } => [clock.compatible().ok(), None],
            AmbiguousOffset::Gap { .. } => [None, None],
            AmbiguousOffset::Fold { .. } => [clock.earlier().ok(), clock.later().ok()],
        };
        instants.into_iter().flatten()
    }
}
