//! What may be lost, and what flows are for, as it is written.

use serde::Deserialize;

use crate::yaml::Spanned;

/// How much may be lost when something is lost (`against`), or what a flow is for (`flow` and `intent`).
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Objective {
    /// The alias of the cluster for whose topics it holds; all clusters when absent.
    pub cluster: Option<Spanned<String>>,
    /// The disasters in which it holds.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub against: Option<Vec<Spanned<Disaster>>>,
    /// How much time's records may be lost, such as `15m`; anything but all of them when absent.
    pub rpo: Option<Spanned<String>>,
    /// An enabled flow, as `a->b`, of which `intent` tells what it is for.
    pub flow: Option<Spanned<String>>,
    /// What the flow is for. What the applications of its source need on its target is then looked for.
    pub intent: Option<Spanned<Intent>>,
}

/// What a flow is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Intent {
    /// Disaster recovery: the applications of the source go on at the target when the source is lost.
    Dr,
    /// The applications of the source move to the target for good, some topics earlier than others.
    Migration,
}

/// What may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Disaster {
    /// One broker with its volumes.
    Broker,
    /// All brokers that have replicas of a partition, with their volumes.
    Replicas,
    /// All brokers with their volumes; the snapshots are left.
    Cluster,
    /// Everything in the region, snapshots that lie there included.
    Region,
    /// Topics that are deleted, or records that are wrong: what is copied is wrong as well.
    Mistake,
}
