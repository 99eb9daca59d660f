//! How numbers are spelled: so that every reader takes them for the same number, one of YAML 1.1
//! included, which knows no float without a point and no exponent without a sign.

use std::fmt::Write;

pub(super) fn write_integer(out: &mut String, integer: i64) {
    write!(out, "{integer}").expect("a String takes all that is written");
}

pub(super) fn write_float(out: &mut String, float: f64) {
    if float.is_nan() {
        out.push_str(".nan");
    } else if float.is_infinite() {
        out.push_str(if float > 0.0 { ".inf" } else { "-.inf" });
    } else {
        write_finite(out, float);
    }
}

/// The debug form has a point or an exponent, and the digits that bring this very float back.
fn write_finite(out: &mut String, float: f64) {
    let digits = format!("{float:?}");
    let Some((mantissa, exponent)) = digits.split_once('e') else {
        out.push_str(&digits);
        return;
    };
    out.push_str(mantissa);
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    out.push('e');
    if !exponent.starts_with('-') {
        out.push('+');
    }
    out.push_str(exponent);
}
