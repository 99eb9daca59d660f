//! JSON for programs: every topic of every cluster. Lists are written as they are walked, since there may be millions.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::{TopicsReport, kind_name};
use crate::{
    mm2::{
        policy::Policy,
        simulate::{Arrival, FailureKind, Flow, FlowId, PlaceId, State, TopicId},
    },
    report::redact::redact_message,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    schema_version: &'static str,
    /// No topics are declared: the names are samples.
    sampled: bool,
    /// Enumeration stopped at its limit: there are more copies.
    cut: bool,
    clusters: Vec<Cluster<'a>>,
    flows: Vec<FlowDocument>,
    loops: Vec<Loop>,
    growths: Vec<Growth>,
    merges: Vec<Merge>,
    copies: Vec<Copies>,
    echoes: Vec<String>,
    failures: Vec<Failure>,
    uncopied: Vec<String>,
}

#[derive(Serialize)]
struct Cluster<'a> {
    alias: &'a str,
    aliases: &'a [String],
    topics: Topics<'a>,
}

struct Topics<'a> {
    report: &'a TopicsReport<'a>,
    list: Vec<TopicId>,
    further: &'a std::collections::BTreeMap<TopicId, Vec<Arrival>>,
}

impl Serialize for Topics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(|&topic| self.topic(topic)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Topic<'a> {
    name: &'a str,
    kind: &'static str,
    /// It is there before MirrorMaker 2 copies anything: `declared`, `sample`, `mirror-maker`; absent for a copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<&'static str>,
    origin: OriginDocument,
    /// The flows that its records passed, each with the name that they came by.
    path: Vec<Step<'a>>,
    /// Other ways in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct OriginDocument {
    cluster: String,
    topic: String,
}

#[derive(Serialize)]
struct Step<'a> {
    flow: String,
    topic: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FlowDocument {
    flow: String,
    kafka: String,
    policy: String,
    /// `carries`, `stalls`, `refused` or `unknown`
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// It copies topics of applications.
    copies_something: bool,
}

#[derive(Serialize)]
struct Loop {
    flows: Vec<String>,
    /// `topic@cluster`, one of those that take this round.
    topics: Vec<String>,
    /// How many topics take it.
    count: usize,
}

#[derive(Serialize)]
struct Growth {
    flows: Vec<String>,
    topic: String,
    next: String,
}

#[derive(Serialize)]
struct Merge {
    topic: String,
    /// It exists on its own as well.
    exists: bool,
    from: Vec<String>,
}

#[derive(Serialize)]
struct Copies {
    cluster: String,
    of: String,
    count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    flow: String,
    topic: String,
    remote_topic: String,
    /// `too-long`, `illegal` or `collides`
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<String>,
}

/// Writes the document that `docs/topics.md` describes. It may be too large to be held as text.
pub fn json(report: &TopicsReport<'_>, output: &mut dyn Write) -> io::Result<()> {
    let simulation = report.simulation;
    let further = report.further();
    let clusters = report.clusters().into_iter().map(|(place, list)| Cluster {
        alias: report.alias(place),
        aliases: &simulation.place(place).aliases,
        topics: Topics { report, list, further: &further },
    });
    let document = Document {
        schema_version: "1",
        sampled: simulation.is_sampled,
        cut: simulation.is_cut,
        clusters: clusters.collect(),
        flows: flows(report),
        loops: loops(report),
        growths: growths(report),
        merges: merges(report),
        copies: copies(report),
        echoes: simulation.echoes().into_iter().map(|topic| report.full_name(topic)).collect(),
        failures: failures(report),
        uncopied: simulation.uncopied().into_iter().map(|topic| report.full_name(topic)).collect(),
    };
    serde_json::to_writer_pretty(&mut *output, &document)?;
    output.write_all(b"\n")
}

impl Topics<'_> {
    fn topic(&self, id: TopicId) -> Topic<'_> {
        let simulation = self.report.simulation;
        let origin = simulation.origin(id);
        let also = self.further.get(&id).map(Vec::as_slice).unwrap_or_default();
        Topic {
            name: simulation.topics.name(id),
            kind: kind_name(simulation.topics.kind(id)),
            start: start(self.report, id),
            origin: OriginDocument { cluster: origin.alias, topic: origin.topic },
            path: simulation.path(id).iter().map(|step| self.step(step)).collect(),
            also: also.iter().map(|step| self.step(step)).collect(),
        }
    }

    fn step(&self, step: &Arrival) -> Step<'_> {
        let simulation = self.report.simulation;
        Step { flow: simulation.flow(step.flow).name(), topic: simulation.topics.name(step.from) }
    }
}

