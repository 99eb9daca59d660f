use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{
    diagnostic::Severity,
    mm2::{
        policy::{Policy, source_alias},
        simulate::Simulation,
    },
    topology::{Cluster, ClusterId, Flow, Setting, Topology, graph},
};

pub(super) static RULE: Rule = Rule {
    id: "alias-contains-separator",
    severity: Severity::Error,
    summary: "an alias that holds the separator between alias and topic",
    page: include_str!("alias_contains_separator.md"),
    allowable: true,
    check,
};

/// What the separator in an alias does, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// Flows lead back, and nothing stops what has been there before.
    ComesBack,
    /// Topics of another source get the same names on the target.
    Mixed,
    /// The flow does not know its own copies again.
    Forgotten,
    /// Only a flow that leads back would be harmed.
    NoneYet,
}

/// An alias that holds a separator.
struct Found<'a> {
    harm: Harm,
    flow: &'a Flow,
    separator: String,
    /// The line that states it; absent for the cluster's own.
    stated: Option<&'a Setting>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    let returning = returning(context.simulation);
    for topology in context.topologies {
        let sources = topology.flows.iter().map(|flow| (flow.to, source_alias(topology, flow)));
        let sources: BTreeSet<(ClusterId, &str)> = sources.collect();
        let mut worst: BTreeMap<(Option<ClusterId>, &str), Found<'_>> = BTreeMap::new();
        for flow in &topology.flows {
            let name = (topology.alias(flow.from), topology.alias(flow.to));
            for (id, found) in find(topology, flow, returning.contains(&name), &sources) {
                // Each alias is told once, for the worst that comes of it.
                let key = match found.stated {
                    Some(stated) => (None, stated.key.as_str()),
                    None => (Some(id), ""),
                };
                match worst.get(&key) {
                    Some(other) if other.harm <= found.harm => {}
                    Some(_) | None => {
                        worst.insert(key, found);
                    }
                }
            }
        }
        for ((id, _), found) in &worst {
            match (found.stated, id) {
                (Some(stated), _) => report_stated(stated, found, findings),
                (None, Some(id)) => report(topology.cluster(*id), found, &taken, findings),
                (None, None) => {}
            }
        }
    }
}

/// The ends of a flow whose aliases hold its separator.
fn find<'a>(
    topology: &'a Topology,
    flow: &'a Flow,
    returns: bool,
    sources: &BTreeSet<(ClusterId, &str)>,
) -> impl Iterator<Item = (ClusterId, Found<'a>)> {
    let separator = match Policy::of_flow(topology, flow) {
        Policy::Default(policy) => policy.separator,
        Policy::Identity(_) | Policy::Opaque { .. } => String::new(),
    };
    let ends = [(flow.from, "source.cluster.alias"), (flow.to, "target.cluster.alias")];
    ends.into_iter().filter_map(move |(id, key)| {
        let stated = topology.flow_setting(flow, key);
        let alias = stated.map_or(topology.alias(id), |stated| stated.value.trim());
        let first = || alias.split(&separator).next().unwrap_or_default();
        let harm = match (returns, id == flow.from) {
            (true, _) => Harm::ComesBack,
            (false, true) if sources.contains(&(flow.to, first())) => Harm::Mixed,
            (false, true) => Harm::Forgotten,
            (false, false) => Harm::NoneYet,
        };
        let is_fault = !separator.is_empty() && alias.contains(&separator);
        is_fault.then(|| (id, Found { harm, flow, separator: separator.clone(), stated }))
    })
}

/// The flows, by the aliases of their ends, from whose target flows lead back to the source.
fn returning<'a>(simulation: &Simulation<'a>) -> BTreeSet<(&'a str, &'a str)> {
    let flows = &simulation.flows;
    let edges: Vec<graph::Edge> =
        flows.iter().map(|flow| (flow.from.index(), flow.to.index())).collect();
    let component = graph::components(simulation.places.len(), &edges);
    let back = flows
        .iter()
        .filter(|flow| component.get(flow.from.index()) == component.get(flow.to.index()));
    back.map(|flow| (flow.topology.alias(flow.pair.from), flow.topology.alias(flow.pair.to)))
        .collect()
}

fn report(cluster: &Cluster, found: &Found<'_>, taken: &Taken<'_>, findings: &mut Findings<'_>) {
    let (alias, separator) = (&cluster.alias.value, &found.separator);
    let joint = if separator.contains('-') { "" } else { "-" };
    let free = taken.free_alias(&alias.replace(separator, joint));
    let help = if free.contains(separator) {
        "write an `alias:` without the separator, and the same in the keys of its flows".to_owned()
    } else {
        format!("write `alias: {free}`, and the same in the keys of its flows")
    };
    let message = format!("the alias `{alias}` holds the separator `{separator}`");
    let finding = findings.report(cluster.alias.span, message);
    finding
        .subject(alias)
        .related(found.flow.span, "this flow adds prefixes")
        .reason(reason(alias, found))
        .help(help);
    if found.harm == Harm::NoneYet {
        finding.severity = Severity::Warning;
    }
}

/// A flow may call its clusters otherwise.
fn report_stated(stated: &Setting, found: &Found<'_>, findings: &mut Findings<'_>) {
    let message = format!("`{}` holds the separator `{}`", stated.key, found.separator);
    let finding = findings.report(stated.value_span, message);
    finding
        .subject(&stated.key)
        .related(found.flow.span, "this flow adds prefixes")
        .reason(reason(stated.value.trim(), found))
        .help(format!(
            "remove `{}={}`, or write a name without the separator",
            stated.key,
            stated.value.trim()
        ));
    if found.harm == Harm::NoneYet {
        finding.severity = Severity::Warning;
    }
}

fn reason(alias: &str, found: &Found<'_>) -> String {
    let separator = &found.separator;
    let first = alias.split(separator).next().unwrap_or_default();
    let reads = format!(
        "MirrorMaker 2 reads the source of `{alias}{separator}orders` up to the first separator, as `{first}`"
    );
    match found.harm {
        Harm::ComesBack => {
            format!("{reads}, so it does not recognise its own copies and may send them back")
        }
        Harm::Mixed => {
            let rest = alias.get(first.len() + separator.len()..).unwrap_or_default();
            format!(
                "{reads}, which is a source as well: `{rest}{separator}orders` from there gets the same name, so both \
                 are written into one topic"
            )
        }
        Harm::Forgotten => format!(
            "{reads}, so it does not recognise its own copies: they get no partitions and no settings when their \
             originals change"
        ),
        Harm::NoneYet => format!(
            "{reads}; a flow that leads back from `{alias}` would not see that a topic has been there before"
        ),
    }
}
