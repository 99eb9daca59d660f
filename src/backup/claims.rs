//! Which claims a backup selects, as label selectors.

use std::collections::BTreeMap;

use super::Limit;
use crate::{
    inventory::Operator,
    topology::{Backup, Cluster, Engine},
};

/// A label selector, and the labels that a snapshot of what it selects has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// What tells this part of the backup from the others: the id of a broker, the name of a pool; nothing where it is
    /// the whole.
    pub part: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub expressions: Vec<Expression>,
}

/// `key in (values)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    pub key: &'static str,
    pub values: Vec<String>,
}

const BROKER_ID: &str = "brokerId";

/// The selectors of a backup: one for all claims, or one for each node where the engine would lose its id otherwise.
pub fn claims(backup: &Backup, cluster: &Cluster) -> Result<Vec<Claims>, Limit> {
    let Some(home) = &cluster.home else { return Ok(Vec::new()) };
    let labels: BTreeMap<String, String> =
        cluster.storage.claim_labels(&home.name.value).into_iter().collect();
    let whole = Claims { part: None, labels, expressions: Vec::new() };
    let nodes: Vec<String> = backup.nodes.iter().map(|node| node.value.to_string()).collect();
    match (&backup.engine, cluster.storage.operator) {
        (Engine::KafkaBackup { .. }, _) if !nodes.is_empty() => Err(Limit {
            what: "cannot leave out nodes".to_owned(),
            reason: "the resource KafkaBackup has no field for it",
            nearest: Vec::new(),
            otherwise: None,
        }),
        (Engine::SnapScheduler | Engine::Velero(_), Operator::Strimzi(_)) if !nodes.is_empty() => {
            Err(Limit {
                what: "cannot choose nodes of Strimzi".to_owned(),
                reason: "it selects claims by their labels, and Strimzi writes no id of the node there",
                nearest: Vec::new(),
                otherwise: None,
            })
        }
        // The script reads the ids itself.
        (Engine::CronJob { .. } | Engine::KafkaBackup { .. }, _) => Ok(vec![whole]),
        (Engine::Velero(_), _) => Ok(vec![match nodes.is_empty() {
            true => whole,
            false => {
                let expression = Expression { key: BROKER_ID, values: nodes };
                Claims { expressions: vec![expression], ..whole }
            }
        }]),
        (Engine::SnapScheduler, Operator::Koperator) => brokers(nodes, cluster, &whole),
        (Engine::SnapScheduler, Operator::Strimzi(group)) => Ok(pools(group, cluster, whole)),
    }
}

fn brokers(stated: Vec<String>, cluster: &Cluster, whole: &Claims) -> Result<Vec<Claims>, Limit> {
    let known = cluster.storage.nodes.iter().filter_map(|node| Some(node.id?.to_string()));
    let ids = if stated.is_empty() { known.collect() } else { stated };
    if ids.is_empty() {
        return Err(Limit {
            what: "needs to know the brokers".to_owned(),
            reason: "it does not copy labels of claims to snapshots, so each broker has a schedule of its own that writes its id",
            nearest: Vec::new(),
            otherwise: None,
        });
    }
    let broker = |id: String| {
        let mut labels = whole.labels.clone();
        labels.insert(BROKER_ID.to_owned(), id.clone());
        Claims { part: Some(id), labels, expressions: Vec::new() }
    };
    Ok(ids.into_iter().map(broker).collect())
}

/// Claims of Strimzi have the label of their pool; those of a cluster without pools are one part.
fn pools(group: &str, cluster: &Cluster, whole: Claims) -> Vec<Claims> {
    let mut pools: Vec<&String> =
        cluster.storage.nodes.iter().filter_map(|node| node.pool.as_ref()).collect();
    pools.sort();
    pools.dedup();
    if matches!(pools.as_slice(), [] | [_]) {
        return vec![whole];
    }
    let pool = |name: &String| {
        let mut labels = whole.labels.clone();
        labels.insert(format!("{group}/pool-name"), name.clone());
        Claims { part: Some(name.clone()), labels, expressions: Vec::new() }
    };
    pools.into_iter().map(pool).collect()
}
