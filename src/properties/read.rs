//! The reader. In: a text. Out: [`Properties`]. Each byte is looked at a bounded number of times.

use std::ops::Range;

use super::{Entry, Properties};

/// Reads a text as `java.util.Properties.load` does.
pub fn read(text: &str) -> Properties {
    let mut reader = Reader { text, at: 0, malformed: Vec::new(), comments: Vec::new() };
    let mut entries = Vec::new();
    while reader.find_entry() {
        entries.push(reader.entry());
    }
    Properties { entries, malformed: reader.malformed, comments: reader.comments }
}

struct Reader<'a> {
    text: &'a str,
    /// Always at a character boundary: only ASCII is stepped over byte by byte.
    at: usize,
    malformed: Vec<Range<usize>>,
    comments: Vec<Range<usize>>,
}

/// A key or a value; to undo an escape always makes it shorter.
struct Part {
    text: String,
    range: Range<usize>,
}

impl Reader<'_> {
    /// Goes to the first character of the next entry; false if there is none.
    fn find_entry(&mut self) -> bool {
        loop {
            self.skip(|byte| is_blank(byte) || is_break(byte));
            match self.rest() {
                [] => return false,
                [b'#' | b'!', ..] => {
                    let start = self.at;
                    self.skip(|byte| !is_break(byte));
                    self.comments.push(start..self.at);
                }
                // Java makes an empty entry of a lone backslash that ends the text, with or without
                // a one-byte line break after it.
                [b'\\'] | [b'\\', b'\n' | b'\r'] => return true,
                // The logical line is still empty, so that a comment may begin after this.
                [b'\\', b'\n' | b'\r', ..] => self.at += 1,
                [..] => return true,
            }
        }
    }

    fn entry(&mut self) -> Entry {
        let key = self.part(|byte| is_blank(byte) || is_separator(byte));
        self.skip_separator();
        let value = self.part(|_| false);
        let no_value = key.range.end..key.range.end;
        Entry {
            escaped: value.text.len() < value.range.len(),
            value_range: if value.range.is_empty() { no_value } else { value.range },
            key: key.text,
            value: value.text,
            key_range: key.range,
        }
    }

    /// Reads to the end of the logical line, or to the first `end` that is not escaped.
    fn part(&mut self, end: impl Fn(u8) -> bool) -> Part {
        let mut unescaped = Unescaped::default();
        let mut range = self.at..self.at;
        loop {
            let start = self.at;
            self.skip(|byte| !(byte == b'\\' || is_break(byte) || end(byte)));
            if start < self.at {
                unescaped.text.push_str(self.slice(start..self.at));
                range.end = self.at;
            }
            if self.peek() != Some(b'\\') {
                break;
            }
            if !self.skip_continuations() {
                self.escape(&mut unescaped);
                range.end = self.at;
            }
        }
        Part { text: unescaped.text, range }
    }

    /// Steps over blanks with at most one `=` or `:` among them.
    fn skip_separator(&mut self) {
        self.skip_blanks();
        if self.peek().is_some_and(is_separator) {
            self.at += 1;
            self.skip_blanks();
        }
    }

    /// Steps over blanks, also on continuation lines.
    fn skip_blanks(&mut self) {
        self.skip(is_blank);
        while self.skip_continuations() {
            self.skip(is_blank);
        }
    }

    /// Steps over each backslash that ends a line, with the line break and the blanks after it.
    /// True if there was one.
    fn skip_continuations(&mut self) -> bool {
        let start = self.at;
        loop {
            self.at += match self.rest() {
                [b'\\'] => 1,
                [b'\\', b'\r', b'\n', ..] => 3,
                [b'\\', b'\r' | b'\n', ..] => 2,
                [..] => return start < self.at,
            };
            self.skip(is_blank);
        }
    }

    /// Reads a backslash and what it escapes, at least one character of the same line.
    fn escape(&mut self, unescaped: &mut Unescaped) {
        let start = self.at;
        let mut rest = self.slice(start..self.text.len()).chars();
        let escaped = rest.nth(1).expect("a backslash that ends the text is a continuation");
        self.at += 1 + escaped.len_utf8();
        match escaped {
            't' => unescaped.text.push('\t'),
            'n' => unescaped.text.push('\n'),
            'r' => unescaped.text.push('\r'),
            'f' => unescaped.text.push('\u{c}'),
            'u' => match self.code_unit() {
                Ok(unit) => unescaped.push_code_unit(unit),
                Err(end) => {
                    self.malformed.push(start..end);
                    unescaped.text.push('u');
                }
            },
            other => unescaped.text.push(other),
        }
    }

    /// Reads the four digits after `\u`; they may be on several lines. Fewer are not read at all,
    /// and their end is the error.
    fn code_unit(&mut self) -> Result<u32, usize> {
        let start = self.at;
        let mut unit = 0;
        for _ in 0..4 {
            let end = self.at;
            self.skip_continuations();
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                self.at = start;
                return Err(end);
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.rest();
        self.at += rest.iter().position(|&byte| !wanted(byte)).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).expect("the reader stops at the end of the text")
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).expect("the reader stops at character boundaries")
    }
}

