//! What rules of changes look at. In: two revisions. Out: [`Facts`]: clusters matched by their identity, flows matched by
//! their clusters, and the topics that the simulation gains and loses.

mod flows;
mod members;
mod topics;

use std::collections::{BTreeMap, BTreeSet};

use super::Revision;
use crate::{
    budget,
    inventory::KafkaNode,
    lock::Lock,
    mm2::simulate::{self, Limits, Simulation},
    source::Span,
    topology::{TopicFacts, Topology, Version},
};

pub(super) use flows::{Configs, Differing, FlowPair, FlowSide, View, differing};
pub(super) use members::{Member, Members, matched};
pub(super) use topics::{Moved, TopicChanges};

/// Everything that is known of a change.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub before: Model<'a>,
    pub after: Model<'a>,
    pub members: Members<'a>,
    /// The flows that are enabled in one revision at least.
    pub flows: Vec<FlowPair<'a>>,
    pub topics: TopicChanges,
}

/// One revision.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub topologies: &'a [Topology],
    pub locks: &'a BTreeMap<String, Lock>,
    pub simulation: &'a Simulation<'a>,
}

/// The simulations of both revisions; from the same names, so that they can be compared.
pub(super) fn simulations<'a>(
    before: &Revision<'a>,
    after: &Revision<'a>,
    members: &Members<'a>,
) -> (Simulation<'a>, Simulation<'a>) {
    let (old, new) = rayon::join(
        || simulate::prepare(before.topologies),
        || simulate::prepare(after.topologies),
    );
    let now = |(alias, name): (String, String)| (members.now(&alias).to_owned(), name);
    let was = |(alias, name): (String, String)| (members.before(&alias).to_owned(), name);
    let (mut own, mut theirs) = (old.names(), new.names());
    let from_old: Vec<_> = own.iter().cloned().map(now).collect();
    own.extend(theirs.iter().cloned().map(was));
    theirs.extend(from_old);
    let limits = Limits { copies: budget::REVIEWED_COPIES };
    rayon::join(|| old.finish(&own, limits), || new.finish(&theirs, limits))
}

/// Whether two revisions mean the same: then there is nothing to simulate.
pub(super) fn is_same(before: &Revision<'_>, after: &Revision<'_>) -> bool {
    let topologies = || before.topologies.iter().zip(after.topologies);
    before.topologies.len() == after.topologies.len()
        && topologies().all(|(old, new)| is_same_topology(old, new))
        && flows::is_same(before.topologies, after.topologies)
}

fn is_same_topology(old: &Topology, new: &Topology) -> bool {
    let clusters = |topology: &Topology| -> BTreeSet<_> {
        let cluster = |cluster| {
            let member = Member { topology, cluster };
            let claim = member.claim().map(|claim| (claim.cluster_id, claim.place));
            (member.alias().to_owned(), claim, member.namespace().map(str::to_owned))
        };
        topology.clusters.iter().map(cluster).collect()
    };
    let retired = |topology: &Topology| -> BTreeSet<String> {
        let retired = topology.retired_aliases.iter();
        retired.map(|entry| entry.value.alias.value.clone()).collect()
    };
    old.name.value == new.name.value
        && clusters(old) == clusters(new)
        && retired(old) == retired(new)
        && renames(old) == renames(new)
        && inventory(old) == inventory(new)
        && protection(old) == protection(new)
        && super::changes::workload(old, new).is_empty()
}

fn renames(topology: &Topology) -> BTreeSet<(Option<&str>, &str, &str)> {
    let renames = topology.renames.iter().map(|rename| &rename.value);
    let words = renames.map(|rename| {
        let flow = rename.flow.as_ref().map(|flow| flow.value.as_str());
        (flow, rename.topic.value.as_str(), rename.remote_topic.value.as_str())
    });
    words.collect()
}

fn inventory(topology: &Topology) -> BTreeMap<(&str, &str), &TopicFacts> {
    let topics = topology.inventory.topics.iter();
    let named = topics
        .map(|topic| ((topology.alias(topic.cluster), topic.name.as_ref()), topic.facts.as_ref()));
    named.collect()
}

