//! JSON for programs.

use serde::Serialize;

use super::{ClusterLosses, LossReport};
use crate::{
    descriptor::Disaster,
    loss::{self, Missing, Outcome, TopicLoss},
    schedule::GoDuration,
};

/// What is lost of the topics of the inventory in a disaster.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    /// The version of this format.
    schema_version: &'static str,
    /// The clusters that have topics of their own.
    clusters: Vec<Cluster<'a>>,
}

/// A Kafka cluster.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Cluster<'a> {
    /// The alias.
    alias: &'a str,
    /// The snapshots of its volumes; absent where a node has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshots: Option<Snapshots<'a>>,
    /// What objectives ask for.
    objectives: Vec<Objective>,
    /// The topics that applications write there.
    topics: Vec<Topic<'a>>,
}

/// The snapshots of the volumes of a cluster.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Snapshots<'a> {
    /// The backup; of several, that of the node with the fewest snapshots.
    backup: &'a str,
    /// The most seconds between two snapshots.
    longest_gap_seconds: i64,
    /// Whether their data is copied away from the volumes.
    elsewhere: bool,
}

/// What may be lost at most.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Objective {
    /// In which disaster.
    #[cfg_attr(test, schemars(extend("enum" = ["broker", "replicas", "cluster", "region", "mistake"])))]
    disaster: &'static str,
    /// Records of so many seconds.
    rpo_seconds: i64,
}

/// A topic.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Topic<'a> {
    /// Its name.
    name: &'a str,
    /// Its replicas; absent where they are not stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    replication_factor: Option<u32>,
    /// The aliases of the other clusters that have its records.
    copies: Vec<&'a str>,
    /// One of each disaster, from the smallest to the largest.
    losses: Vec<Losses>,
}

/// What is lost in a disaster.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Losses {
    /// The disaster.
    #[cfg_attr(test, schemars(extend("enum" = ["broker", "replicas", "cluster", "region", "mistake"])))]
    disaster: &'static str,
    /// From replicas and snapshots alone.
    without_copies: Loss,
    /// With the copies on other clusters.
    with_copies: Loss,
}

/// What is lost for good.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Loss {
    /// Which records.
    #[cfg_attr(
        test,
        schemars(extend("enum" = ["nothing", "since-snapshot", "not-copied", "everything", "unknown"]))
    )]
    what: &'static str,
    /// Records of at most so many seconds, where there is a bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most_seconds: Option<i64>,
    /// The key of the descriptor without which it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'static str>,
}

/// The document, as `schemas/loss.schema.json` describes it.
pub fn json(report: &LossReport<'_>) -> String {
    let clusters = report.clusters();
    let document = Document {
        schema_version: "1",
        clusters: clusters.iter().map(|own| cluster(report, own)).collect(),
    };
    let text = serde_json::to_string_pretty(&document);
    text.expect("the document holds nothing that JSON cannot") + "\n"
}

fn cluster<'a>(report: &LossReport<'a>, own: &ClusterLosses<'_, 'a>) -> Cluster<'a> {
    let snapshots = own.losses.first().and_then(|loss| loss.snapshots);
    let objective = |disaster| {
        let rpo_seconds = own.objective(disaster)?.seconds();
        Some(Objective { disaster: name(disaster), rpo_seconds })
    };
    Cluster {
        alias: own.alias(),
        snapshots: snapshots.map(|snapshots| Snapshots {
            backup: &snapshots.backup.name.value,
            longest_gap_seconds: snapshots.gap.seconds(),
            elsewhere: snapshots.is_elsewhere,
        }),
        objectives: loss::DISASTERS.into_iter().filter_map(objective).collect(),
        topics: own.losses.iter().map(|loss| topic(report, loss)).collect(),
    }
}

fn topic<'a>(report: &LossReport<'a>, loss: &TopicLoss<'a>) -> Topic<'a> {
    Topic {
        name: report.name(loss),
        replication_factor: loss.replication_factor,
        copies: report.copies(loss),
        losses: loss.outcomes.iter().map(losses).collect(),
    }
}

fn losses(outcome: &Outcome) -> Losses {
    Losses {
        disaster: name(outcome.disaster),
        without_copies: told(outcome.without_copies),
        with_copies: told(outcome.with_copies),
    }
}

fn told(loss: loss::Loss) -> Loss {
    let (what, at_most, missing) = match loss {
        loss::Loss::Nothing => ("nothing", None, None),
        loss::Loss::SinceSnapshot(gap) => ("since-snapshot", Some(gap), None),
        loss::Loss::NotCopied(gap) => ("not-copied", gap, None),
        loss::Loss::Everything => ("everything", None, None),
        loss::Loss::Unknown(Missing::ReplicationFactor) => {
            ("unknown", None, Some("replicationFactor"))
        }
        loss::Loss::Unknown(Missing::Regions) => ("unknown", None, Some("region")),
    };
    Loss { what, at_most_seconds: at_most.map(GoDuration::seconds), missing }
}

fn name(disaster: Disaster) -> &'static str {
    match disaster {
        Disaster::Broker => "broker",
        Disaster::Replicas => "replicas",
        Disaster::Cluster => "cluster",
        Disaster::Region => "region",
        Disaster::Mistake => "mistake",
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the schema is compared with the file that is shipped"
)]
mod tests {
    use super::*;

    const SCHEMA_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/loss.schema.json");

    #[test]
    fn schema_file_is_current() {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Document>();
        let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var("BLESS").is_ok() {
            std::fs::write(SCHEMA_FILE, &schema).unwrap();
        }
        let file = std::fs::read_to_string(SCHEMA_FILE).unwrap();
        assert_eq!(file, schema, "run with BLESS=1 to rewrite {SCHEMA_FILE}");
    }
}
