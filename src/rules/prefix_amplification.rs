use std::collections::BTreeSet;

use super::{Context, Findings, Rule, excludes};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Flow, Kind, PlaceId, Simulation, TopicId},
};

pub(super) static RULE: Rule = Rule {
    id: "prefix-amplification",
    severity: Severity::Warning,
    summary: "copies of copies make more than two topics for each topic that there is",
    page: include_str!("prefix_amplification.md"),
    allowable: true,
    check,
};

/// What is on one cluster.
struct Load {
    place: PlaceId,
    topics: usize,
    origins: usize,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    // Names without end are a fault of their own.
    if !simulation.growths.is_empty() {
        return;
    }
    let mut loads = loads(simulation);
    loads.sort_by_key(|load| (std::cmp::Reverse(load.topics), load.place));
    report(simulation, &loads, findings);
}

/// The clusters that have more than two topics for each that was there first.
fn loads(simulation: &Simulation<'_>) -> Vec<Load> {
    let topics = &simulation.topics;
    let load = |(place, list): (PlaceId, Vec<TopicId>)| {
        let user: Vec<TopicId> =
            list.into_iter().filter(|&topic| topics.kind(topic) == Kind::User).collect();
        let mut origins: Vec<TopicId> = user.iter().map(|&topic| topics.root(topic)).collect();
        origins.sort_unstable();
        origins.dedup();
        Load { place, topics: user.len(), origins: origins.len() }
    };
    let all = simulation.place_ids().zip(simulation.by_place()).map(load);
    all.filter(|load| load.topics > 2 * load.origins).collect()
}

fn report(simulation: &Simulation<'_>, loads: &[Load], findings: &mut Findings<'_>) {
    let Some(worst) = loads.first() else { return };
    let flows = |place| simulation.flows.iter().filter(move |flow: &&Flow<'_>| flow.to == place);
    let Some(span) = flows(worst.place).find_map(|flow| flow.pair.line) else { return };
    let alias = simulation.place(worst.place).alias();
    let others = match loads.len() {
        1 => String::new(),
        2 => ", and one more cluster likewise".to_owned(),
        more => format!(", and {} more clusters likewise", more - 1),
    };
    let least = if simulation.is_cut { "at least " } else { "" };
    let finding = findings.report(
        span,
        format!(
            "`{alias}` ends up with {least}{} topics where {} would do{others}",
            worst.topics, worst.origins
        ),
    );
    finding.subject(alias).reason(
        "each flow also copies what its source has from elsewhere, so a topic arrives once for every way between two \
         clusters, under a name for each",
    );
    finding.help(help(simulation, worst.place));
}

fn help(simulation: &Simulation<'_>, place: PlaceId) -> String {
    let flows = || simulation.flows.iter().filter(|flow| flow.to == place);
    let sources: BTreeSet<PlaceId> = flows().map(|flow| flow.from).collect();
    let (Some(copies), Some(first)) = (excludes::copies(simulation, &sources), flows().next())
    else {
        return "let flows copy only what was made on their source: exclude names that start with an alias, with \
                `topics.exclude`"
            .to_owned();
    };
    // A line for all flows does not count for one that has its own.
    match flows().find(|flow| excludes::has_own(flow)) {
        Some(flow) => format!(
            "let each flow copy only what was made on its source: `{}`, and so for the others",
            excludes::line(flow, &copies)
        ),
        None => format!(
            "let flows copy only what was made on their source: `{}`",
            excludes::line_for_all(first, &copies)
        ),
    }
}
