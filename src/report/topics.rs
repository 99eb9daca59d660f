//! Which topics there will be. In: a simulation. Out: a table or a tree for people, or JSON; and what is said of one
//! topic.

mod json;
mod notes;
mod table;
mod tree;
mod why;

use std::collections::BTreeMap;

pub use json::json;
pub use table::table;
pub use tree::tree;
pub use why::{why, why_json};

use crate::{
    mm2::simulate::{Arrival, Kind, PlaceId, Simulation, TopicId},
    source::Sources,
};

/// What is told.
#[derive(Debug)]
pub struct TopicsReport<'a> {
    pub sources: &'a Sources,
    pub simulation: &'a Simulation<'a>,
    /// Topics that MirrorMaker 2 makes for itself are shown as well; in JSON they always are.
    pub shows_internal: bool,
}

impl<'a> TopicsReport<'a> {
    /// The clusters with their topics, in the order in which these appear.
    fn clusters(&self) -> Vec<(PlaceId, Vec<TopicId>)> {
        self.simulation.place_ids().zip(self.simulation.by_place()).collect()
    }

    fn is_shown(&self, topic: TopicId) -> bool {
        self.shows_internal || self.simulation.topics.kind(topic) == Kind::User
    }

    fn alias(&self, place: PlaceId) -> &'a str {
        self.simulation.place(place).alias()
    }

    /// `topic@cluster`
    fn full_name(&self, topic: TopicId) -> String {
        let topics = &self.simulation.topics;
        format!("{}@{}", topics.name(topic), self.alias(topics.place(topic)))
    }

    /// `a -> b -> c`, where the records of the topic were.
    fn way(&self, topic: TopicId) -> String {
        let path = self.simulation.path(topic);
        let mut aliases: Vec<&str> = Vec::new();
        if let Some(first) = path.first() {
            aliases.push(self.alias(self.simulation.flow(first.flow).from));
        }
        let ends = path.iter().map(|step| self.alias(self.simulation.flow(step.flow).to));
        aliases.extend(ends);
        aliases.join(" -> ")
    }

    /// The ways into each topic besides the first.
    fn further(&self) -> BTreeMap<TopicId, Vec<Arrival>> {
        let mut further: BTreeMap<TopicId, Vec<Arrival>> = BTreeMap::new();
        for &arrival in &self.simulation.further {
            further.entry(arrival.to).or_default().push(arrival);
        }
        further
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "user",
        Kind::Heartbeats => "heartbeats",
        Kind::Internal => "internal",
    }
}

/// `1 topic`, `2 topics`
fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
