//! Schedules, read as the standard parser of robfig/cron v3 reads them: `@every 1h30m`, `@hourly` and its like, or five
//! fields, each with the time zone before it.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Calendar, Fault, GoDuration, Part, Schedule, Set, duration};
use crate::nearest::nearest;

/// What a field may hold.
struct Field {
    /// With its article, as in "is not".
    name: &'static str,
    least: u8,
    most: u8,
    /// From the least number on.
    names: &'static [&'static str],
}

const MINUTES: Field = Field { name: "a minute", least: 0, most: 59, names: &[] };
const HOURS: Field = Field { name: "an hour", least: 0, most: 23, names: &[] };
const DAYS: Field = Field { name: "a day of the month", least: 1, most: 31, names: &[] };
const MONTHS: Field = Field {
    name: "a month",
    least: 1,
    most: 12,
    names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
const WEEKDAYS: Field = Field {
    name: "a day of the week",
    least: 0,
    most: 6,
    names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};
const FIELDS: &str = "minute, hour, day of the month, month, day of the week";

const EVERY: &str = "@every ";
/// Each with the fields that it stands for.
const NAMED: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

pub(super) fn parse(text: &str) -> Result<Schedule, Fault> {
    let whole = Part::whole(text);
    if text.trim().is_empty() {
        return Err(whole.fault_with_help(
            "the schedule is empty",
            "write when it runs, such as `@every 1h` or `0 * * * *`",
        ));
    }
    let (zone, rest) = zone(whole)?;
    if rest.text.starts_with('@') {
        return named(rest, zone);
    }
    fields(rest, zone).map(|calendar| Schedule::At(Box::new(calendar)))
}

/// The time zone before the schedule, and the rest.
fn zone(whole: Part<'_>) -> Result<(Option<TimeZone>, Part<'_>), Fault> {
    let named = whole.text.strip_prefix("CRON_TZ=").or_else(|| whole.text.strip_prefix("TZ="));
    let Some(named) = named else { return Ok((None, whole)) };
    let Some((name, rest)) = named.split_once(' ') else {
        return Err(whole.with(named).fault_with_help(
            "no schedule follows the time zone",
            format!("write a space and five fields after it: {FIELDS}"),
        ));
    };
    Ok((clock(whole.with(name))?, whole.with(rest.trim())))
}

/// The clock of a time zone, which is UTC where the name is empty; `None` for the clock of the tool.
fn clock(name: Part<'_>) -> Result<Option<TimeZone>, Fault> {
    let known = TimeZoneDatabase::bundled();
    match name.text {
        "" => return Ok(Some(TimeZone::UTC)),
        "Local" => return Ok(None),
        _ => {}
    }
    // Names are files for Go, so that their case counts.
    let zone = known.get(name.text).ok();
    if let Some(zone) = zone.filter(|zone| zone.iana_name() == Some(name.text)) {
        return Ok(Some(zone));
    }
    let names: Vec<String> = known.available().map(|name| name.as_str().to_owned()).collect();
    let help = match nearest(name.text, names.iter().map(String::as_str)) {
        Some(meant) => format!("write `{meant}`"),
        None => "write a name of the IANA time zone database, such as `Europe/Berlin`".to_owned(),
    };
    Err(name.fault_with_help(format!("`{}` is not a time zone", name.text), help))
}

/// What starts with `@`.
fn named(part: Part<'_>, zone: Option<TimeZone>) -> Result<Schedule, Fault> {
    if let Some(delay) = part.text.strip_prefix(EVERY) {
        return duration::parse(part.with(delay)).map(every);
    }
    if let Some((_, meaning)) = NAMED.iter().find(|(name, _)| *name == part.text) {
        let calendar = fields(Part::whole(meaning), zone).expect("the meanings are schedules");
        return Ok(Schedule::At(Box::new(calendar)));
    }
    let names = NAMED.iter().map(|(name, _)| *name);
    let help = match nearest(part.text.trim(), names.chain([EVERY.trim()])) {
        Some("@every") => "write `@every` and a duration, such as `@every 1h30m`".to_owned(),
        Some(name) => format!("write `{name}`"),
        None => {
            "write `@every 1h`, `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`".to_owned()
        }
    };
    Err(part.fault_with_help(format!("`{}` is not a schedule", part.text), help))
}

/// Whole seconds, and at least one.
fn every(delay: GoDuration) -> Schedule {
    Schedule::Every(GoDuration::from_seconds(delay.seconds().max(1)))
}

fn fields(part: Part<'_>, zone: Option<TimeZone>) -> Result<Calendar, Fault> {
    let parts: Vec<Part<'_>> = part.text.split_whitespace().map(|text| part.with(text)).collect();
    let &[minutes, hours, days, months, weekdays] = parts.as_slice() else {
        return Err(wrong_count(part, &parts));
    };
    Ok(Calendar {
        minutes: field(minutes, &MINUTES)?,
        hours: field(hours, &HOURS)?,
        days: field(days, &DAYS)?,
        months: field(months, &MONTHS)?,
        weekdays: field(weekdays, &WEEKDAYS)?,
        zone,
    })
}

fn wrong_count(part: Part<'_>, parts: &[Part<'_>]) -> Fault {
    let trimmed = part.text.trim();
    if trimmed.starts_with('@') {
        let message = "a schedule has no space before `@`";
        return part.fault_with_help(message, format!("write `{trimmed}`"));
    }
    let help = match parts.len() {
        6 => format!("drop the field of seconds or of years: {FIELDS}"),
        _ => format!("write {FIELDS}"),
    };
    let message = format!("a schedule has 5 fields, not {}", parts.len());
    part.with(trimmed).fault_with_help(message, help)
}

