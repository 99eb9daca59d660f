//! Text for people. In: a [`Report`]. Out: each finding with the lines it is about, as compilers
//! show them, at 80 columns; and the summary line.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Message, Origin, Renderer, Snippet,
};

use crate::budget;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::report::excerpt::{self, Excerpt, Place, Secrets};
use crate::report::redact::redact_message;
use crate::report::terminal::{WIDTH, clean, wrap};
use crate::report::words::{counted, counts};
use crate::report::{Report, Summary};
use crate::source::{Sources, Span};

/// Related places of one finding that are shown; the rest is counted.
const RELATED: usize = 20;
/// Stands for the place of an excerpt until it is rendered; text from outside never holds it.
const PLACE: char = '\0';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Colour,
}

/// The findings, at most [`budget::FINDINGS`]; where there are more, the worst.
pub fn write(report: &Report, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    // Excerpts are cut to the width before they are rendered.
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(10 * WIDTH);
    let mut found: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    if found.len() > budget::FINDINGS {
        found.sort_by_key(|diagnostic| diagnostic.severity);
    }
    let (told, rest) = found.split_at(found.len().min(budget::FINDINGS));
    let mut secrets = Secrets::new();
    let mut text = String::new();
    for diagnostic in told {
        text.push_str(&finding(report.sources, diagnostic, &mut secrets, &renderer));
        text.push_str("\n\n");
    }
    if !rest.is_empty() {
        text.push_str(&untold(rest));
    }
    text
}

/// `mirrorc: 2 errors, 1 warning, 14 files, 0.004 s (exit 1)`
pub fn summary_line(summary: &Summary, seconds: f64, exit_code: u8) -> String {
    let always = [(summary.errors, "error"), (summary.warnings, "warning")];
    let mut parts: Vec<String> = always.iter().map(|&(count, noun)| counted(count, noun)).collect();
    if summary.notes > 0 {
        parts.push(counted(summary.notes, "note"));
    }
    if summary.allowed > 0 {
        parts.push(format!("{} accepted", summary.allowed));
    }
    if summary.skipped > 0 {
        parts.push(format!("{} skipped", counted(summary.skipped, "rule")));
    }
    parts.push(counted(summary.files, "file"));
    format!("mirrorc: {}, {seconds:.3} s (exit {exit_code})", parts.join(", "))
}

fn untold(rest: &[&Diagnostic]) -> String {
    let counts = counts(rest);
    format!("… and {} more ({counts}): `--format json` tells them all\n", rest.len())
}

fn finding(
    sources: &Sources,
    diagnostic: &Diagnostic,
    secrets: &mut Secrets,
    renderer: &Renderer,
) -> String {
    let primary = &diagnostic.primary;
    let related = diagnostic.related.iter().take(RELATED);
    let labels = std::iter::once(primary).chain(related);
    let (closed, open): (Vec<&Label>, Vec<&Label>) =
        labels.partition(|label| sources.get(label.span.file).confidential);
    let places = open.iter().map(|label| Place {
        span: label.span,
        text: &label.text,
        primary: std::ptr::eq(*label, primary),
    });
    let excerpts = excerpt::excerpts(sources, &places.collect::<Vec<_>>(), secrets);
    let mut elements: Vec<Element<'_>> = Vec::new();
    if closed.iter().any(|label| std::ptr::eq(*label, primary)) {
        elements.push(origin(sources, primary.span).into());
    }
    elements.extend(excerpts.iter().map(snippet));
    let gutter =
        excerpts.iter().map(|excerpt| excerpt::digits(excerpt.last_line)).max().unwrap_or(0);
    let notes = notes(sources, diagnostic, &closed);
    elements.extend(notes.into_iter().map(|note| message(note, gutter).into()));
    let shown = renderer.render(&[Group::with_title(title(diagnostic)).elements(elements)]);
    with_places(&shown, excerpts.iter().map(|excerpt| place(sources, excerpt.span)))
}

fn title(diagnostic: &Diagnostic) -> annotate_snippets::Title<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let label = diagnostic.severity.name().len() + diagnostic.rule.len() + "[]: ".len();
    level.primary_title(paragraph(&diagnostic.message, label)).id(diagnostic.rule)
}

/// A text without secrets and control characters, folded so that it fits after `indent` columns.
fn paragraph(text: &str, indent: usize) -> String {
    wrap(&clean(&redact_message(text)), WIDTH.saturating_sub(indent).max(WIDTH / 2)).join("\n")
}

/// What stands below the excerpts: a name and a text.
enum Note {
    Place(String),
    Why(String),
    Help(String),
}

fn notes(sources: &Sources, diagnostic: &Diagnostic, closed: &[&Label]) -> Vec<Note> {
    let told = closed.iter().filter(|label| !label.text.is_empty());
    let mut notes: Vec<Note> = told
        .map(|label| Note::Place(format!("{}: {}", place(sources, label.span), label.text)))
        .collect();
    let untold = diagnostic.related.len().saturating_sub(RELATED);
    if untold > 0 {
        notes.push(Note::Place(format!("and {}", counted(untold, "more place"))));
    }
    notes.extend(diagnostic.reason.clone().map(Note::Why));
    notes.extend(diagnostic.help.clone().map(Note::Help));
    notes
}

fn message(note: Note, gutter: usize) -> Message<'static> {
    let (level, name, text) = match note {
        Note::Place(text) => (Level::NOTE, "note", text),
        Note::Why(text) => (Level::NOTE, "why", text),
        Note::Help(text) => (Level::HELP, "help", text),
    };
    let indent = gutter + " = ".len() + name.len() + ": ".len();
    level.with_name(name).message(paragraph(&text, indent))
}

fn origin(sources: &Sources, span: Span) -> Origin<'static> {
    let start = sources.start(span);
    Origin::path(clean_name(sources, span)).line(start.line).char_column(start.column)
}

fn place(sources: &Sources, span: Span) -> String {
    let start = sources.start(span);
    format!("{}:{}:{}", clean_name(sources, span), start.line, start.column)
}

fn clean_name(sources: &Sources, span: Span) -> String {
    clean(sources.name(span)).replace('\n', "␊")
}

fn snippet(excerpt: &Excerpt) -> Element<'static> {
    let annotations = excerpt.marks.iter().flat_map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = move || kind.span(mark.range.clone());
        let labels = mark.label.iter().map(move |label| annotation().label(label.clone()));
        let bare = mark.label.is_empty().then(annotation);
        labels.chain(bare).collect::<Vec<Annotation<'static>>>()
    });
    Snippet::source(excerpt.text.clone())
        .line_start(excerpt.first_line)
        .path(PLACE.to_string())
        .annotations(annotations)
        .into()
}

/// Writes the places of the excerpts, in their order. The renderer would count columns in what is
/// shown of a line.
fn with_places(rendered: &str, mut places: impl Iterator<Item = String>) -> String {
    let mut pieces = rendered.split(PLACE);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str(&places.next().expect("the renderer writes the place of each excerpt once"));
        text.push_str(
            piece.trim_start_matches(|letter: char| letter == ':' || letter.is_ascii_digit()),
        );
    }
    without_trailing_blanks(&text)
}

fn without_trailing_blanks(text: &str) -> String {
    text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
