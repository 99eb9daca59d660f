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

    pub fn has(self, number: u8) -> bool {
        self.bits >> number & 1 == 1
    }

    /// Ascending.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (0..60).filter(move |number| self.has(*number))
    }
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