fn start(report: &TopicsReport<'_>, topic: TopicId) -> Option<&'static str> {
    use crate::mm2::simulate::SeedSource;
    if report.simulation.topics.arrival(topic).is_some() {
        return None;
    }
    Some(match report.simulation.seed(topic).source {
        SeedSource::Declared { .. } => "declared",
        SeedSource::Sample => "sample",
        SeedSource::MirrorMaker => "mirror-maker",
    })
}

fn flows(report: &TopicsReport<'_>) -> Vec<FlowDocument> {
    let idle = report.simulation.idle();
    let document = |(id, flow): (FlowId, &Flow<'_>)| {
        let (state, reason) = match &flow.state {
            State::Carries(_) => match &flow.stalls {
                Some(why) => ("stalls", Some(format!("the source connector {why}"))),
                None => ("carries", None),
            },
            State::Refused(why) => ("refused", Some(format!("the source connector {why}"))),
            State::Unknown(why) => ("unknown", Some(why.clone())),
        };
        FlowDocument {
            flow: flow.name(),
            kafka: flow.topology.workload.version.to_string(),
            policy: match &flow.policy {
                Policy::Default(_) => "default".to_owned(),
                Policy::Identity(_) => "identity".to_owned(),
                Policy::Opaque { class, .. } => redact_message(class).into_owned(),
            },
            state,
            reason: reason.map(|reason| redact_message(&reason).into_owned()),
            copies_something: idle.binary_search(&id).is_err(),
        }
    };
    report.simulation.flow_ids().map(|id| (id, report.simulation.flow(id))).map(document).collect()
}

fn names(report: &TopicsReport<'_>, flows: impl IntoIterator<Item = FlowId>) -> Vec<String> {
    flows.into_iter().map(|flow| report.simulation.flow(flow).name()).collect()
}

fn loops(report: &TopicsReport<'_>) -> Vec<Loop> {
    let document = |found: &crate::mm2::simulate::RecordLoop| Loop {
        flows: names(report, found.round.iter().map(|step| step.flow)),
        topics: found.round.iter().map(|step| report.full_name(step.from)).collect(),
        count: found.topics,
    };
    report.simulation.loops.iter().map(document).collect()
}

fn growths(report: &TopicsReport<'_>) -> Vec<Growth> {
    let document = |growth: &crate::mm2::simulate::Growth| Growth {
        flows: names(report, report.simulation.round(growth)),
        topic: report.full_name(growth.topic),
        next: growth.next.clone(),
    };
    report.simulation.growths.iter().map(document).collect()
}

fn merges(report: &TopicsReport<'_>) -> Vec<Merge> {
    let document = |merge: &crate::mm2::simulate::Merge| Merge {
        topic: report.full_name(merge.topic),
        exists: report.simulation.topics.arrival(merge.topic).is_none(),
        from: merge.arrivals.iter().map(|step| report.full_name(step.from)).collect(),
    };
    report.simulation.merges.iter().map(document).collect()
}

fn copies(report: &TopicsReport<'_>) -> Vec<Copies> {
    let alias = |place: PlaceId| report.alias(place).to_owned();
    let document = |copies: crate::mm2::simulate::Copies| Copies {
        cluster: alias(copies.place),
        of: report.full_name(copies.root),
        count: copies.count,
    };
    report.simulation.copies().into_iter().map(document).collect()
}

fn failures(report: &TopicsReport<'_>) -> Vec<Failure> {
    let document = |failure: &crate::mm2::simulate::Failure| {
        let (kind, with) = match failure.kind {
            FailureKind::TooLong => ("too-long", None),
            FailureKind::Illegal => ("illegal", None),
            FailureKind::Collides(other) => ("collides", Some(report.full_name(other))),
        };
        Failure {
            flow: report.simulation.flow(failure.flow).name(),
            topic: report.full_name(failure.from),
            remote_topic: failure.name.clone(),
            kind,
            with,
        }
    };
    report.simulation.failures.iter().map(document).collect()
}
