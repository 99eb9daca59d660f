//! The user's block of properties. In: its text and where its lines stand. Out: [`Settings`], each with its scope and place.

mod index;

use std::{collections::BTreeSet, ops::Range};

use index::Index;

use super::faults::MALFORMED_ESCAPE;
use crate::{diagnostic::Diagnostics, properties, source::Span, yaml::Text};

/// All entries of the block, in its order.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The block as the user wrote it.
    pub text: String,
    pub entries: Vec<Setting>,
    pub comments: Vec<Comment>,
    /// Where the lines of the block stand; its text is not held twice.
    place: Text,
    whole: Span,
    last: Index,
}

/// One `key=value`.
#[derive(Debug, Clone)]
pub struct Setting {
    pub key: String,
    pub value: String,
    pub scope: Scope,
    pub key_span: Span,
    /// The place of the value; of the key where there is no value.
    pub value_span: Span,
    /// Where key and value stand in the block, as they are written.
    key_range: Range<usize>,
    value_range: Range<usize>,
}

/// A line that Java passes over.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Without its mark and the blanks round it.
    pub text: String,
    pub span: Span,
}

/// What a key speaks of, by its prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    Top,
    /// `<alias>.key`
    Cluster {
        alias: String,
        key: String,
    },
    /// `<from>-><to>.key`; the names may be of no cluster.
    Flow {
        from: String,
        to: String,
        key: String,
    },
}

impl Setting {
    /// The place of the key, where it is written without escapes, so that another can take its place.
    pub fn plain_key(&self) -> Option<Span> {
        (self.key_span.range().len() == self.key.len()).then_some(self.key_span)
    }
}

impl Settings {
    pub(super) fn read(
        text: &Text,
        whole: Span,
        aliases: &BTreeSet<String>,
        found: &mut Diagnostics,
    ) -> Settings {
        let read = properties::read(&text.value);
        let place = |range: &Range<usize>| text.span(range.clone(), whole);
        for range in &read.malformed {
            found
                .report(&MALFORMED_ESCAPE, place(range), "`\\u` needs four hexadecimal digits")
                .reason("Java refuses the whole file, so MirrorMaker 2 does not start")
                .help("write a backslash as `\\\\`");
        }
        let mut settings = Settings {
            text: text.value.clone(),
            entries: Vec::new(),
            comments: Vec::new(),
            place: Text { value: String::new(), stretches: text.stretches.clone() },
            whole,
            last: Index::default(),
        };
        for range in &read.comments {
            let written = text.value.get(range.clone()).unwrap_or_default();
            let comment = written.trim_start_matches(['#', '!', ' ', '\t']).trim_end();
            settings.comments.push(Comment { text: comment.to_owned(), span: place(range) });
        }
        for entry in read.entries {
            let key_span = place(&entry.key_range);
            let value_span =
                if entry.value_range.is_empty() { key_span } else { place(&entry.value_range) };
            settings.last.insert(&entry.key, settings.entries.len());
            let scope = Scope::of(&entry.key, aliases);
            settings.entries.push(Setting {
                key: entry.key,
                value: entry.value,
                scope,
                key_span,
                value_span,
                key_range: entry.key_range,
                value_range: entry.value_range,
            });
        }
        settings
    }

