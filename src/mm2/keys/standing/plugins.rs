//! Where classes that are not Kafka's may read keys that Kafka does not know.

use std::collections::BTreeSet;

use crate::topology::{Scope, Topology};

/// The scopes that name a class of someone else.
#[derive(Debug)]
pub(super) struct Plugins<'a> {
    top: bool,
    clusters: BTreeSet<&'a str>,
    flows: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Plugins<'a> {
    pub(super) fn of(topology: &'a Topology) -> Plugins<'a> {
        let mut plugins = Plugins { top: false, clusters: BTreeSet::new(), flows: BTreeSet::new() };
        for setting in &topology.settings.entries {
            if !names_class(&setting.key) || is_kafkas(&setting.value) {
                continue;
            }
            match &setting.scope {
                Scope::Top => plugins.top = true,
                Scope::Cluster { alias, .. } => {
                    plugins.clusters.insert(alias);
                }
                Scope::Flow { from, to, .. } => {
                    plugins.flows.insert((from, to));
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

    /// Classes of flows are given the clients of clusters.
    pub(super) fn in_cluster(&self, alias: &str) -> bool {
        self.clusters.contains(alias) || self.in_any_flow()
    }
}

fn names_class(key: &str) -> bool {
    let ends =
        [".class", ".classes", "metric.reporters", ".converter", "partition.assignment.strategy"];
    ends.iter().any(|end| key.ends_with(end)) && !key.contains("config.providers.")
}

fn is_kafkas(classes: &str) -> bool {
    let mut classes = classes.split(',').map(str::trim);
    classes.all(|class| class.is_empty() || class.starts_with("org.apache.kafka."))
}
