//! When something runs, and for how long something lasts, as Kubernetes' tools read it. In: the text of a schedule
//! (the standard reader of robfig/cron v3, which `CronJob`, Velero and the seeds' `KafkaBackup` take) or of a duration
//! (Go's `time.ParseDuration`). Out: what it means, the times between two runs, or a [`Fault`] with the place in the
//! text. What is run is not known here.
//!
//! Corners are read as Go reads them; `tests/oracle/schedule` holds its answers. Crates for cron have other dialects:
//! a sixth field, 7 for Sunday, no `@every`, days of the month *and* of the week.

mod calendar;
mod cron;
mod duration;
mod gaps;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use calendar::{Calendar, Set};
pub use duration::GoDuration;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text that was read, on borders of characters; empty where something is missing.
    pub range: Range<usize>,
    /// One lower-case sentence that stands alone.
    pub message: String,
    /// What to write instead, as an imperative.
    pub help: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// `@every`: so long after the start of the tool and after each run, in whole seconds, at least one.
    Every(GoDuration),
    /// At the minutes that a calendar has.
    At(Box<Calendar>),
}

impl Schedule {
    pub fn parse(text: &str) -> Result<Schedule, Fault> {
        cron::parse(text)
    }

    /// The most time that passes between two runs; `None` where it never runs.
    pub fn longest_gap(&self) -> Option<GoDuration> {
        match self {
            Schedule::Every(delay) => Some(*delay),
            Schedule::At(calendar) => gaps::gaps(calendar).map(|gaps| gaps.longest),
        }
    }

    /// The least time that passes between two runs; `None` where it never runs.
    pub fn shortest_gap(&self) -> Option<GoDuration> {
        match self {
            Schedule::Every(delay) => Some(*delay),
            Schedule::At(calendar) => gaps::gaps(calendar).map(|gaps| gaps.shortest),
        }
    }

    /// The most time between the last run of this one and the last run of the other one, at any moment; `None` where one
    /// counts from a start of its own, or never runs.
    pub fn skew(&self, other: &Schedule) -> Option<GoDuration> {
        match (self, other) {
            (Schedule::At(one), Schedule::At(other)) => gaps::skew(one, other),
            (Schedule::Every(_), _) | (_, Schedule::Every(_)) => None,
        }
    }
}

/// A piece of a text that knows where it stands.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    whole: &'a str,
    text: &'a str,
}

impl<'a> Part<'a> {
    fn whole(text: &'a str) -> Part<'a> {
        Part { whole: text, text }
    }

    /// `text` is a slice of this part.
    fn with(self, text: &'a str) -> Part<'a> {
        Part { whole: self.whole, text }
    }

    fn range(self) -> Range<usize> {
        let start = self.text.as_ptr().addr() - self.whole.as_ptr().addr();
        start..start + self.text.len()
    }

    fn fault(self, message: impl Into<String>) -> Fault {
        Fault { range: self.range(), message: message.into(), help: None }
    }

    fn fault_with_help(self, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { help: Some(help.into()), ..self.fault(message) }
    }
}