/// Backups, objectives, applications, and what they are about, in words without places.
fn protection(topology: &Topology) -> BTreeSet<String> {
    let backups = topology.backups.iter().map(|backup| {
        let nodes: Vec<u32> = backup.nodes.iter().map(|node| node.value).collect();
        let storage = &topology.cluster(backup.cluster).storage;
        let volumes = |node: &KafkaNode| -> Vec<_> {
            let volumes = node.volumes.iter();
            volumes.map(|one| (one.mount_path.clone(), one.id, one.medium)).collect()
        };
        let all: Vec<_> = storage.nodes.iter().map(|node| (node.id, volumes(node))).collect();
        let class = storage.snapshot_class(&backup.snapshot_class.value);
        let class = class.map(|class| (&class.driver.value, class.deletes.is_some()));
        format!(
            "{} {} {:?} {} {:?} {} {} {nodes:?} {all:?} {class:?}",
            topology.alias(backup.cluster),
            backup.name.value,
            backup.engine,
            backup.schedule_text,
            backup.retention_text,
            backup.snapshot_class.value,
            backup.is_suspended,
        )
    });
    let objectives = topology.objectives.iter().map(|objective| {
        let against: Vec<_> = objective.against.iter().map(|against| against.value).collect();
        let cluster = objective.cluster.map(|cluster| topology.alias(cluster));
        format!("{cluster:?} {against:?} {:?}", objective.rpo.as_ref().map(|rpo| rpo.value))
    });
    let intents = topology.intents.iter().map(|((from, to), intent)| {
        format!("{}->{} {:?}", topology.alias(*from), topology.alias(*to), intent.value)
    });
    let applications = topology.applications.iter().map(|application| {
        let topics: Vec<_> =
            application.topics.iter().map(|(name, topic)| (name, topic.is_protected)).collect();
        let groups: Vec<_> = application.groups.keys().collect();
        let cluster = topology.alias(application.cluster);
        format!("{} {cluster} {topics:?} {groups:?}", application.name.value)
    });
    backups.chain(objectives).chain(intents).chain(applications).collect()
}

impl<'a> Facts<'a> {
    pub(super) fn of(
        (before, old): (&Revision<'a>, &'a Simulation<'a>),
        (after, new): (&Revision<'a>, &'a Simulation<'a>),
        members: Members<'a>,
    ) -> Facts<'a> {
        let before = Model { topologies: before.topologies, locks: before.locks, simulation: old };
        let after = Model { topologies: after.topologies, locks: after.locks, simulation: new };
        let flows = flows::matched(&before, &after, &members);
        let topics = topics::compare(&before, &after, &members);
        Facts { before, after, members, flows, topics }
    }

    /// Flows that are in both.
    pub(super) fn kept(
        &self,
    ) -> impl Iterator<Item = (&FlowPair<'a>, &FlowSide<'a>, &FlowSide<'a>)> {
        self.flows
            .iter()
            .filter_map(|pair| Some((pair, pair.before.as_ref()?, pair.after.as_ref()?)))
    }

    /// The topologies that are in both, by the path of their descriptor and their place in it.
    pub(super) fn topologies(&self) -> Vec<(&'a Topology, &'a Topology)> {
        let mut old: BTreeMap<&str, Vec<&Topology>> = BTreeMap::new();
        for topology in self.before.topologies.iter().rev() {
            old.entry(&topology.path).or_default().push(topology);
        }
        let new = self.after.topologies.iter();
        new.filter_map(|topology| Some((old.get_mut(topology.path.as_str())?.pop()?, topology)))
            .collect()
    }

    /// Where one descriptor has other releases before and after.
    pub(super) fn upgrades(&self) -> Vec<Upgrade<'a>> {
        let pairs = self.topologies().into_iter();
        let upgrade = |(before, after): (&'a Topology, &'a Topology)| Upgrade {
            topology: after,
            from: before.workload.version,
            to: after.workload.version,
            before: before.workload.version_span.unwrap_or(before.span),
            after: after.workload.version_span.unwrap_or(after.span),
        };
        pairs.map(upgrade).filter(|upgrade| upgrade.from != upgrade.to).collect()
    }
}

/// Another release of MirrorMaker 2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upgrade<'a> {
    pub topology: &'a Topology,
    pub from: Version,
    pub to: Version,
    pub before: Span,
    pub after: Span,
}

impl Upgrade<'_> {
    /// Whether a change of MirrorMaker 2 lies between the releases.
    pub(super) fn enters(&self, gate: fn(Version) -> bool) -> bool {
        !gate(self.from) && gate(self.to)
    }
}
