use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule,
    failover::{applications, counted, listed, meant},
    refused::{self, Compiled, Filter},
};
use crate::{
    descriptor::Intent,
    diagnostic::Severity,
    mm2::{
        filter::FilterKind,
        simulate::{Flow, PlaceId, Refusal, Simulation},
    },
    topology::{Application, UsedTopic},
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "topic-without-standby",
    severity: Severity::Error,
    summary: "a topic of an application that no flow for disaster recovery copies",
    page: include_str!("topic_without_standby.md"),
    allowable: true,
    check,
};

/// A flow to a standby.
type Standby<'a> = (&'a Flow<'a>, &'a Spanned<Intent>);

/// The flows from and into each cluster.
struct Ways<'a> {
    standbys: BTreeMap<PlaceId, Vec<Standby<'a>>>,
    from: BTreeMap<PlaceId, Vec<&'a Flow<'a>>>,
    into: BTreeMap<PlaceId, Vec<&'a Flow<'a>>>,
}

/// Why no flow copies a topic; of the first one that leads to a standby.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Filter(refused::Refusal),
    Internal,
    Cycle,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let ways = Ways::of(context.simulation);
    let mut compiled = Compiled::default();
    for (place, applications) in applications(context.simulation) {
        let Some(&standby) = ways.standbys.get(&place).and_then(|standbys| standbys.first()) else {
            continue;
        };
        let filter = Filter::of(standby.0, FilterKind::Topics, &mut compiled);
        let Some(filter) = filter else { continue };
        for application in applications {
            let mut causes: BTreeMap<Cause, Vec<(&str, UsedTopic)>> = BTreeMap::new();
            for (name, &topic) in &application.topics {
                let is_at_risk = topic.is_protected && !ways.reach_standby(place, name);
                let cause = cause(standby.0, &filter, name).filter(|_| is_at_risk);
                if let Some(cause) = cause {
                    causes.entry(cause).or_default().push((name, topic));
                }
            }
            for (cause, topics) in causes {
                let hit = Hit { application, standby, filter: &filter, cause, topics };
                hit.report(findings);
            }
        }
    }
}

fn cause(flow: &Flow<'_>, filter: &Filter<'_>, name: &str) -> Option<Cause> {
    if flow.policy.is_internal_topic(name) {
        return Some(Cause::Internal);
    }
    if flow.policy.is_cycle(name, &flow.source_alias, &flow.target_alias) {
        return Some(Cause::Cycle);
    }
    Some(Cause::Filter(filter.refusal(name)?))
}

impl<'a> Ways<'a> {
    fn of(simulation: &'a Simulation<'a>) -> Ways<'a> {
        let (mut from, mut into) = (BTreeMap::new(), BTreeMap::new());
        for flow in &simulation.flows {
            from.entry(flow.from).or_insert_with(Vec::new).push(flow);
            into.entry(flow.to).or_insert_with(Vec::new).push(flow);
        }
        let mut standbys: BTreeMap<PlaceId, Vec<Standby<'_>>> = BTreeMap::new();
        for (flow, intent) in meant(simulation).filter(|(_, intent)| intent.value == Intent::Dr) {
            standbys.entry(flow.from).or_default().push((flow, intent));
        }
        Ways { standbys, from, into }
    }

    /// Whether the records of a topic get to a standby of its cluster, or nobody knows; or whether it is a copy of what
    /// the standby has anyway: from there, or over a flow that does not pass the cluster.
    fn reach_standby(&self, place: PlaceId, name: &str) -> bool {
        let standbys = self.standbys.get(&place).map_or(&[][..], Vec::as_slice);
        let is_standby = |place: PlaceId| standbys.iter().any(|(flow, _)| flow.to == place);
        let mut into = self.into.get(&place).into_iter().flatten();
        let keeps_name = |flow: &Flow<'_>| flow.copy(name).is_ok_and(|copy| copy == name);
        let mut is_there = standbys.iter().any(|(flow, _)| may_copy(flow, name))
            || into.any(|flow| is_standby(flow.from) && keeps_name(flow));
        let mut at = (place, name);
        // Each step takes a prefix off the name. All flows of a cluster are looked at, only for topics that are refused.
        while let Some((origin, upstream)) = self.origin(at).filter(|_| !is_there) {
            let leaving = self.from.get(&origin).into_iter().flatten();
            let mut to_standby = leaving.filter(|flow| is_standby(flow.to));
            is_there = is_standby(origin) || to_standby.any(|flow| may_copy(flow, upstream));
            at = (origin, upstream);
        }
        is_there
    }

    /// What a topic is a copy of, if its name tells and a flow makes it.
    fn origin<'n>(&self, (place, name): (PlaceId, &'n str)) -> Option<(PlaceId, &'n str)> {
        let mut into = self.into.get(&place)?.iter();
        into.find_map(|flow| {
            let is_from = flow.policy.topic_source(name) == Some(flow.source_alias.as_str());
            let upstream = flow.policy.upstream_topic(name).filter(|_| is_from)?;
            (upstream.len() < name.len() && may_copy(flow, upstream))
                .then_some((flow.from, upstream))
        })
    }
}

