//! How far a part of a text reaches: a word, a quoted value, a bracket, the lines below a key. In:
//! a text and a place in it. Out: places. Nothing here can fail: what is not closed reaches to the
//! end of the text.

use std::{borrow::Cow, ops::Range};

/// Lines over which a key may be torn; a text of such lines only must not take for ever.
const TORN_LINES: usize = 32;

#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)
}

pub(super) fn is_break(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

pub(super) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

impl<'a> Text<'a> {
    pub(super) fn byte(self, at: usize) -> Option<u8> {
        self.0.as_bytes().get(at).copied()
    }

    pub(super) fn starts_with(self, at: usize, prefix: &str) -> bool {
        self.0.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    /// The first place from `at` on whose byte is wanted; the end of the text if there is none.
    pub(super) fn find(self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.0.as_bytes().get(at..).unwrap_or_default();
        rest.iter().position(|&byte| wanted(byte)).map_or(self.0.len(), |found| at + found)
    }

    pub(super) fn slice(self, range: Range<usize>) -> &'a str {
        self.0.get(range).unwrap_or_default()
    }

    /// A word with the start that it has on the lines above, each of which ends with a backslash right behind a word:
    /// a properties file reads them as one.
    pub(super) fn torn_word(self, word: Range<usize>) -> Cow<'a, str> {
        let mut start = word.start;
        let mut whole = Cow::Borrowed(self.slice(word));
        for _ in 0..TORN_LINES {
            let Some(line) = self.line_above(start) else { break };
            let line = self.slice(0..line);
            let head = line.bytes().rposition(|byte| !is_word(byte)).map_or(0, |before| before + 1);
            if head == line.len() {
                break;
            }
            whole = Cow::Owned(format!("{}{whole}", self.slice(head..line.len())));
            start = head;
        }
        whole
    }

    /// The end of the line above that goes on at `at`.
    fn line_above(self, at: usize) -> Option<usize> {
        let above = self.slice(0..at).trim_end_matches([' ', '\t']).strip_suffix('\n')?;
        let above = above.strip_suffix('\r').unwrap_or(above).strip_suffix('\\')?;
        Some(above.len())
    }

    pub(super) fn line_end(self, at: usize) -> usize {
        self.find(at, is_break)
    }

    pub(super) fn after_break(self, at: usize) -> usize {
        at + if self.starts_with(at, "\r\n") { 2 } else { 1 }
    }

    /// The end of a line of a properties file, which goes on after a backslash.
    pub(super) fn continued_end(self, start: usize) -> usize {
        let mut end = self.line_end(start);
        while self.slice(start..end).ends_with('\\') && end < self.0.len() {
            let next = end + if self.starts_with(end, "\r\n") { 2 } else { 1 };
            end = self.line_end(next);
        }
        end
    }

    /// Whether this is the header of a YAML block scalar, such as `|` or `>-2`.
    pub(super) fn is_block_header(self, start: usize) -> bool {
        let header = self.slice(start..self.line_end(start));
        let header = header.split_once(" #").map_or(header, |(header, _)| header);
        header.len() <= 8 && header.bytes().skip(1).all(|byte| b"+-0123456789 \t".contains(&byte))
    }

    /// The inside of a quoted value, whose quotation mark may be escaped by a text around it. What
    /// goes on after the closing mark is taken for a mark inside, and reaches to the end of the
    /// line.
    pub(super) fn quoted(self, start: usize) -> Range<usize> {
        let escaped = self.starts_with(start, "\\\"");
        let start = if escaped { start + 2 } else { start + 1 };
        let (end, after) = if escaped {
            let mark = self.find(start, |byte| byte == b'"' || is_break(byte));
            let has_backslash = mark > start && self.byte(mark - 1) == Some(b'\\');
            (if has_backslash { mark - 1 } else { mark }, mark + 1)
        } else {
            let mark = self.closing_quote(start - 1);
            (mark, mark + 1)
        };
        let ends = self
            .byte(after)
            .is_none_or(|byte| byte.is_ascii_whitespace() || b",;:)]}\\\"'`".contains(&byte));
        start..if ends { end } else { self.line_end(end) }
    }

    pub(super) fn closing_quote(self, start: usize) -> usize {
        let quote = self.byte(start);
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            let doubled = byte == b'\'' && self.byte(at + 1) == quote;
            match byte {
                b'\\' if quote == Some(b'"') => at += 1,
                _ if Some(byte) != quote => {}
                _ if doubled => at += 1,
                _ => return at,
            }
            at += 1;
        }
        self.0.len()
    }

    /// The bracket that closes the one at `start`; the end of the text if there is none.
    pub(super) fn closing(self, start: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => return at,
                b'}' | b']' => depth -= 1,
                b'"' | b'\'' => at = self.closing_quote(at),
                _ => {}
            }
            at += 1;
        }
        self.0.len()
    }

    /// The end of the lines after `from` that are indented deeper than the column of a key, or are
    /// items of its list.
    pub(super) fn indented_end(self, column: usize, from: usize) -> usize {
        let mut end = from;
        let mut line = self.after_break(from);
        while line < self.0.len() {
            let text = self.find(line, |byte| !is_blank(byte));
            let line_end = self.line_end(line);
            let deeper = text - line > column;
            let item = text - line == column && self.starts_with(text, "- ");
            match text < line_end {
                true if deeper || item => end = line_end,
                true => return end,
                false => {}
            }
            line = self.after_break(line_end);
        }
        end
    }
}
