use std::collections::BTreeSet;

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{
    diagnostic::Severity,
    mm2::{Naming, naming},
    topology::{Cluster, Flow, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "alias-contains-separator",
    severity: Severity::Error,
    summary: "an alias that holds the separator between alias and topic",
    page: include_str!("alias_contains_separator.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    for topology in context.topologies {
        let mut told = BTreeSet::new();
        for flow in &topology.flows {
            let Naming::Prefixed { separator } = naming(topology, flow) else { continue };
            if separator.is_empty() {
                continue;
            }
            for id in [flow.from, flow.to] {
                let cluster = topology.cluster(id);
                if cluster.alias.value.contains(&separator) && told.insert(id) {
                    report(topology, cluster, flow, &separator, &taken, findings);
                }
            }
        }
    }
}

fn report(
    topology: &Topology,
    cluster: &Cluster,
    flow: &Flow,
    separator: &str,
    taken: &Taken<'_>,
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    let first = alias.split(separator).next().unwrap_or_default();
    let help = if separator.contains('-') {
        "write an `alias:` without the separator, and the same in the keys of its flows".to_owned()
    } else {
        let free = taken.free_alias(alias);
        format!("write `alias: {free}`, and the same in the keys of its flows")
    };
    findings
        .report(
            cluster.alias.span,
            format!("the alias `{alias}` holds the separator `{separator}`"),
        )
        .subject(alias)
        .related(flow.span, format!("`{}` puts aliases before names of topics", topology.flow_name(flow)))
        .reason(format!(
            "MirrorMaker 2 reads the source of `{alias}{separator}orders` up to the first separator, as `{first}`, \
             so it does not recognise its own copies and may send them back"
        ))
        .help(help);
}
