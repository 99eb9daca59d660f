//! Go's durations. In: text such as `2h45m`. Out: nanoseconds.

use std::fmt;

use super::{Fault, Part};

/// Nanoseconds, as Go counts time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoDuration {
    pub nanoseconds: i64,
}

const SECOND: i64 = 1_000_000_000;
/// The most that Go's sums may reach: one more than the longest duration, for the sake of the shortest.
const MOST: u64 = 1 << 63;
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000), // the micro sign
    ("μs", 1_000), // the Greek letter
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

const EXAMPLE: &str = "write a number and its unit, such as `12h` or `2h45m`";

impl GoDuration {
    pub const fn from_seconds(seconds: i64) -> GoDuration {
        GoDuration { nanoseconds: seconds * SECOND }
    }

    /// Rounded towards zero.
    pub const fn seconds(self) -> i64 {
        self.nanoseconds / SECOND
    }

    /// As a person writes it, and Go reads it: `12h` rather than `12h0m0s`.
    pub fn short(self) -> String {
        let long = self.to_string();
        let minutes = long.strip_suffix("m0s").map(|rest| format!("{rest}m")).unwrap_or(long);
        minutes.strip_suffix("h0m").map(|rest| format!("{rest}h")).unwrap_or(minutes)
    }

    pub fn parse(text: &str) -> Result<GoDuration, Fault> {
        parse(Part::whole(text))
    }
}

pub(super) fn parse(part: Part<'_>) -> Result<GoDuration, Fault> {
    let (is_negative, unsigned) = match part.text.strip_prefix(['-', '+']) {
        Some(rest) => (part.text.starts_with('-'), part.with(rest)),
        None => (false, part),
    };
    if unsigned.text == "0" {
        return Ok(GoDuration { nanoseconds: 0 });
    }
    if unsigned.text.is_empty() {
        let message = match part.text {
            "" => "the duration is empty".to_owned(),
            sign => format!("the duration `{sign}` has no number"),
        };
        return Err(part.fault_with_help(message, EXAMPLE));
    }
    let sum = sum(unsigned)?;
    match i64::try_from(sum) {
        Ok(nanoseconds) if is_negative => Ok(GoDuration { nanoseconds: -nanoseconds }),
        Ok(nanoseconds) => Ok(GoDuration { nanoseconds }),
        Err(_) if is_negative => Ok(GoDuration { nanoseconds: i64::MIN }),
        Err(_) => Err(too_long(part)),
    }
}

/// All numbers with their units, in nanoseconds; at most [`MOST`].
fn sum(part: Part<'_>) -> Result<u64, Fault> {
    let (mut sum, mut rest) = (0_u64, part.text);
    while !rest.is_empty() {
        let (nanoseconds, after) = summand(part.with(rest))?;
        // Go adds first and looks then, so that twice the most is nothing.
        sum = sum.wrapping_add(nanoseconds);
        if sum > MOST {
            return Err(too_long(part));
        }
        rest = after;
    }
    Ok(sum)
}

/// The first number and its unit, in nanoseconds, and what follows.
fn summand(part: Part<'_>) -> Result<(u64, &str), Fault> {
    let (digits, after) = part.text.split_at(digits(part.text));
    let (fraction, after) = match after.strip_prefix('.') {
        Some(after) => after.split_at(self::digits(after)),
        None => ("", after),
    };
    let number = part.with(part.text.strip_suffix(after).unwrap_or(part.text));
    if digits.is_empty() && fraction.is_empty() {
        return Err(no_number(part));
    }
    let (unit, after) = after.split_at(after.find(is_of_number).unwrap_or(after.len()));
    let size = size(part.with(unit), number)?;
    let summand = part.with(part.text.strip_suffix(after).unwrap_or(part.text));
    let whole = if digits.is_empty() { Some(0) } else { digits.parse::<u64>().ok() };
    let nanoseconds = whole
        .filter(|whole| *whole <= MOST / size)
        .map(|whole| whole * size + part_of(fraction, size))
        .filter(|nanoseconds| *nanoseconds <= MOST);
    nanoseconds.map(|nanoseconds| (nanoseconds, after)).ok_or_else(|| too_long(summand))
}

fn digits(text: &str) -> usize {
    text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len())
}

fn is_of_number(sign: char) -> bool {
    sign == '.' || sign.is_ascii_digit()
}

