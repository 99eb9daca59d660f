//! Who uses topics, as it is written.

use serde::Deserialize;

use crate::yaml::Spanned;

/// An application, and what it uses on one cluster.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Application {
    /// What it is called in messages; once for each cluster.
    pub name: Spanned<String>,
    /// The alias of the cluster.
    pub cluster: Spanned<String>,
    /// The topics that it reads or writes there, each as its name, or as a mapping with more than that. Where a flow with
    /// `intent: dr` leads away from the cluster, each has to be copied by one.
    pub topics: Option<Vec<Spanned<ApplicationTopic>>>,
    /// The consumer groups by which it reads there. Where a flow with an `intent` leads away from the cluster, it has to
    /// take their positions along. The group of a sink connector is `connect-<name>`.
    pub groups: Option<Vec<Spanned<String>>>,
    /// Path, from the descriptor's folder, of a file with `KafkaConnector` resources of Strimzi, or of a folder with such
    /// files: the topics that its sink connectors name and their groups are the application's as well. Those of a
    /// `topics.regex` are not known.
    pub connectors: Option<Spanned<String>>,
}

/// A topic of an application: its name, or its name and more.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum ApplicationTopic {
    Stated(StatedTopic),
    Name(String),
}

/// A topic of which more is said than its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct StatedTopic {
    /// The name of the topic.
    pub name: String,
    /// `false`: the application can do without it after a failover, so that it need not be copied.
    pub protect: Option<bool>,
}

impl ApplicationTopic {
    pub fn name(&self) -> &str {
        match self {
            ApplicationTopic::Stated(stated) => &stated.name,
            ApplicationTopic::Name(name) => name,
        }
    }

    pub fn is_protected(&self) -> bool {
        match self {
            ApplicationTopic::Stated(stated) => stated.protect != Some(false),
            ApplicationTopic::Name(_) => true,
        }
    }
}
