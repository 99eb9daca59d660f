use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings, Rule,
    retired::{Retired, known},
};
use crate::{
    budget,
    descriptor::RetiredAlias,
    diagnostic::Severity,
    nearest::nearest,
    topology::{Scope, Setting, Topology},
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "dangling-alias",
    severity: Severity::Error,
    summary: "a flow, or a retired alias, that names a cluster which is not declared",
    page: include_str!("dangling_alias.md"),
    allowable: true,
    check,
};

/// How many further keys with the same alias are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let retired = known(context);
    for topology in context.topologies {
        let known = aliases(topology);
        for (number, (alias, settings)) in unknown(topology, &known).into_iter().enumerate() {
            let meant = match retired.get(alias) {
                Some(entry) => entry.replaced_by,
                None => near(number, alias, &known),
            };
            report(topology, alias, &settings, (retired.get(alias).copied(), meant), findings);
        }
    }
    check_replacements(context, &retired, findings);
}

fn aliases(topology: &Topology) -> BTreeSet<&str> {
    topology.clusters.iter().map(|cluster| cluster.alias.value.as_str()).collect()
}

/// To find a near name takes a look at all, so it is done for as many findings as a report shows.
fn near<'a>(number: usize, name: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    if number < budget::FINDINGS { nearest(name, known.iter().copied()) } else { None }
}

/// The settings by the alias that no cluster has.
fn unknown<'a>(
    topology: &'a Topology,
    known: &BTreeSet<&str>,
) -> BTreeMap<&'a str, Vec<&'a Setting>> {
    let mut unknown: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
    for setting in &topology.settings.entries {
        let Scope::Flow { from, to, key } = &setting.scope else { continue };
        let ends = if from == to { vec![from] } else { vec![from, to] };
        // A blank in a key is the business of `spaced-flow-key`.
        let is_torn = to.is_empty() && key.is_empty();
        let ends = ends.into_iter().filter(|end| end.trim() == end.as_str() && !is_torn);
        for end in ends.filter(|end| !known.contains(end.as_str())) {
            unknown.entry(end).or_default().push(setting);
        }
    }
    unknown
}

fn report(
    topology: &Topology,
    alias: &str,
    settings: &[&Setting],
    (retired, meant): (Option<Retired<'_>>, Option<&str>),
    findings: &mut Findings<'_>,
) {
    let [first, others @ ..] = settings else { return };
    let message = match retired {
        None if alias.is_empty() => "a flow names no cluster on one side of its arrow".to_owned(),
        Some(_) => format!("a flow names `{alias}`, which is retired"),
        None => format!("a flow names `{alias}`, but no cluster has this alias"),
    };
    let finding = findings.report(first.key_span, message);
    finding
        .subject(alias)
        .reason("MirrorMaker 2 never looks at keys of clusters that it does not know")
        .help(help(topology, alias, first, (retired.is_some(), meant)));
    let key = meant.and_then(|meant| respelt(first, alias, meant));
    if let (Some(key), Some(span), []) = (key, first.plain_key(), others) {
        finding.fix(span, key);
    }
    for other in others.iter().take(SHOWN) {
        finding.related(other.key_span, "here too");
    }
    if others.len() > SHOWN {
        finding.label(format!("and in {} more keys", others.len()));
    }
    if let Some(entry) = retired {
        finding.related(entry.span, "retired here");
    }
}

fn help(
    topology: &Topology,
    alias: &str,
    first: &Setting,
    (is_retired, meant): (bool, Option<&str>),
) -> String {
    let verb = if is_retired { "remove the line" } else { "declare the cluster" };
    match meant.and_then(|meant| respelt(first, alias, meant)) {
        Some(key) => format!("write `{key}`, or {verb}"),
        None if is_retired => "remove the lines that name it".to_owned(),
        None if alias.is_empty() => {
            "write the alias that is missing, or remove the line".to_owned()
        }
        None => match topology.clusters.first().map(|cluster| &cluster.alias.value) {
            Some(known) => {
                format!(
                    "declare a cluster with `alias: {alias}`, or write another, such as `{known}`"
                )
            }
            None => format!("declare a cluster with `alias: {alias}`"),
        },
    }
}

/// The key with another alias in the place of one; nothing where that makes a flow from a cluster to itself.
fn respelt(setting: &Setting, alias: &str, meant: &str) -> Option<String> {
    let Scope::Flow { from, to, key } = &setting.scope else { return None };
    let respelt = |end: &String| if end == alias { meant.to_owned() } else { end.clone() };
    let (from, to) = (respelt(from), respelt(to));
    (from != to).then(|| format!("{from}->{to}.{key}"))
}

/// What took the place of a retired alias may stand in another topology, or be retired too by now.
fn check_replacements(
    context: &Context<'_>,
    retired: &BTreeMap<&str, Retired<'_>>,
    findings: &mut Findings<'_>,
) {
    let known: BTreeSet<&str> = context.topologies.iter().flat_map(aliases).collect();
    let entries = context.topologies.iter().flat_map(|topology| &topology.retired_aliases);
    let entries = entries.filter_map(|entry| Some((entry, entry.value.replaced_by.as_ref()?)));
    for (number, (entry, replaced_by)) in entries.enumerate() {
        let name = replaced_by.value.as_str();
        let is_chained = name != entry.value.alias.value && retired.contains_key(name);
        if !known.contains(name) && !is_chained {
            let near = near(number, name, &known);
            report_replacement(&entry.value, replaced_by, near, findings);
        }
    }
}

fn report_replacement(
    entry: &RetiredAlias,
    replaced_by: &Spanned<String>,
    near: Option<&str>,
    findings: &mut Findings<'_>,
) {
    let name = &replaced_by.value;
    let help = match near {
        Some(meant) => format!("write `replacedBy: {meant}`, or declare the cluster"),
        None => format!("declare a cluster with `alias: {name}`, or remove `replacedBy`"),
    };
    let message =
        format!("`{}` is replaced by `{name}`, but no cluster has this alias", entry.alias.value);
    findings.report(replaced_by.span, message).subject(name).help(help);
}
