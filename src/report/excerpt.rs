//! The lines of a source that a finding shows. In: places in sources. Out: [`Excerpt`]s that fit on
//! a terminal: only the lines that are needed, long ones cut around the places, without secrets,
//! with marks on character boundaries.

mod line;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::report::redact::{redact_message, secrets};
use crate::report::terminal::{WIDTH, clean, columns, wrap};
use crate::source::{FileId, Source, Sources, Span};

use line::{CUT, Line, Shown, WHOLE, Window};

/// Lines of one excerpt; places farther apart get excerpts of their own.
const LINES: usize = 1000;
/// A place of more lines is shown by its first line.
const WHOLE_LINES: usize = 6;
/// Bytes that the places of one excerpt may be apart within the line; also the longest underline.
const REACH: usize = 48;
/// Columns that a label may always take.
const MINIMAL_LABEL: usize = 24;
/// Columns that are left free for what is cut and for blanks.
const LABEL_MARGIN: usize = 8;
/// Bytes of one line that are looked at, and how many of them stand before the first place.
const LINE_BYTES: usize = 2048;
const LINE_BYTES_BEFORE: usize = 512;
/// What is hidden in each source that was shown so far.
pub(super) type Secrets = BTreeMap<FileId, Vec<Range<usize>>>;

/// A place to be shown.
pub(super) struct Place<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
    pub(super) primary: bool,
}

/// Consecutive lines of one source.
pub(super) struct Excerpt {
    /// Where its first place starts.
    pub(super) span: Span,
    /// Counted from 1.
    pub(super) first_line: usize,
    pub(super) last_line: usize,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
}

/// A place in the text of an excerpt.
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    /// The lines of its label; several where it is too long for one.
    pub(super) label: Vec<String>,
    pub(super) primary: bool,
}

/// A place whose range is within the text, on character boundaries, and short enough to be
/// underlined.
struct Spot<'a> {
    span: Span,
    text: &'a str,
    primary: bool,
    range: Range<usize>,
    /// Counted from 0.
    lines: Range<usize>,
    /// Bytes from the start of the line to the place and to its end.
    columns: Range<usize>,
}

/// The excerpts that show the places, the first place in the first of them.
pub(super) fn excerpts(
    sources: &Sources,
    places: &[Place<'_>],
    hidden: &mut Secrets,
) -> Vec<Excerpt> {
    let mut groups: Vec<Vec<Spot<'_>>> = Vec::new();
    for place in places {
        let spot = spot(sources.get(place.span.file), place);
        match groups.iter_mut().find(|group| fits(group, &spot)) {
            Some(group) => group.push(spot),
            None => groups.push(vec![spot]),
        }
    }
    let last_line = groups.iter().flatten().map(|spot| spot.lines.end).max().unwrap_or(0);
    // The renderer moves every line to the right of the brackets of the places of several lines.
    let brackets = groups
        .iter()
        .map(|group| group.iter().filter(|spot| spot.lines.len() > 1).count())
        .max()
        .filter(|&count| count > 0)
        .map_or(0, |count| count + 1);
    let width = WIDTH - digits(last_line) - " | ".len() - brackets.min(WIDTH / 2);
    let mut excerpts = Vec::new();
    for group in groups {
        let Some(first) = group.first() else { continue };
        let file = first.span.file;
        let source = sources.get(file);
        let hidden = hidden.entry(file).or_insert_with(|| secrets(source));
        excerpts.push(excerpt(source, &group, hidden, width));
    }
    excerpts
}

pub(super) fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

fn spot<'a>(source: &Source, place: &Place<'a>) -> Spot<'a> {
    let range = clamped(source, place.span.range());
    let first = source.line_of(range.start);
    let last = source.line_of(range.end.saturating_sub(1).max(range.start));
    let spot = |range: Range<usize>, last: usize| {
        let from = range.start - content(source, first).start;
        let to = range.end - content(source, last).start;
        let columns = from.min(to)..from.max(to);
        let Place { span, text, primary } = *place;
        Spot { span, text, primary, range, lines: first..last + 1, columns }
    };
    let whole = spot(range.clone(), last);
    let is_short = |line: usize| content(source, line).len() <= LINE_BYTES_BEFORE;
    let is_small = last - first < WHOLE_LINES && (first..=last).all(is_short);
    if last > first && is_small && fits(&[], &whole) {
        return whole;
    }
    let longest = floor(&source.text, range.start + REACH).max(range.start);
    let end = content(source, first).end.min(range.end).min(longest);
    spot(range.start..end, first)
}

