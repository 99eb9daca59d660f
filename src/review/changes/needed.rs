//! What applications need of a flow. In: the flow before and after an edit. Out: the topics and groups that it took, takes
//! no more, and that applications of the new revision name.

use crate::{
    mm2::{
        filter::GroupFilter,
        simulate::{Flow, Refusal},
    },
    review::{Concerned, Facts, facts::FlowSide},
    topology::Application,
};

/// Topics of the source, where it is said what the flow is for, and copies that are used on the target. A flow that ends has
/// no new side.
pub(super) fn topics<'a>(
    facts: &Facts<'a>,
    old: &FlowSide<'a>,
    new: Option<&FlowSide<'a>>,
) -> Vec<Concerned> {
    let filters = [Err(Refusal::NotIncluded), Err(Refusal::Excluded)];
    let is_refused = |topic: &str| new.is_none_or(|new| filters.contains(&new.flow.copy(topic)));
    let goes = |topic: &str| old.flow.copy(topic).is_ok() && is_refused(topic);
    let (from, to) = match new {
        Some(new) => (new.from(), new.to()),
        None => (facts.members.now(old.from()), facts.members.now(old.to())),
    };
    let is_asked = is_meant(old) || new.is_some_and(is_meant);
    let others = elsewhere(facts, (from, to));
    let is_elsewhere = |name: &str| others.iter().any(|flow| flow.copy(name).is_ok());
    let of_source = on(facts, from).filter(|_| is_asked).map(|application| {
        let topics = application.topics.iter().filter(|(_, topic)| topic.is_protected);
        let names = topics.map(|(name, _)| name).filter(|name| goes(name) && !is_elsewhere(name));
        concerned(application, from, names)
    });
    let of_target = on(facts, to).map(|application| {
        let is_copy = |name: &&String| old.flow.source_name(name).is_some_and(goes);
        concerned(application, to, application.topics.keys().filter(is_copy))
    });
    of_source.chain(of_target).collect()
}

/// Groups of the source.
pub(super) fn groups(
    facts: &Facts<'_>,
    (old, new): (&FlowSide<'_>, &FlowSide<'_>),
    (wide, narrow): (&GroupFilter, &GroupFilter),
) -> Vec<Concerned> {
    let goes = |name: &&String| wide.selects(name) && !narrow.selects(name);
    let is_asked = is_meant(old) || is_meant(new);
    let of_source = on(facts, new.from()).filter(|_| is_asked).map(|application| {
        concerned(application, new.from(), application.groups.keys().filter(goes))
    });
    of_source.collect()
}

/// The other flows from the same cluster, as they are after the edit, of which it is said what they are for.
fn elsewhere<'a>(facts: &Facts<'a>, (from, to): (&str, &str)) -> Vec<&'a Flow<'a>> {
    let is_other = |flow: &&Flow<'_>| {
        let alias = |cluster| flow.topology.alias(cluster);
        alias(flow.pair.from) == from && alias(flow.pair.to) != to
    };
    let is_meant =
        |flow: &&Flow<'_>| flow.topology.intents.contains_key(&(flow.pair.from, flow.pair.to));
    facts.after.simulation.flows.iter().filter(is_other).filter(is_meant).collect()
}

/// Whether a revision says what the flow is for.
fn is_meant(side: &FlowSide<'_>) -> bool {
    let pair = &side.flow.pair;
    side.flow.topology.intents.contains_key(&(pair.from, pair.to))
}

/// The applications of the new revision on a cluster.
fn on<'a>(facts: &Facts<'a>, alias: &'a str) -> impl Iterator<Item = &'a Application> {
    facts.after.topologies.iter().flat_map(move |topology| {
        let own = topology.applications.iter();
        own.filter(move |application| topology.alias(application.cluster) == alias)
    })
}

fn concerned<'n>(
    application: &Application,
    alias: &str,
    names: impl Iterator<Item = &'n String>,
) -> Concerned {
    Concerned {
        what: format!("is used by `{}` on `{alias}`", application.name.value),
        names: names.cloned().collect(),
        are_samples: false,
    }
}

/// Whether anything is needed.
pub(super) fn is_any(needed: &[Concerned]) -> bool {
    needed.iter().any(|needed| !needed.names.is_empty())
}
