//! Values. In: a key and a value as it is written. Out: what is wrong with it, as Kafka would find.

use std::collections::BTreeSet;

use super::{Key, Kind, Values};
use crate::{mm2::gates, topology::Version};

/// Why a value will not do.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The value is not of the key's type.
    Type(Kind),
    /// The number is smaller.
    Below(i64),
    /// The number is not between the two.
    Outside(String, String),
    /// The value, or an entry of the list, is none of these.
    NoneOf(Vec<&'static str>),
    /// Neither -1 nor a number from 1 on.
    Replication,
    /// The scheduler of the connector refuses it.
    ZeroInterval,
    /// The list has an empty entry.
    EmptyEntry,
    /// The list has an entry twice.
    Twice(String),
}

impl Key {
    /// What is wrong with a value; nothing where it will do, or where its parts cannot be known.
    pub fn fault(&self, value: &str, version: Version) -> Option<Fault> {
        self.faults(value, version).into_iter().next()
    }

    /// All that is wrong with a value; a list may have several faults.
    pub fn faults(&self, value: &str, version: Version) -> Vec<Fault> {
        let value = value.trim();
        let range_fault = || match version < self.checked_since {
            true => None,
            false => self.range_fault(value, version),
        };
        match self.type_fault(value).or_else(range_fault) {
            Some(fault) => vec![fault],
            None => self.list_faults(value, version),
        }
    }

    fn type_fault(&self, value: &str) -> Option<Fault> {
        let number = value.strip_prefix('+').unwrap_or(value);
        let is_read = match self.kind {
            Kind::Boolean => ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word)),
            Kind::Short => number.parse::<i16>().is_ok(),
            Kind::Int => number.parse::<i32>().is_ok(),
            Kind::Long => number.parse::<i64>().is_ok(),
            Kind::Double => value.trim_end_matches(['d', 'D', 'f', 'F']).parse::<f64>().is_ok(),
            Kind::Text | Kind::List | Kind::Class | Kind::Password => true,
        };
        (!is_read).then_some(Fault::Type(self.kind))
    }

    fn range_fault(&self, value: &str, version: Version) -> Option<Fault> {
        let number = || value.parse::<i64>().ok();
        match self.values {
            Values::Any | Values::Names => None,
            Values::AtLeast(least) => {
                number().filter(|&found| found < least).map(|_| Fault::Below(least))
            }
            Values::Within(least, most) => number()
                .filter(|found| !(least..=most).contains(found))
                .map(|_| Fault::Outside(least.to_string(), most.to_string())),
            Values::Fraction(least, most) => value
                .parse::<f64>()
                .ok()
                .filter(|found| !(least..=most).contains(found))
                .map(|_| Fault::Outside(least.to_string(), most.to_string())),
            Values::OneOf(known) => self.choice_fault(value, known, |a, b| a == b),
            Values::OneOfAnyCase(known) => {
                self.choice_fault(value, known, str::eq_ignore_ascii_case)
            }
            Values::GzipLevel => number()
                .filter(|found| *found != -1 && !(1..=9).contains(found))
                .map(|_| Fault::Outside("1".to_owned(), "9".to_owned())),
            Values::Replication => {
                number().filter(|&found| found < -1 || found == 0).map(|_| Fault::Replication)
            }
            Values::Interval => (number() == Some(0)).then_some(Fault::ZeroInterval),
            Values::OffsetReset => {
                let is_duration = version.major >= 4 && value.starts_with("by_duration:");
                let known = &["earliest", "latest", "none"];
                if is_duration { None } else { self.choice_fault(value, known, |a, b| a == b) }
            }
        }
    }

    fn list_faults(&self, value: &str, version: Version) -> Vec<Fault> {
        let names = self.values == Values::Names;
        if self.kind != Kind::List || (!gates::strict_lists(version) && !names) {
            return Vec::new();
        }
        // Of several empty entries it is enough to tell that there are some.
        let is_torn = !names && entries(value).any(str::is_empty);
        let mut seen = BTreeSet::new();
        let mut stated = entries(value).filter(|entry| names || !entry.is_empty());
        let twice = stated.find(|entry| !seen.insert(*entry));
        let twice = twice.map(|entry| Fault::Twice(entry.to_owned()));
        is_torn.then_some(Fault::EmptyEntry).into_iter().chain(twice).collect()
    }

    fn choice_fault(
        &self,
        value: &str,
        known: &[&'static str],
        is_same: fn(&str, &str) -> bool,
    ) -> Option<Fault> {
        let is_known = |entry: &str| known.iter().any(|word| is_same(word, entry));
        let is_fine = match self.kind {
            Kind::List => entries(value).all(is_known),
            Kind::Boolean
            | Kind::Short
            | Kind::Int
            | Kind::Long
            | Kind::Double
            | Kind::Text
            | Kind::Class
            | Kind::Password => is_known(value),
        };
        (!is_fine).then(|| Fault::NoneOf(known.to_vec()))
    }
}

