use std::collections::BTreeSet;

use super::{
    Context, Findings, Rule,
    copies::{Copies, REMOTE_TOPICS, copies},
    in_sync::{Lack, shortages},
};
use crate::{
    diagnostic::Severity,
    source::Span,
    topology::{Cluster, Setting},
};

pub(super) static RULE: Rule = Rule {
    id: "single-replica-internal-topic",
    severity: Severity::Error,
    summary: "a topic of MirrorMaker 2 that one broker holds",
    page: include_str!("single_replica_internal_topic.md"),
    allowable: true,
    check,
};

/// From so many brokers on, there is no need to keep a topic on one.
const MANY: u32 = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut single = Vec::new();
    for topology in context.topologies {
        let mut told = BTreeSet::new();
        let all = topology.flows.iter().flat_map(|flow| copies(topology, flow));
        for found in all.filter(|found| found.count == 1 && found.key != REMOTE_TOPICS) {
            if found.line.is_some_and(|line| told.insert((&line.key, found.cluster.id))) {
                single.push(found);
            }
        }
    }
    if single.is_empty() {
        return;
    }
    // What nothing can be written into is told already.
    let refused = shortages(context).into_iter().filter(|found| found.lack == Lack::Refused);
    let refused: BTreeSet<(Span, Span)> =
        refused.filter_map(|found| place(found.line, found.cluster)).collect();
    for found in single {
        if place(found.line, found.cluster).is_some_and(|place| !refused.contains(&place)) {
            report(&found, findings);
        }
    }
}

fn place(line: Option<&Setting>, cluster: &Cluster) -> Option<(Span, Span)> {
    Some((line?.key_span, cluster.alias.span))
}

fn report(found: &Copies<'_>, findings: &mut Findings<'_>) {
    let brokers = found.cluster.brokers.as_ref().filter(|brokers| brokers.value >= MANY);
    let (Some(line), Some(brokers)) = (found.line, brokers) else { return };
    findings
        .report(
            line.value_span,
            format!("`{}=1` leaves a topic of `{}` to one broker", line.key, found.cluster.alias.value),
        )
        .subject(&line.key)
        .related(brokers.span, "the brokers")
        .reason("with that broker goes what MirrorMaker 2 knows: how far it has read, or how positions are translated; without positions it copies everything again")
        .help(format!("write `{}=3`, or `-1` for the brokers' own default", line.key));
}
