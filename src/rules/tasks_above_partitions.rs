use std::collections::BTreeMap;

use super::{Context, Findings, Rule, tasks};
use crate::{diagnostic::Severity, mm2::simulate::Flow, source::Span};

pub(super) static RULE: Rule = Rule {
    id: "tasks-above-partitions",
    severity: Severity::Note,
    summary: "more tasks are allowed than there are partitions",
    page: include_str!("tasks_above_partitions.md"),
    allowable: true,
    check,
};

/// The flow with the most partitions of those for which a line counts; none where a number is not known.
type Most<'a> = Option<(u64, &'a Flow<'a>)>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let partitions = tasks::partitions(context.simulation);
    let mut lines: BTreeMap<Span, (u64, Most<'_>)> = BTreeMap::new();
    for (id, flow) in tasks::carrying(context) {
        let Some((line, allowed)) = tasks::line(flow).zip(tasks::most(flow)) else { continue };
        let own = partitions.get(&id).and_then(|partitions| partitions.all());
        let own = own.map(|count| (count, flow));
        lines
            .entry(line.key_span)
            .and_modify(|(_, most)| {
                *most = most.zip(own).map(|(a, b)| if b.0 > a.0 { b } else { a });
            })
            .or_insert((allowed, own));
    }
    for (span, (allowed, most)) in lines {
        if let Some((count, flow)) = most.filter(|(count, _)| *count < allowed) {
            report(span, allowed, count, flow, findings);
        }
    }
}

fn report(span: Span, allowed: u64, count: u64, flow: &Flow<'_>, findings: &mut Findings<'_>) {
    let Some(line) = tasks::line(flow) else { return };
    findings
        .report(
            span,
            format!("{allowed} tasks are allowed, and `{}` copies {count} partitions", flow.name()),
        )
        .subject(&line.key)
        .reason("a source connector starts no more tasks than it has partitions to copy")
        .help(format!("write `{}={count}`", line.key));
}
