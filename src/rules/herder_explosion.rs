use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    descriptor::Access,
    diagnostic::Severity,
    mm2::effective::Cause,
    topology::{ClusterId, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "herder-explosion",
    severity: Severity::Warning,
    summary: "heartbeats make workers for pairs of clusters between which nothing flows",
    page: include_str!("herder_explosion.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let needed: BTreeSet<(ClusterId, ClusterId)> = topology
            .flows
            .iter()
            .flat_map(|flow| [(flow.from, flow.to), (flow.to, flow.from)])
            .collect();
        let running = context.simulation.running.iter();
        let own = running.filter(|running| std::ptr::eq(running.topology, topology));
        let idle: Vec<_> = own
            .map(|running| running.pair)
            .filter(|pair| !pair.enabled && !needed.contains(&(pair.from, pair.to)))
            .collect();
        if let Some(first) = idle.first() {
            report(topology, first.cause, (first.from, first.to), idle.len(), findings);
        }
    }
}

fn report(
    topology: &Topology,
    cause: Cause,
    (from, to): (ClusterId, ClusterId),
    count: usize,
    findings: &mut Findings<'_>,
) {
    let pair = format!("{}->{}", topology.alias(from), topology.alias(to));
    let own = format!("{pair}.emit.heartbeats.enabled");
    let line =
        topology.settings.get(&own).or_else(|| topology.settings.get("emit.heartbeats.enabled"));
    let span = line.map_or(topology.span, |line| line.key_span);
    let more = match count {
        1 => String::new(),
        2 => " and one more pair".to_owned(),
        more => format!(" and {} more pairs", more - 1),
    };
    let finding = findings.report(
        span,
        format!("a worker runs for `{pair}`{more}, and nothing flows there in either direction"),
    );
    if topology.cluster(to).access.value == Access::ReadOnly {
        finding.severity = Severity::Error;
    }
    finding.subject(pair.clone()).reason(
        "each of them is a Connect worker that connects to its target and makes four topics there, whether the pair \
         is enabled or not",
    );
    finding.help(match cause {
        Cause::Always => {
            "set `mirrorMaker2Spec.kafkaVersion` to 2.8 or later, which makes only the pairs that \
                          heartbeats or records ask for"
                .to_owned()
        }
        Cause::Enabled | Cause::Heartbeats => match line {
            Some(line) => format!("remove `{}={}`", line.key, line.value),
            None => format!("add `{own}=false`"),
        },
    });
}
