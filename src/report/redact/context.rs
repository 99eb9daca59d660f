//! Where a key of a YAML text stands. In: the text and the line of the key. Out: the keys around
//! it. Works on texts that do not parse; what is far away is not looked at.

use std::ops::Range;

use super::extent::is_word;

/// Bytes before and after the line that are looked at.
const REACH: usize = 4096;

/// The keys on the line of the key at `at`, those above it that enclose it, and those beside it.
pub(super) fn keys_around(text: &str, line_start: usize, at: usize) -> Vec<&str> {
    if at - line_start > REACH {
        return Vec::new();
    }
    let before = lines(text, line_start.saturating_sub(REACH)..line_start);
    let mut after = lines(text, line_start..at.saturating_add(REACH).min(text.len())).into_iter();
    let line = after.next().unwrap_or_default();
    let own = column_of(line);
    let mut keys: Vec<&str> = keys_of(line).collect();
    let mut column = own;
    for line in before.into_iter().rev() {
        let here = column_of(line);
        if here < column || (here == own && column == own) {
            column = here;
            keys.extend(keys_of(line).next());
        }
    }
    let beside = after.take_while(|line| column_of(line) >= own);
    keys.extend(
        beside.filter(|line| column_of(line) == own).filter_map(|line| keys_of(line).next()),
    );
    keys
}

/// Whether a line of YAML is a key with or without value, a comment or a lone bracket.
pub(super) fn is_mapping_line(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '-', '"', '\'']);
    let key = text.bytes().take_while(|&byte| is_word(byte)).count();
    let rest = text.get(key..).unwrap_or_default().trim_start_matches(['"', '\'']);
    let has_key = key > 0 && (rest == ":" || rest.starts_with(": "));
    has_key || text.is_empty() || text.starts_with('#')
}

/// The lines of a part of the text that are not empty, the part made smaller until it starts and
/// ends at characters.
fn lines(text: &str, mut part: Range<usize>) -> Vec<&str> {
    while !text.is_char_boundary(part.start) {
        part.start += 1;
    }
    while !text.is_char_boundary(part.end) {
        part.end -= 1;
    }
    let part = text.get(part).unwrap_or_default();
    part.lines().filter(|line| !line.trim().is_empty()).collect()
}

/// The column of the first key of a line, the dash of a list item left out.
fn column_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

fn keys_of(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(':').filter_map(|part| {
        let key = part.strip_suffix(':')?.trim_end_matches(['"', '\'']);
        let start = key.bytes().rposition(|byte| !is_word(byte)).map_or(0, |before| before + 1);
        key.get(start..)
    })
}
