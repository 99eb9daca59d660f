//! Clusters that come, go or move.

use super::{aliases, copy_of, flows_of, gained, lost};
use crate::{
    mm2::simulate::FlowId,
    review::{ChangeRule, Changes, Class, Concerned, Facts, Weight, facts::Member},
};

pub(super) static CLUSTER_ADDED: ChangeRule = ChangeRule {
    id: "cluster-added",
    class: Class::Safe,
    weight: Weight::Note,
    summary: "a cluster that was not there before",
    page: include_str!("cluster-added.md"),
    twins: &[],
    check: check_added,
};

pub(super) static CLUSTER_REMOVED: ChangeRule = ChangeRule {
    id: "cluster-removed",
    class: Class::Orphans,
    weight: Weight::Warn,
    summary: "a cluster leaves the descriptor",
    page: include_str!("cluster-removed.md"),
    twins: &[],
    check: check_removed,
};

pub(super) static ADDRESSES_CHANGED: ChangeRule = ChangeRule {
    id: "addresses-changed",
    class: Class::RestartOnly,
    weight: Weight::Note,
    summary: "the same cluster at another address",
    page: include_str!("addresses-changed.md"),
    twins: &[],
    check: check_addresses,
};

pub(super) static CREDENTIALS_CHANGED: ChangeRule = ChangeRule {
    id: "credentials-changed",
    class: Class::StopsSilently,
    weight: Weight::Warn,
    summary: "another protocol, Secret or user for the connection to a cluster",
    page: include_str!("credentials-changed.md"),
    twins: &[],
    check: check_credentials,
};

pub(super) static INSTANCE_MOVED: ChangeRule = ChangeRule {
    id: "instance-moved",
    class: Class::RestartOnly,
    weight: Weight::Warn,
    summary: "an instance of MirrorMaker 2 runs elsewhere, or under another name",
    page: include_str!("instance-moved.md"),
    twins: &[],
    check: check_moved,
};

pub(super) static SEVERAL_IDENTITY_CHANGES: ChangeRule = ChangeRule {
    id: "several-identity-changes",
    class: Class::RecordsLost,
    weight: Weight::Block,
    summary: "alias, address and policy of one cluster change together",
    page: include_str!("several-identity-changes.md"),
    twins: &[],
    check: check_several,
};

fn check_added(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for member in &facts.members.fresh {
        let alias = member.alias();
        let flows: Vec<FlowId> = touching(facts, member, Side::New);
        changes
            .report(alias, format!("`{alias}` joins"))
            .at(None, Some(member.span()))
            .consequence(match flows.is_empty() {
                _ if aliases::is_used(facts, alias) => {
                    "it does so under an alias that was another cluster's: `alias-comes-back` tells what that does"
                        .to_owned()
                }
                true => "no flow leads to it or from it, so nothing is copied".to_owned(),
                false => "every topic that its flows select is copied from the start, and takes the room and the \
                          bandwidth for that"
                    .to_owned(),
            })
            .concern(flows_of(names(facts, member)))
            .concern(gained(facts, &flows));
    }
}

