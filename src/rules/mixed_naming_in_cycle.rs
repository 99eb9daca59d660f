use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{Naming, naming},
    source::Span,
    topology::{Flow, Topology, graph},
};

pub(super) static RULE: Rule = Rule {
    id: "mixed-naming-in-cycle",
    severity: Severity::Error,
    summary: "flows of one cycle that name copies in different ways",
    page: include_str!("mixed_naming_in_cycle.md"),
    allowable: true,
    check,
};

/// A flow on a cycle that takes every topic.
struct Hop<'a> {
    topology: &'a Topology,
    flow: &'a Flow,
    naming: Naming,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let flows: Vec<&Flow> =
            topology.flows.iter().filter(|flow| takes_all(topology, flow)).collect();
        let edges: Vec<graph::Edge> = flows.iter().map(|flow| (flow.from.0, flow.to.0)).collect();
        for cycle in graph::cycles(topology.clusters.len(), &edges) {
            let flows = cycle.iter().filter_map(|&edge| flows.get(edge).copied());
            let hops: Vec<Hop<'_>> =
                flows.map(|flow| Hop { topology, flow, naming: naming(topology, flow) }).collect();
            check_cycle(&hops, findings);
        }
    }
}

/// Only then does a copy surely pass, whatever its name.
fn takes_all(topology: &Topology, flow: &Flow) -> bool {
    let topics = topology.flow_setting(flow, "topics");
    let excludes = ["topics.exclude", "topics.blacklist"];
    topics.is_none_or(|topics| topics.value.split(',').any(|entry| entry.trim() == ".*"))
        && excludes.iter().all(|key| topology.flow_setting(flow, key).is_none())
}

/// One way of naming round the whole cycle is fine; a cycle without prefixes is a matter of `replication-cycle`; of a
/// class that only its author knows nothing can be said.
fn check_cycle(hops: &[Hop<'_>], findings: &mut Findings<'_>) {
    let is_opaque = |hop: &Hop<'_>| matches!(hop.naming, Naming::Opaque { .. });
    let Some(prefixed) = hops.iter().find(|hop| matches!(hop.naming, Naming::Prefixed { .. }))
    else {
        return;
    };
    let other = hops.iter().find(|hop| hop.naming != prefixed.naming);
    if let Some(other) = other.filter(|_| !hops.iter().any(is_opaque)) {
        report(prefixed, other, findings);
    }
}

fn report(first: &Hop<'_>, other: &Hop<'_>, findings: &mut Findings<'_>) {
    findings
        .report(
            first.line(),
            format!("`{}` and `{}` name copies in different ways", first.name(), other.name()),
        )
        .label(first.words())
        .subject(first.name())
        .related(other.line(), other.words())
        .reason("one flow does not recognise what the other one made, so copies go round and get longer names each time")
        .help("write `replication.policy.class` and `replication.policy.separator` once for all flows, without a flow before the key");
}

impl Hop<'_> {
    fn name(&self) -> String {
        self.topology.flow_name(self.flow)
    }

    /// The line that decides about the naming, else that of the flow.
    fn line(&self) -> Span {
        let keys = ["replication.policy.class", "replication.policy.separator"];
        let own = keys.map(|key| self.topology.settings.get(&format!("{}.{key}", self.name())));
        own.iter().flatten().next().map_or(self.flow.span, |setting| setting.value_span)
    }

    fn words(&self) -> String {
        match &self.naming {
            Naming::Prefixed { separator } => format!("puts `{separator}` behind the alias"),
            Naming::Kept(_) => "keeps the names of topics".to_owned(),
            Naming::Glued => "puts nothing behind the alias".to_owned(),
            Naming::Opaque { class } => format!("names as `{class}` does"),
        }
    }
}
