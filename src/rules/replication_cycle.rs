use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{policy::Policy, provably_disjoint},
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

    /// Why nothing recognises a copy of this hop, if so.
    fn forgets(self) -> Option<Forgets> {
        let alias = self.topology.flow_setting(self.flow, "source.cluster.alias");
        let alias = alias.map_or(self.from(), |alias| alias.value.trim());
        match Policy::of_flow(self.topology, self.flow) {
            Policy::Identity(_) => Some(Forgets::Identity),
            Policy::Default(policy) if !policy.separator.is_empty() => None,
            Policy::Default(_) if alias.is_empty() => Some(Forgets::EmptyNames),
            Policy::Default(_) => Some(Forgets::Glued),
            Policy::Opaque { .. } => None,
        }
    }
}

/// Why the name of a copy does not tell where it comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forgets {
    Identity,
    EmptyNames,
    /// The alias is there, and nothing parts it from the name.
    Glued,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut hops: Vec<Hop<'_>> = Vec::new();
    for topology in context.topologies {
        let flows = topology.flows.iter().map(|flow| Hop { topology, flow });
        hops.extend(flows.filter(|hop| hop.forgets().is_some()));
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
    let glued = |hop: &Hop<'_>| hop.forgets() == Some(Forgets::Glued);
    let filters: BTreeSet<&str> = round.iter().map(|hop| hop.filter()).collect();
    // A name that grows leaves the filter that it matched.
    !round.iter().any(glued)
        && filters.iter().any(|a| filters.iter().any(|b| provably_disjoint(a, b)))
}

fn report(round: &[Hop<'_>], findings: &mut Findings<'_>) {
    let [first, rest @ ..] = round else { return };
    let path: Vec<&str> = round.iter().map(|hop| hop.from()).collect();
    let path = format!("{} -> {}", path.join(" -> "), first.from());
    let (label, reason) = words(first.forgets());
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

fn words(forgets: Option<Forgets>) -> (&'static str, &'static str) {
    match forgets {
        Some(Forgets::EmptyNames) => (
            "this hop keeps the names of topics",
            "with an empty separator and empty aliases a copy has the name of its original, so MirrorMaker 2 cannot \
             tell that a record has been here before",
        ),
        Some(Forgets::Glued) => (
            "this hop puts the alias before the name without a separator",
            "without a separator MirrorMaker 2 cannot read the source of a copy from its name, so it sends copies of \
             copies round under names that grow without end",
        ),
        Some(Forgets::Identity) | None => (
            "this hop keeps the names of topics",
            "under IdentityReplicationPolicy a copy has the name of its original, so MirrorMaker 2 cannot tell that a \
             record has been here before",
        ),
    }
}
