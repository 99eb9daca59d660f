//! The settings of one flow. In: the sections of `mm2::effective`, whole or searched for one key. Out: text at 80
//! columns, or JSON; each value with the line that gives it.

use serde::Serialize;

use super::{
    redact::{HIDDEN, redact},
    terminal::{WIDTH, clean, columns, wrap},
};
use crate::{
    mm2::{
        effective::{Origin, Row, Section, Value},
        secrets,
    },
    source::{Sources, Span},
    topology::Setting,
};

/// What is told of a flow.
#[derive(Debug)]
pub struct FlowSettings<'a> {
    pub sources: &'a Sources,
    /// `a->b`
    pub flow: String,
    /// The version that runs.
    pub kafka: String,
    /// What the pair does, as the end of a sentence about it.
    pub state: String,
    /// The line that enables or disables it.
    pub line: Option<Span>,
    /// The key that was asked for.
    pub key: Option<String>,
    pub sections: Vec<Section<'a>>,
    /// Lines that look as if they counted, and do not.
    pub unread: Vec<&'a Setting>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    flow: String,
    kafka: String,
    state: String,
    sections: Vec<SectionDocument>,
    unread: Vec<Place>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SectionDocument {
    title: String,
    settings: Vec<SettingDocument>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SettingDocument {
    key: String,
    #[serde(flatten)]
    given: Given,
    shadowed: Vec<Given>,
}

/// A value and where it comes from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    value: String,
    /// `line`, `mirrorc`, `mirror-maker` or `default`
    origin: &'static str,
    #[serde(flatten)]
    place: Option<Place>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    /// The key as it stands in the file.
    written: String,
    path: String,
    line: usize,
}

pub fn json(settings: &FlowSettings<'_>) -> String {
    let sources = settings.sources;
    let setting = |row: &Row<'_>| SettingDocument {
        key: row.key.clone(),
        given: given(&row.key, &row.value, sources),
        shadowed: row.value.shadowed.iter().map(|value| given(&row.key, value, sources)).collect(),
    };
    let section = |section: &Section<'_>| SectionDocument {
        title: section.title.clone(),
        settings: section.rows.iter().map(setting).collect(),
    };
    let document = Document {
        flow: settings.flow.clone(),
        kafka: settings.kafka.clone(),
        state: settings.state.clone(),
        sections: settings.sections.iter().map(section).collect(),
        unread: settings.unread.iter().map(|line| place(line, sources)).collect(),
    };
    let text = serde_json::to_string_pretty(&document).expect("all of it is text and numbers");
    format!("{text}\n")
}

fn given(key: &str, value: &Value<'_>, sources: &Sources) -> Given {
    let origin = match &value.origin {
        Origin::Line(_) => "line",
        Origin::Ours { .. } => "mirrorc",
        Origin::Derived => "mirror-maker",
        Origin::Default => "default",
    };
    let place = value.origin.line().map(|line| place(line, sources));
    Given { value: shown(key, value), origin, place }
}

fn place(line: &Setting, sources: &Sources) -> Place {
    Place {
        written: line.key.clone(),
        path: sources.name(line.key_span).to_owned(),
        line: sources.start(line.key_span).line,
    }
}

/// The value without secrets.
fn shown(key: &str, value: &Value<'_>) -> String {
    let stands_open =
        value.origin.line().is_some_and(|line| secrets::literal(&line.key, &line.value).is_some());
    if stands_open {
        return HIDDEN.to_owned();
    }
    let start = format!("{key}=");
    let whole = format!("{start}{}", value.text.replace(['\n', '\r'], " "));
    let redacted = redact(&whole);
    redacted.strip_prefix(&start).unwrap_or(HIDDEN).to_owned()
}

pub fn text(settings: &FlowSettings<'_>) -> String {
    let mut lines = head(settings);
    for section in settings.sections.iter().filter(|section| !section.rows.is_empty()) {
        lines.push(String::new());
        lines.push(clean(&section.title));
        for row in &section.rows {
            lines.extend(row_lines(row, settings.sources));
        }
    }
    if !settings.unread.is_empty() {
        lines.push(String::new());
        lines.push("read by nothing in this flow".to_owned());
        let unread = settings.unread.iter();
        lines.extend(unread.flat_map(|line| {
            right(&clean(&line.key), &line_name(line.key_span, settings.sources))
        }));
    }
    lines.join("\n") + "\n"
}

fn head(settings: &FlowSettings<'_>) -> Vec<String> {
    let place = settings.line.map(|span| line_name(span, settings.sources));
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let head = format!("{} (Kafka {}) {}{place}", settings.flow, settings.kafka, settings.state);
    let mut lines = wrap(&clean(&head), WIDTH);
    if let Some(key) = settings.key.as_ref().filter(|_| settings.sections.is_empty()) {
        lines.push(String::new());
        lines.push(format!("nothing that runs for this flow has a value for `{}`", clean(key)));
    }
    lines
}

fn row_lines(row: &Row<'_>, sources: &Sources) -> Vec<String> {
    let setting = format!("{} = {}", row.key, shown(&row.key, &row.value));
    let mut lines = right(&clean(&setting), &origin(&row.value.origin, sources));
    for value in &row.value.shadowed {
        let written = value.origin.key().filter(|_| value.origin != row.value.origin);
        let Some(written) = written else { continue };
        let hidden = format!("  hides {written} = {}", shown(&row.key, value));
        lines.extend(right(&clean(&hidden), &origin(&value.origin, sources)));
    }
    lines
}

/// A text at the left and one at the right edge; the left one is folded where both do not fit.
fn right(left: &str, right: &str) -> Vec<String> {
    let mut lines: Vec<String> = fold(left, WIDTH - INDENT)
        .into_iter()
        .enumerate()
        .map(|(at, part)| {
            format!("{}{part}", " ".repeat(if at == 0 { INDENT } else { 2 * INDENT }))
        })
        .collect();
    let last = lines.last().map_or(0, |line| columns(line));
    if last + 2 + columns(right) > WIDTH {
        lines.push(String::new());
    }
    if let Some(line) = lines.last_mut() {
        let gap = WIDTH.saturating_sub(columns(line) + columns(right));
        line.push_str(&" ".repeat(gap));
        line.push_str(right);
    }
    lines
}

const INDENT: usize = 2;

/// Folds at blanks, and within words that are longer than a line.
fn fold(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in wrap(text, width - INDENT) {
        let letters: Vec<char> = line.chars().collect();
        lines.extend(letters.chunks(width - INDENT).map(|part| part.iter().collect::<String>()));
    }
    lines
}

fn origin(origin: &Origin<'_>, sources: &Sources) -> String {
    match origin {
        Origin::Line(line) => line_name(line.key_span, sources),
        Origin::Ours { .. } => "mirrorc".to_owned(),
        Origin::Derived => "MirrorMaker".to_owned(),
        Origin::Default => "default".to_owned(),
    }
}

fn line_name(span: Span, sources: &Sources) -> String {
    clean(&format!("{}:{}", sources.name(span), sources.start(span).line))
}
