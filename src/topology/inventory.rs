//! The topics that exist. In: the entries of the descriptor and the resources that they name. Out: an [`Inventory`].

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Cluster, ClusterId, faults::UNUSABLE_MANIFEST, resolve::Surroundings, resources::held,
};
use crate::{
    descriptor::{
        Descriptor, Topics,
        faults::{INVALID_VALUE, MISSING_KEY},
        is_placeholder,
    },
    diagnostic::Diagnostics,
    inventory::KafkaTopic,
    nearest::nearest,
    source::Span,
    yaml::Spanned,
};

/// The longest name that a broker takes.
pub const TOPIC_NAME_LENGTH: usize = 249;

/// Topics that exist before MirrorMaker 2 makes any.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// In the order in which they are declared; a name may be declared twice.
    pub topics: Vec<Topic>,
    /// The clusters that have no other topics.
    pub complete: BTreeSet<ClusterId>,
}

#[derive(Debug, Clone)]
pub struct Topic {
    pub cluster: ClusterId,
    pub name: Box<str>,
    /// Where the name is declared.
    pub span: Span,
    /// Topics of one entry share them.
    pub facts: Arc<TopicFacts>,
}

/// What is known of a topic besides its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicFacts {
    pub partitions: Option<u32>,
    pub replication_factor: Option<u32>,
    /// Settings that are not the brokers' defaults.
    pub configs: BTreeMap<String, String>,
    /// MirrorMaker 2 made it before.
    pub is_remote: bool,
    /// Some records, in words.
    pub records: Vec<String>,
}

/// Whether brokers take a text as the name of a topic.
pub fn is_topic_name(text: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=TOPIC_NAME_LENGTH).contains(&text.len())
        && !matches!(text, "." | "..")
        // Folded without an early end, which the compiler turns into a few instructions for many bytes.
        && text.bytes().fold(true, |all, byte| all & is_legal(byte))
}

pub(super) fn resolve(
    descriptor: &Descriptor,
    clusters: &[Cluster],
    aliases: &BTreeMap<String, ClusterId>,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Inventory {
    let mut inventory = Inventory::default();
    for entry in descriptor.topics.iter().flatten() {
        let Some(cluster) = cluster(&entry.value.cluster, clusters, aliases, found) else {
            continue;
        };
        if entry.value.complete == Some(true) {
            inventory.complete.insert(cluster.id);
        }
        tell_shape(entry, found);
        add_stated(&entry.value, cluster.id, found, &mut inventory.topics);
        add_resources(&entry.value, cluster, around, found, &mut inventory.topics);
    }
    inventory
}

pub(super) fn cluster<'a>(
    alias: &Spanned<String>,
    clusters: &'a [Cluster],
    aliases: &BTreeMap<String, ClusterId>,
    found: &mut Diagnostics,
) -> Option<&'a Cluster> {
    let known = aliases.get(&alias.value).and_then(|id| clusters.get(id.0));
    if known.is_none() && !is_placeholder(&alias.value) {
        let message = format!("no cluster has the alias `{}`", alias.value);
        let help = match nearest(&alias.value, aliases.keys().map(String::as_str)) {
            Some(near) => format!("write `cluster: {near}`"),
            None => "write the alias of a cluster of this descriptor".to_owned(),
        };
        found.report(&INVALID_VALUE, alias.span, message).help(help);
    }
    known
}

/// One of the three ways to name topics; none only to say that the other entries are all.
fn tell_shape(entry: &Spanned<Topics>, found: &mut Diagnostics) {
    let topics = &entry.value;
    let ways = [
        topics.name.as_ref().map(|name| name.span),
        topics.names.as_ref().and_then(|names| Some(names.first()?.span)),
        topics.manifests.as_ref().map(|path| path.span),
    ];
    let stated: Vec<Span> = ways.into_iter().flatten().collect();
    match stated.as_slice() {
        [] if topics.complete.is_none() => {
            found
                .report(&MISSING_KEY, topics.cluster.span, "this entry names no topic")
                .help("add `name:`, `names:` or `manifests:`");
        }
        [_, second, ..] => {
            found
                .report(&INVALID_VALUE, *second, "this entry names topics in more than one way")
                .help("make an entry of its own of each");
        }
        [] | [_] => {}
    }
}

fn add_stated(
    entry: &Topics,
    cluster: ClusterId,
    found: &mut Diagnostics,
    topics: &mut Vec<Topic>,
) {
    let facts = Arc::new(TopicFacts {
        partitions: entry.partitions,
        replication_factor: entry.replication_factor,
        configs: entry.configs.clone().unwrap_or_default(),
        is_remote: entry.remote == Some(true),
        records: entry.records.clone().unwrap_or_default(),
    });
    for name in entry.name.iter().chain(entry.names.iter().flatten()) {
        if !tell_illegal_topic(&name.value, name.span, found) {
            let facts = Arc::clone(&facts);
            topics.push(Topic {
                cluster,
                name: name.value.as_str().into(),
                span: name.span,
                facts,
            });
        }
    }
}

/// Whether a text is no name of a topic; what is unfilled has been told as such.
pub(super) fn tell_illegal_topic(name: &str, span: Span, found: &mut Diagnostics) -> bool {
    let is_illegal = !is_topic_name(name);
    if is_illegal && !is_placeholder(name) {
        let message = format!("`{name}` is no name that a broker takes for a topic");
        found
            .report(&INVALID_VALUE, span, message)
            .help("use letters, digits, `.`, `_` and `-`, at most 249 of them");
    }
    is_illegal
}

fn add_resources(
    entry: &Topics,
    cluster: &Cluster,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
    topics: &mut Vec<Topic>,
) {
    let Some(path) = entry.manifests.as_ref() else { return };
    let Some(resources) = held(path, around.topics, "the KafkaTopic resources", found) else {
        return;
    };
    let own: Vec<&KafkaTopic> = resources.iter().filter(|topic| is_of(topic, cluster)).collect();
    if own.is_empty() {
        let message = format!("`{}` holds no topic of `{}`", path.value, cluster.alias.value);
        found
            .report(&UNUSABLE_MANIFEST, path.span, message)
            .help("name a file or folder with KafkaTopic resources of this Kafka cluster");
    }
    topics.extend(own.into_iter().map(|topic| Topic {
        cluster: cluster.id,
        name: topic.name.as_str().into(),
        span: topic.span,
        facts: Arc::new(TopicFacts {
            partitions: topic.partitions,
            replication_factor: topic.replication_factor,
            configs: topic.configs.clone(),
            is_remote: entry.remote == Some(true),
            records: Vec::new(),
        }),
    }));
}

/// A resource that names no Kafka cluster is taken for one of whichever cluster's entry names it.
fn is_of(topic: &KafkaTopic, cluster: &Cluster) -> bool {
    let (Some(named), Some(home)) = (&topic.cluster, &cluster.home) else { return true };
    *named == home.name.value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brokers_take_short_names_of_few_characters() {
        let long = "x".repeat(TOPIC_NAME_LENGTH);
        for name in ["orders", "a.b_c-D9", "...", long.as_str()] {
            assert!(is_topic_name(name), "{name}");
        }
        let longer = format!("{long}x");
        for name in ["", ".", "..", "a b", "a/b", "ä", longer.as_str()] {
            assert!(!is_topic_name(name), "{name}");
        }
    }
}
