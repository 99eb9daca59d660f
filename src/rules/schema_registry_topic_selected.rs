use super::{
    Context, Findings, Rule,
    selected::{self, Wanted},
};
use crate::{
    diagnostic::Severity,
    mm2::{policy::Policy, simulate::Arrival},
};

pub(super) static RULE: Rule = Rule {
    id: "schema-registry-topic-selected",
    severity: Severity::Warning,
    summary: "the topic of a schema registry is copied",
    page: include_str!("schema_registry_topic_selected.md"),
    allowable: true,
    check,
};

static WANTED: Wanted = Wanted {
    is_meant,
    what: "the topic of a schema registry",
    reason: "a registry reads one topic that it alone may write: a copy with a prefix is read by none, and one that is \
             merged into the topic of another registry mixes up the ids of both",
    pattern: "_schemas.*, registry-schemas",
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    for arrivals in selected::by_flow(simulation, &WANTED).values() {
        let is_merged = |arrival: &Arrival| {
            let is_identity = matches!(simulation.flow(arrival.flow).policy, Policy::Identity(_));
            is_identity && simulation.topics.arrival(arrival.to).is_none()
        };
        let finding = selected::report(simulation, &WANTED, arrivals, findings);
        if let Some(finding) = finding.filter(|_| arrivals.first().is_some_and(is_merged)) {
            finding.severity = Severity::Error;
        }
    }
}

/// The names that schema registries give their topics.
fn is_meant(name: &str) -> bool {
    name == "_schemas" || name.starts_with("_schemas_") || name == "registry-schemas"
}
