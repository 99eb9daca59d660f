//! The lines of the properties that hold a list of Java patterns which counts.

use super::Context;
use crate::{
    mm2::{
        gates,
        pattern::{Entry, PatternList},
    },
    source::Span,
    topology::{Flow, Scope, Setting, Topology},
};

/// A line, and its entries.
pub(super) struct Line<'a> {
    pub(super) topology: &'a Topology,
    pub(super) setting: &'a Setting,
    /// The key without its flow.
    pub(super) key: &'a str,
    pub(super) entries: Vec<Entry>,
}

/// Each key with the one that names the class which reads it, and that class of Kafka.
const KEYS: [(&str, &str, &str); 8] = [
    ("topics", "topic.filter.class", "DefaultTopicFilter"),
    ("topics.exclude", "topic.filter.class", "DefaultTopicFilter"),
    ("topics.blacklist", "topic.filter.class", "DefaultTopicFilter"),
    ("groups", "group.filter.class", "DefaultGroupFilter"),
    ("groups.exclude", "group.filter.class", "DefaultGroupFilter"),
    ("groups.blacklist", "group.filter.class", "DefaultGroupFilter"),
    ("config.properties.exclude", "config.property.filter.class", "DefaultConfigPropertyFilter"),
    ("config.properties.blacklist", "config.property.filter.class", "DefaultConfigPropertyFilter"),
];

/// The lists that the release which runs takes for patterns. What a reference stands for is known only where it runs.
pub(super) fn lines<'a>(context: &Context<'a>) -> impl Iterator<Item = Line<'a>> + use<'a> {
    context.topologies.iter().flat_map(|topology| {
        let settings = topology.settings.entries.iter();
        settings.filter_map(move |setting| line(topology, setting))
    })
}

fn line<'a>(topology: &'a Topology, setting: &'a Setting) -> Option<Line<'a>> {
    let (key, flow) = match &setting.scope {
        Scope::Top => (setting.key.as_str(), None),
        Scope::Flow { key, .. } => (key.as_str(), Some(setting.key.strip_suffix(key.as_str())?)),
        Scope::Cluster { .. } => return None,
    };
    let (_, filter, class) = KEYS.into_iter().find(|(name, _, _)| *name == key)?;
    let version = topology.workload.version;
    let is_read = match key.rsplit_once('.') {
        Some((_, "exclude")) => gates::excludes(version),
        Some((_, "blacklist")) => gates::blacklists(version),
        Some(_) | None => true,
    };
    let own = flow.and_then(|flow| topology.settings.get(&format!("{flow}{filter}")));
    let stated = own.or_else(|| topology.settings.get(filter));
    let is_kafkas = stated.is_none_or(|stated| {
        stated.value.trim().strip_prefix("org.apache.kafka.connect.mirror.") == Some(class)
    });
    let counts = is_read && is_kafkas && topology.settings.holds(setting);
    if !counts || setting.value.contains("${") {
        return None;
    }
    let entries = PatternList::split(&setting.value, version).ok()?;
    Some(Line { topology, setting, key, entries })
}

impl Line<'_> {
    pub(super) fn compile(&self) -> Result<PatternList, crate::mm2::pattern::PatternFault> {
        PatternList::compile(&self.setting.value, self.topology.workload.version)
    }

    pub(super) fn span(&self, part: std::ops::Range<usize>) -> Span {
        self.topology.settings.part_span(self.setting, part)
    }

    /// The enabled flows for which the line counts.
    pub(super) fn flows(&self) -> impl Iterator<Item = &Flow> {
        self.topology.flows.iter().filter(|flow| {
            let holds = self.topology.flow_setting(flow, self.key);
            holds.is_some_and(|holds| std::ptr::eq(holds, self.setting))
        })
    }
}

/// A pattern as it is written in a block of properties.
pub(super) fn written(pattern: &str) -> String {
    pattern.replace('\\', "\\\\")
}

/// A pattern that matches just a text.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\.[]{}()*+?^$|&".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}

/// What the characters of a list mean to Java, as far as brackets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// With its character.
    Open(char),
    Close(char),
    Comma,
    Other,
}

/// The marks of a list with their places. Escaped characters and those of a class are none.
pub(super) fn marks(value: &str) -> Vec<(usize, Mark)> {
    let mut marks = Vec::new();
    let mut rest = value.char_indices();
    let mut classes = 0_usize;
    while let Some((at, character)) = rest.next() {
        let mark = match character {
            '\\' => {
                rest.next();
                Mark::Other
            }
            '[' => {
                classes += 1;
                Mark::Open('[')
            }
            ']' if classes > 0 => {
                classes -= 1;
                Mark::Close(']')
            }
            ',' => Mark::Comma,
            '(' | '{' if classes == 0 => Mark::Open(character),
            ')' | '}' if classes == 0 => Mark::Close(character),
            _ => Mark::Other,
        };
        marks.push((at, mark));
    }
    marks
}
