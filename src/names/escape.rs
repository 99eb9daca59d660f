//! Any text as one field of a line: what would end the field is written as `%` and two hexadecimal digits a byte.

use std::fmt::Write as _;

/// Escapes blanks, control characters, `%`, and the characters of `also`.
pub fn escape(text: &str, also: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let splits = character.is_whitespace() || character.is_control();
        if splits || character == '%' || also.contains(character) {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                write!(escaped, "%{byte:02x}").expect("a String takes all that is written");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// The text that was escaped; nothing where `%` is not followed by two digits, or the bytes are no UTF-8.
pub fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.as_bytes().split_at_checked(2)?;
        bytes.push(byte(digits)?);
        bytes.extend_from_slice(rest);
    }
    String::from_utf8(bytes).ok()
}

/// The byte that two lower-case hexadecimal digits mean.
fn byte(digits: &[u8]) -> Option<u8> {
    let &[high, low] = digits else { return None };
    Some(nibble(high)? << 4 | nibble(low)?)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, also: &str, escaped: &str) {
        assert_eq!(escape(text, also), escaped);
        assert_eq!(unescape(escaped).as_deref(), Some(text));
    }

    #[test]
    fn what_is_escaped_is_read_back() {
        check("kafka1", "", "kafka1");
        check("a b%", "", "a%20b%25");
        check("a#b", "#", "a%23b");
        check("ü\u{a0}\u{0}", "", "ü%c2%a0%00");
        for broken in ["%", "%2", "%2G", "%ff"] {
            assert_eq!(unescape(broken), None, "{broken}");
        }
    }
}
