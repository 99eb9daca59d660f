//! What applications need of a flow. In: the flow before and after an edit. Out: the topics and groups that it took, takes
//! no more, and that applications of the new revision name.

use crate::{
    mm2::{filter::GroupFilter, simulate::Refusal},
    review::{Concerned, Facts, facts::FlowSide},
    topology::Application,
};

/// Topics of the source, where it is said what the flow is for, and copies that are used on the target.
pub(super) fn topics(facts: &Facts<'_>, old: &FlowSide<'_>, new: &FlowSide<'_>) -> Vec<Concerned> {
    let filters = [Err(Refusal::NotIncluded), Err(Refusal::Excluded)];
    let goes =
        |topic: &str| old.flow.copy(topic).is_ok() && filters.contains(&new.flow.copy(topic));
    let (from, to) = (new.from(), new.to());
    let of_source = on(facts, from).filter(|_| is_meant(new)).map(|application| {
        let topics = application.topics.iter().filter(|(_, topic)| topic.is_protected);
        let names = topics.map(|(name, _)| name).filter(|name| goes(name));
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
    new: &FlowSide<'_>,
    (wide, narrow): (&GroupFilter, &GroupFilter),
) -> Vec<Concerned> {
    let goes = |name: &&String| wide.selects(name) && !narrow.selects(name);
    let of_source = on(facts, new.from()).filter(|_| is_meant(new)).map(|application| {
        concerned(application, new.from(), application.groups.keys().filter(goes))
    });
    of_source.collect()
}

/// Whether the new revision says what the flow is for.
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
