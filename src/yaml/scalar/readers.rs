//! The other readers of YAML. In: a plain scalar. Out: what `PyYAML`, which stands for YAML 1.1,
//! and what the core schema of YAML 1.2 make of it.

use std::fmt;

use super::cursor::{Cursor, is_decimal};
use super::{Scalar, is_not_finite};

/// What some reader makes of a plain scalar. Displayed in the words of messages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Reading {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String,
    /// Infinity or not-a-number.
    NotFinite,
    Date,
    /// The reader gives up.
    Error,
}

impl Reading {
    /// Numbers are the same if their values are, however they are kept.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a reader that rounds an integer still reads that integer"
    )]
    #[expect(clippy::float_cmp, reason = "two readers see the same number or they do not")]
    pub(super) fn agrees(self, other: Reading) -> bool {
        match (self, other) {
            (Reading::Integer(integer), Reading::Float(float))
            | (Reading::Float(float), Reading::Integer(integer)) => integer as f64 == float,
            (one, other) => one == other,
        }
    }
}

impl From<Scalar> for Reading {
    fn from(scalar: Scalar) -> Reading {
        match scalar {
            Scalar::Null => Reading::Null,
            Scalar::Bool(value) => Reading::Bool(value),
            Scalar::Integer(value) => Reading::Integer(value),
            Scalar::Float(value) => Reading::Float(value),
            Scalar::String => Reading::String,
            Scalar::NoJson => Reading::NotFinite,
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Reading::Null => out.write_str("null"),
            Reading::Bool(value) => write!(out, "{value}"),
            Reading::Integer(value) => write!(out, "the number {value}"),
            // The debug form has an exponent where the number is long.
            Reading::Float(value) => write!(out, "the number {value:?}"),
            Reading::String => out.write_str("text"),
            Reading::NotFinite => out.write_str("infinite"),
            Reading::Date => out.write_str("a date"),
            Reading::Error => out.write_str("an error"),
        }
    }
}

/// The core schema, YAML 1.2.2 section 10.3.2.
pub(super) fn yaml_1_2(text: &str) -> Reading {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Reading::Null,
        "true" | "True" | "TRUE" => return Reading::Bool(true),
        "false" | "False" | "FALSE" => return Reading::Bool(false),
        _ if is_not_finite(text) => return Reading::NotFinite,
        _ => {}
    }
    if let Some(digits) = text.strip_prefix("0o") {
        radix(digits, 8)
    } else if let Some(digits) = text.strip_prefix("0x") {
        radix(digits, 16)
    } else if is_decimal(text) {
        decimal(text)
    } else {
        Reading::String
    }
}

fn radix(digits: &str, base: u32) -> Reading {
    let fits = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    if fits { magnitude(digits, base, false) } else { Reading::String }
}

fn decimal(text: &str) -> Reading {
    if let Ok(integer) = text.parse() {
        return Reading::Integer(integer);
    }
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => Reading::Float(float),
        Ok(_) => Reading::NotFinite,
        Err(_) => Reading::Error,
    }
}

/// An integer of any length in any base; one that does not fit is rounded.
fn magnitude(digits: &str, base: u32, negative: bool) -> Reading {
    let sign = if negative { "-" } else { "" };
    let signed = format!("{sign}{digits}");
    if let Ok(integer) = i64::from_str_radix(&signed, base) {
        return Reading::Integer(integer);
    }
    if base == 10 {
        return decimal(&signed);
    }
    let digits = digits.chars().filter_map(|digit| digit.to_digit(base));
    let total = digits.fold(0.0, |sum, digit| sum * f64::from(base) + f64::from(digit));
    if total.is_infinite() {
        Reading::NotFinite
    } else {
        Reading::Float(if negative { -total } else { total })
    }
}

/// `PyYAML`'s resolver and its constructors for what the resolver found.
pub(super) fn yaml_1_1(text: &str) -> Reading {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Reading::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            Reading::Bool(true)
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            Reading::Bool(false)
        }
        // These have a tag of their own, for which PyYAML has no constructor where they stand as a
        // value.
        "=" | "<<" => Reading::Error,
        _ if is_not_finite(text) => Reading::NotFinite,
        _ if is_pyyaml_float(text) => decimal(&text.replace('_', "")),
        _ if is_date(text) => Reading::Date,
        _ => sexagesimal(text).or_else(|| pyyaml_integer(text)).unwrap_or(Reading::String),
    }
}

