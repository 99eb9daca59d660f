//! In: the text of a YAML or JSON file. Out: one [`Node`] a document, and the faults of the text.
//!
//! The parser's events become a tree without recursion; its types stay in this file. A document with a fault of syntax
//! is left out and reading goes on with the next one.

use std::collections::BTreeMap;

use granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span as Marked, StructureStyle, Tag,
};

use super::{
    Content, Entry, Node, Text, faults,
    scalar::{self, Scalar},
    stretches,
};
use crate::{
    budget,
    diagnostic::Diagnostics,
    source::{FileId, Span},
};

/// The documents of a text; empty ones are left out.
pub fn read(text: &str, file: FileId, found: &mut Diagnostics) -> Vec<Node> {
    refuse_hidden_line_breaks(text, file, found);
    let mut reader =
        Reader { text, file, found, frames: Vec::new(), documents: Vec::new(), nodes: 0 };
    reader.run();
    reader.documents
}

/// A collection that is still open.
struct Frame {
    start: usize,
    flow: bool,
    kind: Open,
}

enum Open {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, seen: BTreeMap<String, Span>, key: Option<Key> },
}

/// A key that waits for its value.
struct Key {
    name: String,
    span: Span,
    repeated: bool,
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    found: &'a mut Diagnostics,
    frames: Vec<Frame>,
    documents: Vec<Node>,
    nodes: usize,
}

/// Why the rest of the document or of the file is not read.
enum Stop {
    Document,
    File,
}

