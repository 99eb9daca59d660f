//! The topics that belong to MirrorMaker 2, to Kafka or to Connect: their names, and what is taken for one.

use crate::{
    mm2::gates,
    topology::{Version, boolean},
};

/// How internal topics are named and recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalTopics {
    separator: String,
    test: Test,
}

/// Which names are taken for internal ones; each release line has its own test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    /// 2.4 to 3.0: `.internal` and `-internal`.
    AnyInternal,
    /// 3.1 to 3.9: with the separator as well.
    AnyInternalOrSeparated,
    /// From 4.0: only what MirrorMaker 2 itself makes.
    OwnOnly,
}

impl InternalTopics {
    pub(super) fn configure<'a>(
        setting: &dyn Fn(&str) -> Option<&'a str>,
        version: Version,
    ) -> InternalTopics {
        let separator = setting("replication.policy.separator")
            .filter(|_| gates::separator_in_internal_names(version))
            // Kafka reads the switch only where there is a separator.
            .filter(|_| {
                let switch = setting("replication.policy.internal.topic.separator.enabled");
                !gates::internal_separator_switch(version) || switch.is_none_or(boolean)
            });
        InternalTopics { separator: separator.unwrap_or(".").to_owned(), test: Test::of(version) }
    }

    pub(super) fn is_internal(&self, topic: &str) -> bool {
        if topic.starts_with("__") || topic.starts_with('.') {
            return true;
        }
        let is_separated = || self.without_suffix(topic).is_some();
        let is_any = || topic.ends_with("-internal") || topic.ends_with(".internal");
        match self.test {
            Test::AnyInternal => is_any(),
            Test::AnyInternalOrSeparated => is_any() || is_separated(),
            Test::OwnOnly => {
                (topic.starts_with("mm2") && is_separated()) || self.is_checkpoints(topic)
            }
        }
    }

    pub(super) fn offset_syncs(&self, alias: &str) -> String {
        format!("mm2-offset-syncs{}{alias}{}", self.separator, self.suffix())
    }

    pub(super) fn checkpoints(&self, alias: &str) -> String {
        format!("{alias}{}checkpoints{}", self.separator, self.suffix())
    }

    fn is_checkpoints(&self, topic: &str) -> bool {
        let head = self.without_suffix(topic).and_then(|head| head.strip_suffix("checkpoints"));
        head.is_some_and(|head| head.ends_with(&self.separator))
    }

    fn without_suffix<'t>(&self, topic: &'t str) -> Option<&'t str> {
        topic.strip_suffix("internal")?.strip_suffix(self.separator.as_str())
    }

    fn suffix(&self) -> String {
        format!("{}internal", self.separator)
    }
}

impl Test {
    fn of(version: Version) -> Test {
        if gates::narrow_internal_test(version) {
            Test::OwnOnly
        } else if gates::separator_in_internal_names(version) {
            Test::AnyInternalOrSeparated
        } else {
            Test::AnyInternal
        }
    }
}
