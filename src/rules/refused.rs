//! Names that a filter should take and refuses. In: a flow and names. Out: by which entries each is refused, and the lines
//! that would let it pass.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    failover::listed,
    patterns::{quoted, written},
};
use crate::{
    diagnostic::Diagnostic,
    mm2::{
        effective::{self, Config, Value},
        filter::{FilterKind, Source},
        gates,
        pattern::{Entry, PatternList},
        simulate::Flow,
    },
    topology::{Setting, Version},
};

/// More names than these make a line that nobody would type.
const NAMES: usize = 8;

/// The filter of a flow as it counts.
pub(super) struct Filter<'a> {
    flow: &'a Flow<'a>,
    include: List<'a>,
    exclude: List<'a>,
}

struct List<'a> {
    key: &'static str,
    patterns: Rc<Patterns>,
    /// Nothing for a default.
    line: Option<&'a Setting>,
}

struct Patterns {
    all: PatternList,
    /// What each entry matches alone, as far as it is a pattern of its own: entries are joined before they are read.
    alone: Vec<Option<PatternList>>,
}

/// The lists that were compiled: most flows have those of another one.
#[derive(Default)]
pub(super) struct Compiled(BTreeMap<(Version, String), Option<Rc<Patterns>>>);

/// Why a name does not pass.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Refusal {
    is_included: bool,
    is_excluded: bool,
    /// The entries of the exclude that match it, by their position.
    excluding: Vec<usize>,
}

