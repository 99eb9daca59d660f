//! The clusters and flows of two revisions, as JSON.

use serde::Serialize;

use super::sentence;
use crate::{
    mm2::carried,
    report::graph,
    review::{self, ClusterFate},
};

/// The clusters and enabled flows of both revisions.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Drawing {
    /// Those of the new revision in the order of its descriptors, then those that are gone.
    clusters: Vec<DrawnCluster>,
    /// By their clusters.
    flows: Vec<DrawnFlow>,
}

/// A Kafka cluster of one revision at least.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct DrawnCluster {
    /// As it is called now, else as it was.
    alias: String,
    /// What becomes of it; `replaced`: another cluster had this alias.
    #[cfg_attr(
        test,
        schemars(extend("enum" = ["unchanged", "added", "removed", "renamed", "replaced"]))
    )]
    state: &'static str,
    /// The alias that it had; of a renamed one only.
    was: Option<String>,
    /// As the descriptor states it.
    region: Option<String>,
    /// The folder of its Kubernetes cluster; `null` where it is not managed.
    kubernetes_cluster: Option<String>,
}

/// A flow that is enabled in one revision at least.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DrawnFlow {
    /// `a->b`, by the aliases of `clusters`.
    name: String,
    /// The position of its source in `clusters`.
    from: usize,
    /// The position of its target in `clusters`.
    to: usize,
    /// What becomes of it; `changed`: its source connector has other settings, or one of its clusters is another one.
    #[cfg_attr(test, schemars(extend("enum" = ["unchanged", "added", "removed", "changed"])))]
    state: &'static str,
    /// What it copied; `null` where it was not there.
    before: Option<Carried>,
    /// What it copies; `null` where it is gone.
    after: Option<Carried>,
}

/// What a flow copies, and under which names.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Carried {
    /// The replication policy, in a word or two.
    policy: String,
    /// The filter of topics.
    topics: String,
    /// What is excluded besides Kafka's default.
    exclude: Option<String>,
}

pub(super) fn drawing(drawing: &review::Drawing) -> Drawing {
    let alias = |at: usize| drawing.clusters.get(at).map_or("", |found| found.alias.as_str());
    let flow = |flow: &review::DrawnFlow| DrawnFlow {
        name: sentence(&format!("{}->{}", alias(flow.from), alias(flow.to))),
        from: flow.from,
        to: flow.to,
        state: flow.fate.name(),
        before: flow.before.as_ref().map(carried),
        after: flow.after.as_ref().map(carried),
    };
    Drawing {
        clusters: drawing.clusters.iter().map(cluster).collect(),
        flows: drawing.flows.iter().map(flow).collect(),
    }
}

fn cluster(drawn: &review::DrawnCluster) -> DrawnCluster {
    DrawnCluster {
        alias: sentence(&drawn.alias),
        state: drawn.fate.name(),
        was: match &drawn.fate {
            ClusterFate::Renamed { was } => Some(sentence(was)),
            ClusterFate::Same
            | ClusterFate::Added
            | ClusterFate::Removed
            | ClusterFate::Replaced => None,
        },
        region: drawn.region.as_deref().map(sentence),
        kubernetes_cluster: drawn.kubernetes_cluster.as_deref().map(sentence),
    }
}

fn carried(carried: &carried::Carried) -> Carried {
    Carried {
        policy: graph::policy(&carried.naming),
        topics: sentence(&carried.topics),
        exclude: carried.exclude.as_deref().map(sentence),
    }
}
