//! Records that go round, and topics that several clusters write: what the simulation finds now and did not before.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    mm2::simulate::{Kind, Simulation, TopicId},
    review::{ChangeRule, Changes, Class, Concerned, Facts, Weight, facts::Members},
};

pub(super) static LOOP_CLOSED: ChangeRule = ChangeRule {
    id: "loop-closed",
    class: Class::LoopOrMerge,
    weight: Weight::Block,
    summary: "records travel in a circle now",
    page: include_str!("loop-closed.md"),
    twins: &["replication-cycle"],
    check: check_loops,
};

pub(super) static TOPICS_MERGED: ChangeRule = ChangeRule {
    id: "topics-merged",
    class: Class::LoopOrMerge,
    weight: Weight::Block,
    summary: "records of several clusters get into one topic now",
    page: include_str!("topics-merged.md"),
    twins: &["identity-diamond", "identity-fan-in-overlap", "remote-name-hits-local-topic"],
    check: check_merges,
};

/// The flows of each round, in the words of the new revision.
fn rounds(simulation: &Simulation<'_>, now: impl Fn(&str) -> String) -> Vec<Vec<String>> {
    let rounds = simulation.loops.iter();
    let called = |round: &crate::mm2::simulate::RecordLoop| {
        let names = round.round.iter().map(|step| {
            let flow = simulation.flow(step.flow);
            let alias = |id| now(flow.topology.alias(id));
            format!("{}->{}", alias(flow.pair.from), alias(flow.pair.to))
        });
        names.collect()
    };
    rounds.map(called).collect()
}

fn check_loops(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let before = rounds(facts.before.simulation, |alias| facts.members.now(alias).to_owned());
    let before: BTreeSet<BTreeSet<String>> =
        before.into_iter().map(|round| round.into_iter().collect()).collect();
    let simulation = facts.after.simulation;
    let after = rounds(simulation, str::to_owned);
    let mut closed: BTreeMap<BTreeSet<String>, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    for (round, found) in after.into_iter().zip(&simulation.loops) {
        let flows: BTreeSet<String> = round.iter().cloned().collect();
        if found.topics == 0 || before.contains(&flows) {
            continue;
        }
        // One round starts at every cluster that has topics of its own.
        let entry = closed.entry(flows).or_insert((round, BTreeSet::new()));
        let topics = found.round.iter().map(|step| simulation.topics.name(step.from).to_owned());
        entry.1.extend(topics);
    }
    for (round, topics) in closed.into_values() {
        report_loop(facts, &round, topics, changes);
    }
}

fn report_loop(
    facts: &Facts<'_>,
    round: &[String],
    topics: BTreeSet<String>,
    changes: &mut Changes<'_>,
) {
    let pair = |name: &String| facts.flows.iter().find(|pair| pair.name == *name);
    // The flow that is new says best where it was closed.
    let is_new = |name: &&String| pair(name).is_some_and(|pair| pair.before.is_none());
    let closing = round.iter().find(is_new).or(round.first()).cloned().unwrap_or_default();
    let span = pair(&closing).and_then(|pair| Some(pair.after.as_ref()?.span()));
    changes
        .report(&closing, format!("records travel round `{}` for ever", round.join("`, `")))
        .at(None, span)
        .consequence(
            "each copy is copied again on the next cluster, so that the topics grow until their disks are full",
        )
        .concern([Concerned {
            what: "goes round".to_owned(),
            names: topics.into_iter().collect(),
            are_samples: facts.topics.are_samples,
        }])
        .instead(format!(
            "remove `{closing}.enabled=true`, or let its filter leave out what comes from the target"
        ));
}

fn check_merges(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let simulation = facts.after.simulation;
    let before = merged(facts.before.simulation, &facts.members);
    let mut clusters: BTreeMap<String, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    for merge in &simulation.merges {
        if simulation.topics.kind(merge.topic) != Kind::User {
            continue;
        }
        let (cluster, topic) = place(simulation, merge.topic);
        let flows: BTreeSet<String> =
            merge.arrivals.iter().map(|step| simulation.flow(step.flow).name()).collect();
        if before.contains(&(cluster.clone(), topic.clone(), flows.clone())) {
            continue;
        }
        let entry = clusters.entry(cluster).or_default();
        entry.0.push(topic);
        entry.1.extend(flows);
    }
    for (cluster, (names, flows)) in clusters {
        let is_new = |pair: &&crate::review::facts::FlowPair<'_>| flows.contains(&pair.name);
        let mut pairs: Vec<_> = facts.flows.iter().filter(is_new).collect();
        pairs.sort_by_key(|pair| pair.before.is_some());
        let span = pairs.first().and_then(|pair| Some(pair.after.as_ref()?.span()));
        changes
            .report(&cluster, format!("records of several clusters get into the same topics on `{cluster}`"))
            .at(None, span)
            .consequence(
                "they cannot be told apart any more: keys of one overwrite those of the other where a topic is \
                 compacted, and translated positions of groups are wrong",
            )
            .concern([
                Concerned { what: "is merged".to_owned(), names, are_samples: facts.topics.are_samples },
                Concerned {
                    what: "brings records into it".to_owned(),
                    names: flows.into_iter().collect(),
                    are_samples: false,
                },
            ])
            .instead("let the filters of these flows select different topics, or use a policy that keeps them apart");
    }
}

fn place(simulation: &Simulation<'_>, topic: TopicId) -> (String, String) {
    let place = simulation.place(simulation.topics.place(topic)).alias().to_owned();
    (place, simulation.topics.name(topic).to_owned())
}

/// What was merged before, in the words of the new revision.
fn merged(
    simulation: &Simulation<'_>,
    members: &Members<'_>,
) -> BTreeSet<(String, String, BTreeSet<String>)> {
    let merges = simulation.merges.iter().map(|merge| {
        let (cluster, topic) = place(simulation, merge.topic);
        let flows = merge.arrivals.iter().map(|step| {
            let flow = simulation.flow(step.flow);
            let alias = |id| members.now(flow.topology.alias(id)).to_owned();
            format!("{}->{}", alias(flow.pair.from), alias(flow.pair.to))
        });
        (members.now(&cluster).to_owned(), topic, flows.collect())
    });
    merges.collect()
}
