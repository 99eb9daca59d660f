use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{
        Flow, FlowId, Kind, PlaceId, Refusal, Seed, SeedSource, Simulation, State, TopicId,
    },
};

pub(super) static RULE: Rule = Rule {
    id: "alias-equals-topic-token",
    severity: Severity::Error,
    summary: "a topic is never copied, since a part of its name is the alias of the target",
    page: include_str!("alias_equals_topic_token.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    for (flow, topics) in refused(simulation) {
        report(simulation, flow, &topics, findings);
    }
    for id in simulation.flow_ids() {
        report_literal(simulation.flow(id), findings);
    }
}

/// The declared topics, not those that are copies, that each flow takes for ones that have been on its target; and the
/// copies of such topics farther on.
fn refused(simulation: &Simulation<'_>) -> BTreeMap<FlowId, Vec<TopicId>> {
    let mut from: BTreeMap<PlaceId, Vec<FlowId>> = BTreeMap::new();
    for id in simulation.flow_ids() {
        from.entry(simulation.flow(id).from).or_default().push(id);
    }
    let aliases: BTreeSet<&str> = simulation
        .flows
        .iter()
        .flat_map(|flow| [flow.source_alias.as_str(), flow.target_alias.as_str()])
        .collect();
    let copied: BTreeSet<TopicId> = simulation.further.iter().map(|arrival| arrival.to).collect();
    let mut refused: BTreeMap<FlowId, Vec<TopicId>> = BTreeMap::new();
    let mut misread = BTreeSet::new();
    for seed in simulation.seeds.iter().filter(|seed| is_own(simulation, seed)) {
        let name = simulation.topics.name(seed.topic);
        for &id in from.get(&simulation.topics.place(seed.topic)).into_iter().flatten() {
            let flow = simulation.flow(id);
            let sources = flow.policy.sources(name);
            if copied.contains(&seed.topic) || !sources.iter().any(|alias| aliases.contains(alias))
            {
                continue;
            }
            misread.insert(seed.topic);
            // The cheaper question first: it is asked of every topic and flow.
            if flow.policy.is_cycle_of(&sources, &flow.source_alias, &flow.target_alias)
                && flow.copy(name) == Err(Refusal::Cycle)
            {
                refused.entry(id).or_default().push(seed.topic);
            }
        }
    }
    if !misread.is_empty() {
        add_copies(simulation, &from, &misread, &mut refused);
    }
    refused
}

/// Copies that are refused for what the name of the original says, and not for the way that they came.
fn add_copies(
    simulation: &Simulation<'_>,
    from: &BTreeMap<PlaceId, Vec<FlowId>>,
    misread: &BTreeSet<TopicId>,
    refused: &mut BTreeMap<FlowId, Vec<TopicId>>,
) {
    let topics = &simulation.topics;
    let copies = topics.ids().filter(|&id| topics.arrival(id).is_some());
    for copy in copies.filter(|&id| misread.contains(&topics.root(id))) {
        let (name, original) = (topics.name(copy), topics.name(topics.root(copy)));
        let path = simulation.path(copy);
        for &id in from.get(&topics.place(copy)).into_iter().flatten() {
            let flow = simulation.flow(id);
            let was_there = path.iter().any(|arrival| topics.place(arrival.from) == flow.to);
            if !was_there
                && flow.policy.is_cycle(original, &flow.source_alias, &flow.target_alias)
                && flow.copy(name) == Err(Refusal::Cycle)
            {
                refused.entry(id).or_default().push(copy);
            }
        }
    }
}

fn is_own(simulation: &Simulation<'_>, seed: &Seed) -> bool {
    matches!(seed.source, SeedSource::Declared { .. })
        && simulation.topics.kind(seed.topic) == Kind::User
        && !simulation.is_remote(seed.topic)
}

fn report(
    simulation: &Simulation<'_>,
    id: FlowId,
    topics: &[TopicId],
    findings: &mut Findings<'_>,
) {
    let Some(&first) = topics.first() else { return };
    let flow = simulation.flow(id);
    let Some(span) = simulation.declared_at(simulation.topics.root(first)) else { return };
    let more = match topics.len() {
        1 => String::new(),
        more => format!(", nor {} more", more - 1),
    };
    let name = simulation.topics.name(first);
    let finding = findings.report(span, format!("`{}` never copies `{name}`{more}", flow.name()));
    finding.subject(flow.name()).reason(reason(flow, name)).help(format!(
        "give the cluster another alias than `{}`, or rename the topic; write `remote: true` beside it if it is a \
         copy that came from there",
        flow.cycle_alias(name)
    ));
    if let Some(line) = flow.pair.line {
        finding.related(line, "the flow");
    }
}

fn reason(flow: &Flow<'_>, topic: &str) -> String {
    let alias = flow.cycle_alias(topic);
    format!(
        "a part of the name before the last separator is `{alias}`, so MirrorMaker 2 takes the topic for a copy that \
         has been on that cluster, and says so nowhere"
    )
}

/// Names that the filter asks for, whether they are declared or not.
fn report_literal(flow: &Flow<'_>, findings: &mut Findings<'_>) {
    let State::Carries(filter) = &flow.state else { return };
    let is_name = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let plain = |text: &str| text.replace("\\.", ".");
    let names = filter.include.entries.iter().map(|entry| plain(&entry.text));
    for name in names.filter(|name| is_name(name)) {
        if flow.copy(&name) != Err(Refusal::Cycle) {
            continue;
        }
        let Some(line) = flow.setting("topics").and_then(|topics| topics.line) else { continue };
        findings
            .report(
                line,
                format!("`{}` never copies `{name}`, which its filter names", flow.name()),
            )
            .subject(flow.name())
            .reason(reason(flow, &name))
            .help(format!("remove `{name}` from the filter, or give the cluster another alias"));
    }
}
