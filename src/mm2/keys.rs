//! The catalogue of keys that Kafka's own classes read. In: the name of a key and who reads it. Out: its [`Key`]: type,
//! values, and the releases that know it; from 2.4 to 4.3. What a line of the properties does is the matter of `standing`.
//!
//! The rows are written as data, sorted, and found by halving: nothing is built or parsed at start.

mod admin;
mod connection;
mod connector;
mod consumer;
mod mirror;
mod process;
mod producer;
mod standing;
mod topic;
mod value;
mod worker;

pub use standing::{Catalogue, Inert, Standing, Why};
pub use value::Fault;

use crate::topology::Version;

/// A key as one reader defines it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub values: Values,
    /// The first release that knows it; 2.4.0 for those that are older.
    pub since: Version,
    /// The first release that warns of it or documents another way.
    pub deprecated: Option<Version>,
    /// The first release that does not know it.
    pub removed: Option<Version>,
    pub replaced_by: Option<&'static str>,
    /// The first release that holds values to `values`.
    checked_since: Version,
}

/// How Kafka reads the text of a value (`ConfigDef.Type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    Short,
    Int,
    Long,
    Double,
    Text,
    List,
    Class,
    Password,
}

/// Which values of its type a key takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    Any,
    /// From a number on.
    AtLeast(i64),
    /// From one number to another, both included.
    Within(i64, i64),
    Fraction(f64, f64),
    /// From 1 to 9, or -1 for what the JVM has as its own.
    GzipLevel,
    OneOf(&'static [&'static str]),
    /// In any case.
    OneOfAnyCase(&'static [&'static str]),
    /// A number of replicas or partitions, or -1 for what the broker has as its own.
    Replication,
    /// Seconds between two runs of a job: the scheduler refuses 0, and fewer switch the job off.
    Interval,
    /// A list of names, each there once.
    Names,
    /// `auto.offset.reset`
    OffsetReset,
}

/// Who reads a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The three connectors of MirrorMaker 2; their keys are taken from the top level and from flows.
    Mirror,
    /// Every source connector, and the filters; its keys are taken from flows only.
    Connector,
    /// The process as a whole.
    Process,
    /// Every client, and whoever makes clients.
    Connection,
    Worker,
    Consumer,
    Producer,
    Admin,
    /// A topic that Connect makes.
    Topic,
}

/// How a release stands to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    Newer,
    Current,
    Deprecated,
    Removed,
}

impl Reader {
    pub const ALL: [Reader; 9] = [
        Reader::Mirror,
        Reader::Connector,
        Reader::Process,
        Reader::Connection,
        Reader::Worker,
        Reader::Consumer,
        Reader::Producer,
        Reader::Admin,
        Reader::Topic,
    ];

    /// Its keys, sorted by their names.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Reader::Mirror => &mirror::MIRROR,
            Reader::Connector => &connector::CONNECTOR,
            Reader::Process => &process::PROCESS,
            Reader::Connection => &connection::CONNECTION,
            Reader::Worker => &worker::WORKER,
            Reader::Consumer => &consumer::CONSUMER,
            Reader::Producer => &producer::PRODUCER,
            Reader::Admin => &admin::ADMIN,
            Reader::Topic => &topic::TOPIC,
        }
    }

    pub fn key(self, name: &str) -> Option<&'static Key> {
        let keys = self.keys();
        let at = keys.binary_search_by(|key| key.name.cmp(name)).ok()?;
        keys.get(at)
    }
}

impl Key {
    pub fn age(&self, version: Version) -> Age {
        if version < self.since {
            Age::Newer
        } else if self.removed.is_some_and(|removed| version >= removed) {
            Age::Removed
        } else if self.deprecated.is_some_and(|deprecated| version >= deprecated) {
            Age::Deprecated
        } else {
            Age::Current
        }
    }