/// `[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?` or, without a sign,
/// `\.[0-9][0-9_]*([eE][-+][0-9]+)?`.
fn is_pyyaml_float(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    let signed = cursor.one(b"+-");
    let whole = cursor.one(b"0123456789");
    if whole {
        cursor.many(is_digit_or_underscore);
    }
    let fraction = cursor.one(b".") && (whole || (!signed && cursor.one(b"0123456789")));
    if !fraction {
        return false;
    }
    cursor.many(is_digit_or_underscore);
    if cursor.one(b"eE") {
        return cursor.one(b"+-") && cursor.digits() > 0 && cursor.at_end();
    }
    cursor.at_end()
}

fn is_digit_or_underscore(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

/// `2001-01-01`, or a date with a time behind it.
fn is_date(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    let year = cursor.digits() == 4 && cursor.one(b"-");
    let month = cursor.digits();
    let dash = cursor.one(b"-");
    let day = cursor.digits();
    if !(year && dash && (1..=2).contains(&month) && (1..=2).contains(&day)) {
        return false;
    }
    if cursor.at_end() {
        return month == 2 && day == 2;
    }
    (cursor.one(b"tT") || blanks(&mut cursor) > 0) && is_time(cursor)
}

/// `[0-9][0-9]?:[0-9][0-9]:[0-9][0-9](\.[0-9]*)?([ \t]*(Z|[-+][0-9][0-9]?(:[0-9][0-9])?))?`
fn is_time(mut cursor: Cursor) -> bool {
    let hour = (1..=2).contains(&cursor.digits()) && cursor.one(b":");
    let minute = cursor.digits() == 2 && cursor.one(b":");
    if !(hour && minute && cursor.digits() == 2) {
        return false;
    }
    if cursor.one(b".") {
        cursor.digits();
    }
    if cursor.at_end() {
        return true;
    }
    blanks(&mut cursor);
    if cursor.one(b"Z") {
        return cursor.at_end();
    }
    let zone = cursor.one(b"+-") && (1..=2).contains(&cursor.digits());
    zone && (cursor.at_end() || (cursor.one(b":") && cursor.digits() == 2 && cursor.at_end()))
}

fn blanks(cursor: &mut Cursor) -> usize {
    cursor.many(|byte| byte == b' ' || byte == b'\t')
}

/// `1:30`: digits in base 60. With a fraction the first part may begin with a zero, without one it
/// may not.
fn sexagesimal(text: &str) -> Option<Reading> {
    let mut cursor = Cursor::new(text);
    let negative = text.starts_with('-');
    cursor.one(b"+-");
    let zero = cursor.one(b"0");
    if !zero && !cursor.one(b"123456789") {
        return None;
    }
    cursor.many(is_digit_or_underscore);
    let mut parts = 0;
    while cursor.one(b":") {
        let tens = cursor.one(b"012345");
        if !cursor.one(b"0123456789") && !tens {
            return None;
        }
        parts += 1;
    }
    let fraction = cursor.one(b".");
    if fraction {
        cursor.many(is_digit_or_underscore);
    }
    let matches = parts > 0 && cursor.at_end() && (fraction || !zero);
    matches.then(|| base_60(&text.replace(['_', '+', '-'], ""), negative))
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and below 2^53")]
fn base_60(unsigned: &str, negative: bool) -> Reading {
    let parts = unsigned.split(':').map(|part| part.parse::<f64>().unwrap_or(f64::INFINITY));
    let total = parts.fold(0.0, |sum, part| sum * 60.0 + part);
    let signed = if negative { -total } else { total };
    if total.fract() == 0.0 && total < 9e15 {
        Reading::Integer(signed as i64)
    } else {
        Reading::Float(signed)
    }
}

/// `0b…`, `0x…`, octal after a zero, decimal; underscores anywhere behind the first digit.
fn pyyaml_integer(text: &str) -> Option<Reading> {
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (base, digits) = if let Some(digits) = unsigned.strip_prefix("0b") {
        (2, digits)
    } else if let Some(digits) = unsigned.strip_prefix("0x") {
        (16, digits)
    } else if unsigned.starts_with('0') {
        (8, unsigned)
    } else {
        (10, unsigned)
    };
    let fits = |digit: char| digit == '_' || digit.is_digit(base);
    if digits.is_empty() || !digits.chars().all(fits) || unsigned.starts_with('_') {
        return None;
    }
    let digits = digits.replace('_', "");
    if digits.is_empty() { Some(Reading::Error) } else { Some(magnitude(&digits, base, negative)) }
}
