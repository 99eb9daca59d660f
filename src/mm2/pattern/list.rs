//! Splits a value into its entries, as `ConfigDef` does for a LIST.

use std::ops::Range;

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub text: String,
    /// Bytes of the value.
    pub range: Range<usize>,
}

/// The entries of a value: blanks round it and round its commas are dropped, empty entries are kept. A blank value has
/// none.
pub(super) fn split(value: &str) -> Vec<Entry> {
    let trimmed = value.trim_matches(|character| character <= ' ');
    if trimmed.is_empty() {
        return Vec::new();
    }
    let mut start = value.len() - value.trim_start_matches(|character| character <= ' ').len();
    let count = trimmed.split(',').count();
    let entry = |(number, part): (usize, &str)| {
        let begin = if number == 0 { part } else { part.trim_start_matches(is_blank) };
        let text = if number + 1 == count { begin } else { begin.trim_end_matches(is_blank) };
        let at = start + part.len() - begin.len();
        start += part.len() + 1;
        Entry { text: text.to_owned(), range: at..at + text.len() }
    };
    trimmed.split(',').enumerate().map(entry).collect()
}

/// What `\s` is in Java.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &[&str]) {
        let entries = split(value);
        let texts: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts, expected, "{value:?}");
        for entry in entries {
            assert_eq!(value.get(entry.range), Some(entry.text.as_str()), "{value:?}");
        }
    }

    #[test]
    fn commas_separate_and_blanks_beside_them_go() {
        check("", &[]);
        check(" \t", &[]);
        check(" a , b\t,c ", &["a", "b", "c"]);
        check("a b,c", &["a b", "c"]);
        check(",a,,", &["", "a", "", ""]);
        check("a.{1,3}", &["a.{1", "3}"]);
    }
}
