use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings, Rule,
    copies::{Copies, copies},
};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "replication-factor-exceeds-brokers",
    severity: Severity::Error,
    summary: "more copies than there are brokers",
    page: include_str!("replication_factor_exceeds_brokers.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        check_topology(topology, findings);
    }
}

fn check_topology(topology: &Topology, findings: &mut Findings<'_>) {
    let mut told = BTreeSet::new();
    let mut defaults: BTreeMap<usize, (&Cluster, Vec<&str>)> = BTreeMap::new();
    for flow in &topology.flows {
        for found in copies(topology, flow) {
            let Some(brokers) = found.cluster.brokers.as_ref().map(|brokers| brokers.value) else {
                continue;
            };
            let is_new =
                told.insert((found.cluster.id, found.key, found.line.map(|line| &line.key)));
            if !is_new
                || u32::try_from(found.count).is_ok_and(|count| count <= brokers)
                || found.count < 0
            {
                continue;
            }
            match found.line {
                Some(_) => report_line(&found, brokers, findings),
                None => {
                    let entry = (found.cluster, Vec::new());
                    defaults.entry(found.cluster.id.0).or_insert(entry).1.push(found.key);
                }
            }
        }
    }
    for (cluster, keys) in defaults.into_values() {
        report_defaults(cluster, &keys, findings);
    }
}

const REASON: &str = "brokers refuse to make a topic with more replicas than there are brokers, and without its topics the flow does not run";

fn report_line(found: &Copies<'_>, brokers: u32, findings: &mut Findings<'_>) {
    let (Some(line), Some(stated)) = (found.line, &found.cluster.brokers) else { return };
    let alias = &found.cluster.alias.value;
    findings
        .report(
            line.value_span,
            format!("`{}` asks for {} brokers, and `{alias}` has {brokers}", line.key, found.count),
        )
        .subject(&line.key)
        .related(stated.span, "the brokers")
        .reason(REASON)
        .help(format!("write `{}={brokers}`, or `-1` for the brokers' own default", line.key));
}

fn report_defaults(cluster: &Cluster, keys: &[&str], findings: &mut Findings<'_>) {
    let Some(stated) = &cluster.brokers else { return };
    let alias = &cluster.alias.value;
    let lines: Vec<String> = keys.iter().map(|key| format!("`{key}=-1`")).collect();
    findings
        .report(
            stated.span,
            format!("`{alias}` has fewer brokers than MirrorMaker 2 makes replicas"),
        )
        .subject(alias)
        .reason(format!("{REASON}; the defaults are 2 for the copies and 3 for its own topics"))
        .help(format!("add {}, which leaves the number to the brokers", lines.join(", ")));
}
