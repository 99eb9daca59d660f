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
    source::Span,
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

/// A name that no cluster has.
struct Dangling<'a> {
    alias: &'a str,
    retired: Option<Retired<'a>>,
    /// The alias that was meant, as far as it can be told.
    meant: Option<&'a str>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let retired = known(context);
    for topology in context.topologies {
        let known = aliases(topology);
        for (number, (aliases, settings)) in unknown(topology, &known).into_iter().enumerate() {
            let dangling = |alias| Dangling {
                alias,
                retired: retired.get(alias).copied(),
                meant: match retired.get(alias) {
                    Some(entry) => entry.replaced_by,
                    None => near(number, alias, &known),
                },
            };
            let dangling: Vec<Dangling<'_>> = aliases.into_iter().map(dangling).collect();
            report(topology, &dangling, &settings, findings);
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

/// The settings by the aliases that no cluster has: one, or both of a flow, since half of a line cannot be mended.
fn unknown<'a>(
    topology: &'a Topology,
    known: &BTreeSet<&str>,
) -> BTreeMap<Vec<&'a str>, Vec<&'a Setting>> {
    let mut unknown: BTreeMap<Vec<&str>, Vec<&Setting>> = BTreeMap::new();
    for setting in &topology.settings.entries {
        let Scope::Flow { from, to, key } = &setting.scope else { continue };
        // A blank in a key is the business of `spaced-flow-key`.
        let is_torn = to.is_empty() && key.is_empty();
        let is_dangling = |end: &&str| end.trim() == *end && !known.contains(end) && !is_torn;
        let mut ends: Vec<&str> = [from.as_str(), to].into_iter().filter(is_dangling).collect();
        ends.dedup();
        if ends.contains(&"") {
            ends = vec![""];
        }
        if !ends.is_empty() {
            unknown.entry(ends).or_default().push(setting);
        }
    }
    unknown
}

fn report(
    topology: &Topology,
    dangling: &[Dangling<'_>],
    settings: &[&Setting],
    findings: &mut Findings<'_>,
) {
    let ([first, others @ ..], [alias, second @ ..]) = (settings, dangling) else { return };
    let aliases: Vec<&str> = dangling.iter().map(|end| end.alias).collect();
    let finding = findings.report(end_span(topology, first, alias.alias), message(dangling));
    finding
        .subject(aliases.join("->"))
        .reason("MirrorMaker 2 never looks at keys of clusters that it does not know")
        .help(help(topology, dangling, first));
    let fix = mended(dangling, first).filter(|_| others.is_empty());
    if let Some((key, span)) = fix.zip(first.plain_key()) {
        finding.fix(span, key);
    }
    for end in second {
        finding.related(end_span(topology, first, end.alias), "nor this one");
    }
    for other in others.iter().take(SHOWN) {
        finding.related(other.key_span, "here too");
    }
    if others.len() > SHOWN {
        finding.label(format!("and in {} more keys", others.len()));
    }
    for entry in dangling.iter().filter_map(|end| end.retired) {
        finding.related(entry.span, "retired here");
    }
}

/// The place of an end of the flow in the key; of the whole key where nothing stands there.
fn end_span(topology: &Topology, setting: &Setting, alias: &str) -> Span {
    let Scope::Flow { from, .. } = &setting.scope else { return setting.key_span };
    let start = if from == alias { 0 } else { from.len() + "->".len() };
    match alias.is_empty() {
        true => setting.key_span,
        false => topology.settings.key_part_span(setting, start..start + alias.len()),
    }
}

fn message(dangling: &[Dangling<'_>]) -> String {
    match dangling {
        [one] if one.retired.is_some() => format!("a flow names `{}`, which is retired", one.alias),
        [one] if one.alias.is_empty() => {
            "a flow names no cluster on one side of its arrow".to_owned()
        }
        [one] => format!("a flow names `{}`, but no cluster has this alias", one.alias),
        many => {
            let names: Vec<String> = many.iter().map(|end| format!("`{}`", end.alias)).collect();
            format!("a flow names {}, but no clusters have these aliases", names.join(" and "))
        }
    }
}

fn help(topology: &Topology, dangling: &[Dangling<'_>], first: &Setting) -> String {
    let is_retired = dangling.iter().any(|end| end.retired.is_some());
    let verb = match dangling {
        _ if is_retired => "remove the line",
        [_] => "declare the cluster",
        _ => "declare the clusters",
    };
    match mended(dangling, first) {
        Some(key) => format!("write `{key}`, or {verb}"),
        None if is_retired => "remove the lines that name it".to_owned(),
        None if dangling.iter().any(|end| end.alias.is_empty()) => {
            "write the alias that is missing, or remove the line".to_owned()
        }
        None => declare(topology, dangling),
    }
}

fn declare(topology: &Topology, dangling: &[Dangling<'_>]) -> String {
    let aliases: Vec<String> =
        dangling.iter().map(|end| format!("`alias: {}`", end.alias)).collect();
    let (what, another) = match aliases.len() {
        1 => ("a cluster", "another"),
        _ => ("clusters", "others"),
    };
    let declare = format!("declare {what} with {}", aliases.join(" and "));
    match topology.clusters.first().map(|cluster| &cluster.alias.value) {
        Some(known) => format!("{declare}, or write {another}, such as `{known}`"),
        None => declare,
    }
}

/// The key with the aliases that were meant, where all of them are known.
fn mended(dangling: &[Dangling<'_>], first: &Setting) -> Option<String> {
    let meant: Option<Vec<(&str, &str)>> =
        dangling.iter().map(|end| Some((end.alias, end.meant?))).collect();
    respelt(first, &meant?)
}

/// The key with other aliases in the place of some; nothing where that makes a flow from a cluster to itself.
fn respelt(setting: &Setting, meant: &[(&str, &str)]) -> Option<String> {
    let Scope::Flow { from, to, key } = &setting.scope else { return None };
    let respelt = |end: &String| {
        let meant = meant.iter().find(|(alias, _)| end == alias);
        meant.map_or(end.clone(), |(_, meant)| (*meant).to_owned())
    };
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
