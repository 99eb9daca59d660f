//! What is worth knowing of the copies, in sentences: rounds, growth, merges, duplicates, what fails and what is idle.

use std::collections::BTreeSet;

use super::{TopicsReport, count};
use crate::{
    mm2::simulate::{FailureKind, FlowId, State},
    report::{
        redact::redact_message,
        terminal::{WIDTH, clean, wrap},
    },
};

/// Of each kind of note so many are shown.
const SHOWN: usize = 10;

pub(super) fn notes(report: &TopicsReport<'_>) -> Vec<String> {
    let kinds = [
        loops(report),
        growths(report),
        merges(report),
        copies(report),
        echoes(report),
        failures(report),
        uncopied(report),
        stalled(report),
        idle(report),
        cut(report),
    ];
    let mut lines = Vec::new();
    for notes in kinds {
        let more = notes.len().saturating_sub(SHOWN);
        for note in notes.into_iter().take(SHOWN) {
            let folded = wrap(&clean(&redact_message(&note)), WIDTH - 2).into_iter().enumerate();
            lines.extend(
                folded.map(|(at, line)| format!("{}{line}", if at == 0 { "- " } else { "  " })),
            );
        }
        if more > 0 {
            lines.push(format!("  … and {more} more of this kind"));
        }
    }
    lines
}

fn way(report: &TopicsReport<'_>, flows: impl Iterator<Item = FlowId>) -> String {
    let simulation = report.simulation;
    let mut aliases: Vec<&str> = Vec::new();
    for flow in flows.map(|flow| simulation.flow(flow)) {
        if aliases.is_empty() {
            aliases.push(report.alias(flow.from));
        }
        aliases.push(report.alias(flow.to));
    }
    aliases.join(" -> ")
}

fn loops(report: &TopicsReport<'_>) -> Vec<String> {
    let note = |found: &crate::mm2::simulate::RecordLoop| {
        let way = way(report, found.round.iter().map(|step| step.flow));
        let example = found.round.first().map(|step| report.simulation.topics.name(step.from));
        let more = match found.topics {
            0 | 1 => String::new(),
            more => format!(" and {} more", more - 1),
        };
        format!("records of `{}`{more} go round for ever: {way}", example.unwrap_or_default())
    };
    report.simulation.loops.iter().map(note).collect()
}

/// One for each round, whatever the number of topics on it.
fn growths(report: &TopicsReport<'_>) -> Vec<String> {
    let mut rounds: BTreeSet<BTreeSet<FlowId>> = BTreeSet::new();
    let mut is_new = |growth: &&crate::mm2::simulate::Growth| {
        rounds.insert(report.simulation.round(growth).into_iter().collect())
    };
    let note = |growth: &crate::mm2::simulate::Growth| {
        let way = way(report, report.simulation.round(growth).into_iter());
        let root = report.simulation.topics.root(growth.topic);
        format!(
            "copies of `{}` get ever longer names: {way}; the next one is `{}`",
            report.full_name(root),
            growth.next
        )
    };
    report.simulation.growths.iter().filter(|growth| is_new(growth)).map(note).collect()
}

fn merges(report: &TopicsReport<'_>) -> Vec<String> {
    let note = |merge: &crate::mm2::simulate::Merge| {
        let sources: Vec<String> = merge
            .arrivals
            .iter()
            .map(|step| format!("`{}`", report.full_name(step.from)))
            .collect();
        let own = match report.simulation.topics.arrival(merge.topic) {
            None => "topic of its own, and ",
            Some(_) => "",
        };
        let sources = sources.join(" and ");
        format!("`{}` is filled from several sides: {own}{sources}", report.full_name(merge.topic))
    };
    report.simulation.merges.iter().map(note).collect()
}

fn copies(report: &TopicsReport<'_>) -> Vec<String> {
    let note = |copies: crate::mm2::simulate::Copies| {
        format!(
            "`{}` is on `{}` {} times, under as many names",
            report.full_name(copies.root),
            report.alias(copies.place),
            copies.count
        )
    };
    report.simulation.copies().into_iter().map(note).collect()
}

fn echoes(report: &TopicsReport<'_>) -> Vec<String> {
    let note = |topic| {
        format!(
            "`{}` has come back to its own cluster: {}",
            report.full_name(topic),
            report.way(topic)
        )
    };
    // What is endless has been told.
    match report.simulation.growths.is_empty() {
        true => report.simulation.echoes().into_iter().map(note).collect(),
        false => Vec::new(),
    }
}

fn failures(report: &TopicsReport<'_>) -> Vec<String> {
    let note = |failure: &crate::mm2::simulate::Failure| {
        let why = match failure.kind {
            FailureKind::TooLong => {
                format!("`{}…` is longer than 249 characters", failure.name.get(..40).unwrap_or(""))
            }
            FailureKind::Illegal => format!("`{}` is no legal name of a topic", failure.name),
            FailureKind::Collides(other) => {
                format!("`{}` collides with `{}`", failure.name, report.full_name(other))
            }
        };
        let flow = report.simulation.flow(failure.flow).name();
        format!("`{flow}` cannot copy `{}`: {why}", report.full_name(failure.from))
    };
    report.simulation.failures.iter().map(note).collect()
}

/// Declared topics that are nowhere else, unless the list ends before that can be told.
fn uncopied(report: &TopicsReport<'_>) -> Vec<String> {
    if report.simulation.is_cut {
        return Vec::new();
    }
    let note = |topic| format!("`{}` is copied nowhere", report.full_name(topic));
    report.simulation.uncopied().into_iter().map(note).collect()
}

/// Flows that make topics and fill none.
fn stalled(report: &TopicsReport<'_>) -> Vec<String> {
    let flows = report.simulation.flows.iter();
    let told = flows.filter_map(|flow| {
        let why = flow.stalls.as_ref()?;
        Some(format!(
            "`{}` makes topics and copies no record: its source connector {why}",
            flow.name()
        ))
    });
    told.collect()
}

/// Flows that copy nothing, unless the list ends before that can be told.
fn idle(report: &TopicsReport<'_>) -> Vec<String> {
    let is_told = |id: &FlowId| {
        let carries = matches!(report.simulation.flow(*id).state, State::Carries(_));
        !carries || !report.simulation.is_cut
    };
    let note = |id: FlowId| {
        let flow = report.simulation.flow(id);
        let why = match &flow.state {
            State::Carries(_) => "copies no topic of those above".to_owned(),
            State::Refused(why) => format!("copies nothing: its source connector {why}"),
            State::Unknown(why) => format!("is not followed: {why}"),
        };
        format!("`{}` {why}", flow.name())
    };
    report.simulation.idle().into_iter().filter(is_told).map(note).collect()
}

fn cut(report: &TopicsReport<'_>) -> Vec<String> {
    let topics = report.simulation.topics.len();
    let note = || {
        format!(
            "there are more: copies are listed hop by hop, and the list ends here, at {}",
            count(topics, "topic")
        )
    };
    report.simulation.is_cut.then(note).into_iter().collect()
}
