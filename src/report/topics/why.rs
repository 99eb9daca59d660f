//! Why one topic is on a cluster, or why it is not: sentences, or JSON.

use serde::Serialize;

use super::TopicsReport;
use crate::{
    mm2::simulate::{Attempt, Deciding, Flow, PlaceId, Refusal, SeedSource, State, TopicId, Why},
    report::{
        redact::redact_message,
        terminal::{WIDTH, clean, wrap},
    },
    source::{Sources, Span},
};

/// Of so many flows is told what they do.
const SHOWN: usize = 10;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    topic: String,
    cluster: String,
    exists: bool,
    /// Sentences, as the text has them.
    because: Vec<String>,
}

pub fn why_json(report: &TopicsReport<'_>, name: &str, place: PlaceId) -> String {
    let (exists, because) = because(report, name, place);
    let document = Document {
        topic: name.to_owned(),
        cluster: report.alias(place).to_owned(),
        exists,
        because,
    };
    let text = serde_json::to_string_pretty(&document).expect("all of it is text");
    format!("{text}\n")
}

pub fn why(report: &TopicsReport<'_>, name: &str, place: PlaceId) -> String {
    let (exists, because) = because(report, name, place);
    let word = if exists { "is" } else { "is not" };
    let head = format!("`{name}` {word} on `{}`", report.alias(place));
    let mut lines = wrap(&clean(&head), WIDTH);
    for sentence in because {
        let folded = wrap(&clean(&sentence), WIDTH - 4).into_iter().enumerate();
        lines.extend(
            folded.map(|(at, line)| format!("  {}{line}", if at == 0 { "- " } else { "  " })),
        );
    }
    lines.join("\n") + "\n"
}

fn because(report: &TopicsReport<'_>, name: &str, place: PlaceId) -> (bool, Vec<String>) {
    let (exists, because) = sentences(report, name, place);
    let shown = because.iter().map(|sentence| redact_message(sentence).into_owned());
    (exists, shown.collect())
}

fn sentences(report: &TopicsReport<'_>, name: &str, place: PlaceId) -> (bool, Vec<String>) {
    match report.simulation.why(name, place) {
        Why::Exists(topic) => (true, steps(report, topic)),
        Why::Absent(attempts) if attempts.is_empty() => {
            (false, vec![format!("no flow that runs leads to `{}`", report.alias(place))])
        }
        Why::Absent(attempts) => {
            let told = attempts.iter().take(SHOWN);
            let mut because: Vec<String> =
                told.map(|attempt| attempted(report, attempt, name)).collect();
            if attempts.len() > SHOWN {
                because.push(format!("and so on for {} more flows", attempts.len() - SHOWN));
            }
            (false, because)
        }
    }
}

/// From the start on, a sentence for each hop.
fn steps(report: &TopicsReport<'_>, topic: TopicId) -> Vec<String> {
    let simulation = report.simulation;
    let root = simulation.topics.root(topic);
    let seed = simulation.seed(topic);
    let start = match (seed.source, simulation.declared(seed)) {
        (SeedSource::Declared { .. }, Some(declared)) => {
            let origin = simulation.origin(root);
            let copy = match simulation.is_remote(root) {
                true => format!(" and is a copy of `{}` of `{}`", origin.topic, origin.alias),
                false => String::new(),
            };
            let place = place_name(report.sources, declared.span);
            format!("`{}` is declared{copy} ({place})", report.full_name(root))
        }
        (SeedSource::Sample, _) => {
            format!("`{}` is a sample: a filter accepts this name", report.full_name(root))
        }
        (SeedSource::MirrorMaker | SeedSource::Declared { .. }, _) => {
            format!("MirrorMaker 2 makes `{}` for itself", report.full_name(root))
        }
    };
    let path = simulation.path(topic);
    let hops = path.iter().map(|step| {
        let flow = simulation.flow(step.flow);
        let line = flow.pair.line.map(|span| place_name(report.sources, span));
        let line = line.map(|line| format!(" ({line})")).unwrap_or_default();
        let (from, to) = (simulation.topics.name(step.from), simulation.topics.name(step.to));
        match from == to {
            true => format!("`{}` copies it under the same name{line}", flow.name()),
            false => format!("`{}` copies it as `{to}`{line}", flow.name()),
        }
    });
    let further = report.simulation.further.iter().filter(|arrival| arrival.to == topic);
    let also = further.map(|arrival| {
        let flow = simulation.flow(arrival.flow);
        format!("`{}` copies `{}` into it as well", flow.name(), report.full_name(arrival.from))
    });
    std::iter::once(start).chain(hops).chain(also).collect()
}