impl<'a> Filter<'a> {
    /// Nothing where it is not known what the filter takes, or where it is refused itself.
    pub(super) fn of(
        flow: &'a Flow<'a>,
        kind: FilterKind,
        compiled: &mut Compiled,
    ) -> Option<Filter<'a>> {
        let config = effective::connector_config(flow.topology, flow.pair.from, flow.pair.to);
        let (key, own) = kind.class();
        if config.get(key).is_some_and(|class| class.trim() != own) {
            return None;
        }
        let setting = |key: &str| config.get(key);
        let include = List::read(&kind.include(&setting), &config, compiled)?;
        let exclude = List::read(&kind.exclude(&setting, config.version), &config, compiled)?;
        Some(Filter { flow, include, exclude })
    }

    /// Nothing where the name passes.
    pub(super) fn refusal(&self, name: &str) -> Option<Refusal> {
        let is_included = self.include.patterns.all.is_match(name);
        let is_excluded = self.exclude.patterns.all.is_match(name);
        let alone = self.exclude.patterns.alone.iter().enumerate().filter(|_| is_excluded);
        let matching =
            alone.filter(|(_, alone)| alone.as_ref().is_some_and(|alone| alone.is_match(name)));
        let excluding = matching.map(|(position, _)| position).collect();
        (!is_included || is_excluded).then_some(Refusal { is_included, is_excluded, excluding })
    }

    /// As the beginning of a sentence.
    pub(super) fn reason(&self, refusal: &Refusal, names: &[&str]) -> String {
        let include = self.include.key;
        let listed = listed(names);
        let them = if names.len() == 1 { "it" } else { "them" };
        match (refusal.is_included, refusal.is_excluded) {
            (false, false) => format!("`{include}` does not match {listed}"),
            (false, true) => {
                let excludes = self.excludes(refusal);
                format!("`{include}` does not match {listed}, and {excludes} {them}")
            }
            (true, _) => format!("{} {listed}", self.excludes(refusal)),
        }
    }

    fn excludes(&self, refusal: &Refusal) -> String {
        let whose = if self.exclude.line.is_none() { "the default of " } else { "" };
        let key = format!("{whose}`{}`", self.exclude.key);
        let items: Vec<&str> = self.excluding(refusal).map(|entry| entry.text.as_str()).collect();
        match items.as_slice() {
            [] => format!("{key} matches"),
            [item] => format!("`{item}` of {key} matches"),
            items => format!("{} of {key} match", listed(items)),
        }
    }

    fn excluding(&self, refusal: &Refusal) -> impl Iterator<Item = &Entry> {
        refusal.excluding.iter().filter_map(|&at| self.exclude.entries().get(at))
    }

    /// What lets the names pass, as an imperative: the lines, where they can be told.
    pub(super) fn help(&self, refusal: &Refusal, names: &[&str]) -> String {
        let name = self.flow.name();
        if !refusal.is_included && names.len() > NAMES {
            return format!("write the names into `{}` of `{name}`", self.include.key);
        }
        if refusal.is_excluded && refusal.excluding.is_empty() {
            return format!("let `{}` of `{name}` not match", self.exclude.key);
        }
        let include = (!refusal.is_included).then(|| self.wider_include(names));
        let exclude = refusal.is_excluded.then(|| self.shorter_exclude(refusal));
        let lines: Vec<String> = include.into_iter().chain(exclude).collect();
        format!("write {}", lines.join(" and "))
    }

    fn wider_include(&self, names: &[&str]) -> String {
        let own = self.include.entries().iter().map(|entry| entry.text.clone());
        // A comma would separate.
        let added = names.iter().map(|name| quoted(name).replace(',', "."));
        self.line(self.include.key, own.chain(added))
    }

    fn shorter_exclude(&self, refusal: &Refusal) -> String {
        let entries = self.exclude.entries().iter().enumerate();
        let left = entries.filter(|(at, _)| !refusal.excluding.contains(at));
        self.line(self.exclude_key(), left.map(|(_, entry)| entry.text.clone()))
    }

    fn line(&self, key: &str, entries: impl Iterator<Item = String>) -> String {
        let entries = entries.collect::<Vec<_>>().join(", ");
        format!("`{}.{key}={}`", self.flow.name(), written(&entries))
    }

    /// The key that the release reads first.
    fn exclude_key(&self) -> &'static str {
        let is_new = gates::excludes(self.flow.topology.workload.version);
        match (is_new, self.include.key) {
            (true, "topics") => "topics.exclude",
            (true, _) => "groups.exclude",
            (false, _) => self.exclude.key,
        }
    }

    /// Shows the lines that refuse.
    pub(super) fn relate(&self, refusal: &Refusal, finding: &mut Diagnostic) {
        let settings = &self.flow.topology.settings;
        if let Some(line) = self.include.line.filter(|_| !refusal.is_included) {
            finding.related(line.value_span, "not matched here");
        }
        let Some(line) = self.exclude.line.filter(|_| refusal.is_excluded) else { return };
        match self.excluding(refusal).next() {
            Some(entry) => {
                finding.related(settings.part_span(line, entry.range.clone()), "excluded here")
            }
            None => finding.related(line.value_span, "excluded here"),
        };
    }
}

impl<'a> List<'a> {
    fn read(source: &Source<'_>, config: &Config<'a>, compiled: &mut Compiled) -> Option<List<'a>> {
        let value = config.values.get(source.key).filter(|_| !source.is_default);
        if value.is_some_and(Value::has_reference) {
            return None;
        }
        let patterns = compiled.get(source.value, config.version)?;
        let line = value.and_then(|value| value.origin.line());
        Some(List { key: source.key, patterns, line })
    }

    fn entries(&self) -> &[Entry] {
        &self.patterns.all.entries
    }
}

impl Compiled {
    /// Nothing where a release refuses the value, or nobody knows what it matches.
    fn get(&mut self, value: &str, version: Version) -> Option<Rc<Patterns>> {
        let read = |text: &str| PatternList::compile(text, version).ok();
        let patterns = self.0.entry((version, value.to_owned())).or_insert_with(|| {
            let all = read(value)?;
            let alone = all.entries.iter().map(|entry| read(&entry.text)).collect();
            Some(Rc::new(Patterns { all, alone }))
        });
        patterns.clone()
    }
}