/// A flow that carries nothing at all is told as such.
fn may_copy(flow: &Flow<'_>, name: &str) -> bool {
    match flow.copy(name) {
        Ok(_) | Err(Refusal::NotRunning | Refusal::Unknown) => true,
        Err(Refusal::NotIncluded | Refusal::Excluded | Refusal::Internal | Refusal::Cycle) => false,
    }
}

/// Topics of an application that are refused alike.
struct Hit<'h, 'a> {
    application: &'h Application,
    standby: Standby<'a>,
    filter: &'h Filter<'a>,
    cause: Cause,
    topics: Vec<(&'h str, UsedTopic)>,
}

impl Hit<'_, '_> {
    fn report(&self, findings: &mut Findings<'_>) {
        let Some((_, first)) = self.topics.first() else { return };
        let (_, intent) = self.standby;
        let names: Vec<&str> = self.topics.iter().map(|(name, _)| *name).collect();
        let owner = &self.application.name.value;
        let verb = if names.len() == 1 { "is" } else { "are" };
        let finding = findings.report(
            first.span,
            format!("{} of `{owner}` {verb} copied to no standby", counted(&names, "topic")),
        );
        finding
            .subject(owner)
            .related(intent.span, "what the flow is for")
            .reason(self.reason(&names))
            .help(self.help(&names));
        if let Cause::Filter(refusal) = &self.cause {
            self.filter.relate(refusal, finding);
        }
    }

    fn reason(&self, names: &[&str]) -> String {
        let (flow, _) = self.standby;
        let alias = |cluster| flow.topology.alias(cluster);
        let (source, target) = (alias(flow.pair.from), alias(flow.pair.to));
        let loss = format!("`{target}` has none of these records when `{source}` is lost");
        match &self.cause {
            Cause::Filter(refusal) => format!(
                "in `{}`, {}; nothing fails, and {loss}",
                flow.name(),
                self.filter.reason(refusal, names)
            ),
            Cause::Internal => format!(
                "MirrorMaker 2 takes {} for its own by the name, and does not copy such topics; {loss}",
                listed(names)
            ),
            Cause::Cycle => format!(
                "by the name, MirrorMaker 2 takes {} for a copy from `{}` and does not copy it back, but no flow brings \
                 it from there",
                listed(names),
                cycle_alias(flow, names)
            ),
        }
    }

    fn help(&self, names: &[&str]) -> String {
        let (flow, _) = self.standby;
        let first = names.first().copied().unwrap_or_default();
        let waive = format!("`{{ name: {first}, protect: false }}` where nobody needs it there");
        match &self.cause {
            Cause::Filter(refusal) => {
                format!("{}, or {waive}", self.filter.help(refusal, names))
            }
            Cause::Internal => format!("give it another name, or write {waive}"),
            Cause::Cycle => format!(
                "give `{}` another alias if it took the place of a cluster that was lost, or write {waive}",
                cycle_alias(flow, names)
            ),
        }
    }
}

fn cycle_alias<'f>(flow: &'f Flow<'_>, names: &[&str]) -> &'f str {
    flow.cycle_alias(names.first().copied().unwrap_or_default())
}