/// The flows out of a cluster and into it.
fn names(facts: &Facts<'_>, member: &Member<'_>) -> Vec<String> {
    let sides = facts.flows.iter().filter_map(|pair| pair.after.as_ref());
    let own = sides.filter(|flow| flow.from() == member.alias() || flow.to() == member.alias());
    own.map(|side| side.flow.name()).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

fn touching(facts: &Facts<'_>, member: &Member<'_>, side: Side) -> Vec<FlowId> {
    let sides = facts.flows.iter().filter_map(|pair| match side {
        Side::Old => pair.before.as_ref(),
        Side::New => pair.after.as_ref(),
    });
    let own = sides.filter(|flow| flow.from() == member.alias() || flow.to() == member.alias());
    own.map(|flow| flow.id).collect()
}

fn check_removed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for member in &facts.members.gone {
        let alias = member.alias();
        let flows = touching(facts, member, Side::Old);
        let named = named_in_filters(facts, alias);
        let retired = facts.after.topologies.iter().flat_map(|topology| &topology.retired_aliases);
        let is_retired = retired.into_iter().any(|entry| entry.value.alias.value == alias);
        let and_retired = if is_retired { ", and its alias is retired" } else { "" };
        let change = changes.report(alias, format!("`{alias}` leaves{and_retired}"));
        change
            .at(Some(member.span()), named.first().map(|(_, span)| *span))
            .consequence(left_behind(facts, alias))
            .concern(lost(facts, &flows));
        if named.is_empty() {
            let tidy = "remove its topics, positions and users from the other clusters when nobody needs them";
            change.instead(match is_retired {
                true => tidy.to_owned(),
                false => format!("list `{alias}` in `retiredAliases`, and {tidy}"),
            });
            continue;
        }
        change.weight = Weight::Block;
        change.concern([Concerned {
            what: "still name it in a filter".to_owned(),
            names: named.into_iter().map(|(key, _)| key).collect(),
            are_samples: false,
        }]);
        change.instead(format!("take `{alias}` out of the filters as well"));
    }
}

fn left_behind(facts: &Facts<'_>, alias: &str) -> String {
    let sides = || facts.flows.iter().filter_map(|pair| pair.before.as_ref());
    let mut told = Vec::new();
    let out = sides().find(|side| {
        side.from() == alias
            && side.flow.policy.topic_source(&copy_of(side).unwrap_or_default()) == Some(alias)
    });
    if let Some((side, copy)) = out.and_then(|side| Some((side, copy_of(side)?))) {
        told.push(format!(
            "nothing is deleted: copies such as `{copy}` stay on `{}`, look alive and get no more records",
            side.to()
        ));
        told.push(format!(
            "flows that remain may copy them on, because nothing is a cycle towards `{alias}` any more"
        ));
    } else if sides().any(|side| side.from() == alias) {
        told.push(
            "nothing is deleted: what was copied from it stays, and gets no more records"
                .to_owned(),
        );
    }
    if sides().any(|side| side.to() == alias) {
        told.push(
            "its own instance goes with it, and what it holds is not kept up to date".to_owned(),
        );
    }
    if told.is_empty() {
        told.push("no flow led to it or from it".to_owned());
    }
    told.join("; ")
}

/// Lines of the new revision that select topics of a cluster by its alias.
fn named_in_filters(facts: &Facts<'_>, alias: &str) -> Vec<(String, crate::source::Span)> {
    let settings = facts.after.topologies.iter().flat_map(|topology| &topology.settings.entries);
    let includes = settings.filter(|setting| {
        let key = setting.key.rsplit_once("->").map_or(setting.key.as_str(), |(_, rest)| rest);
        key == "topics" || key.ends_with(".topics")
    });
    let speaks_of = |value: &str| {
        value.split(',').map(str::trim).any(|item| {
            item.strip_prefix(alias)
                .is_some_and(|rest| rest.starts_with('.') || rest.starts_with("\\."))
        })
    };
    let found = includes.filter(|setting| speaks_of(&setting.value));
    found.map(|setting| (setting.key.clone(), setting.key_span)).collect()
}

fn check_addresses(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in &facts.members.kept {
        let addresses = |member: &Member<'_>| {
            let value = |address: &Option<crate::topology::Address>| {
                address.as_ref().map(|address| address.value.clone())
            };
            [value(&member.cluster.internal), value(&member.cluster.external)]
        };
        let (was, is) = (addresses(old), addresses(new));
        if was == is {
            continue;
        }
        let alias = new.alias();
        let span = |member: &Member<'_>| {
            let address = member.cluster.external.as_ref().or(member.cluster.internal.as_ref());
            Some(address.map_or(member.span(), |address| address.span))
        };
        changes
            .report(alias, format!("`{alias}` has another address, and is the same cluster"))
            .at(span(old), span(new))
            .consequence("instances that connect to it start again and go on at their positions");
    }
}

