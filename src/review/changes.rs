//! The rules of changes: what an edit does. In: facts of two revisions. Out: changes. One file a group of rules that
//! look at the same, one page a rule.

mod aliases;
mod backups;
mod clusters;
mod copies;
mod filters;
mod flows;
mod groups;
mod loops;
mod losses;
mod naming;
mod needed;
mod offset_syncs;
mod rest;
mod topics;
mod versions;
mod watching;
mod workers;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use rest::workload;

use super::{
    Change, ChangeRule, Changes, Concerned, Facts,
    facts::{FlowPair, FlowSide, Moved},
};
use crate::mm2::simulate::FlowId;

/// All rules, by their id.
pub static ALL: [&ChangeRule; 53] = [
    &copies::ACL_SYNC_CHANGED,
    &clusters::ADDRESSES_CHANGED,
    &aliases::ALIAS_COMES_BACK,
    &aliases::ALIAS_MEANS_ANOTHER_CLUSTER,
    &aliases::ALIAS_RENAMED,
    &aliases::ALIASES_SWAPPED,
    &backups::BACKUP_CLASS_CHANGED,
    &backups::BACKUP_COVERS_LESS,
    &backups::BACKUP_ENGINE_CHANGED,
    &backups::BACKUP_MADE_RARER,
    &backups::BACKUP_REMOVED,
    &backups::BACKUP_RETENTION_SHORTENED,
    &groups::CHECKPOINTS_SWITCHED_OFF,
    &clusters::CLUSTER_ADDED,
    &clusters::CLUSTER_REMOVED,
    &copies::CONFIG_SYNC_WIDENED,
    &workers::CONVERSION_CHANGED,
    &clusters::CREDENTIALS_CHANGED,
    &workers::EXACTLY_ONCE_CHANGED,
    &filters::EXCLUSION_LOST,
    &flows::FLOW_ADDED,
    &flows::FLOW_ENABLED_AGAIN,
    &flows::FLOW_REMOVED,
    &flows::FLOW_REVERSED,
    &groups::GROUP_SYNC_SWITCHED_OFF,
    &groups::GROUP_SYNC_SWITCHED_ON,
    &filters::GROUPS_NARROWED,
    &watching::HEARTBEATS_SWITCHED_OFF,
    &clusters::INSTANCE_MOVED,
    &copies::INTERNAL_REPLICATION_FACTOR_CHANGED,
    &naming::INTERNAL_TOPICS_RENAMED,
    &loops::LOOP_CLOSED,
    &losses::LOSS_RAISED,
    &workers::OFFSET_RESET_CHANGED,
    &offset_syncs::OFFSET_SYNCS_MOVED,
    &offset_syncs::OFFSET_SYNCS_SWITCHED_OFF,
    &topics::PARTITIONS_CHANGED,
    &naming::POLICY_CHANGED,
    &copies::REPLICATION_FACTOR_CHANGED,
    &topics::RETENTION_LOWERED,
    &naming::SEPARATOR_CHANGED,
    &rest::SETTINGS_CHANGED,
    &clusters::SEVERAL_IDENTITY_CHANGES,
    &watching::STALENESS_RAISED,
    &workers::STORAGE_MOVED,
    &loops::TOPICS_MERGED,
    &filters::TOPICS_NARROWED,
    &filters::TOPICS_WIDENED,
    &versions::UPGRADE_HONOURS_LATEST,
    &versions::UPGRADE_READS_CHECKPOINTS,
    &versions::UPGRADE_TRANSLATES_ANOTHER_WAY,
    &versions::VERSION_CHANGED,
    &rest::WORKLOAD_CHANGED,
];

/// Edits that may hurt and of which a descriptor says nothing, each with the input that is missing.
pub static UNDECIDED: [(&str, &str); 9] = [
    (
        "a topic that was dropped from a filter long ago comes back, at its old position",
        "when it was dropped: the review sees two revisions only",
    ),
    (
        "how long a flow was off, and whether records were deleted meanwhile",
        "when it was switched off, and the retention of each topic of its source",
    ),
    (
        "a topic is deleted and made again under its name, on a source or as a copy",
        "the resources of the topics as they are on the clusters",
    ),
    (
        "a topic of Connect's storage or of offset syncs is deleted",
        "the topics as they are on the clusters",
    ),
    (
        "the code of a policy, a filter, a converter or a transform changes under the same name",
        "what is in the image: it is known by its name only",
    ),
    (
        "a dropped topic or group that an application needs",
        "`applications`, where the descriptor has none, and `intent` of the flow",
    ),
    (
        "volumes are added to a cluster, or taken from it, and no backup holds them",
        "`manifest` at the cluster, where its resource is not in the repository",
    ),
    ("a step of a recovery that is out of its order", "the phase in which the recovery is"),
    (
        "a KafkaMirrorMaker2 that is converted, or moves to another resource or engine",
        "a backend for Strimzi",
    ),
];

