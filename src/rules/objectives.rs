//! What objectives ask of a cluster, and what is lost there.

use super::Context;
use crate::{
    descriptor::Disaster,
    loss::{self, Loss, Outcome, Snapshots, TopicLoss},
    source::Span,
    topology::{Cluster, Objective, Topology},
};

/// An objective against one disaster, on one cluster.
pub(super) struct Asked<'a> {
    pub(super) topology: &'a Topology,
    pub(super) objective: &'a Objective,
    pub(super) cluster: &'a Cluster,
    pub(super) disaster: Disaster,
    /// Where the objective names the disaster.
    pub(super) span: Span,
    pub(super) snapshots: Option<Snapshots<'a>>,
    /// Of each topic; one without a name where no topics of the cluster are stated.
    pub(super) outcomes: Vec<(Option<&'a str>, Outcome)>,
}

/// All that is asked, in the order of the descriptors.
pub(super) fn asked<'a>(context: &Context<'a>) -> Vec<Asked<'a>> {
    let mut asked = Vec::new();
    let losses = loss::by_cluster(context.losses);
    for (number, topology) in context.topologies.iter().enumerate() {
        for objective in &topology.objectives {
            let clusters = topology.clusters.iter().filter(|cluster| objective.is_of(cluster.id));
            for cluster in clusters {
                let own = losses.get(&(number, cluster.id)).map_or(&[][..], Vec::as_slice);
                let Some(outcomes) =
                    outcomes(context, (number, topology), (objective, cluster), own)
                else {
                    continue;
                };
                let snapshots = loss::of_cluster(topology, cluster.id);
                asked.extend(objective.against.iter().map(|against| {
                    Asked {
                        topology,
                        objective,
                        cluster,
                        disaster: against.value,
                        span: against.span,
                        snapshots,
                        outcomes: outcomes
                            .iter()
                            .filter(|(_, outcome)| outcome.disaster == against.value)
                            .copied()
                            .collect(),
                    }
                }));
            }
        }
    }
    asked
}

/// Nothing where an objective for all clusters meets one that has no records of its own.
fn outcomes<'a>(
    context: &Context<'a>,
    (number, topology): (usize, &Topology),
    (objective, cluster): (&Objective, &Cluster),
    losses: &[&TopicLoss<'a>],
) -> Option<Vec<(Option<&'a str>, Outcome)>> {
    let of_topics: Vec<(Option<&str>, Outcome)> = losses
        .iter()
        .flat_map(|loss| {
            let name = context.simulation.topics.name(loss.topic);
            loss.outcomes.map(|outcome| (Some(name), outcome))
        })
        .collect();
    if !of_topics.is_empty() {
        return Some(of_topics);
    }
    let has_records = objective.cluster.is_some()
        || topology.flows.iter().any(|flow| flow.from == cluster.id)
        || topology.backups.iter().any(|backup| backup.cluster == cluster.id);
    if !has_records {
        return None;
    }
    let outcomes = loss::of_unknown_topics(context.simulation, number, cluster.id)?;
    Some(outcomes.map(|outcome| (None, outcome)).to_vec())
}

impl<'a> Asked<'a> {
    pub(super) fn alias(&self) -> &'a str {
        &self.cluster.alias.value
    }

    /// The topics that are lost in a way, for any place in a sentence; nothing where there are none.
    pub(super) fn whose(&self, is_lost: impl Fn(Loss) -> bool) -> Option<String> {
        let hit = self.outcomes.iter().filter(|(_, outcome)| is_lost(outcome.with_copies));
        let names: Vec<Option<&str>> = hit.map(|(name, _)| *name).collect();
        match names.as_slice() {
            [] => None,
            [None, ..] => Some(format!("the records of `{}`", self.alias())),
            [Some(name)] => Some(format!("`{name}` of `{}`", self.alias())),
            [Some(name), _] => Some(format!("`{name}` and 1 more topic of `{}`", self.alias())),
            [Some(name), more @ ..] => {
                Some(format!("`{name}` and {} more topics of `{}`", more.len(), self.alias()))
            }
        }
    }
}

/// As the end of a sentence: "when …".
pub(super) fn when(disaster: Disaster) -> &'static str {
    match disaster {
        Disaster::Broker => "a broker is lost",
        Disaster::Replicas => "all brokers with their replicas are lost",
        Disaster::Cluster => "the cluster is lost",
        Disaster::Region => "the region is lost",
        Disaster::Mistake => "they are deleted or spoilt by mistake",
    }
}
