//! What rules of changes look at. In: two revisions. Out: [`Facts`]: clusters matched by their identity, flows matched by
//! their clusters, and the topics that the simulation gains and loses.

mod flows;
mod members;
mod topics;

use std::collections::{BTreeMap, BTreeSet};

use super::Revision;
use crate::{
    budget,
    lock::Lock,
    mm2::simulate::{self, Limits, PlaceId, Simulation},
    source::Span,
    topology::{Topology, Version},
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
    let limits = Limits { copies: budget::CHECKED_COPIES };
    let (old, new) = rayon::join(
        || simulate::simulate(before.topologies, limits),
        || simulate::simulate(after.topologies, limits),
    );
    let (mut own, mut theirs) = (old.starting_names(), new.starting_names());
    own.extend(kept_back(&old));
    theirs.extend(kept_back(&new));
    let called = |names: &BTreeSet<(String, String)>, now: &dyn Fn(&str) -> String| {
        names.iter().map(|(alias, name)| (now(alias), name.clone())).collect::<BTreeSet<_>>()
    };
    let from_new = called(&theirs, &|alias| members.before(alias).to_owned());
    let from_old = called(&own, &|alias| members.now(alias).to_owned());
    // The samples of two equal revisions are equal.
    let again =
        |simulation: Simulation<'a>, mut own: BTreeSet<_>, names: BTreeSet<_>, topologies| {
            match !simulation.is_sampled || own == names {
                true => simulation,
                false => {
                    own.extend(names);
                    simulate::simulate_with(topologies, limits, &own)
                }
            }
        };
    (again(old, own, from_new, before.topologies), again(new, theirs, from_old, after.topologies))
}

/// Names that a filter leaves out: another one may let them pass.
fn kept_back(simulation: &Simulation<'_>) -> BTreeSet<(String, String)> {
    let mut names = BTreeSet::new();
    if !simulation.is_sampled {
        return names;
    }
    let mut seen: BTreeSet<(PlaceId, Vec<String>)> = BTreeSet::new();
    for flow in &simulation.flows {
        let Some(filter) = flow.filter() else { continue };
        let samples = filter.exclude.samples();
        if seen.insert((flow.from, samples.clone())) {
            let alias = simulation.place(flow.from).alias();
            names.extend(samples.into_iter().map(|name| (alias.to_owned(), name)));
        }
    }
    names
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
