//! Names of clusters: MirrorMaker 2 knows a cluster by nothing else.

use std::collections::BTreeSet;

use super::{copy_of, gained, keeps_names, lost, new_ids, old_ids};
use crate::{
    lock::Likeness,
    mm2::simulate::{FlowId, Kind, Refusal},
    review::{
        ChangeRule, Changes, Class, Concerned, Facts, Weight,
        facts::{FlowPair, FlowSide, Member},
    },
    source::Span,
    topology::identity::cluster_id,
};

pub(super) static ALIAS_RENAMED: ChangeRule = ChangeRule {
    id: "alias-renamed",
    class: Class::ReReplication,
    weight: Weight::Block,
    summary: "a cluster gets another alias",
    page: include_str!("alias-renamed.md"),
    twins: &["second-alias"],
    check: check_renamed,
};

pub(super) static ALIASES_SWAPPED: ChangeRule = ChangeRule {
    id: "aliases-swapped",
    class: Class::LoopOrMerge,
    weight: Weight::Block,
    summary: "two clusters change their aliases with each other",
    page: include_str!("aliases-swapped.md"),
    twins: &["alias-repointed"],
    check: check_swapped,
};

pub(super) static ALIAS_MEANS_ANOTHER_CLUSTER: ChangeRule = ChangeRule {
    id: "alias-means-another-cluster",
    class: Class::RecordsLost,
    weight: Weight::Block,
    summary: "an alias names another cluster, or one that nothing proves to be the same",
    page: include_str!("alias-means-another-cluster.md"),
    twins: &["alias-repointed"],
    check: check_repointed,
};

pub(super) static ALIAS_COMES_BACK: ChangeRule = ChangeRule {
    id: "alias-comes-back",
    class: Class::RecordsLost,
    weight: Weight::Block,
    summary: "a new cluster gets an alias that another one had in former times",
    page: include_str!("alias-comes-back.md"),
    twins: &["alias-reused", "retired-alias"],
    check: check_comes_back,
};

fn swapped<'f, 'a>(facts: &'f Facts<'a>) -> Vec<&'f (Member<'a>, Member<'a>)> {
    let kept = &facts.members.kept;
    let is_swapped = |(old, new): &&(Member<'_>, Member<'_>)| {
        old.alias() != new.alias()
            && kept
                .iter()
                .any(|(other, now)| other.alias() == new.alias() && now.alias() == old.alias())
    };
    kept.iter().filter(is_swapped).collect()
}

fn check_renamed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let swapped: Vec<&str> = swapped(facts).iter().map(|(old, _)| old.alias()).collect();
    for (old, new) in &facts.members.kept {
        if old.alias() == new.alias() || swapped.contains(&old.alias()) {
            continue;
        }
        let (out, into) = flows(facts, new.alias());
        let is_source = !out.is_empty();
        let made: Vec<FlowId> = new_ids(&out);
        let all: Vec<FlowId> = [old_ids(&out), old_ids(&into)].concat();
        let (was, is) = (old.alias(), new.alias());
        let change = changes.report(is, format!("`{was}` is called `{is}` now"));
        change
            .at(Some(old.span()), Some(new.span()))
            .consequence(renamed(facts, (was, is)))
            .concern(lost(facts, &all))
            .concern(gained(facts, &made))
            .instead(format!(
                "write `alias: {was}` again; to move on from a name, add a cluster under a new alias and move consumers \
                 to its topics first"
            ));
        if !is_source {
            change.class = Class::PositionsLost;
        }
    }
}

