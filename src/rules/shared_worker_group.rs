use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::effective::{Instance, Pair},
    source::Span,
    topology::{Cluster, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "shared-worker-group",
    severity: Severity::Error,
    summary: "instances of two topologies that share one Connect group",
    page: include_str!("shared_worker_group.md"),
    allowable: true,
    check,
};

const EMIT_HEARTBEATS: &str = "emit.heartbeats.enabled";

/// A worker that an instance runs.
#[derive(Clone, Copy)]
struct Worker {
    /// The line that enables its flow, else the target.
    span: Span,
    enabled: bool,
}

/// Only targets of several topologies are looked at: the pairs of all clusters would be too many.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut targets: BTreeMap<&str, Vec<(&Topology, &Cluster)>> = BTreeMap::new();
    for topology in context.topologies {
        for (cluster, _) in topology.targets() {
            targets.entry(&cluster.alias.value).or_default().push((topology, cluster));
        }
    }
    for (alias, instances) in targets.iter().filter(|(_, instances)| instances.len() > 1) {
        let mut first: BTreeMap<&str, Worker> = BTreeMap::new();
        for &(topology, cluster) in instances {
            for (source, worker) in workers(topology, cluster) {
                let other = *first.entry(source).or_insert(worker);
                // Two that are enabled are the business of `same-flow-in-two-descriptors`.
                if other.span != worker.span && !(other.enabled && worker.enabled) {
                    report(source, alias, worker, other, findings);
                }
            }
        }
    }
}

fn workers<'a>(topology: &'a Topology, own: &Cluster) -> BTreeMap<&'a str, Worker> {
    let worker = |pair: &Pair| {
        let span = pair.line.unwrap_or(own.alias.span);
        (topology.alias(pair.from), Worker { span, enabled: pair.enabled })
    };
    Instance::new(topology, own.id).pairs().iter().map(worker).collect()
}

fn report(from: &str, to: &str, worker: Worker, other: Worker, findings: &mut Findings<'_>) {
    let (idle, busy) = if worker.enabled { (other, worker) } else { (worker, other) };
    let what = if busy.enabled { "the other enables it" } else { "the other does the same" };
    findings
        .report(idle.span, format!("this topology runs a worker for `{from}->{to}` without enabling it"))
        .label("for heartbeats only")
        .related(busy.span, what)
        .subject(format!("{from}->{to}"))
        .reason(format!(
            "the instances of both topologies join the group `{from}-mm2` on `{to}` and share the settings that are \
             stored there, so the flow may stop or its settings change with every restart"
        ))
        .help(format!("write `{from}->{to}.{}=false` here", EMIT_HEARTBEATS));
}