    /// Whether a release reads it.
    pub fn is_in(&self, version: Version) -> bool {
        matches!(self.age(version), Age::Current | Age::Deprecated)
    }

    const fn since(self, major: u32, minor: u32, patch: u32) -> Key {
        Key { since: Version::new(major, minor, patch), ..self }
    }

    const fn deprecated(self, major: u32, minor: u32, patch: u32) -> Key {
        Key { deprecated: Some(Version::new(major, minor, patch)), ..self }
    }

    const fn removed(self, major: u32, minor: u32, patch: u32) -> Key {
        Key { removed: Some(Version::new(major, minor, patch)), ..self }
    }

    const fn checked_since(self, major: u32, minor: u32, patch: u32) -> Key {
        Key { checked_since: Version::new(major, minor, patch), ..self }
    }

    const fn replaced_by(self, name: &'static str) -> Key {
        Key { replaced_by: Some(name), ..self }
    }

    const fn takes(self, values: Values) -> Key {
        Key { values, ..self }
    }

    const fn at_least(self, least: i64) -> Key {
        self.takes(Values::AtLeast(least))
    }

    const fn within(self, least: i64, most: i64) -> Key {
        self.takes(Values::Within(least, most))
    }

    const fn fraction(self, least: f64, most: f64) -> Key {
        self.takes(Values::Fraction(least, most))
    }

    const fn one_of(self, values: &'static [&'static str]) -> Key {
        self.takes(Values::OneOf(values))
    }

    const fn any_case(self, values: &'static [&'static str]) -> Key {
        self.takes(Values::OneOfAnyCase(values))
    }

    const fn replication(self) -> Key {
        self.takes(Values::Replication)
    }

    const fn interval(self) -> Key {
        self.takes(Values::Interval)
    }

    const fn names(self) -> Key {
        self.takes(Values::Names)
    }

    const fn gzip_level(self) -> Key {
        self.takes(Values::GzipLevel)
    }

    const fn offset_reset(self) -> Key {
        self.takes(Values::OffsetReset)
    }
}

/// A key of the first release, with any value of its type.
const fn key(name: &'static str, kind: Kind) -> Key {
    let first = Version::new(2, 4, 0);
    Key {
        name,
        kind,
        values: Values::Any,
        since: first,
        deprecated: None,
        removed: None,
        replaced_by: None,
        checked_since: first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_so_that_each_is_found() {
        for reader in Reader::ALL {
            for pair in reader.keys().windows(2) {
                assert!(pair[0].name < pair[1].name, "{} {}", pair[0].name, pair[1].name);
            }
        }
    }

    #[test]
    fn what_replaces_a_key_is_a_key_of_the_same_reader() {
        for reader in Reader::ALL {
            for key in reader.keys() {
                let Some(successor) = key.replaced_by else { continue };
                let successor = reader.key(successor).expect("the successor is a key");
                let gone = key.removed.expect("only keys that went are replaced");
                assert!(successor.is_in(gone), "{}", key.name);
            }
        }
    }

    fn check(reader: Reader, name: &str, version: (u32, u32, u32), expected: Age) {
        let (major, minor, patch) = version;
        let key = reader.key(name).expect("a key");
        assert_eq!(key.age(Version::new(major, minor, patch)), expected, "{name}");
    }

    #[test]
    fn keys_come_and_go() {
        check(Reader::Mirror, "topics.blacklist", (2, 6, 0), Age::Current);
        check(Reader::Mirror, "topics.blacklist", (2, 7, 0), Age::Deprecated);
        check(Reader::Mirror, "topics.blacklist", (4, 0, 0), Age::Removed);
        check(Reader::Mirror, "offset-syncs.topic.location", (2, 8, 2), Age::Newer);
        check(Reader::Mirror, "offset-syncs.topic.location", (3, 0, 0), Age::Current);
        check(Reader::Consumer, "group.protocol", (3, 6, 2), Age::Newer);
    }
}