/// The flows out of a cluster and those into it, by its alias now.
fn flows<'f, 'a>(
    facts: &'f Facts<'a>,
    alias: &str,
) -> (Vec<&'f FlowPair<'a>>, Vec<&'f FlowPair<'a>>) {
    let is = |end: fn(&FlowSide<'a>) -> &'a str| {
        move |pair: &&FlowPair<'a>| pair.after.as_ref().is_some_and(|side| end(side) == alias)
    };
    let out = facts.flows.iter().filter(is(|side| side.from())).collect();
    let into = facts.flows.iter().filter(is(|side| side.to())).collect();
    (out, into)
}

fn renamed(facts: &Facts<'_>, (was, is): (&str, &str)) -> String {
    let (out, into) = flows(facts, is);
    let mut told = Vec::new();
    let sources = out.iter().filter_map(|pair| pair.after.as_ref().map(|side| (pair, side)));
    if let Some((pair, side)) = sources.into_iter().next() {
        let olds = pair.before.as_ref().and_then(copy_of);
        told.push(match (keeps_names(side), copy_of(side), olds) {
            (false, Some(new), Some(old)) => format!(
                "positions are kept under the alias, so every topic is copied again from its start, as `{new}`; \
                 consumers of `{old}` wait for records that do not come"
            ),
            (true, ..) => {
                "positions are kept under the alias, so every record is copied again into the topics that have it \
                 already"
                    .to_owned()
            }
            (false, ..) => {
                "positions are kept under the alias, so every topic is copied again from its start".to_owned()
            }
        });
        let back = into.iter().filter_map(|pair| pair.after.as_ref());
        let back = back.into_iter().find(|back| back.from() == side.to());
        if let Some(back) = back.filter(|_| !keeps_names(side)) {
            told.push(format!(
                "`{}` takes what `{}` holds as `{was}.…` for topics of another cluster, and copies them to where they \
                 came from",
                back.flow.name(),
                back.from(),
            ));
        }
    }
    if let Some(side) = into.iter().find_map(|pair| pair.after.as_ref()) {
        told.push(format!(
            "`{}` starts a new topic of offset syncs for `{is}`, so that groups get no translated positions until they \
             pass its first record",
            side.flow.name()
        ));
    }
    if told.is_empty() {
        told.push(
            "MirrorMaker 2 knows a cluster by its alias only, so this is a new one to it"
                .to_owned(),
        );
    }
    told.join("; ")
}

fn check_swapped(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in swapped(facts) {
        let (was, is) = (old.alias(), new.alias());
        // Both halves tell the same.
        if was > is {
            continue;
        }
        changes
            .report(was, format!("`{was}` and `{is}` change their names with each other"))
            .at(Some(old.span()), Some(new.span()))
            .consequence(
                "every prefix of a topic and every position lies about its cluster from now on: positions of one \
                 cluster are applied to the topics of the other, and copies are sent back to where they came from",
            )
            .instead("leave the aliases as they were, and fail over by moving clients");
    }
}

fn check_repointed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in &facts.members.repointed {
        let alias = new.alias();
        let ids = (cluster_id(old.cluster), cluster_id(new.cluster));
        let is_proved = matches!(ids, (Some(_), Some(_)));
        let message = match is_proved {
            true => format!("the alias `{alias}` means another cluster than before"),
            false => format!("nothing proves that `{alias}` is still the same cluster"),
        };
        let change = changes.report(alias, message);
        change
            .at(Some(old.span()), Some(new.span()))
            .consequence(taken_over(facts, alias, is_proved))
            .concern(returning(facts, alias))
            .concern(skipped(facts, alias));
        change.instead(match is_proved {
            true => format!(
                "give the new cluster an alias that was never used, such as `{}`, and list `{alias}` in `retiredAliases`",
                free(facts, alias)
            ),
            false => format!(
                "if it is the same cluster, write its `clusterId` (`kafka-cluster cluster-id`) in a change of its own \
                 first; if not, write an alias that was never used, such as `{}`",
                free(facts, alias)
            ),
        });
    }
}

/// What happens to a cluster under an alias that copies and positions of another one carry.
fn taken_over(facts: &Facts<'_>, alias: &str, is_proved: bool) -> String {
    let (out, into) = flows(facts, alias);
    let mut told = Vec::new();
    if let Some(side) = out.iter().find_map(|pair| pair.after.as_ref()) {
        told.push(format!(
            "`{}` goes on at the positions of the old cluster: where they are in range, the first records of every \
             topic are skipped without a message, and where they are not, it starts over on top of the old copies",
            side.flow.name()
        ));
        let back = into.iter().filter_map(|pair| pair.after.as_ref());
        let back = back.into_iter().find(|back| back.from() == side.to());
        if let Some((back, copy)) = back.zip(copy_of(side)).filter(|_| !keeps_names(side)) {
            told.push(format!(
                "what `{}` holds of the old cluster, such as `{copy}`, never comes back, because it counts as a cycle \
                 towards a cluster of that name",
                back.from()
            ));
        }
    }
    if let Some(side) = into.iter().find_map(|pair| pair.after.as_ref()) {
        told.push(format!(
            "`{}` fills it from the start, and the offset syncs on `{}` are still about the old cluster",
            side.flow.name(),
            side.from()
        ));
    }
    if told.is_empty() {
        told.push(
            "MirrorMaker 2 knows a cluster by its alias only, so it takes the two for one"
                .to_owned(),
        );
    }
    let told = told.join("; ");
    if is_proved { told } else { format!("if it is another one: {told}") }
}

fn check_comes_back(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let members = &facts.members;
    let swapped: Vec<&str> = swapped(facts).iter().map(|(_, new)| new.alias()).collect();
    let moved = members
        .kept
        .iter()
        .filter(|(old, new)| old.alias() != new.alias() && !swapped.contains(&new.alias()));
    let moved = moved.map(|(_, new)| *new);
    for member in members.fresh.iter().copied().chain(moved) {
        let alias = member.alias();
        let Some(Former { span, may_be_same }) = former(facts, &member) else { continue };
        let consequence = taken_over(facts, alias, true);
        let change = changes
            .report(alias, format!("the alias `{alias}` was that of another cluster before"))
            .at(span, Some(member.span()))
            .concern(returning(facts, alias))
            .concern(skipped(facts, alias))
            .instead(format!(
                "write an alias that was never used, such as `{}`, and the same in the keys of its flows",
                free(facts, alias)
            ));
        if may_be_same {
            change.weight = Weight::Warn;
            change.message =
                format!("the alias `{alias}`, which was retired, is back at the same place");
            change.consequence(format!("if the cluster was made anew there: {consequence}"));
        } else {
            change.consequence(consequence);
        }
    }
}