#[derive(Default)]
struct Unescaped {
    text: String,
    /// The last high surrogate, and the length of the text just after its U+FFFD.
    high: Option<(u32, usize)>,
}

impl Unescaped {
    /// Adds a UTF-16 code unit; a low surrogate just after a high one replaces its U+FFFD.
    fn push_code_unit(&mut self, unit: u32) {
        if let Some((high, length)) = self.high
            && length == self.text.len()
            && (0xDC00..0xE000).contains(&unit)
        {
            self.text.pop();
            let pair = 0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
            self.text.push(char::from_u32(pair).expect("a surrogate pair is a character"));
            return;
        }
        self.text.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some((unit, self.text.len()));
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b'=' | b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected`: the key and the value of each entry as they are written, and whether the value
    /// is escaped. What entries say is compared with a JDK in `tests/properties_oracle.rs`.
    fn check(text: &str, expected: &[(&str, &str, bool)]) {
        let properties = read(text);
        let slices: Vec<_> = properties
            .entries
            .into_iter()
            .map(|entry| (&text[entry.key_range], &text[entry.value_range], entry.escaped))
            .collect();
        assert_eq!(slices, expected, "{text:?}");
    }

    fn check_empty_value(text: &str, at: usize) {
        let entry = read(text).entries.remove(0);
        assert_eq!(entry.value_range, at..at, "{text:?}");
    }

    fn check_malformed(text: &str, malformed: &[&str], last_value: &str) {
        let properties = read(text);
        let slices: Vec<_> = properties.malformed.into_iter().map(|range| &text[range]).collect();
        assert_eq!(slices, malformed, "{text:?}");
        let value = properties.entries.last().map(|entry| entry.value.as_str());
        assert_eq!(value, Some(last_value), "{text:?}");
    }

    #[test]
    fn ranges_leave_out_blanks_separators_and_line_breaks() {
        check("a=b", &[("a", "b", false)]);
        check("  a  :  b c \r\n", &[("a", "b c ", false)]);
        check("# x\n\n a b\rc=d\n", &[("a", "b", false), ("c", "d", false)]);
        check("é=→😀\n😀 = é", &[("é", "→😀", false), ("😀", "é", false)]);
        check("A->B.enabled = true # on", &[("A->B.enabled", "true # on", false)]);
        check("a==b", &[("a", "=b", false)]);
        check("=b", &[("", "b", false)]);
    }

    #[test]
    fn ranges_hold_escapes_and_continuations_between_characters_only() {
        check("a\\ b = c\\td", &[("a\\ b", "c\\td", true)]);
        check("a = b,\\\n    c\\\n  \nd=e", &[("a", "b,\\\n    c", true), ("d", "e", false)]);
        check("a\\\n b\\\n = \\\r\n  c\\\n", &[("a\\\n b", "c", false)]);
        check("a=b\\", &[("a", "b", false)]);
        check("\\\n \\u0061=\\u00\\\n 41", &[("\\u0061", "\\u00\\\n 41", true)]);
        check("a=\\é", &[("a", "\\é", true)]);
    }

    #[test]
    fn the_range_of_no_value_is_at_the_end_of_the_key() {
        check_empty_value("a", 1);
        check_empty_value(" a = \n", 2);
        check_empty_value("ab\\\n = \\\n \n", 2);
        check_empty_value("=", 0);
    }

    #[test]
    fn each_malformed_escape_is_told_and_reading_goes_on() {
        check_malformed("a=\\u12x\nb=\\u\nc=d", &["\\u12", "\\u"], "d");
        check_malformed("a=\\u12", &["\\u12"], "u12");
        check_malformed("a=\\u1\\\n 2\\\n é\\u", &["\\u1\\\n 2", "\\u"], "u12éu");
        check_malformed("\\u00=\\u00\\u0041", &["\\u00", "\\u00"], "u00A");
        check_malformed("a=\\u0041", &[], "A");
        check_malformed("#\\u\na=b", &[], "b");
    }

    #[test]
    fn repeated_keys_are_all_told() {
        check("a=b\na=c\n", &[("a", "b", false), ("a", "c", false)]);
    }

    #[test]
    fn long_texts_are_read_in_linear_time() {
        let size = 256 * 1024;
        let value = |text: String| read(&text).entries.remove(0).value.len();
        assert_eq!(value(format!("a={}", "\\".repeat(size))), size / 2);
        assert_eq!(value(format!("a={}b", "\\\n ".repeat(size))), 1);
        assert_eq!(value(format!("a={}", "x\\\n ".repeat(size))), size);
        assert_eq!(value(format!("a={}", "\\uD83D\\\n".repeat(size))), 3 * size);
        assert_eq!(value(format!("a={}", "\\u\\\n  ".repeat(size))), size);
    }
}
