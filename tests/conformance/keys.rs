//! The catalogue of keys, compared with the definitions of each release: which keys there are, their types, and
//! which values they take.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use mirrorc::{
    mm2::keys::{Fault, Key, Kind, Reader, Values},
    topology::Version,
};

use super::{class_path, peer};

/// Every minor release whose jars Maven Central still resolves, and those that changed a definition between two.
const VERSIONS: [&str; 18] = [
    "2.7.2", "2.8.2", "3.0.2", "3.1.2", "3.2.0", "3.3.0", "3.4.0", "3.5.0", "3.5.1", "3.6.2",
    "3.7.0", "3.8.0", "3.9.1", "4.0.0", "4.1.1", "4.2.0", "4.3.0", "4.3.1",
];

/// Values that are no words of any key: numbers at the limits of ranges and types, and what is no number.
const NUMBERS: [&str; 26] = [
    "-2147483649",
    "-131073",
    "-131072",
    "-2",
    "-1",
    "0",
    "+1",
    "1",
    "2",
    "10",
    "18",
    "23",
    "900",
    "901",
    "3600",
    "3601",
    "4999",
    "5000",
    "32768",
    "86401",
    "2147483648",
    "9223372036854775808",
    "0.3",
    "0.9",
    "1.5",
    "x",
];

/// Keys whose definitions hold values to something else before a release, which is the first that counts. Before it,
/// security protocols and types of compression are refused only when a client is made; `client.dns.lookup` has a word
/// more; and workers do not take -1 for the size of a buffer.
const AGREED_SINCE: [(&str, Version); 6] = [
    ("client.dns.lookup", Version::new(3, 0, 0)),
    ("compression.type", Version::new(3, 3, 0)),
    ("receive.buffer.bytes", Version::new(3, 5, 0)),
    ("security.protocol", Version::new(3, 5, 1)),
    ("send.buffer.bytes", Version::new(3, 5, 0)),
    ("ssl.client.auth", Version::new(3, 3, 0)),
];

/// Keys whose values the catalogue does not know: algorithms that the JVM has, lines of headers, and addresses; and the
/// versions of plugins, which may be ranges.
const OPEN: [&str; 6] = [
    "admin.listeners",
    "inter.worker.key.generation.algorithm",
    "inter.worker.signature.algorithm",
    "inter.worker.verification.algorithms",
    "listeners",
    "response.http.headers.config",
];

/// What a release defines: by the name of the definition and of the key, its type and the values that it refuses.
type Definitions = BTreeMap<String, BTreeMap<String, (String, BTreeSet<String>)>>;

