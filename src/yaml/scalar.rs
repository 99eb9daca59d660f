//! What a plain scalar means. In: the text of a scalar that is written without quotes. Out: the
//! value that kubectl makes of it ([`resolve`]), and whether other readers of YAML make something
//! else of it ([`ambiguous`]).
//!
//! `tests/oracle/yaml/scalars.jsonl` has the answers of all of them for some hundred spellings.

mod ambiguity;
mod cursor;
#[cfg(test)]
pub(super) mod oracle;
mod readers;

pub use ambiguity::{Ambiguity, ambiguous};

use cursor::is_decimal;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar {
    Null,
    Bool(bool),
    /// Every number whose JSON form is an integer that fits: `1.0` and `1e3` too.
    Integer(i64),
    /// Any other number, finite; an integer that does not fit is rounded.
    Float(f64),
    String,
    /// Infinity or not-a-number: kubectl refuses the document, for JSON cannot say it.
    NoJson,
}

/// What kubectl reads where a plain scalar stands as a value.
pub fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        _ if is_not_finite(text) => Scalar::NoJson,
        _ => number(text).unwrap_or(Scalar::String),
    }
}

fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// Underscores count for nothing in a number, except in one that begins with a point: there they
/// must part two digits.
fn number(text: &str) -> Option<Scalar> {
    let digits = || text.replace('_', "");
    match text.bytes().next()? {
        b'.' if underscores_part_digits(text) => float(&digits()),
        b'0'..=b'9' | b'+' | b'-' => {
            let digits = digits();
            integer(&digits).or_else(|| float(&digits)).or_else(|| signed_after_prefix(&digits))
        }
        _ => None,
    }
}

fn underscores_part_digits(text: &str) -> bool {
    text.split('_').skip(1).all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        && text.rsplit('_').skip(1).all(|part| part.ends_with(|c: char| c.is_ascii_digit()))
}

/// An integer as Go writes it: a sign, a prefix for its base (`0` alone for octal), digits.
fn integer(text: &str) -> Option<Scalar> {
    let negative = text.starts_with('-');
    let signed = text.starts_with(['+', '-']);
    let unsigned = if signed { text.get(1..)? } else { text };
    let (base, digits) = split_base(unsigned);
    if digits.starts_with('+') {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    let integer =
        if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
    // A sign keeps Go from trying the unsigned type, so what does not fit is then no integer at
    // all.
    integer.map(Scalar::Integer).or_else(|| (!signed).then(|| rounded(magnitude)))
}

fn split_base(unsigned: &str) -> (u32, &str) {
    let prefixed = |prefixes: [&str; 2]| {
        let rest = prefixes.iter().find_map(|&prefix| unsigned.strip_prefix(prefix));
        rest.filter(|digits| !digits.is_empty())
    };
    if let Some(digits) = prefixed(["0b", "0B"]) {
        (2, digits)
    } else if let Some(digits) = prefixed(["0o", "0O"]) {
        (8, digits)
    } else if let Some(digits) = prefixed(["0x", "0X"]) {
        (16, digits)
    } else if unsigned.len() > 1 && unsigned.starts_with('0') {
        (8, unsigned)
    } else {
        (10, unsigned)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an integer that no i64 holds becomes a float, as in the API server"
)]
fn rounded(magnitude: u64) -> Scalar {
    Scalar::Float(magnitude as f64)
}

/// A decimal number. One that is too big for a double stays text.
fn float(text: &str) -> Option<Scalar> {
    if !is_decimal(text) {
        return None;
    }
    let float = text.parse().ok().filter(|float: &f64| float.is_finite())?;
    Some(through_json(float))
}

/// kubectl hands the API server JSON, where `1.0` is written `1` and so comes back as an integer.
/// The text between is part of it: beyond 2^53 its zeros stand where the double has digits.
fn through_json(float: f64) -> Scalar {
    let json = float.to_string();
    json.parse().map_or(Scalar::Float(float), Scalar::Integer)
}

/// `0b-1`: the YAML library cuts the prefix off by hand and lets Go read the rest, sign and all.
fn signed_after_prefix(text: &str) -> Option<Scalar> {
    let rest = text.strip_prefix("0b")?;
    i64::from_str_radix(rest, 2).ok().map(Scalar::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Scalar) {
        assert_eq!(resolve(text), expected, "`{text}`");
    }

    #[test]
    fn integers_that_do_not_fit_are_rounded() {
        check("9223372036854775807", Scalar::Integer(i64::MAX));
        check("9223372036854775808", Scalar::Float(9_223_372_036_854_775_808.0));
        check("-9223372036854775808", Scalar::Integer(i64::MIN));
        check("-9223372036854775809", Scalar::Float(-9_223_372_036_854_775_808.0));
        check("4611686018427387905.0", Scalar::Integer(4_611_686_018_427_388_000));
    }

    #[test]
    fn every_spelling_is_read_as_kubectl_reads_it() {
        for spelling in oracle::spellings() {
            check(&spelling.text, spelling.kubectl_scalar());
        }
    }
}
