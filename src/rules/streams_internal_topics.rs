use super::{
    Context, Findings, Rule,
    selected::{self, Wanted},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "streams-internal-topics",
    severity: Severity::Warning,
    summary: "topics in which Kafka Streams keeps its state are copied",
    page: include_str!("streams_internal_topics.md"),
    allowable: true,
    check,
};

static WANTED: Wanted = Wanted {
    is_meant,
    what: "in which a Kafka Streams application keeps its state",
    reason: "an application that starts on the target makes topics of this kind for itself, and its state comes from its \
             input: copies are traffic that nobody reads, and under the same name they are written from two sides",
    pattern: ".*-(changelog|repartition)",
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for arrivals in selected::by_flow(context.simulation, &WANTED).values() {
        selected::report(context.simulation, &WANTED, arrivals, findings);
    }
}

/// How Kafka Streams names the topics in which it keeps its state.
fn is_meant(name: &str) -> bool {
    name.ends_with("-changelog") || name.ends_with("-repartition")
}