/// A list of ranges; one of nothing but commas never matches.
fn field(part: Part<'_>, field: &Field) -> Result<Set, Fault> {
    let ranges = part.text.split(',').filter(|text| !text.is_empty());
    ranges
        .map(|text| range(part.with(text), field))
        .try_fold(Set::default(), |set, range| Ok(set.union(range?)))
}

/// `*`, `?`, a number or a name, `from-to`; each may have `/step`.
fn range(part: Part<'_>, field: &Field) -> Result<Set, Fault> {
    let mut pieces = part.text.split('/').map(|text| part.with(text));
    let range = pieces.next().expect("a split gives at least one piece");
    let step = pieces.next().map(number).transpose()?;
    if pieces.next().is_some() {
        return Err(part.fault_with_help(
            format!("`{}` has more than one step", part.text),
            "write one `/` and one number after it",
        ));
    }
    if let Some(0) = step {
        return Err(part.fault_with_help(
            format!("`{}` has a step of 0", part.text),
            "write a step of at least 1",
        ));
    }
    let (first, last, is_star) = bounds(range, step.is_some(), field)?;
    Ok(Set::range(first, last, step.unwrap_or(1), is_star && step.is_none_or(|step| step == 1)))
}

/// The first and the last number, and whether it says all.
fn bounds(part: Part<'_>, has_step: bool, field: &Field) -> Result<(u8, u8, bool), Fault> {
    let mut ends = part.text.split('-').map(|text| part.with(text));
    let first = ends.next().expect("a split gives at least one piece");
    // Whatever follows a star after a hyphen is not looked at.
    if matches!(first.text, "*" | "?") {
        return Ok((field.least, field.most, true));
    }
    let (first, last) = match (value(first, field)?, ends.next()) {
        // With a step, up to the end.
        (first, None) if has_step => (first, field.most),
        (first, None) => (first, first),
        (first, Some(last)) => (first, value(last, field)?),
    };
    if ends.next().is_some() {
        return Err(part.fault_with_help(
            format!("`{}` has more than one hyphen", part.text),
            "write `from-to`, and commas between ranges",
        ));
    }
    if first > last {
        return Err(part.fault_with_help(
            format!("the range `{}` ends before it begins", part.text),
            around(part, field),
        ));
    }
    Ok((first, last, false))
}

/// A range over the end, in two halves.
fn around(part: Part<'_>, field: &Field) -> String {
    let (from, to) = part.text.split_once('-').unwrap_or((part.text, part.text));
    let (least, most) = match (field.names.first(), field.names.last()) {
        (Some(least), Some(most)) => (least.to_uppercase(), most.to_uppercase()),
        _ => (field.least.to_string(), field.most.to_string()),
    };
    format!("write it in two halves: `{from}-{most},{least}-{to}`")
}

/// A number in the bounds of the field, or its name.
fn value(part: Part<'_>, field: &Field) -> Result<u8, Fault> {
    let named = (field.least..)
        .zip(field.names)
        .find_map(|(value, name)| name.eq_ignore_ascii_case(part.text).then_some(value));
    if let Some(value) = named {
        return Ok(value);
    }
    let is_word = part.text.starts_with(|sign: char| sign.is_alphabetic());
    if is_word && !field.names.is_empty() {
        return Err(unknown_name(part, field));
    }
    let value = number(part)?;
    match u8::try_from(value) {
        Ok(value) if (field.least..=field.most).contains(&value) => Ok(value),
        _ => Err(out_of_bounds(part, field)),
    }
}

fn unknown_name(part: Part<'_>, field: &Field) -> Fault {
    let message = format!("`{}` is not {}", part.text, field.name);
    let lower = part.text.to_lowercase();
    let beginning = field.names.iter().find(|name| lower.starts_with(**name)).copied();
    let help = match beginning.or_else(|| nearest(&lower, field.names.iter().copied())) {
        Some(name) => format!("write `{}`", name.to_uppercase()),
        None => format!("write a number from {} to {}", field.least, field.most),
    };
    part.fault_with_help(message, help)
}

fn out_of_bounds(part: Part<'_>, field: &Field) -> Fault {
    let message = format!(
        "`{}` is not {}, which goes from {} to {}",
        part.text, field.name, field.least, field.most
    );
    match (part.text, field.names.first()) {
        ("7", Some(&"sun")) => part.fault_with_help(message, "write Sunday as `0`"),
        _ => part.fault_with_help(
            message,
            format!("write a number from {} to {}", field.least, field.most),
        ),
    }
}

/// As Go's `Atoi`, signs included, but nothing below zero.
fn number(part: Part<'_>) -> Result<usize, Fault> {
    let number = part.text.parse::<i64>().ok().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| match part.text {
        "" => part.fault_with_help("a number is missing", "write a number"),
        text => part.fault_with_help(format!("`{text}` is not a number"), "write a number"),
    })
}
