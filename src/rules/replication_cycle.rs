use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{KeptBy, Naming, naming, provably_disjoint},
    topology::{Flow, Topology, graph},
};

pub(super) static RULE: Rule = Rule {
    id: "replication-cycle",
    severity: Severity::Error,
    summary: "flows that keep topic names form a cycle, so records travel round it for ever",
    page: include_str!("replication_cycle.md"),
    allowable: true,
    check,
};

/// A flow with the topology that enables it: a round may lead through several.
#[derive(Clone, Copy)]
struct Hop<'a> {
    topology: &'a Topology,
    flow: &'a Flow,
}

impl<'a> Hop<'a> {
    fn from(self) -> &'a str {
        self.topology.alias(self.flow.from)
    }

    fn to(self) -> &'a str {
        self.topology.alias(self.flow.to)
    }

    fn filter(self) -> &'a str {
        let topics = self.topology.flow_setting(self.flow, "topics");
        topics.map_or(".*", |topics| topics.value.as_str())
    }

    fn name(self) -> String {
        self.topology.flow_name(self.flow)
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut hops: Vec<Hop<'_>> = Vec::new();
    for topology in context.topologies {
        let flows = topology.flows.iter().map(|flow| Hop { topology, flow });
        hops.extend(flows.filter(|hop| {
            matches!(naming(hop.topology, hop.flow), Naming::Kept(_) | Naming::Glued)
        }));
    }
    // The order of the lines must not decide what an `allow` entry has to name.
    hops.sort_by_key(|hop| hop.name());
    let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut node = |alias| {
        let next = nodes.len();
        *nodes.entry(alias).or_insert(next)
    };
    let edges: Vec<graph::Edge> =
        hops.iter().map(|hop| (node(hop.from()), node(hop.to()))).collect();
    for cycle in graph::cycles(nodes.len(), &edges) {
        let round: Vec<Hop<'_>> =
            cycle.iter().filter_map(|&edge| hops.get(edge).copied()).collect();
        if !carries_nothing(&round) {
            report(&round, findings);
        }
    }
}

/// A topic travels round only if every hop selects it. A long round has few filters that differ.
fn carries_nothing(round: &[Hop<'_>]) -> bool {
    let glued = |hop: &Hop<'_>| naming(hop.topology, hop.flow) == Naming::Glued;
    let filters: BTreeSet<&str> = round.iter().map(|hop| hop.filter()).collect();
    // A name that grows leaves the filter that it matched.
    !round.iter().any(glued)
        && filters.iter().any(|a| filters.iter().any(|b| provably_disjoint(a, b)))
}

fn report(round: &[Hop<'_>], findings: &mut Findings<'_>) {
    let [first, rest @ ..] = round else { return };
    let path: Vec<&str> = round.iter().map(|hop| hop.from()).collect();
    let path = format!("{} -> {}", path.join(" -> "), first.from());
    let (label, reason) = words(&naming(first.topology, first.flow));
    let finding =
        findings.report(first.flow.span, format!("records travel for ever round `{path}`"));
    finding.label(label).subject(first.name()).reason(reason).help(format!(
        "remove `{}.enabled=true`, or remove the settings that decide about names so that copies get their source's \
         alias and a `.` as a prefix",
        rest.last().unwrap_or(first).name()
    ));
    for hop in rest {
        finding.related(hop.flow.span, format!("then `{}`", hop.name()));
    }
}

fn words(naming: &Naming) -> (&'static str, &'static str) {
    match naming {
        Naming::Kept(KeptBy::EmptyNames) => (
            "this hop keeps the names of topics",
            "with an empty separator and empty aliases a copy has the name of its original, so MirrorMaker 2 cannot \
             tell that a record has been here before",
        ),
        Naming::Glued => (
            "this hop puts the alias before the name without a separator",
            "without a separator MirrorMaker 2 cannot read the source of a copy from its name, so it sends copies of \
             copies round under names that grow without end",
        ),
        Naming::Kept(KeptBy::IdentityPolicy) | Naming::Prefixed { .. } | Naming::Opaque { .. } => (
            "this hop keeps the names of topics",
            "under IdentityReplicationPolicy a copy has the name of its original, so MirrorMaker 2 cannot tell that a \
             record has been here before",
        ),
    }
}