    /// The entry that holds for a key: the last one.
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.entries.get(self.last.get(key)?)
    }

    /// The entries that hold and whose keys start with a text, by their keys.
    pub fn with_prefix<'a>(&'a self, prefix: &str) -> impl Iterator<Item = &'a Setting> + use<'a> {
        let found = self.last.with_prefix(prefix).into_iter();
        found.filter_map(|position| self.entries.get(position))
    }

    /// The entries `<from>-><to>.<key>` with a target and a key, those that do not hold included.
    pub fn flows_into<'a>(&'a self, to: &str, key: &str) -> impl Iterator<Item = &'a Setting> {
        let positions = self.last.with_target(&format!("{to}.{key}")).iter();
        positions.filter_map(|&position| self.entries.get(position))
    }

    /// The entries that hold and are of no flow, by their keys.
    pub fn plain(&self) -> impl ExactSizeIterator<Item = &Setting> {
        let entry = |position: usize| {
            self.entries.get(position).expect("the index holds positions of entries")
        };
        self.last.plain().map(entry)
    }

    /// Whether any flow may have a line of its own for a key.
    pub(super) fn may_be_of_a_flow(&self, key: &str) -> bool {
        self.last.may_be_of_a_flow(key)
    }

    /// The value as it is written, escapes included.
    pub fn raw_value(&self, setting: &Setting) -> &str {
        self.text.get(setting.value_range.clone()).unwrap_or("")
    }

    /// The place of a part of the value.
    pub fn part_span(&self, setting: &Setting, part: Range<usize>) -> Span {
        let range = properties::raw_range(self.raw_value(setting), part);
        let start = setting.value_range.start;
        self.place.span(start + range.start..start + range.end, self.whole)
    }

    /// The place of a part of the key.
    pub fn key_part_span(&self, setting: &Setting, part: Range<usize>) -> Span {
        let raw = self.text.get(setting.key_range.clone()).unwrap_or("");
        let range = properties::raw_range(raw, part);
        let start = setting.key_range.start;
        self.place.span(start + range.start..start + range.end, self.whole)
    }

    /// Whether YAML left the lines of the block as they were, and did not join them.
    pub fn keeps_lines(&self) -> bool {
        !self.place.stretches.is_empty()
    }

    /// Key and value as they are written, escapes included.
    pub fn raw(&self, setting: &Setting) -> &str {
        self.text.get(setting.key_range.start..setting.value_range.end).unwrap_or("")
    }

    /// Whether no later entry has the same key.
    pub fn holds(&self, setting: &Setting) -> bool {
        self.get(&setting.key).is_some_and(|last| std::ptr::eq(last, setting))
    }
}

impl Scope {
    fn of(key: &str, aliases: &BTreeSet<String>) -> Scope {
        if let Some((from, rest)) = key.split_once("->") {
            let dot = longest_alias(rest, aliases).or_else(|| rest.find('.'));
            let (to, key) = match dot {
                Some(dot) => (rest.get(..dot), rest.get(dot + 1..)),
                None => (Some(rest), Some("")),
            };
            return Scope::Flow {
                from: from.to_owned(),
                to: to.unwrap_or_default().to_owned(),
                key: key.unwrap_or_default().to_owned(),
            };
        }
        match longest_alias(key, aliases) {
            Some(dot) => Scope::Cluster {
                alias: key.get(..dot).unwrap_or_default().to_owned(),
                key: key.get(dot + 1..).unwrap_or_default().to_owned(),
            },
            None => Scope::Top,
        }
    }
}

/// The position of the dot behind the longest alias with which the text starts. An alias may hold dots itself.
fn longest_alias(text: &str, aliases: &BTreeSet<String>) -> Option<usize> {
    let mut dots = text.rmatch_indices('.').map(|(dot, _)| dot);
    dots.find(|&dot| text.get(..dot).is_some_and(|start| aliases.contains(start)))
}

/// As Java's `Boolean.parseBoolean`: `true` in any case, without trimming.
pub fn boolean(value: &str) -> bool {
    value.eq_ignore_ascii_case("true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, expected: &str) {
        let aliases = ["a", "b", "us.west", "us"].map(str::to_owned).into();
        let scope = match Scope::of(key, &aliases) {
            Scope::Top => "top".to_owned(),
            Scope::Cluster { alias, key } => format!("{alias}|{key}"),
            Scope::Flow { from, to, key } => format!("{from}|{to}|{key}"),
        };
        assert_eq!(scope, expected, "{key}");
    }

    #[test]
    fn a_key_speaks_of_a_flow_a_cluster_or_all() {
        check("a->b.enabled", "a|b|enabled");
        check("a->us.west.topics", "a|us.west|topics");
        check("us.west->us.topics.exclude", "us.west|us|topics.exclude");
        check("a->c.enabled", "a|c|enabled");
        check("a->b", "a|b|");
        check("a.consumer.x", "a|consumer.x");
        check("us.west.x", "us.west|x");
        check("us.east.x", "us|east.x");
        check("topics", "top");
        check("sync.topic.acls.enabled", "top");
    }
}
