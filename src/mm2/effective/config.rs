//! Settings in effect, each with what they come from and what they hide.

use std::{borrow::Cow, collections::BTreeMap};

use super::defaults;
use crate::{
    mm2::gates,
    topology::{Setting, Version},
};

/// Settings by their key, as one reader gets them.
#[derive(Debug, Clone)]
pub struct Config<'a> {
    pub version: Version,
    pub values: BTreeMap<String, Value<'a>>,
}

/// A value that counts. Its text is not trimmed, and references such as `${dir:…}` are as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value<'a> {
    pub text: Cow<'a, str>,
    pub origin: Origin<'a>,
    /// What would count if this did not, the strongest first.
    pub shadowed: Vec<Value<'a>>,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum Origin<'a> {
    /// A line of the user's block.
    Line(&'a Setting),
    /// A line that the compiler writes, by its key.
    Ours { key: String },
    /// MirrorMaker 2 makes it from names, or insists on it.
    Derived,
    /// Kafka's own definition of the key.
    Default,
}

impl PartialEq for Origin<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Origin::Line(a), Origin::Line(b)) => std::ptr::eq(*a, *b),
            (Origin::Ours { key: a }, Origin::Ours { key: b }) => a == b,
            (Origin::Derived, Origin::Derived) | (Origin::Default, Origin::Default) => true,
            (Origin::Line(_) | Origin::Ours { .. } | Origin::Derived | Origin::Default, _) => false,
        }
    }
}

impl Eq for Origin<'_> {}

impl<'a> Origin<'a> {
    /// The key as it stands in the file, where the value comes from the file.
    pub fn key(&self) -> Option<&str> {
        match self {
            Origin::Line(setting) => Some(&setting.key),
            Origin::Ours { key } => Some(key),
            Origin::Derived | Origin::Default => None,
        }
    }

    /// The line of the user's block.
    pub fn line(&self) -> Option<&'a Setting> {
        match self {
            Origin::Line(setting) => Some(setting),
            Origin::Ours { .. } | Origin::Derived | Origin::Default => None,
        }
    }
}

impl<'a> Value<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>, origin: Origin<'a>) -> Value<'a> {
        Value { text: text.into(), origin, shadowed: Vec::new() }
    }

    pub(super) fn derived(text: impl Into<Cow<'a, str>>) -> Value<'a> {
        Value::new(text, Origin::Derived)
    }

    /// Whether a configuration provider replaces a part of the text.
    pub fn has_reference(&self) -> bool {
        let mut starts = self.text.split("${").skip(1);
        starts.any(|rest| rest.split('}').next().is_some_and(|inner| inner.contains(':')))
    }
}

impl<'a> Config<'a> {
    pub(super) fn new(version: Version) -> Config<'a> {
        Config { version, values: BTreeMap::new() }
    }

    /// What was given, without defaults and without the older spellings of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(|value| value.text.as_ref())
    }

    /// What MirrorMaker 2 goes by: the key itself, else its older spelling while that is understood, else the default.
    pub fn effective(&self, key: &str) -> Option<Value<'a>> {
        let older = older_spelling(key, self.version).and_then(|older| self.values.get(older));
        let is_understood = gates::excludes(self.version) || !key.ends_with(".exclude");
        if let Some(value) = self.values.get(key).filter(|_| is_understood) {
            let mut value = value.clone();
            value.shadowed.extend(older.map(flat).unwrap_or_default());
            return Some(value);
        }
        older
            .cloned()
            .or_else(|| Some(Value::new(defaults::default(key, self.version)?, Origin::Default)))
    }

    /// As Kafka reads a BOOLEAN: trimmed, in any case. Nothing where the value is no boolean or has no default.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        boolean(&self.effective(key)?.text)
    }

    /// A later step overwrites an earlier one.
    pub(super) fn set(&mut self, key: impl Into<String>, value: Value<'a>) {
        let key = key.into();
        let mut value = value;
        if let Some(hidden) = self.values.remove(&key) {
            value.shadowed.extend(flat(&hidden));
        }
        self.values.insert(key, value);
    }

    pub(super) fn set_if_absent(&mut self, key: impl Into<String>, value: Value<'a>) {
        let key = key.into();
        match self.values.get_mut(&key) {
            Some(stronger) => stronger.shadowed.extend(flat(&value)),
            None => {
                self.values.insert(key, value);
            }
        }
    }

    /// The settings below a prefix, which is taken off.
    pub(super) fn below(&self, prefix: &str) -> impl Iterator<Item = (&str, &Value<'a>)> {
        let from = self.values.range(prefix.to_owned()..);
        let found = from.map_while(move |(key, value)| Some((key.strip_prefix(prefix)?, value)));
        found.filter(|(key, _)| !key.is_empty())
    }
}

/// A value and what it hides, in one list.
fn flat<'a>(value: &Value<'a>) -> Vec<Value<'a>> {
    let own = Value { shadowed: Vec::new(), ..value.clone() };
    std::iter::once(own).chain(value.shadowed.iter().cloned()).collect()
}

/// As Kafka reads a BOOLEAN.
pub fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |word| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}

/// `topics.exclude` was `topics.blacklist`, and so on.
fn older_spelling(key: &str, version: Version) -> Option<&'static str> {
    let older = match key {
        "topics.exclude" => "topics.blacklist",
        "groups.exclude" => "groups.blacklist",
        "config.properties.exclude" => "config.properties.blacklist",
        _ => return None,
    };
    gates::blacklists(version).then_some(older)
}
