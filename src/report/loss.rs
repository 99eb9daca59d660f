//! What is lost in a disaster. In: a simulation and the losses that were reckoned. Out: a page for people, or JSON,
//! described by `schemas/loss.schema.json`.

mod json;
mod text;

pub use json::json;
pub use text::text;

use crate::{
    descriptor::Disaster,
    loss::{self, TopicLoss},
    mm2::simulate::Simulation,
    schedule::GoDuration,
    topology::{ClusterId, Topology},
};

/// What is told.
#[derive(Debug)]
pub struct LossReport<'a> {
    pub simulation: &'a Simulation<'a>,
    pub losses: &'a [TopicLoss<'a>],
}

/// A cluster of a descriptor with the losses of its topics.
struct ClusterLosses<'r, 'a> {
    topology: &'a Topology,
    cluster: ClusterId,
    losses: Vec<&'r TopicLoss<'a>>,
}

impl<'a> LossReport<'a> {
    /// In the order of the descriptors and of their clusters.
    fn clusters(&self) -> Vec<ClusterLosses<'_, 'a>> {
        let clusters = loss::by_cluster(self.losses).into_iter();
        let clusters = clusters.filter_map(|((number, cluster), losses)| {
            let topology = self.simulation.topologies.get(number)?;
            Some(ClusterLosses { topology, cluster, losses })
        });
        clusters.collect()
    }

    fn name(&self, loss: &TopicLoss<'_>) -> &'a str {
        self.simulation.topics.name(loss.topic)
    }

    fn copies(&self, loss: &TopicLoss<'_>) -> Vec<&'a str> {
        loss.copies.iter().map(|&place| self.simulation.place(place).alias()).collect()
    }
}

impl<'a> ClusterLosses<'_, 'a> {
    fn alias(&self) -> &'a str {
        self.topology.alias(self.cluster)
    }

    /// The least that an objective asks for.
    fn objective(&self, disaster: Disaster) -> Option<GoDuration> {
        let own = self.topology.objectives.iter().filter(|own| own.is_of(self.cluster));
        let against = own
            .filter(|own| own.against.iter().any(|against| against.value == disaster))
            .filter_map(|own| own.rpo.as_ref());
        against.map(|rpo| rpo.value).min()
    }
}