fn attempted(report: &TopicsReport<'_>, attempt: &Attempt, wanted: &str) -> String {
    let flow = report.simulation.flow(attempt.flow);
    let source = report.alias(flow.from);
    let Attempt { topic, .. } = attempt;
    match (&attempt.outcome, attempt.source) {
        (Err(refusal), _) => {
            let missing = match attempt.source {
                Some(_) => "",
                None => &format!("; and there is none on `{source}`"),
            };
            format!("{}{missing}", refused(report, flow, topic, *refusal))
        }
        (Ok(_), None) => {
            format!("`{}` would copy `{topic}`, but `{source}` has no such topic", flow.name())
        }
        (Ok(remote), Some(_)) if remote != wanted => {
            format!("`{}` copies `{topic}` of `{source}` as `{remote}`", flow.name())
        }
        (Ok(remote), Some(id)) => failed(report, attempt, id, remote),
    }
}

/// The flow accepts the topic, and the copy is not there all the same.
fn failed(report: &TopicsReport<'_>, attempt: &Attempt, from: TopicId, remote: &str) -> String {
    let simulation = report.simulation;
    let name = simulation.flow(attempt.flow).name();
    let mut failures = simulation.failures.iter();
    match failures.any(|failure| failure.flow == attempt.flow && failure.from == from) {
        true => format!("`{name}` tries to make `{remote}`, and the broker refuses the name"),
        false => format!("`{name}` makes it, further on than the list of copies goes"),
    }
}

fn refused(report: &TopicsReport<'_>, flow: &Flow<'_>, topic: &str, refusal: Refusal) -> String {
    let name = flow.name();
    let deciding = flow.deciding(refusal, topic);
    let setting = deciding.as_ref().map(|deciding| shown(report.sources, deciding));
    let setting = setting.unwrap_or_default();
    match refusal {
        Refusal::NotIncluded => {
            format!("`{name}` does not copy `{topic}`: {setting} does not match the whole name")
        }
        Refusal::Excluded => format!("`{name}` does not copy `{topic}`: {setting} matches it"),
        Refusal::Internal => {
            format!("`{name}` does not copy `{topic}`: a name like this counts as internal")
        }
        Refusal::Cycle => format!(
            "`{name}` does not copy `{topic}`: its name says that it has been on `{}`{}",
            flow.cycle_alias(topic),
            " before"
        ),
        Refusal::NotRunning => match &flow.state {
            State::Refused(why) => format!("`{name}` copies nothing: its source connector {why}"),
            State::Carries(_) | State::Unknown(_) => format!("`{name}` copies nothing"),
        },
        Refusal::Unknown => match &flow.state {
            State::Unknown(why) => format!("what `{name}` does is not known: {why}"),
            State::Carries(_) | State::Refused(_) => {
                format!("what `{name}` makes of `{topic}` is not known: `renames:` can tell it")
            }
        },
    }
}

/// Key and value, and the line that gives them.
fn shown(sources: &Sources, deciding: &Deciding) -> String {
    let place = match deciding.line {
        Some(span) => place_name(sources, span),
        None => "the default".to_owned(),
    };
    format!("`{}={}` ({place})", deciding.key, deciding.value)
}

fn place_name(sources: &Sources, span: Span) -> String {
    format!("{}:{}", sources.name(span), sources.start(span).line)
}
