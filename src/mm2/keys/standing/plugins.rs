//! Where classes that are not Kafka's may read keys that Kafka does not know.

use std::collections::BTreeSet;

use super::{Kind, Reader};
use crate::topology::{Scope, Topology};

/// The scopes that name a class of someone else.
#[derive(Debug)]
pub(super) struct Plugins<'a> {
    top: bool,
    /// With the clusters of the flows.
    clusters: BTreeSet<&'a str>,
    flows: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Plugins<'a> {
    pub(super) fn of(topology: &'a Topology) -> Plugins<'a> {
        let mut plugins = Plugins { top: false, clusters: BTreeSet::new(), flows: BTreeSet::new() };
        for setting in &topology.settings.entries {
            let key = match &setting.scope {
                Scope::Top => &setting.key,
                Scope::Cluster { key, .. } | Scope::Flow { key, .. } => key,
            };
            if !names_class(key) || is_kafkas(&setting.value) {
                continue;
            }
            match &setting.scope {
                Scope::Top => plugins.top = true,
                Scope::Cluster { alias, .. } => {
                    plugins.clusters.insert(alias);
                }
                Scope::Flow { from, to, .. } => {
                    plugins.flows.insert((from, to));
                    // It is given the clients of both of its clusters.
                    plugins.clusters.extend([from.as_str(), to]);
                }
            }
        }
        plugins
    }

    /// A class of the top level is made by each flow, with the flow's keys.
    pub(super) fn in_flow(&self, from: &str, to: &str) -> bool {
        self.top || self.flows.contains(&(from, to))
    }

    /// Whether the class is named for all flows or for some of them.
    pub(super) fn in_any_flow(&self) -> bool {
        self.top || !self.flows.is_empty()
    }

    pub(super) fn in_cluster(&self, alias: &str) -> bool {
        self.top || self.clusters.contains(alias)
    }
}

/// Lists of classes, and texts that are one; the others are of the kind [`Kind::Class`].
const LISTS: [&str; 5] = [
    "interceptor.classes",
    "metric.reporters",
    "partition.assignment.strategy",
    "rest.extension.classes",
    "security.providers",
];

/// Whether a key, given without its alias or arrow, is a known one that names classes. A misspelt one loads none.
fn names_class(key: &str) -> bool {
    let mut name = key;
    for prefix in
        ["source.", "target.", "cluster.", "consumer.", "producer.", "admin.", "override."]
    {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    let mut known = Reader::ALL.into_iter().filter_map(|reader| reader.key(name));
    known.any(|key| key.kind == Kind::Class || LISTS.contains(&key.name))
}

fn is_kafkas(classes: &str) -> bool {
    let mut classes = classes.split(',').map(str::trim);
    classes.all(|class| class.is_empty() || class.starts_with("org.apache.kafka."))
}