impl<'a> Reader<'a> {
    fn run(&mut self) {
        let mut parser = Parser::new_from_str_with_options(self.text, options());
        let mut started = 0;
        while let Some(next) = parser.next_event() {
            let read = match next {
                Ok((Event::DocumentStart(..), marked)) => {
                    started += 1;
                    self.check_documents(started, marked)
                }
                Ok((event, marked)) => self.event(event, marked),
                Err(error) => {
                    self.syntax_fault(&error);
                    Err(Stop::Document)
                }
            };
            match read {
                Ok(()) => {}
                Err(Stop::File) => return,
                Err(Stop::Document) => {
                    self.frames.clear();
                    if !matches!(parser.proceed_next_document(), Ok(true)) {
                        return;
                    }
                }
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the parser's enum is open")]
    fn event(&mut self, event: Event<'a>, marked: Marked) -> Result<(), Stop> {
        let span = self.span(marked);
        match event {
            Event::Scalar(value, style, _, tag) => {
                self.scalar(&value, style, tag.as_deref(), marked)
            }
            Event::SequenceStart(style, _, tag) => {
                self.refuse_tag(tag.as_deref(), "seq", span);
                self.open(Open::List(Vec::new()), style, span)
            }
            Event::MappingStart(style, _, tag) => {
                self.refuse_tag(tag.as_deref(), "map", span);
                let map = Open::Map { entries: Vec::new(), seen: BTreeMap::new(), key: None };
                self.open(map, style, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.alias(span),
            // What remains are the marks of stream and documents.
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        marked: Marked,
    ) -> Result<(), Stop> {
        let mut span = self.span(marked);
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if block {
            let shown = self.text.get(span.range()).unwrap_or("").trim_end();
            span = Span::new(self.file, span.range().start..span.range().start + shown.len());
        }
        if self.waits_for_key() {
            let key = if style == ScalarStyle::Plain {
                self.plain_key(value, span)
            } else {
                value.to_owned()
            };
            return self.key(key, span);
        }
        let meaning = match (style, tag) {
            (_, Some(tag)) => self.tagged(tag, value, span),
            (ScalarStyle::Plain, None) => self.plain(value, span),
            _ => Scalar::String,
        };
        let content = match meaning {
            Scalar::Null => Content::Null,
            Scalar::Bool(value) => Content::Bool(value),
            Scalar::Integer(value) => Content::Integer(value),
            Scalar::Float(value) => Content::Float(value),
            Scalar::String | Scalar::NoJson => {
                let stretches =
                    stretches::find(self.text, span.range(), value, marked.indent, block);
                Content::String(Text { value: value.to_owned(), stretches })
            }
        };
        self.value(Node { span, content })
    }

    /// What an unquoted scalar means, with a warning where readers of YAML disagree about it.
    fn plain(&mut self, value: &str, span: Span) -> Scalar {
        let meaning = scalar::resolve(value);
        if matches!(meaning, Scalar::NoJson) {
            self.found
                .report(&faults::YAML_FEATURE, span, format!("`{value}` has no form in JSON"))
                .help("write it in quotes, or write a number");
        }
        if let Some(readings) = scalar::ambiguous(value).filter(|_| !is_date(value)) {
            self.found
                .report(
                    &faults::AMBIGUOUS_SCALAR,
                    span,
                    format!("readers of YAML disagree about {readings}"),
                )
                .help(format!(
                    "write `\"{value}\"` if text is meant, else spell the value so that all agree"
                ));
        }
        meaning
    }

    /// A key is text in JSON: a plain one that means a number or a boolean becomes the text of that.
    fn plain_key(&mut self, value: &str, span: Span) -> String {
        match self.plain(value, span) {
            Scalar::Bool(value) => value.to_string(),
            Scalar::Integer(value) => value.to_string(),
            Scalar::Null | Scalar::Float(_) | Scalar::String | Scalar::NoJson => value.to_owned(),
        }
    }

    fn tagged(&mut self, tag: &Tag, value: &str, span: Span) -> Scalar {
        match tag.core_suffix() {
            Some("str") => Scalar::String,
            Some("null" | "bool" | "int" | "float") => scalar::resolve(value),
            _ => {
                self.refuse_tag(Some(tag), "", span);
                Scalar::String
            }
        }
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, expected: &str, span: Span) {
        let Some(tag) = tag.filter(|tag| tag.core_suffix() != Some(expected)) else { return };
        self.found
            .report(
                &faults::YAML_FEATURE,
                span,
                format!("the tag `{}` is not read here", tag.original()),
            )
            .help("remove the tag");
    }

    /// What an alias stands for is left out, with the key that it belongs to.
    fn alias(&mut self, span: Span) -> Result<(), Stop> {
        let name = self.text.get(span.range()).unwrap_or("*");
        self.found
            .report(&faults::YAML_FEATURE, span, format!("the alias `{name}` is not read here"))
            .help("write the value out where it is used");
        if self.waits_for_key() {
            return self.key(name.to_owned(), span);
        }
        if let Some(Frame { kind: Open::Map { key, .. }, .. }) = self.frames.last_mut() {
            *key = None;
        }
        self.count(span)
    }

    fn open(&mut self, kind: Open, style: StructureStyle, span: Span) -> Result<(), Stop> {
        if self.waits_for_key() {
            self.found
                .report(&faults::YAML_FEATURE, span, "a key that is a list or a mapping is not read here")
                .help("write a key of text; a name in braces stands for a value that is still to be filled in");
            return Err(Stop::Document);
        }
        if self.frames.len() >= budget::DEPTH {
            self.too_deep(span);
            return Err(Stop::Document);
        }
        let flow = matches!(style, StructureStyle::Flow);
        self.frames.push(Frame { start: span.range().start, flow, kind });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Stop> {
        let frame = self.frames.pop().expect("the parser closes only what it opened");
        let (content, last) = match frame.kind {
            Open::List(items) => {
                let last = items.last().map(|item| item.span.range().end);
                (Content::List(items), last)
            }
            Open::Map { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span.range().end);
                (Content::Map(entries), last)
            }
        };
        let end = if frame.flow { end.range().end } else { last.unwrap_or(frame.start) };
        let span = Span::new(self.file, frame.start..end.max(frame.start));
        self.value(Node { span, content })
    }

    fn waits_for_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: Open::Map { key: None, .. }, .. }))
    }

    fn key(&mut self, name: String, span: Span) -> Result<(), Stop> {
        self.count(span)?;
        let Some(Frame { kind: Open::Map { seen, key, .. }, .. }) = self.frames.last_mut() else {
            return Ok(());
        };
        let first = seen.get(&name).copied();
        if let Some(first) = first {
            self.found
                .report(
                    &faults::DUPLICATE_KEY,
                    span,
                    format!("the key `{name}` stands twice in one mapping"),
                )
                .label("again here")
                .related(first, "first here")
                .reason("readers of YAML keep one of the two and drop the other without a word")
                .help(format!("remove one of the two `{name}`"));
        } else {
            seen.insert(name.clone(), span);
        }
        *key = Some(Key { name, span, repeated: first.is_some() });
        Ok(())
    }

    fn value(&mut self, node: Node) -> Result<(), Stop> {
        self.count(node.span)?;
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            None if matches!(node.content, Content::Null) => {}
            None => self.documents.push(node),
            Some(Open::List(items)) => items.push(node),
            Some(Open::Map { entries, key, .. }) => {
                let key = key.take().expect("a value follows its key");
                // The first of equal keys stays, so that nothing hangs on the one that is to go.
                if !key.repeated {
                    entries.push(Entry { key: key.name, key_span: key.span, value: node });
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, span: Span) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes <= budget::NODES {
            return Ok(());
        }
        let message = format!("more than {} values in one file", budget::NODES);
        self.found.report(&faults::BUDGET_EXCEEDED, span, message).help("split the file");
        Err(Stop::File)
    }

    fn check_documents(&mut self, started: usize, marked: Marked) -> Result<(), Stop> {
        if started <= budget::DOCUMENTS {
            return Ok(());
        }
        let span = self.span(marked);
        let message = format!("more than {} documents in one file", budget::DOCUMENTS);
        self.found.report(&faults::BUDGET_EXCEEDED, span, message).help("split the file");
        Err(Stop::File)
    }

    fn syntax_fault(&mut self, error: &ScanError) {
        let start = error.marker().byte_offset().unwrap_or(self.text.len());
        let next = self.text.get(start..).and_then(|rest| rest.chars().next());
        let span = Span::new(self.file, start..start + next.map_or(0, char::len_utf8));
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            self.too_deep(span);
            return;
        }
        self.found
            .report(&faults::YAML_SYNTAX, span, format!("this is no YAML: {}", error.info()))
            .help(
                "correct the line or the one above it; text that holds `: ` or ` #` needs quotes",
            );
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("nested deeper than {} levels", budget::DEPTH);
        self.found.report(&faults::BUDGET_EXCEEDED, span, message).help("flatten the document");
    }

    fn span(&self, marked: Marked) -> Span {
        Span::new(self.file, marked.byte_range().unwrap_or(0..0))
    }
}

fn options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.disallow_directives = true;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = budget::DEPTH;
    options.block_nesting_limit = budget::DEPTH;
    options
}

/// A reader that makes a date of `2027-01-31` means the same day by it as one that leaves it text.
fn is_date(value: &str) -> bool {
    let digits = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    value.bytes().map(digits).eq("0000-00-00".bytes())
}

/// U+0085, U+2028 and U+2029 are text for YAML 1.2 and ends of lines for 1.1, kubectl among them.
fn refuse_hidden_line_breaks(text: &str, file: FileId, found: &mut Diagnostics) {
    if text.is_ascii() {
        return;
    }
    for (at, character) in text.char_indices() {
        if matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}') {
            let span = Span::new(file, at..at + character.len_utf8());
            let message =
                format!("U+{:04X} ends a line for some readers of YAML", u32::from(character));
            found
                .report(&faults::YAML_SYNTAX, span, message)
                .help("replace it with an ordinary line break");
        }
    }
}