/// How an alias is known to have been another cluster's.
struct Former {
    /// In the old revision.
    span: Option<Span>,
    /// The place is the same, which proves nothing: a lost cluster is often made again where it was.
    may_be_same: bool,
}

/// Nothing where the alias is new, or was the same cluster's.
fn former(facts: &Facts<'_>, member: &Member<'_>) -> Option<Former> {
    let alias = member.alias();
    let retired = facts.before.topologies.iter().flat_map(|topology| &topology.retired_aliases);
    let declared = retired.filter(|entry| entry.value.alias.value == alias);
    let members = &facts.members;
    let used = members.kept.iter().map(|(old, _)| old).chain(&members.gone);
    let used = used.filter(|old| old.alias() == alias).map(Member::span);
    if let Some(span) = declared.map(|entry| entry.value.alias.span).chain(used).next() {
        return Some(Former { span: Some(span), may_be_same: false });
    }
    let claim = member.claim()?;
    let old = facts.before.locks.values().map(|lock| (lock, true));
    let new = facts.after.locks.values().map(|lock| (lock, false));
    let mut lines =
        old.chain(new).filter_map(|(lock, is_old)| Some((lock.lines.get(alias)?, is_old)));
    let (line, is_old) = lines.find(|(line, _)| line.entry.is_retired())?;
    let may_be_same = match line.entry.likeness(&claim) {
        Likeness::SameCluster => return None,
        Likeness::SamePlace => true,
        Likeness::Different => false,
    };
    Some(Former { span: is_old.then_some(line.span), may_be_same })
}

/// Topics on other clusters that came from the former cluster of an alias, and that the flows towards the new one
/// refuse.
fn returning(facts: &Facts<'_>, alias: &str) -> Vec<Concerned> {
    let sides = facts.flows.iter().filter_map(|pair| pair.after.as_ref());
    let mut found = Vec::new();
    for side in sides.filter(|side| side.to() == alias) {
        let was = facts.before.simulation.by_alias(facts.members.before(side.from()));
        let is = facts.after.simulation.by_alias(side.from());
        let held = [(facts.before.simulation, was), (facts.after.simulation, is)];
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (simulation, place) in held {
            let topics = simulation.topics.ids();
            let own = topics.filter(|&topic| {
                Some(simulation.topics.place(topic)) == place
                    && simulation.topics.kind(topic) == Kind::User
            });
            names.extend(own.map(|topic| simulation.topics.name(topic).to_owned()));
        }
        let refused = |name: &String| {
            side.flow.policy.topic_source(name) == Some(alias)
                && side.flow.copy(name) == Err(Refusal::Cycle)
        };
        names.retain(refused);
        found.push(Concerned {
            what: format!("never comes back from `{}`", side.from()),
            names: names.into_iter().collect(),
            are_samples: facts.topics.are_samples,
        });
    }
    found
}

/// Topics of the new cluster that are read from positions of the former one.
fn skipped(facts: &Facts<'_>, alias: &str) -> Vec<Concerned> {
    let simulation = facts.after.simulation;
    let sides = facts.flows.iter().filter_map(|pair| pair.after.as_ref());
    let own = sides.filter(|side| side.from() == alias);
    let concerned = own.map(|side| {
        let arrivals = simulation.user_arrivals().filter(|arrival| arrival.flow == side.id);
        let names = arrivals.map(|arrival| simulation.topics.name(arrival.from).to_owned());
        Concerned {
            what: format!("is read from the positions of the former cluster for `{}`", side.to()),
            names: names.collect::<BTreeSet<String>>().into_iter().collect(),
            are_samples: facts.topics.are_samples,
        }
    });
    concerned.collect()
}

/// An alias like another that neither revision nor a lock knows.
fn free(facts: &Facts<'_>, alias: &str) -> String {
    let models = [&facts.before, &facts.after];
    let is_known = |name: &String| {
        models.iter().any(|model| {
            let retired = model.topologies.iter().flat_map(|topology| &topology.retired_aliases);
            model.topologies.iter().any(|topology| topology.by_alias(name).is_some())
                || model.locks.values().any(|lock| lock.lines.contains_key(name))
                || retired.into_iter().any(|entry| entry.value.alias.value == *name)
        })
    };
    let numbered = (2..).map(|number: u32| format!("{alias}-{number}"));
    let mut candidates = std::iter::once(format!("{alias}-new")).chain(numbered);
    candidates.find(|name| !is_known(name)).expect("there are fewer aliases than numbers")
}

/// Whether an alias that a cluster gets was that of another one before.
pub(super) fn is_used(facts: &Facts<'_>, alias: &str) -> bool {
    let mut fresh = facts.members.fresh.iter().filter(|member| member.alias() == alias);
    fresh.any(|member| former(facts, member).is_some())
}
