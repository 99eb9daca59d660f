//! One line of a source as it is shown. In: the source, a line, what to hide. Out: its characters
//! ([`Line`]), and from them the part that fits ([`Shown`]), which knows where each character went.

use std::ops::Range;

use crate::report::redact::HIDDEN;
use crate::report::terminal::{columns, harmless};

/// Stands for what was cut from a line.
pub(super) const CUT: &str = "...";

/// The characters of a line, secrets already replaced.
#[derive(Default)]
pub(super) struct Line<'a> {
    cells: Vec<Cell<'a>>,
    columns: usize,
    /// The line goes on before the first or after the last character.
    before: bool,
    after: bool,
}

/// A character, or a secret.
struct Cell<'a> {
    /// Its place in the source.
    range: Range<usize>,
    shown: &'a str,
}

/// The columns of a line that are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) left: usize,
    pub(super) right: usize,
}

pub(super) const WHOLE: Window = Window { left: 0, right: usize::MAX };

/// A line, or a part of it, as text.
pub(super) struct Shown {
    pub(super) text: String,
    /// Places in the source, and where in the text they went.
    places: Vec<(Range<usize>, usize)>,
}

/// The part of a line that is looked at; `content` is the whole line.
pub(super) fn line<'a>(
    text: &'a str,
    content: &Range<usize>,
    part: Range<usize>,
    hidden: &[Range<usize>],
) -> Line<'a> {
    let mut cells = Vec::new();
    let mut at = part.start;
    let mut secrets =
        hidden.iter().skip(hidden.partition_point(|secret| secret.end <= at)).peekable();
    while at < part.end {
        let cell = match secrets.next_if(|secret| secret.start <= at) {
            Some(secret) => Cell { range: at..secret.end.min(content.end), shown: HIDDEN },
            None => character(text, at),
        };
        at = cell.range.end;
        cells.push(cell);
    }
    let columns = cells.iter().map(|cell| columns(cell.shown)).sum();
    Line { cells, columns, before: part.start > content.start, after: at < content.end }
}

fn character(text: &str, at: usize) -> Cell<'_> {
    let letter = text.get(at..).and_then(|rest| rest.chars().next());
    let letter = letter.expect("a line ends at a character boundary");
    let range = at..at + letter.len_utf8();
    let shown = match letter {
        '\u{feff}' if at == 0 => "",
        '\t' => "    ",
        // The renderer has pictures for these.
        '\0'..='\u{1f}' | '\u{7f}' => text.get(range.clone()).unwrap_or_default(),
        _ if harmless(letter) != letter => "\u{fffd}",
        _ => text.get(range.clone()).unwrap_or_default(),
    };
    Cell { range, shown }
}

impl Line<'_> {
    pub(super) fn show(&self, window: Window) -> Shown {
        let cut_left = self.before || window.left > 0;
        let cut_right = self.after || self.columns > window.right;
        let left = if cut_left { window.left + CUT.len() } else { 0 };
        let right = if cut_right { window.right.saturating_sub(CUT.len()) } else { usize::MAX };
        let mut text = String::new();
        let mut places = Vec::new();
        let mut column = 0;
        if cut_left && self.columns > window.left {
            text.push_str(CUT);
        }
        for cell in &self.cells {
            let end = column + columns(cell.shown);
            if column >= left && end <= right {
                places.push((cell.range.clone(), text.len()));
                text.push_str(cell.shown);
            }
            column = end;
        }
        let end = text.len();
        if cut_right && column > window.left {
            text.push_str(CUT);
        }
        let last = self.cells.last().map_or(0, |cell| cell.range.end);
        places.push((last..usize::MAX, end));
        Shown { text, places }
    }
}

impl Shown {
    /// Where a place that starts at this offset of the source starts in the text.
    pub(super) fn start(&self, offset: usize) -> usize {
        let found = self.places.iter().find(|(range, _)| range.end > offset);
        found.map_or(self.text.len(), |&(_, place)| place)
    }

    /// Where a place that ends at this offset of the source ends in the text.
    pub(super) fn end(&self, offset: usize) -> usize {
        let found = self.places.iter().find(|(range, _)| range.start >= offset);
        found.map_or(self.text.len(), |&(_, place)| place)
    }

    /// The column at which an offset of the text stands.
    pub(super) fn column(&self, offset: usize) -> usize {
        columns(self.text.get(..offset).unwrap_or_default())
    }
}
