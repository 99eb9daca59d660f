//! Joins the entries of a list and takes away `\Q…\E`, both before Java's syntax is read.

use std::ops::Range;

use super::Entry;

/// A character of the pattern and where it stands in the value.
#[derive(Debug, Clone)]
pub(super) struct Character {
    pub value: char,
    pub range: Range<usize>,
}

/// The entries as one pattern, with `|` between them and quotations escaped.
pub(super) fn joined(entries: &[Entry]) -> Vec<Character> {
    let mut characters = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if number > 0 {
            let at = entry.range.start;
            characters.push(Character { value: '|', range: at..at });
        }
        characters.extend(entry.text.char_indices().map(|(at, value)| {
            let at = entry.range.start + at;
            Character { value, range: at..at + value.len_utf8() }
        }));
    }
    unquoted(characters)
}

/// Letters stay as they are, a first digit becomes `\x3…` lest an escape before the quotation takes it, and all other
/// characters of ASCII get a backslash. The end of the pattern ends a quotation, the end of an entry does not.
fn unquoted(characters: Vec<Character>) -> Vec<Character> {
    let mut out: Vec<Character> = Vec::new();
    let mut rest = characters.into_iter().peekable();
    while let Some(character) = rest.next() {
        if character.value != '\\' {
            out.push(character);
            continue;
        }
        if rest.next_if(|next| next.value == 'Q').is_none() {
            out.push(character);
            out.extend(rest.next());
            continue;
        }
        let mut is_first = true;
        while let Some(quoted) = rest.next() {
            if quoted.value == '\\' && rest.next_if(|next| next.value == 'E').is_some() {
                break;
            }
            let prefix = match quoted.value {
                value if value.is_ascii_digit() && is_first => r"\x3",
                value if value.is_ascii() && !value.is_ascii_alphanumeric() => "\\",
                _ => "",
            };
            let range = &quoted.range;
            out.extend(prefix.chars().map(|value| Character { value, range: range.clone() }));
            out.push(quoted);
            is_first = false;
        }
    }
    out
}
