use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule,
    past::{Named, Past, pasts, remembered},
    retired::{declared, known},
    retired_alias::replacement,
    suggestion::Taken,
};
use crate::{
    diagnostic::Severity,
    lock::{Claim, Likeness, Line},
    topology::Cluster,
};

pub(super) static RULE: Rule = Rule {
    id: "alias-reused",
    severity: Severity::Error,
    summary: "an alias that is retired in `mirrorc.lock` names a cluster again",
    page: include_str!("alias_reused.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    // Those that a descriptor declares are the business of `retired-alias`.
    let declared = declared(context);
    let retired = known(context);
    let elsewhere = retired_lines(context);
    for past in pasts(context) {
        for Named { cluster, claim, line: own } in past.clusters() {
            let alias = cluster.alias.value.as_str();
            let other = || elsewhere.get(alias).map(|&line| (line, line.entry.likeness(&claim)));
            let Some((line, likeness)) = own.or_else(other) else { continue };
            if !line.entry.is_retired() || declared.contains_key(alias) {
                continue;
            }
            match likeness {
                Likeness::SameCluster => {}
                Likeness::SamePlace if own.is_none() => {}
                Likeness::SamePlace => report_return(&past, cluster, line, findings),
                Likeness::Different => {
                    let entry = retired.get(alias);
                    let free = entry
                        .and_then(|entry| {
                            replacement(context, (past.topology, cluster), entry, &retired)
                        })
                        .unwrap_or_else(|| taken.successor(alias));
                    report(&past, (cluster, &claim), line, &free, findings);
                }
            }
        }
    }
}

/// By their alias: an alias that is retired in one folder is no better in another.
fn retired_lines<'a>(context: &Context<'a>) -> BTreeMap<&'a str, &'a Line> {
    let lines = context.locks.values().flat_map(|lock| &lock.lines);
    let retired = lines.filter(|(_, line)| line.entry.is_retired());
    retired.map(|(alias, line)| (alias.as_str(), line)).collect()
}

fn report(
    past: &Past<'_>,
    (cluster, claim): (&Cluster, &Claim),
    line: &Line,
    free: &str,
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    findings
        .report(
            cluster.alias.span,
            format!("the alias `{alias}` is retired, and now names another cluster"),
        )
        .subject(alias)
        .related(line.span, format!("{} when it was retired", remembered(line, claim)))
        .reason(past.consequence(cluster))
        .help(format!(
            "write `alias: {free}`, and the same in the keys of its flows; once no topic and no position with \
             `{alias}` is left on any cluster, `mirrorc alias forget {alias}{}` makes it free",
            past.option()
        ));
}

/// The same place is no proof: a cluster that was lost is often made again where it was.
fn report_return(past: &Past<'_>, cluster: &Cluster, line: &Line, findings: &mut Findings<'_>) {
    let alias = &cluster.alias.value;
    let message = format!("the alias `{alias}`, which was retired, is back at the same place");
    let finding = findings.report(cluster.alias.span, message);
    finding.severity = Severity::Warning;
    finding
        .subject(alias)
        .related(line.span, "retired here")
        .reason(format!("if it was made anew there: {}", past.consequence(cluster)))
        .help(format!(
            "if the cluster is new, write another alias, and the same in the keys of its flows; if it is the old one, \
             `mirrorc render` records that `{alias}` is back"
        ));
}
