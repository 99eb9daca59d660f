//! Applications. In: the entries of the descriptor. Out: the same with every reference resolved; an entry that cannot be
//! resolved is told and left out.

use std::collections::BTreeMap;

use super::{
    ClusterId,
    backup::Known,
    faults::UNUSABLE_MANIFEST,
    inventory::{self, tell_illegal_topic},
    resolve::Surroundings,
    resources::held,
};
use crate::{
    descriptor::{
        self, Descriptor,
        faults::{INVALID_VALUE, MISSING_KEY},
        is_placeholder,
    },
    diagnostic::Diagnostics,
    source::Span,
    yaml::Spanned,
};

/// An application, and what it uses on one cluster.
#[derive(Debug, Clone)]
pub struct Application {
    pub name: Spanned<String>,
    pub cluster: ClusterId,
    /// By their names.
    pub topics: BTreeMap<String, UsedTopic>,
    /// By their names, each with its place.
    pub groups: BTreeMap<String, Span>,
}

/// A topic that an application reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedTopic {
    pub span: Span,
    /// It has to be on a standby.
    pub is_protected: bool,
}

pub(super) fn resolve(
    descriptor: &Descriptor,
    known: &Known<'_>,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Vec<Application> {
    let mut applications: Vec<Application> = Vec::new();
    let mut first: BTreeMap<(String, ClusterId), Span> = BTreeMap::new();
    for entry in descriptor.applications.iter().flatten() {
        tell_empty(entry, found);
        let mut topics = topics(&entry.value, found);
        let mut groups = groups(&entry.value, found);
        add_connectors(&entry.value, around, (&mut topics, &mut groups), found);
        let alias = &entry.value.cluster;
        let cluster = inventory::cluster(alias, known.clusters, known.aliases, found);
        let Some(cluster) = cluster.map(|cluster| cluster.id) else { continue };
        let name = entry.value.name.clone();
        if let Some(&other) = first.get(&(name.value.clone(), cluster)) {
            let message = format!("`{}` stands twice for `{}`", name.value, alias.value);
            found
                .report(&INVALID_VALUE, name.span, message)
                .related(other, "the other entry")
                .help("put what it uses there into one entry, or give one of the two another name");
            continue;
        }
        first.insert((name.value.clone(), cluster), name.span);
        applications.push(Application { name, cluster, topics, groups });
    }
    applications
}

fn tell_empty(entry: &Spanned<descriptor::Application>, found: &mut Diagnostics) {
    let descriptor::Application { name, topics, groups, connectors, .. } = &entry.value;
    let is_empty =
        topics.as_ref().is_none_or(Vec::is_empty) && groups.as_ref().is_none_or(Vec::is_empty);
    if is_empty && connectors.is_none() {
        found
            .report(&MISSING_KEY, name.span, format!("`{}` uses nothing", name.value))
            .help("add `topics:`, `groups:` or `connectors:`");
    }
}

fn topics(
    written: &descriptor::Application,
    found: &mut Diagnostics,
) -> BTreeMap<String, UsedTopic> {
    let mut topics: BTreeMap<String, UsedTopic> = BTreeMap::new();
    for topic in written.topics.iter().flatten() {
        let (name, span) = (topic.value.name(), topic.span);
        if tell_illegal_topic(name, span, found) {
            continue;
        }
        let used = UsedTopic { span, is_protected: topic.value.is_protected() };
        if let Some(other) = topics.get(name) {
            tell_twice(name, span, other.span, found);
            continue;
        }
        topics.insert(name.to_owned(), used);
    }
    topics
}

fn groups(written: &descriptor::Application, found: &mut Diagnostics) -> BTreeMap<String, Span> {
    let mut groups: BTreeMap<String, Span> = BTreeMap::new();
    for group in written.groups.iter().flatten() {
        if is_placeholder(&group.value) {
            continue;
        }
        if group.value.trim().is_empty() {
            found
                .report(&INVALID_VALUE, group.span, "this group has no name")
                .help("write the `group.id` of its consumers, or remove the entry");
        } else if let Some(&other) = groups.get(&group.value) {
            tell_twice(&group.value, group.span, other, found);
        } else {
            groups.insert(group.value.clone(), group.span);
        }
    }
    groups
}

/// What the entry itself says of a topic or a group holds.
fn add_connectors(
    written: &descriptor::Application,
    around: &Surroundings<'_>,
    (topics, groups): (&mut BTreeMap<String, UsedTopic>, &mut BTreeMap<String, Span>),
    found: &mut Diagnostics,
) {
    let Some(path) = written.connectors.as_ref() else { return };
    let Some(connectors) = held(path, around.connectors, "the KafkaConnector resources", found)
    else {
        return;
    };
    if connectors.is_empty() {
        let message = format!("`{}` holds no sink connector", path.value);
        found
            .report(&UNUSABLE_MANIFEST, path.span, message)
            .help("name a file or folder with KafkaConnector resources that have `topics`");
    }
    for connector in connectors {
        for topic in &connector.topics {
            if !tell_illegal_topic(topic, path.span, found) {
                let used = UsedTopic { span: path.span, is_protected: true };
                topics.entry(topic.clone()).or_insert(used);
            }
        }
        groups.entry(connector.group.clone()).or_insert(path.span);
    }
}

fn tell_twice(name: &str, span: Span, other: Span, found: &mut Diagnostics) {
    found
        .report(&INVALID_VALUE, span, format!("`{name}` stands twice in one list"))
        .related(other, "here as well")
        .help("remove one of the two");
}
