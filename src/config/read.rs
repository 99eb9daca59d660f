//! In: the text of a `mirrorc.toml`. Out: a [`Config`] of what is sound in it.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Config, FILE, FORMATS, KEYS, Key, Kind, Place, faults::INVALID_TOML};
use crate::{
    descriptor::faults::{INVALID_VALUE, UNKNOWN_KEY, WRONG_TYPE},
    diagnostic::Diagnostics,
    nearest::nearest,
    paths,
    source::{FileId, Span},
};

/// Reads every key; each fault is told, and what it is about is left out.
pub fn read(text: &str, file: FileId, place: &Place<'_>, found: &mut Diagnostics) -> Config {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let what = error.message().lines().next().unwrap_or_default();
        let span = Span::new(file, error.span().unwrap_or(0..0));
        found
            .report(&INVALID_TOML, span, format!("this is no TOML: {what}"))
            .help("correct it; text stands in quotes, as in `out = \"rendered\"`");
    }
    let mut config = Config::default();
    if !errors.is_empty() {
        return config;
    }
    let mut reader = Reader { file, place, found };
    for (name, value) in table.get_ref() {
        let Some(key) = KEYS.iter().find(|key| key.name == name.get_ref()) else {
            reader.unknown(name, table.get_ref());
            continue;
        };
        if let Some(values) = reader.values(key, value) {
            config.values.insert(key.name, values);
        }
    }
    config
}

struct Reader<'a> {
    file: FileId,
    place: &'a Place<'a>,
    found: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn span<T>(&self, place: &Spanned<T>) -> Span {
        Span::new(self.file, place.span())
    }

    fn unknown(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, table: &DeTable<'_>) {
        let span = self.span(name);
        let name = name.get_ref();
        let known = KEYS.iter().map(|key| key.name);
        let message = format!("`{name}` is no key of `{FILE}`");
        let finding = self.found.report(&UNKNOWN_KEY, span, message);
        match nearest(name, known) {
            Some(near) if table.contains_key(near) => {
                finding.help(format!("remove it; `{near}` is there already"));
            }
            Some(near) => {
                finding.help(format!("write `{near}`")).fix(span, near);
            }
            None => {
                let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
                finding.help(format!("remove it; `{FILE}` has `{}`", names.join("`, `")));
            }
        }
    }

    fn values(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        match key.kind {
            Kind::Path => Some(vec![self.path(key, value)?]),
            Kind::Text => Some(vec![self.text(key, value)?.to_owned()]),
            Kind::Choice(known) => Some(vec![self.choice(key, known, value)?]),
            Kind::Paths => self.list(key, value, Reader::path),
            Kind::Outputs => self.list(key, value, Reader::output),
        }
    }

    /// Every item is read, so that all faults are told.
    fn list(
        &mut self,
        key: &Key,
        value: &Spanned<DeValue<'_>>,
        read: fn(&mut Self, &Key, &Spanned<DeValue<'_>>) -> Option<String>,
    ) -> Option<Vec<String>> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list", &format!("{} = [\"…\"]", key.name));
            return None;
        };
        let read: Vec<Option<String>> = items.iter().map(|item| read(self, key, item)).collect();
        read.into_iter().collect()
    }

    fn text<'v>(&mut self, key: &Key, value: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
        match value.get_ref().as_str() {
            None => self.wrong_type(key, value, "text", "\"…\""),
            Some(text) if text.trim().is_empty() => {
                let message = format!("`{}` is empty", key.name);
                let span = self.span(value);
                self.found
                    .report(&INVALID_VALUE, span, message)
                    .help("write a value, or remove it");
            }
            Some(text) => return Some(text),
        }
        None
    }

    fn wrong_type(&mut self, key: &Key, value: &Spanned<DeValue<'_>>, wanted: &str, form: &str) {
        let span = self.span(value);
        let message = format!("`{}` is {} where {wanted} belongs", key.name, kind(value.get_ref()));
        self.found.report(&WRONG_TYPE, span, message).help(format!("write `{form}`"));
    }

    fn choice(
        &mut self,
        key: &Key,
        known: &[&str],
        value: &Spanned<DeValue<'_>>,
    ) -> Option<String> {
        let text = self.text(key, value)?;
        if known.contains(&text) {
            return Some(text.to_owned());
        }
        let span = self.span(value);
        self.not_one_of(span, text, key.name, known);
        None
    }

    fn not_one_of(&mut self, span: Span, given: &str, name: &str, known: &[&str]) {
        let help = match nearest(given, known.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => format!("write one of `{}`", known.join("`, `")),
        };
        let message = format!("`{given}` is no value of `{name}`");
        self.found.report(&INVALID_VALUE, span, message).help(help);
    }

    fn path(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = self.text(key, value)?;
        self.located(text, self.span(value))
    }

    /// The path from the working folder.
    fn located(&mut self, path: &str, span: Span) -> Option<String> {
        let whole = paths::normal(&format!("{}/{path}", self.place.folder));
        let below = whole.strip_prefix(self.place.root.trim_end_matches('/'));
        let is_inside = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if path.starts_with('/') || !is_inside {
            self.found
                .report(&INVALID_VALUE, span, format!("`{path}` leaves the repository"))
                .reason("what a run reads and writes must not depend on the machine")
                .help(format!("write a path that starts from the folder of `{FILE}`"));
            return None;
        }
        let way = paths::relative(self.place.working, &whole);
        Some(if way.is_empty() { ".".to_owned() } else { way })
    }

    fn output(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = self.text(key, value)?;
        let span = self.span(value);
        let Some((format, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
            let message = format!("`{text}` has not the form `FORMAT=FILE`");
            self.found.report(&INVALID_VALUE, span, message).help("write `sarif=mirrorc.sarif`");
            return None;
        };
        if !FORMATS.contains(&format) {
            self.not_one_of(span, format, key.name, &FORMATS);
            return None;
        }
        Some(format!("{format}={}", self.located(path, span)?))
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
