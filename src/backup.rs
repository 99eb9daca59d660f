//! What an engine makes of a backup. In: a backup of a topology. Out: its schedule and retention in the engine's own
//! words, and which claims it selects; or the [`Limit`] of the engine that it does not fit into.
//!
//! | engine | schedule | retention |
//! | --- | --- | --- |
//! | `kafkabackup` | as it is written | as it is written |
//! | `cronjob` | five fields, `@hourly` and the like; `@every` that divides no day only with a deadline that is as long, or none | whole seconds |
//! | `snapscheduler` | five fields of numbers, in UTC | a whole number of seconds, minutes or hours |
//! | `velero` | as it is written | the same time as Go writes it |

mod claims;
mod timing;

pub use claims::{Claims, Expression, claims};
pub use timing::{Timing, retention, timing};

/// What an engine cannot do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The end of a sentence about the engine.
    pub what: String,
    pub reason: &'static str,
    /// What it can do instead, as a value of the same key.
    pub nearest: Vec<String>,
    /// What else may be written: another key, or a value in words.
    pub otherwise: Option<String>,
}