/// The nanoseconds of a unit that follows a number.
fn size(unit: Part<'_>, number: Part<'_>) -> Result<u64, Fault> {
    if let Some((_, size)) = UNITS.iter().find(|(name, _)| *name == unit.text) {
        return Ok(*size);
    }
    if unit.text.is_empty() {
        return Err(number.fault_with_help(
            format!("`{}` has no unit", number.text),
            format!("write a unit after it, such as `{}s` or `{}h`", number.text, number.text),
        ));
    }
    let message = format!("`{}` is not a unit of time", unit.text);
    Err(unit.fault_with_help(message, unit_help(unit.text, number.text)))
}

fn unit_help(unit: &str, number: &str) -> String {
    let hours = |each: u64| number.parse::<u64>().ok().and_then(|days| days.checked_mul(each));
    let in_hours = match unit {
        "d" => hours(24),
        "w" => hours(7 * 24),
        _ => None,
    };
    let meant = match unit.to_ascii_lowercase().as_str() {
        "min" | "mins" | "minute" | "minutes" => Some("m"),
        "sec" | "secs" | "second" | "seconds" => Some("s"),
        "hr" | "hrs" | "hour" | "hours" => Some("h"),
        lower => UNITS.iter().map(|(name, _)| *name).find(|name| *name == lower),
    };
    match (in_hours, meant) {
        (Some(hours), _) => format!("write `{hours}h`; the longest unit is the hour"),
        (None, Some(unit)) => format!("write `{unit}`"),
        (None, None) if unit.contains(char::is_whitespace) => "drop the space".to_owned(),
        (None, None) => "write `ns`, `us`, `ms`, `s`, `m` or `h`".to_owned(),
    }
}

/// Computed as Go does, in floating point, so that the last nanosecond is the same.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what Go does; the product is below the unit, at most 3.6e12, and not negative"
)]
fn part_of(fraction: &str, size: u64) -> u64 {
    let (mut digits, mut scale) = (0_u64, 1_f64);
    for digit in fraction.bytes().map(|digit| u64::from(digit - b'0')) {
        // Digits that do not fit are dropped.
        if digits > (MOST - 1) / 10 || digits * 10 + digit > MOST {
            break;
        }
        digits = digits * 10 + digit;
        scale *= 10.0;
    }
    (digits as f64 * (size as f64 / scale)) as u64
}

fn no_number(part: Part<'_>) -> Fault {
    let (spaces, word) = part.text.split_at(part.text.len() - part.text.trim_start().len());
    if !spaces.is_empty() {
        return part.with(spaces).fault_with_help("a duration has no spaces", "drop the space");
    }
    let message = format!("`{word}` does not begin with a number");
    part.fault_with_help(message, EXAMPLE)
}

fn too_long(part: Part<'_>) -> Fault {
    part.fault_with_help(
        format!("`{}` is longer than a duration can be", part.text),
        "write at most `2562047h`, about 292 years",
    )
}

/// As Go prints: `1h30m0s`, `1.5s`, `300ms`.
impl fmt::Display for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanoseconds = self.nanoseconds.unsigned_abs();
        if self.nanoseconds < 0 {
            f.write_str("-")?;
        }
        let below_second = |f: &mut fmt::Formatter<'_>, size, unit| {
            write!(f, "{}{unit}", decimal(nanoseconds, size))
        };
        match nanoseconds {
            0 => f.write_str("0s"),
            1..1_000 => below_second(f, 1, "ns"),
            1_000..1_000_000 => below_second(f, 1_000, "µs"),
            1_000_000..1_000_000_000 => below_second(f, 1_000_000, "ms"),
            _ => {
                let minutes = nanoseconds / 60_000_000_000;
                if minutes >= 60 {
                    write!(f, "{}h", minutes / 60)?;
                }
                if minutes > 0 {
                    write!(f, "{}m", minutes % 60)?;
                }
                write!(f, "{}s", decimal(nanoseconds % 60_000_000_000, 1_000_000_000))
            }
        }
    }
}

/// A number of units of this size, which is a power of ten, without zeros at the end.
fn decimal(nanoseconds: u64, size: u64) -> String {
    let width = usize::try_from(size.ilog10()).expect("a logarithm is small");
    let digits = format!("{:0width$}", nanoseconds % size);
    match digits.trim_end_matches('0') {
        "" => (nanoseconds / size).to_string(),
        _ if size == 1 => nanoseconds.to_string(),
        fraction => format!("{}.{fraction}", nanoseconds / size),
    }
}
