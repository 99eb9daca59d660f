use std::collections::BTreeSet;

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{
    diagnostic::Severity,
    mm2::{Naming, naming},
    topology::{Cluster, Flow, Setting},
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
        let mut lines = BTreeSet::new();
        for flow in &topology.flows {
            let Naming::Prefixed { separator } = naming(topology, flow) else { continue };
            if separator.is_empty() {
                continue;
            }
            for (id, key) in
                [(flow.from, "source.cluster.alias"), (flow.to, "target.cluster.alias")]
            {
                let cluster = topology.cluster(id);
                if let Some(stated) = topology.flow_setting(flow, key) {
                    if stated.value.trim().contains(&separator) && lines.insert(stated.key_span) {
                        report_stated(stated, flow, &separator, findings);
                    }
                } else if cluster.alias.value.contains(&separator) && told.insert(id) {
                    report(cluster, flow, &separator, &taken, findings);
                }
            }
        }
    }
}

fn report(
    cluster: &Cluster,
    flow: &Flow,
    separator: &str,
    taken: &Taken<'_>,
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    let joint = if separator.contains('-') { "" } else { "-" };
    let free = taken.free_alias(&alias.replace(separator, joint));
    let help = if free.contains(separator) {
        "write an `alias:` without the separator, and the same in the keys of its flows".to_owned()
    } else {
        format!("write `alias: {free}`, and the same in the keys of its flows")
    };
    findings
        .report(
            cluster.alias.span,
            format!("the alias `{alias}` holds the separator `{separator}`"),
        )
        .subject(alias)
        .related(flow.span, "this flow adds prefixes")
        .reason(reason(alias, separator))
        .help(help);
}

/// A flow may call its clusters otherwise.
fn report_stated(stated: &Setting, flow: &Flow, separator: &str, findings: &mut Findings<'_>) {
    let alias = stated.value.trim();
    findings
        .report(stated.value_span, format!("`{}` holds the separator `{separator}`", stated.key))
        .subject(&stated.key)
        .related(flow.span, "this flow adds prefixes")
        .reason(reason(alias, separator))
        .help("remove the line, or write a name without the separator");
}

fn reason(alias: &str, separator: &str) -> String {
    let first = alias.split(separator).next().unwrap_or_default();
    format!(
        "MirrorMaker 2 reads the source of `{alias}{separator}orders` up to the first separator, as `{first}`, so it \
         does not recognise its own copies and may send them back"
    )
}