/// Asks every rule.
pub(super) fn check(facts: &Facts<'_>) -> Vec<Change> {
    let mut list = Vec::new();
    let is_last = |rule: &&&ChangeRule| rule.id == rest::SETTINGS_CHANGED.id;
    // What no other rule tells is known when all others were asked.
    let rest = ALL.iter().filter(is_last);
    for rule in ALL.iter().filter(|rule| !is_last(rule)).chain(rest) {
        (rule.check)(facts, &mut Changes { rule, list: &mut list });
    }
    list
}

/// Whether a copy comes over one of some flows.
fn passes(moved: &Moved, flows: &[FlowId]) -> bool {
    moved.path.iter().any(|flow| flows.contains(flow))
}

/// Copies that are there still, but get nothing any more; `flows` are those of the old revision.
fn lost(facts: &Facts<'_>, flows: &[FlowId]) -> Vec<Concerned> {
    let lost = facts.topics.lost.iter().filter(|moved| passes(moved, flows));
    by_cluster(facts, lost, "gets no more records on")
}

/// Copies that are made; `flows` are those of the new revision.
fn gained(facts: &Facts<'_>, flows: &[FlowId]) -> Vec<Concerned> {
    let gained = facts.topics.gained.iter().filter(|moved| passes(moved, flows));
    by_cluster(facts, gained, "is copied from its start to")
}

/// Clusters on which the same happens to the same names are told together.
fn by_cluster<'m>(
    facts: &Facts<'_>,
    moved: impl Iterator<Item = &'m Moved>,
    what: &str,
) -> Vec<Concerned> {
    let mut clusters: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for copy in moved {
        clusters.entry(&copy.cluster).or_default().insert(&copy.topic);
    }
    let mut groups: Vec<(BTreeSet<&str>, Vec<&str>)> = Vec::new();
    let mut known: BTreeMap<BTreeSet<&str>, usize> = BTreeMap::new();
    for (cluster, names) in clusters {
        let position = *known.entry(names.clone()).or_insert(groups.len());
        match groups.get_mut(position) {
            Some((_, clusters)) => clusters.push(cluster),
            None => groups.push((names, vec![cluster])),
        }
    }
    let concerned = |(names, clusters): (BTreeSet<&str>, Vec<&str>)| {
        let place = match clusters.as_slice() {
            [] => String::new(),
            [only] => format!("`{only}`"),
            [first, rest @ ..] => format!("`{first}` and {} more clusters", rest.len()),
        };
        Concerned {
            what: format!("{what} {place}"),
            names: names.into_iter().map(str::to_owned).collect(),
            are_samples: facts.topics.are_samples,
        }
    };
    groups.into_iter().map(concerned).collect()
}

/// The flows that a change is about, where it does not name them itself.
fn flows_of(names: Vec<String>) -> Option<Concerned> {
    (!names.is_empty()).then(|| Concerned { what: "flows".to_owned(), names, are_samples: false })
}

fn old_ids(pairs: &[&FlowPair<'_>]) -> Vec<FlowId> {
    pairs.iter().filter_map(|pair| Some(pair.before.as_ref()?.id)).collect()
}

fn new_ids(pairs: &[&FlowPair<'_>]) -> Vec<FlowId> {
    pairs.iter().filter_map(|pair| Some(pair.after.as_ref()?.id)).collect()
}

/// A copy that a flow makes; of a topic `orders` where no topics are declared.
fn copy_of(side: &FlowSide<'_>) -> Option<String> {
    let simulation = side.simulation;
    let mut made = simulation.user_arrivals().filter(|arrival| arrival.flow == side.id);
    match made.next().filter(|_| !simulation.is_sampled) {
        Some(arrival) => Some(simulation.topics.name(arrival.to).to_owned()),
        None => side.flow.policy.format_remote_topic(&side.flow.source_alias, "orders"),
    }
}

fn keeps_names(side: &FlowSide<'_>) -> bool {
    side.flow.policy.keeps_names(&side.flow.source_alias)
}
