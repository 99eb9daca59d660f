use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule,
    failover::{counted, event, groups, meant},
    refused::{Compiled, Filter, Refusal},
};
use crate::{
    descriptor::Intent,
    diagnostic::Severity,
    mm2::{
        filter::FilterKind,
        simulate::{Flow, PlaceId},
    },
    source::Span,
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "group-without-positions",
    severity: Severity::Error,
    summary: "a group that is to move, but that the filter of groups refuses",
    page: include_str!("group_without_positions.md"),
    allowable: true,
    check,
};

/// A flow on which groups may go on.
struct Way<'a> {
    flow: &'a Flow<'a>,
    intent: &'a Spanned<Intent>,
    /// Nothing where nobody knows it.
    filter: Option<Filter<'a>>,
}

/// Groups that are refused alike.
struct Hit<'h, 'a> {
    flow: &'a Flow<'a>,
    intent: &'a Spanned<Intent>,
    filter: &'h Filter<'a>,
    refusal: Refusal,
    groups: Vec<(&'h str, Span)>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let groups = groups(context.simulation);
    let mut compiled = Compiled::default();
    let mut ways: BTreeMap<PlaceId, Vec<Way<'_>>> = BTreeMap::new();
    for (flow, intent) in meant(context.simulation) {
        if groups.contains_key(&flow.from) {
            let filter = Filter::of(flow, FilterKind::Groups, &mut compiled);
            ways.entry(flow.from).or_default().push(Way { flow, intent, filter });
        }
    }
    for (place, ways) in &ways {
        let groups = groups.get(place).into_iter().flatten();
        let lost = groups.filter(|(group, _)| !ways.iter().any(|way| way.may_take(group)));
        let lost: Vec<(&str, Span)> = lost.map(|(group, span)| (*group, *span)).collect();
        for way in ways {
            way.report(&lost, findings);
        }
    }
}

impl Way<'_> {
    /// One place to go on is enough; a filter that nobody knows may take anything.
    fn may_take(&self, group: &str) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.refusal(group).is_none())
    }

    fn report(&self, groups: &[(&str, Span)], findings: &mut Findings<'_>) {
        let Some(filter) = &self.filter else { return };
        let mut refused: BTreeMap<Refusal, Vec<(&str, Span)>> = BTreeMap::new();
        for &(group, span) in groups {
            if let Some(refusal) = filter.refusal(group) {
                refused.entry(refusal).or_default().push((group, span));
            }
        }
        for (refusal, groups) in refused {
            Hit { flow: self.flow, intent: self.intent, filter, refusal, groups }.report(findings);
        }
    }
}

impl Hit<'_, '_> {
    fn report(&self, findings: &mut Findings<'_>) {
        let Some(&(_, span)) = self.groups.first() else { return };
        let names: Vec<&str> = self.groups.iter().map(|(name, _)| *name).collect();
        let (target, name) = (self.flow.topology.alias(self.flow.pair.to), self.flow.name());
        let have = if names.len() == 1 { "has" } else { "have" };
        let finding = findings.report(
            span,
            format!(
                "{} {have} no position on `{target}` after {}",
                counted(&names, "group"),
                event(self.intent.value)
            ),
        );
        finding
            .subject(&name)
            .related(self.intent.span, "what the flow is for")
            .reason(format!(
                "in `{name}`, {}, so that no positions are translated; a consumer without a position starts at its \
                 `auto.offset.reset`{}",
                self.filter.reason(&self.refusal, &names),
                sinks(&names)
            ))
            .help(self.filter.help(&self.refusal, &names));
        self.filter.relate(&self.refusal, finding);
    }
}

/// Connect reads from the start where there is no position, unless it is told otherwise.
fn sinks(names: &[&str]) -> &'static str {
    let is_sink = |name: &&str| name.starts_with("connect-");
    if names.iter().any(is_sink) {
        ", and a sink connector mostly at the first record: it writes everything once more"
    } else {
        ""
    }
}