/// The part of a range that is text, without the line break and blanks at the end of a range of
/// several lines.
fn clamped(source: &Source, range: Range<usize>) -> Range<usize> {
    let text = &source.text;
    let start = floor(text, range.start);
    let start = start.min(content(source, source.line_of(start)).end);
    let covered = text.get(start..floor(text, range.end).max(start)).unwrap_or_default();
    let shown = if covered.contains(['\r', '\n']) { covered.trim_end() } else { covered };
    start..start + shown.len()
}

/// The next character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The bytes of a line without its line break.
fn content(source: &Source, line: usize) -> Range<usize> {
    let range = source.line_range(line);
    let text = source.text.get(range.clone()).unwrap_or_default();
    range.start..range.start + text.trim_end_matches(['\r', '\n']).len()
}

fn fits(group: &[Spot<'_>], spot: &Spot<'_>) -> bool {
    let all = || group.iter().chain([spot]);
    let lines = hull(all().map(|spot| spot.lines.clone()));
    let bytes = hull(all().map(|spot| spot.columns.clone()));
    let same_file = group.iter().all(|other| other.span.file == spot.span.file);
    // A label at the end of several lines cannot be folded.
    let labels_fit = all()
        .filter(|spot| spot.lines.len() > 1)
        .all(|spot| spot.columns.end - bytes.start + columns(spot.text) <= REACH);
    same_file && lines.len() <= LINES && bytes.len() <= REACH && labels_fit
}

/// The smallest range that holds all of them.
fn hull(ranges: impl IntoIterator<Item = impl Borrow<Range<usize>>> + Clone) -> Range<usize> {
    let start = ranges.clone().into_iter().map(|range| range.borrow().start).min().unwrap_or(0);
    start..ranges.into_iter().map(|range| range.borrow().end).max().unwrap_or(0)
}

fn excerpt(source: &Source, group: &[Spot<'_>], hidden: &[Range<usize>], width: usize) -> Excerpt {
    let rows = hull(group.iter().map(|spot| &spot.lines));
    let lines = lines(source, group, hidden);
    let whole: Vec<Shown> = lines.iter().map(|line| line.show(WHOLE)).collect();
    let taken: Vec<Range<usize>> =
        group.iter().map(|spot| columns_of(spot, &whole, rows.start)).collect();
    let all_taken = hull(&taken);
    let room = (width - LABEL_MARGIN).saturating_sub(all_taken.len());
    let labels: Vec<Vec<String>> = group
        .iter()
        .zip(&taken)
        .map(|(spot, taken)| label(spot, room + (all_taken.end - taken.end), taken.len()))
        .collect();
    let rights = labels.iter().zip(&taken).map(|(label, taken)| label_right(label, taken));
    let goes_on = whole.iter().any(|line| columns(&line.text) > all_taken.end);
    let marked = all_taken.end + if goes_on { CUT.len() } else { 0 };
    let window = window(all_taken.start, rights.max().unwrap_or(0).max(marked), width);
    let shown: Vec<Shown> = lines.iter().map(|line| line.show(window)).collect();
    let marks = group.iter().zip(labels).map(|(spot, label)| {
        let range = range_of(spot, &shown, rows.start);
        Mark { range, label, primary: spot.primary }
    });
    let marks = marks.collect();
    let first = group.first().expect("a group starts with a spot");
    let span = Span::new(first.span.file, first.range.clone());
    Excerpt { span, first_line: rows.start + 1, last_line: rows.end, text: joined(&shown), marks }
}

/// The lines from the first place to the last; those that are not near a place are left empty.
fn lines<'a>(source: &'a Source, group: &[Spot<'_>], hidden: &[Range<usize>]) -> Vec<Line<'a>> {
    let bytes = hull(group.iter().map(|spot| &spot.columns));
    let base = bytes.start.saturating_sub(LINE_BYTES_BEFORE);
    let base = if base < LINE_BYTES_BEFORE { 0 } else { base };
    // A lone line between two that are marked is shown too.
    let is_near = |row: usize| {
        group.iter().any(|spot| (spot.lines.start..spot.lines.end + 2).contains(&(row + 1)))
    };
    let line = |row: usize| {
        if !is_near(row) {
            return Line::default();
        }
        let content = content(source, row);
        let start = floor(&source.text, (content.start + base).min(content.end));
        let end = floor(&source.text, (start + LINE_BYTES).min(content.end));
        line::line(&source.text, &content, start..end, hidden)
    };
    hull(group.iter().map(|spot| &spot.lines)).map(line).collect()
}

/// The columns between the start and the end of a place.
fn columns_of(spot: &Spot<'_>, whole: &[Shown], first_row: usize) -> Range<usize> {
    let first = whole.get(spot.lines.start - first_row);
    let last = whole.get(spot.lines.end - 1 - first_row);
    let start = first.map_or(0, |line| line.column(line.start(spot.range.start)));
    let end = last.map_or(0, |line| line.column(line.end(spot.range.end)));
    start.min(end)..start.max(end)
}

/// The lines of a label: one where it fits beside its place, else several below it, where the
/// place's own columns are free too. The end of a place of several lines takes one only.
fn label(spot: &Spot<'_>, room: usize, taken: usize) -> Vec<String> {
    let text = clean(&redact_message(spot.text.trim())).replace('\n', " ");
    let length = columns(&text);
    if text.is_empty() {
        return Vec::new();
    }
    if length <= room || spot.lines.len() > 1 {
        return vec![text];
    }
    wrap(&text, (room + taken).max(MINIMAL_LABEL).min(length - 1))
}

/// The column at which a label ends.
fn label_right(label: &[String], taken: &Range<usize>) -> usize {
    let widest = label.iter().map(|line| columns(line)).max().unwrap_or(0);
    let end = taken.end.max(taken.start + 1);
    if label.len() > 1 { end.max(taken.start + widest) } else { end + " ".len() + widest }
}

/// Starts at the first column if everything fits, else as far right as is needed and no farther
/// than the places.
fn window(first: usize, last: usize, width: usize) -> Window {
    let left = last.saturating_sub(width).min(first.saturating_sub(CUT.len() + 1));
    Window { left, right: left + width }
}

/// The range of a place in the text of all lines.
fn range_of(spot: &Spot<'_>, shown: &[Shown], first_row: usize) -> Range<usize> {
    let place = |row: usize, within: fn(&Shown, usize) -> usize, at: usize| {
        let row = row - first_row;
        let before: usize = shown.iter().take(row).map(|line| line.text.len() + 1).sum();
        before + shown.get(row).map_or(0, |line| within(line, at))
    };
    let start = place(spot.lines.start, Shown::start, spot.range.start);
    let end = place(spot.lines.end - 1, Shown::end, spot.range.end);
    start..end.max(start)
}

fn joined(shown: &[Shown]) -> String {
    let lines: Vec<&str> = shown.iter().map(|line| line.text.as_str()).collect();
    let text = lines.join("\n");
    // The renderer knows no empty last line, so that a mark on it would move to the line before.
    if text.is_empty() || text.ends_with('\n') { text + " " } else { text }
}
