//! The inventory of topics, as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::yaml::Spanned;

/// Topics that exist on a cluster before MirrorMaker 2 makes any: what the simulation starts from. One of `name`,
/// `names` and `manifests` says which.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Topics {
    /// The alias of the cluster.
    pub cluster: Spanned<String>,
    /// The name of a topic.
    pub name: Option<Spanned<String>>,
    /// The names of several topics of which everything else said here holds.
    pub names: Option<Vec<Spanned<String>>>,
    /// Path, from the descriptor's folder, of a file with `KafkaTopic` resources of koperator or Strimzi, or of a folder
    /// with such files.
    pub manifests: Option<Spanned<String>>,
    /// How many partitions each has.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub partitions: Option<u32>,
    /// On how many brokers each partition is.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub replication_factor: Option<u32>,
    /// Settings of the topics that are not the brokers' defaults.
    pub configs: Option<BTreeMap<String, String>>,
    /// They are copies that MirrorMaker 2 made before, such as those of a cluster that was lost.
    pub remote: Option<bool>,
    /// The cluster has no other topics than those of its entries. Filters that match nothing can be told only then.
    pub complete: Option<bool>,
    /// Some records in words, to see in the tree of `mirrorc topics` where they arrive.
    pub records: Option<Vec<String>>,
}

/// What a replication policy that is not Kafka's makes of a topic.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Rename {
    /// The flow, as `a->b`; every flow whose policy is not Kafka's when absent.
    pub flow: Option<Spanned<String>>,
    /// The name on the source.
    pub topic: Spanned<String>,
    /// The name on the target.
    pub remote_topic: Spanned<String>,
}