#[test]
fn every_release_defines_the_keys_of_the_catalogue() {
    if super::is_skipped() {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    fs::create_dir_all(&folder).unwrap();
    let values = values();
    let (mut compared, mut faults) = (0, Vec::new());
    for version in VERSIONS {
        let definitions = ask(&folder, version, &values);
        let release = Version::parse(version).unwrap();
        for reader in Reader::ALL {
            let theirs = defined(reader, &definitions);
            let ours = reader.keys().iter().filter(|key| key.is_in(release));
            let ours: BTreeMap<&str, &Key> = ours.map(|key| (key.name, key)).collect();
            compared += theirs.len();
            let names: BTreeSet<&str> =
                ours.keys().copied().chain(theirs.keys().copied()).collect();
            for name in names {
                let fault = match (ours.get(name), theirs.get(name)) {
                    (Some(ours), Some(theirs)) => difference(ours, theirs, release, &values),
                    (Some(_), None) => Some("is defined nowhere".to_owned()),
                    (None, _) => Some("is not in the catalogue".to_owned()),
                };
                faults.extend(fault.map(|fault| format!("{version} {reader:?} {name} {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{} differences\n{}", faults.len(), faults.join("\n"));
    peer::tell(&format!(
        "keys: {compared} definitions of {} releases equal, each with {} values",
        VERSIONS.len(),
        values.len()
    ));
}

/// The words of all keys, and numbers.
fn values() -> Vec<&'static str> {
    let keys = Reader::ALL.into_iter().flat_map(Reader::keys);
    let words = keys.flat_map(|key| match key.values {
        Values::OneOf(words) | Values::OneOfAnyCase(words) => words,
        Values::Any
        | Values::AtLeast(_)
        | Values::Within(..)
        | Values::GzipLevel
        | Values::Names
        | Values::Fraction(..)
        | Values::Replication
        | Values::Interval
        | Values::OffsetReset => &[],
    });
    let others = ["TRUE", "Source", "Sasl_Ssl", "earliest", "by_duration:P1D", "x,,y", "x,x"];
    let values: BTreeSet<&str> = words.copied().chain(NUMBERS).chain(others).collect();
    values.into_iter().collect()
}

fn ask(folder: &Path, version: &str, values: &[&str]) -> Definitions {
    let mut java = peer::command("java");
    java.arg("-cp").arg(class_path(folder, version));
    java.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/ConfigKeys.java"));
    let output = peer::run(java.args(values), b"");
    let mut definitions = Definitions::new();
    for line in std::str::from_utf8(&output.stdout).unwrap().lines() {
        let parts: Vec<String> = serde_json::from_str(line).unwrap();
        let [definition, key, kind, refused @ ..] = parts.as_slice() else { panic!("{line}") };
        let refused = refused.iter().cloned().collect();
        let keys = definitions.entry(definition.clone()).or_default();
        keys.insert(key.clone(), (kind.clone(), refused));
    }
    definitions
}

/// What a reader defines of its own: without the keys that say how to connect, and without those of the connectors
/// of MirrorMaker 2 for other connectors.
fn defined(
    reader: Reader,
    definitions: &Definitions,
) -> BTreeMap<&str, &(String, BTreeSet<String>)> {
    let (own, without): (&[&str], &[&str]) = match reader {
        Reader::Mirror => (&["source", "checkpoint", "heartbeat"], &["client"]),
        Reader::Connector => (&["connector"], &["source", "checkpoint", "heartbeat"]),
        Reader::Process => (&["process"], &["client"]),
        Reader::Connection => (&["client"], &[]),
        Reader::Worker => (&["worker"], &["client"]),
        Reader::Consumer => (&["consumer"], &["client"]),
        Reader::Producer => (&["producer"], &["client"]),
        Reader::Admin => (&["admin"], &["client"]),
        Reader::Topic => (&["topic"], &[]),
    };
    let keys = own.iter().flat_map(|name| &definitions[*name]);
    let elsewhere = |key: &str| without.iter().any(|name| definitions[*name].contains_key(key));
    let keys = keys.filter(|(key, _)| !elsewhere(key));
    keys.map(|(key, definition)| (key.as_str(), definition)).collect()
}

fn difference(
    ours: &Key,
    (kind, refused): &(String, BTreeSet<String>),
    release: Version,
    values: &[&str],
) -> Option<String> {
    if *kind != kafkas(ours.kind) {
        return Some(format!("is {kind}, not {:?}", ours.kind));
    }
    // Whether a class is there is not a matter of the definition.
    if ours.kind == Kind::Class
        || OPEN.contains(&ours.name)
        || ours.name.ends_with(".plugin.version")
    {
        return None;
    }
    let agreed = AGREED_SINCE.iter().find(|(name, _)| *name == ours.name);
    if agreed.is_some_and(|(_, since)| release < *since) {
        return None;
    }
    let differs = |value: &&&str| refuses(ours, value, release) != refused.contains(**value);
    let differing: Vec<String> = values
        .iter()
        .filter(differs)
        .map(|value| {
            let verb = if refused.contains(*value) { "refuses" } else { "takes" };
            format!("{verb} `{value}`")
        })
        .collect();
    (!differing.is_empty()).then(|| differing.join(", "))
}

/// Whether the definition alone refuses a value; what comes of some that it takes is found only when they are used.
fn refuses(key: &Key, value: &str, release: Version) -> bool {
    match key.fault(value, release) {
        None | Some(Fault::ZeroInterval) => false,
        Some(Fault::Replication) => key.name.contains(".storage."),
        Some(_) => true,
    }
}

fn kafkas(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "BOOLEAN",
        Kind::Short => "SHORT",
        Kind::Int => "INT",
        Kind::Long => "LONG",
        Kind::Double => "DOUBLE",
        Kind::Text => "STRING",
        Kind::List => "LIST",
        Kind::Class => "CLASS",
        Kind::Password => "PASSWORD",
    }
}
