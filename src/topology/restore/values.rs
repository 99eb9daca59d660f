//! Values of snapshots and restores that no storage can do anything with. In: the entries. Out: what is told of them.

use jiff::civil::DateTime;

use crate::{
    descriptor::{self, faults::INVALID_VALUE, is_placeholder},
    diagnostic::Diagnostics,
    topology::amount,
    yaml::Spanned,
};

/// A text of another shape the schema has told.
pub(super) fn tell_impossible_moment(time: &Spanned<String>, found: &mut Diagnostics) {
    if is_moment(&time.value) == Some(false) {
        found
            .report(&INVALID_VALUE, time.span, format!("`{}` is no date and time", time.value))
            .reason("the time stands in the names of the snapshots, by which the newest is found")
            .help("write a year, month and day, `-`, and hour, minute and second of a day that exists");
    }
}

/// Whether the calendar has `YYYYMMDD-HHMMSS`; nothing where the text has another shape.
fn is_moment(text: &str) -> Option<bool> {
    let (date, time) = text.split_once('-')?;
    if !date.bytes().chain(time.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |text: &str, from, to| text.get(from..to)?.parse::<i8>().ok();
    let year = date.get(..4)?.parse().ok()?;
    let (month, day) = (part(date, 4, 6)?, part(date, 6, 8)?);
    let (hour, minute, second) = (part(time, 0, 2)?, part(time, 2, 4)?, part(time, 4, 6)?);
    Some(DateTime::new(year, month, day, hour, minute, second, 0).is_ok())
}

pub(super) fn tell_no_volumes(written: &descriptor::Restore, found: &mut Diagnostics) {
    if written.volumes.is_empty() {
        found
            .report(&INVALID_VALUE, written.cluster.span, "this restore brings back no volume")
            .help("add entries to `volumes:`, such as `{ node: 0, snapshot: … }`, or remove the restore");
    }
}

pub(super) fn tell_no_size(written: &descriptor::RestoredVolume, found: &mut Diagnostics) {
    let Some(size) = written.size.as_ref().filter(|size| !is_placeholder(&size.value)) else {
        return;
    };
    if amount(&descriptor::Quantity::Text(size.value.clone())).is_none_or(|size| size <= 0.0) {
        found
            .report(&INVALID_VALUE, size.span, format!("`{}` is no size of a volume", size.value))
            .reason("the API server refuses the claim")
            .help("write a number with a unit of Kubernetes, such as `10Gi`, at least the size of the snapshot");
    }
}

#[cfg(test)]
mod tests {
    use super::is_moment;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (text, expected) in [
            ("20261121-120000", Some(true)),
            ("20240229-235959", Some(true)),
            ("20261321-120000", Some(false)),
            ("20260229-120000", Some(false)),
            ("20260230-246000", Some(false)),
            ("20261121-240000", Some(false)),
            ("20261121-120060", Some(false)),
            ("today", None),
            ("2026112-120000", None),
            ("2026112x-120000", None),
        ] {
            assert_eq!(is_moment(text), expected, "{text}");
        }
    }
}
