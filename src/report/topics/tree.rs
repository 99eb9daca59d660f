//! The tree: clusters, their topics, and the records in each, as far as the descriptor states some.

use std::collections::{BTreeMap, BTreeSet};

use super::TopicsReport;
use crate::{
    mm2::simulate::{Arrival, TopicId},
    report::terminal::clean,
};

/// Below each topic what was written first, and where: the records that the inventory states, else the name of the
/// topic there.
pub fn tree(report: &TopicsReport<'_>) -> String {
    let further = report.further();
    let mut lines = Vec::new();
    for (place, topics) in report.clusters() {
        lines.push(format!("+-- {}", clean(report.alias(place))));
        for topic in topics.into_iter().filter(|&topic| report.is_shown(topic)) {
            let name = clean(report.simulation.topics.name(topic));
            lines.push(format!("|   +-- {name}"));
            for seed in seeds(report, topic, &further) {
                for leaf in leaves(report, seed) {
                    lines.push(format!("|       +-- {}", clean(&leaf)));
                }
            }
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// What was there at the start and whose records reach the topic; its own first.
fn seeds(
    report: &TopicsReport<'_>,
    topic: TopicId,
    further: &BTreeMap<TopicId, Vec<Arrival>>,
) -> Vec<TopicId> {
    let topics = &report.simulation.topics;
    let mut open = vec![topic];
    let mut seen = BTreeSet::from([topic]);
    let mut seeds = BTreeSet::new();
    while let Some(at) = open.pop() {
        if topics.arrival(at).is_none() {
            seeds.insert(at);
        }
        let more = further.get(&at).into_iter().flatten().copied();
        for step in topics.arrival(at).into_iter().chain(more) {
            if seen.insert(step.from) {
                open.push(step.from);
            }
        }
    }
    let mut seeds: Vec<TopicId> = seeds.into_iter().collect();
    seeds.sort_by_key(|&seed| (seed != topic, seed));
    seeds
}

fn leaves(report: &TopicsReport<'_>, seed: TopicId) -> Vec<String> {
    let origin = report.simulation.origin(seed);
    let facts = report.simulation.facts(report.simulation.seed(seed));
    let records = facts.map(|facts| facts.records.as_slice()).unwrap_or_default();
    match records {
        [] => vec![format!("{}: {}", origin.alias, origin.topic)],
        records => records.iter().map(|record| format!("{}: {record}", origin.alias)).collect(),
    }
}
