use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, source::Span};

pub(super) static RULE: Rule = Rule {
    id: "same-flow-in-two-descriptors",
    severity: Severity::Error,
    summary: "one flow that two topologies enable",
    page: include_str!("same_flow_in_two_descriptors.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut first: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for topology in context.topologies {
        for flow in &topology.flows {
            let (from, to) = (topology.alias(flow.from), topology.alias(flow.to));
            let other = *first.entry((from, to)).or_insert(flow.span);
            if other != flow.span {
                report(from, to, flow.span, other, findings);
            }
        }
    }
}

fn report(from: &str, to: &str, span: Span, other: Span, findings: &mut Findings<'_>) {
    findings
        .report(span, format!("two topologies enable `{from}->{to}`"))
        .subject(format!("{from}->{to}"))
        .related(other, "the other one")
        .reason(format!(
            "both instances join the group `{from}-mm2` on `{to}` and share the settings that are stored there, so \
             those of one topology hold for both"
        ))
        .help(format!("remove `{from}->{to}.enabled=true` and the other keys of the flow in one of the two"));
}