/// The entries of a list; none where the text is empty.
fn entries(value: &str) -> impl Iterator<Item = &str> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.split(',').map(str::trim)).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mm2::keys::Reader;

    fn check(reader: Reader, key: &str, value: &str, expected: Option<&Fault>) {
        let key = reader.key(key).expect("a key");
        let fault = key.fault(value, Version::new(3, 9, 1));
        assert_eq!(fault.as_ref(), expected, "{} = {value}", key.name);
    }

    #[test]
    fn lists_are_strict_since_4_2() {
        let topics = Reader::Mirror.key("topics").expect("a key");
        let fault = |value| topics.fault(value, Version::new(4, 2, 0));
        assert_eq!(fault("a, b"), None);
        assert_eq!(fault(""), None);
        assert_eq!(fault("a,"), Some(Fault::EmptyEntry));
        let twice = || Fault::Twice("a".to_owned());
        assert_eq!(fault("a, b, a"), Some(twice()));
        let faults = topics.faults("a,, b, a", Version::new(4, 2, 0));
        assert_eq!(faults, [Fault::EmptyEntry, twice()]);
    }

    #[test]
    fn values_are_read_as_kafka_reads_them() {
        let twice = Fault::Twice("a".to_owned());
        let mirror = |key, value, expected| check(Reader::Mirror, key, value, expected);
        mirror("enabled", " TRUE ", None);
        mirror("enabled", "yes", Some(&Fault::Type(Kind::Boolean)));
        mirror("enabled", "", Some(&Fault::Type(Kind::Boolean)));
        mirror("tasks.max", "+4", None);
        mirror("tasks.max", "4.0", Some(&Fault::Type(Kind::Int)));
        mirror("tasks.max", "0", Some(&Fault::Below(1)));
        mirror("tasks.max", "3000000000", Some(&Fault::Type(Kind::Int)));
        mirror("offset-syncs.topic.replication.factor", "40000", Some(&Fault::Type(Kind::Short)));
        mirror("replication.factor", "-1", None);
        mirror("replication.factor", "0", Some(&Fault::Replication));
        mirror("refresh.topics.interval.seconds", "0", Some(&Fault::ZeroInterval));
        mirror("refresh.topics.interval.seconds", "-1", None);
        mirror("offset-syncs.topic.location", "target", None);
        let location = Fault::NoneOf(vec!["source", "target"]);
        check(Reader::Mirror, "offset-syncs.topic.location", "Target", Some(&location));
        mirror("topics", "a, ,a", None);
        mirror("transforms", "a, b, a", Some(&twice));
        let window = "sasl.login.refresh.window.factor";
        check(Reader::Connection, window, "0.9", None);
        let outside = Fault::Outside("0.5".to_owned(), "1".to_owned());
        check(Reader::Connection, window, "2", Some(&outside));
        check(Reader::Connection, "security.protocol", "sasl_ssl", None);
        let reset = Fault::NoneOf(vec!["earliest", "latest", "none"]);
        check(Reader::Consumer, "auto.offset.reset", "by_duration:P1D", Some(&reset));
        check(Reader::Producer, "acks", "all", None);
        let acks = Fault::NoneOf(vec!["all", "-1", "0", "1"]);
        check(Reader::Producer, "acks", "2", Some(&acks));
    }
}
