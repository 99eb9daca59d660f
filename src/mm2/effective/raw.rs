//! The file as one pair sees it. In: the user's block and the settings that the compiler owns. Out: values by exact key
//! or by prefix, which is all that MirrorMaker 2 asks for.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    config::{Origin, Value},
    names::Names,
};
use crate::{mm2::owned::Entry, topology::Settings};

pub(super) struct Raw<'a> {
    user: &'a Settings,
    ours: BTreeMap<String, Cow<'a, str>>,
}

impl<'a> Raw<'a> {
    pub(super) fn new(user: &'a Settings, ours: Vec<Entry<'a>>) -> Raw<'a> {
        Raw { user, ours: ours.into_iter().collect() }
    }

    /// The user's block stands last in the file, so it wins.
    pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
        let ours = self.ours.get_key_value(key).map(ours);
        let Some(setting) = self.user.get(key) else { return ours };
        let mut value = Value::new(setting.value.as_str(), Origin::Line(setting));
        value.shadowed.extend(ours);
        Some(value)
    }

    /// The values of names, in no promised order. Of the names and the keys of the file, the fewer are looked up.
    pub(super) fn known(&self, names: Names) -> Vec<(String, Value<'a>)> {
        let user = self.user.plain();
        let found = |key: &str| Some((key.to_owned(), self.get(key)?));
        if user.len() + self.ours.len() > Names::count() {
            return names.iter().filter_map(found).collect();
        }
        let ours = self.ours.keys().filter(|key| self.user.get(key).is_none());
        let keys = user.map(|setting| setting.key.as_str()).chain(ours.map(String::as_str));
        keys.filter(|key| names.contains(key)).filter_map(found).collect()
    }

    /// Keys that start with a text, in no promised order, each once.
    pub(super) fn with_prefix(&self, prefix: &str) -> Vec<(String, Value<'a>)> {
        let from = self.ours.range(prefix.to_owned()..);
        let ours = from.take_while(|(key, _)| key.starts_with(prefix));
        let ours = ours.filter(|(key, _)| self.user.get(key).is_none());
        let mut found: Vec<_> = ours.map(|entry| (entry.0.clone(), self::ours(entry))).collect();
        let user = self.user.with_prefix(prefix);
        found.extend(
            user.filter_map(|setting| Some((setting.key.clone(), self.get(&setting.key)?))),
        );
        found
    }
}

fn ours<'a>((key, text): (&String, &Cow<'a, str>)) -> Value<'a> {
    Value::new(text.clone(), Origin::Ours { key: key.clone() })
}
