//! The page of keys. Out: the Markdown of `docs/keys.md`, a table for each reader.

use crate::{
    mm2::keys::{Key, Kind, Reader, Values},
    topology::Version,
};

const HEAD: &str = "# Keys of the properties

What MirrorMaker 2, Kafka Connect and Kafka's clients read from `mirrorMaker2Properties`, from Kafka 2.4 to 4.3. A key
stands at the top level, behind the alias of a cluster (`east.`) or behind a flow (`east->west.`); each table says where.
Where no release is named, all of them read the key.
";

/// The whole page.
pub fn keys() -> String {
    Reader::ALL.into_iter().fold(HEAD.to_owned(), |page, reader| {
        let (title, place) = heading(reader);
        let rows: String = reader.keys().iter().map(row).collect();
        format!("{page}\n## {title}\n\n{place}\n\n| key | value | releases |\n| --- | --- | --- |\n{rows}")
    })
}

fn heading(reader: Reader) -> (&'static str, &'static str) {
    match reader {
        Reader::Mirror => {
            ("MirrorMaker 2", "At the top level for all flows, or behind a flow, which wins.")
        }
        Reader::Connector => ("Source connectors and filters", "Behind a flow only."),
        Reader::Process => ("The process", "At the top level only."),
        Reader::Connection => (
            "Connections",
            "Behind the alias of a cluster, or at the top level for all clusters. After `consumer.`, `producer.` or \
             `admin.` for one client of a cluster.",
        ),
        Reader::Worker => (
            "Workers",
            "Behind the alias of the cluster into which the worker writes. The top level is read for keys that begin \
             with `config.storage`, `offset.storage`, `status.storage`, `task`, `worker`, or the name of a converter, \
             and wins. The process reads `plugin.discovery` and `plugin.path` of the top level for its own plugins.",
        ),
        Reader::Consumer => (
            "Consumers",
            "After `consumer.` behind the alias of the source (since Kafka 2.8) or behind a flow; after \
             `source.consumer.` behind a flow (since Kafka 2.8), which wins.",
        ),
        Reader::Producer => (
            "Producers",
            "For the records: after `producer.` behind the alias of the target, or after `producer.override.` behind a \
             flow, which wins.",
        ),
        Reader::Admin => {
            ("Admin clients", "After `admin.` behind the alias of a cluster or behind a flow.")
        }
        Reader::Topic => (
            "Topics of a worker",
            "After `config.storage.`, `offset.storage.` or `status.storage.`, at the top level or behind the alias of \
             the target.",
        ),
    }
}

fn row(key: &Key) -> String {
    format!("| `{}` | {} | {} |\n", key.name, value(key), releases(key))
}

fn value(key: &Key) -> String {
    let kind = match key.kind {
        Kind::Boolean => "`true` or `false`",
        Kind::Short | Kind::Int | Kind::Long => "whole number",
        Kind::Double => "number",
        Kind::Text => "text",
        Kind::List => "list",
        Kind::Class => "class",
        Kind::Password => "secret",
    };
    match key.values {
        Values::Any => kind.to_owned(),
        Values::AtLeast(least) => format!("{kind}, {least} or more"),
        Values::Within(least, most) => format!("{kind}, {least} to {most}"),
        Values::Fraction(least, most) => format!("{kind}, {least} to {most}"),
        Values::GzipLevel => format!("{kind}, 1 to 9, or -1"),
        Values::OneOf(words) | Values::OneOfAnyCase(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        Values::Replication => format!("{kind}, 1 or more, or -1 for what the broker has"),
        Values::Interval => format!("{kind}, 1 or more; a negative one switches the job off"),
        Values::Names => format!("{kind} of names"),
        Values::OffsetReset => {
            "`earliest`, `latest`, `none`; `by_duration:` with a duration since Kafka 4.0"
                .to_owned()
        }
    }
}

fn releases(key: &Key) -> String {
    let first = Version::new(2, 4, 0);
    let mut words = Vec::new();
    if key.since > first {
        words.push(format!("since {}", key.since));
    }
    if let Some(deprecated) = key.deprecated {
        words.push(format!("deprecated in {deprecated}"));
    }
    if let Some(removed) = key.removed {
        words.push(format!("gone in {removed}"));
    }
    if let Some(name) = key.replaced_by {
        words.push(format!("`{name}` instead"));
    }
    words.join(", ")
}
