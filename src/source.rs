//! The texts of one run. In: names and texts. Out: [`Sources`], and [`Span`]s that point into them.
//!
//! A span is a byte range of a file; lines and columns are made from it only when a report is written.

use std::ops::Range;

/// A file of this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A byte range of a file. Never optional: what has no place in a file is no user's fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The part of a file's text; texts above 4 GiB never get here (`budget::FILE_BYTES`).
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(at).expect("a file is smaller than 4 GiB");
        Span { file, start: offset(range.start), end: offset(range.end) }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text with the name that messages give it: its path as the user would type it, with forward slashes.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// Lines of a confidential file (a kubeconfig) are never shown, only counted.
    pub confidential: bool,
    /// Ranges of the text that hold secrets; reports write a constant in their place.
    pub secrets: Vec<Range<usize>>,
    /// Byte offset at which each line starts.
    lines: Vec<u32>,
}

/// A place for people: both from 1, the column counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// All texts of one run, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, name: String, text: String) -> FileId {
        self.push(name, text, false)
    }

    /// Adds a file whose lines must not be shown, such as a kubeconfig.
    pub fn add_confidential(&mut self, name: String, text: String) -> FileId {
        self.push(name, text, true)
    }

    fn push(&mut self, name: String, text: String, confidential: bool) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        let lines = line_starts(&text);
        self.files.push(Source { name, text, confidential, secrets: Vec::new(), lines });
        id
    }

    /// Hides a range from every report.
    pub fn hide(&mut self, span: Span) {
        let index = span.file.0 as usize;
        self.files
            .get_mut(index)
            .expect("a FileId comes from its own Sources")
            .secrets
            .push(span.range());
    }

    pub fn get(&self, file: FileId) -> &Source {
        self.files.get(file.0 as usize).expect("a FileId comes from its own Sources")
    }

    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    pub fn name(&self, span: Span) -> &str {
        &self.get(span.file).name
    }

    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Line and column at which the span starts.
    pub fn start(&self, span: Span) -> Position {
        self.get(span.file).position(span.start as usize)
    }

    /// Line and column at which the span ends, the end being exclusive.
    pub fn end(&self, span: Span) -> Position {
        self.get(span.file).position(span.end as usize)
    }
}

impl Source {
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.line_range(line).start;
        let before = self.text.get(start..offset.max(start)).unwrap_or("");
        // A byte-order mark takes no column.
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The line, counted from 0, that holds this offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// The bytes of a line counted from 0, its line break included; empty past the end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let at =
            |line: usize| self.lines.get(line).map_or(self.text.len(), |&start| start as usize);
        at(line)..at(line + 1)
    }
}

/// A line ends with LF, CR LF or a lone CR, as in YAML.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let breaks = bytes.iter().enumerate().filter(|&(at, &byte)| {
        byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    });
    let after = breaks.map(|(at, _)| u32::try_from(at + 1).expect("a file is smaller than 4 GiB"));
    std::iter::once(0).chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, line: usize, column: usize) {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml".into(), text.into());
        assert_eq!(sources.start(Span::new(file, offset..offset)), Position { line, column });
    }

    #[test]
    fn positions_count_characters_after_any_line_break() {
        check("", 0, 1, 1);
        check("ab", 1, 1, 2);
        check("a\nb", 2, 2, 1);
        check("a\r\nb", 3, 2, 1);
        check("a\rb", 2, 2, 1);
        check("é=x", 3, 1, 3);
        check("a\n", 2, 2, 1);
        check("\u{feff}ab", 4, 1, 2);
    }
}
