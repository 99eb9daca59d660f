//! The filters of topics and of groups. In: the settings of one connector. Out: a [`NameFilter`] that selects what
//! Kafka's `DefaultTopicFilter` and `DefaultGroupFilter` select.

mod plain;

pub use plain::{Dot, Plain};

use super::{
    gates,
    pattern::{PatternFault, PatternList},
};
use crate::topology::Version;

/// What a flow takes by name: what its include matches and its exclude does not.
#[derive(Debug, Clone)]
pub struct NameFilter {
    pub include: PatternList,
    pub exclude: PatternList,
}

/// Which topics are replicated, but for heartbeats, internal topics and cycles.
pub type TopicFilter = NameFilter;
/// Of which groups offsets are translated.
pub type GroupFilter = NameFilter;

/// A value that is no list of patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterFault {
    /// The key that was read, or would be: a default may be at fault.
    pub key: &'static str,
    pub value: String,
    pub fault: PatternFault,
}

/// What names are filtered; each kind has its keys and defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    Topics,
    Groups,
}

impl FilterKind {
    /// The key of the class that filters, and Kafka's own class.
    pub fn class(self) -> (&'static str, &'static str) {
        match self {
            FilterKind::Topics => {
                ("topic.filter.class", "org.apache.kafka.connect.mirror.DefaultTopicFilter")
            }
            FilterKind::Groups => {
                ("group.filter.class", "org.apache.kafka.connect.mirror.DefaultGroupFilter")
            }
        }
    }
}

/// Where one side of a filter comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    pub key: &'static str,
    pub value: &'a str,
    /// No key is set.
    pub is_default: bool,
}

impl NameFilter {
    /// The filter of topics. `setting` gives the values of the connector's configuration.
    pub fn topics<'a>(
        setting: &dyn Fn(&str) -> Option<&'a str>,
        version: Version,
    ) -> Result<TopicFilter, FilterFault> {
        NameFilter::configure(FilterKind::Topics, setting, version)
    }

    /// The filter of consumer groups.
    pub fn groups<'a>(
        setting: &dyn Fn(&str) -> Option<&'a str>,
        version: Version,
    ) -> Result<GroupFilter, FilterFault> {
        NameFilter::configure(FilterKind::Groups, setting, version)
    }

    fn configure<'a>(
        kind: FilterKind,
        setting: &dyn Fn(&str) -> Option<&'a str>,
        version: Version,
    ) -> Result<NameFilter, FilterFault> {
        let (include, exclude) = (kind.include(setting), kind.exclude(setting, version));
        for side in [&include, &exclude] {
            PatternList::split(side.value, version).map_err(|fault| side.fault(fault))?;
        }
        let compile = |side: &Source<'_>| {
            PatternList::compile(side.value, version).map_err(|fault| side.fault(fault))
        };
        Ok(NameFilter { include: compile(&include)?, exclude: compile(&exclude)? })
    }

    pub fn selects(&self, name: &str) -> bool {
        self.include.is_match(name) && !self.exclude.is_match(name)
    }
}

impl Source<'_> {
    fn fault(&self, fault: PatternFault) -> FilterFault {
        FilterFault { key: self.key, value: self.value.to_owned(), fault }
    }
}

impl FilterKind {
    /// The include that holds.
    pub fn include<'a>(self, setting: &dyn Fn(&str) -> Option<&'a str>) -> Source<'a> {
        let key = match self {
            FilterKind::Topics => "topics",
            FilterKind::Groups => "groups",
        };
        source(key, setting(key), ".*")
    }

    /// The exclude that holds.
    pub fn exclude<'a>(
        self,
        setting: &dyn Fn(&str) -> Option<&'a str>,
        version: Version,
    ) -> Source<'a> {
        let (key, old) = match self {
            FilterKind::Topics => ("topics.exclude", "topics.blacklist"),
            FilterKind::Groups => ("groups.exclude", "groups.blacklist"),
        };
        let new = setting(key).filter(|_| gates::excludes(version));
        let former = || setting(old).filter(|_| gates::blacklists(version));
        match (new, former()) {
            (None, Some(value)) => source(old, Some(value), ""),
            (value, _) => source(key, value, self.default_exclude(version)),
        }
    }

    pub fn default_exclude(self, version: Version) -> &'static str {
        match self {
            FilterKind::Topics if gates::narrow_internal_test(version) => {
                r"mm2.*\.internal, .*\.replica, __.*"
            }
            FilterKind::Topics => r".*[\-\.]internal, .*\.replica, __.*",
            FilterKind::Groups => "console-consumer-.*, connect-.*, __.*",
        }
    }
}

fn source<'a>(key: &'static str, value: Option<&'a str>, default: &'a str) -> Source<'a> {
    Source { key, value: value.unwrap_or(default), is_default: value.is_none() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exclude_that_holds_depends_on_the_release() {
        let both = [("topics.exclude", "new"), ("topics.blacklist", "old")];
        let check = |settings: &[(&str, &'static str)], version, excluded: &str| {
            let setting =
                |key: &str| settings.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
            let filter = NameFilter::topics(&setting, version).unwrap();
            for name in ["new", "old", "x.replica", "x-internal"] {
                assert_eq!(!filter.selects(name), excluded.contains(name), "{name} {version}");
            }
        };
        check(&both, Version::new(2, 6, 3), "old");
        check(&both, Version::new(3, 9, 1), "new");
        check(&both, Version::new(4, 0, 0), "new");
        check(&both[1..], Version::new(3, 9, 1), "old");
        check(&both[1..], Version::new(4, 0, 0), "x.replica");
        check(&[], Version::new(3, 9, 1), "x.replica x-internal");
        check(&[("topics.exclude", "")], Version::new(3, 9, 1), "");
    }

    #[test]
    fn an_empty_include_selects_nothing() {
        let setting = |key: &str| (key == "groups").then_some(" ");
        let filter = NameFilter::groups(&setting, Version::new(4, 3, 1)).unwrap();
        assert!(!filter.selects("orders"));
        let filter = NameFilter::groups(&|_| None, Version::new(4, 3, 1)).unwrap();
        assert!(filter.selects("orders") && !filter.selects("connect-sink"));
    }
}
