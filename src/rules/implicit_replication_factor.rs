use std::collections::BTreeSet;

use super::{
    Context, Findings, Rule,
    copies::{REMOTE_TOPICS, copies},
    in_sync::{Shortage, shortages},
};
use crate::{
    diagnostic::Severity,
    source::Span,
    topology::{Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "implicit-replication-factor",
    severity: Severity::Warning,
    summary: "copies with two replicas because no line says how many",
    page: include_str!("implicit_replication_factor.md"),
    allowable: true,
    check,
};

/// From so many brokers on, two replicas are fewer than the usual three.
const MANY: u32 = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut weak = Vec::new();
    for topology in context.topologies {
        let mut told = BTreeSet::new();
        let flows = topology.flows.iter().filter(|flow| is_weak(topology, flow));
        weak.extend(flows.filter(|flow| told.insert(flow.to)).map(|flow| (topology, flow)));
    }
    if weak.is_empty() {
        return;
    }
    // Where brokers want as many in sync, that is told, which is the graver reason.
    let shortages = shortages(context).into_iter().filter(Shortage::is_of_copies);
    let graver: BTreeSet<Span> = shortages.map(|found| found.cluster.alias.span).collect();
    for (topology, flow) in weak {
        if !graver.contains(&topology.cluster(flow.to).alias.span) {
            report(topology, flow, findings);
        }
    }
}

fn is_weak(topology: &Topology, flow: &Flow) -> bool {
    let brokers = topology.cluster(flow.to).brokers.as_ref();
    let many = brokers.is_some_and(|brokers| brokers.value >= MANY);
    let mut copies = copies(topology, flow).into_iter();
    many && copies.any(|copies| copies.key == REMOTE_TOPICS && copies.line.is_none())
}

fn report(topology: &Topology, flow: &Flow, findings: &mut Findings<'_>) {
    let target = topology.cluster(flow.to);
    let Some(brokers) = &target.brokers else { return };
    findings
        .report(flow.span, format!("the copies of `{}` get two replicas", topology.flow_name(flow)))
        .subject(&target.alias.value)
        .related(brokers.span, "though there are more brokers")
        .reason("2 is MirrorMaker 2's default whatever the originals have, so the copies may survive less than they do")
        .help("add `replication.factor=3`, or `replication.factor=-1` for the brokers' own default");
}