fn check_credentials(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in &facts.members.kept {
        let secure = |member: &Member<'_>| {
            let mut settings = member.connection();
            let own = format!("{}.", member.alias());
            settings.retain(|key, _| !key.ends_with("bootstrap.servers"));
            settings
                .into_iter()
                .map(|(key, value)| (key.strip_prefix(&own).unwrap_or(&key).to_owned(), value))
                .collect::<std::collections::BTreeMap<_, _>>()
        };
        let (was, is) = (secure(old), secure(new));
        if was == is {
            continue;
        }
        let alias = new.alias();
        let span = |member: &Member<'_>| {
            let security = member.cluster.security.as_ref();
            Some(security.map_or(member.span(), |security| security.span))
        };
        let keys = was.keys().chain(is.keys()).filter(|key| was.get(*key) != is.get(*key));
        let keys: std::collections::BTreeSet<String> = keys.cloned().collect();
        changes
            .report(alias, format!("instances connect to `{alias}` in another way"))
            .at(span(old), span(new))
            .consequence(
                "until the Secret is there and the user has its rights on every cluster that it reaches, the \
                 connectors fail and nothing is copied; rights do not follow a user that is renamed",
            )
            .concern([Concerned {
                what: "settings that differ".to_owned(),
                names: keys.into_iter().collect(),
                are_samples: false,
            }])
            .instead("make the Secret and grant the rights in a change of their own, before this one");
    }
}

fn check_moved(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in &facts.members.kept {
        let place = |member: &Member<'_>| {
            let home = member.cluster.home.as_ref()?;
            let name = crate::names::instance_name(&member.topology.name.value, member.alias());
            let runs = member.topology.flows.iter().any(|flow| flow.to == member.cluster.id);
            runs.then(|| {
                format!("{}/{}/{name}", member.folder().unwrap_or_default(), home.namespace.value)
            })
        };
        let (Some(was), Some(is)) = (place(old), place(new)) else { continue };
        if was == is || old.alias() != new.alias() {
            continue;
        }
        let alias = new.alias();
        let consequence = "positions are kept on the Kafka cluster, so the new instance goes on where the old one was; \
                           until the old one is deleted both join one group of workers, which is harmless only while \
                           their configurations are the same";
        let consequence = match is_proved_same(old, new) {
            true => consequence.to_owned(),
            false => format!("if it is still the same Kafka cluster: {consequence}"),
        };
        changes
            .report(alias, format!("the instance of `{alias}` runs at `{is}`, no more at `{was}`"))
            .at(Some(old.span()), Some(new.span()))
            .consequence(consequence)
            .instead("delete the old objects first, and make sure that Secrets and the network are there for the new ones");
    }
}

/// By an id, or by a place that did not change.
fn is_proved_same(old: &Member<'_>, new: &Member<'_>) -> bool {
    let (Some(was), Some(is)) = (old.claim(), new.claim()) else { return false };
    was.place == is.place || was.cluster_id.is_some() && was.cluster_id == is.cluster_id
}

fn check_several(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for (old, new) in &facts.members.kept {
        let external = |member: &Member<'_>| {
            member.cluster.external.as_ref().map(|address| address.value.clone())
        };
        let policy = facts.kept().any(|(_, was, is)| {
            (is.from() == new.alias() || is.to() == new.alias())
                && std::mem::discriminant(&was.flow.policy)
                    != std::mem::discriminant(&is.flow.policy)
        });
        let parts = [
            (old.alias() != new.alias(), "its alias"),
            (external(old) != external(new), "its address"),
            (policy, "the policy that names its topics"),
        ];
        let names: Vec<String> =
            parts.iter().filter(|part| part.0).map(|part| part.1.to_owned()).collect();
        if names.len() < 2 {
            continue;
        }
        let alias = new.alias();
        changes
            .report(alias, format!("{} change together for `{alias}`", names.join(" and ")))
            .at(Some(old.span()), Some(new.span()))
            .consequence(
                "each of them decides where MirrorMaker 2 looks for its positions and topics, so that after a mistake \
                 nobody can tell which of them it was",
            )
            .instead("make each a change of its own, and look at the topics after each");
    }
}
