use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{policy::Policy, simulate::Arrival},
};

pub(super) static RULE: Rule = Rule {
    id: "identity-renames-heartbeat-like-topic",
    severity: Severity::Error,
    summary: "a topic whose name ends in `heartbeats` gets a prefix although the policy keeps names",
    page: include_str!("identity_renames_heartbeat_like_topic.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let name = |topic| simulation.topics.name(topic);
    let is_renamed = |arrival: &Arrival| {
        let is_identity = matches!(simulation.flow(arrival.flow).policy, Policy::Identity(_));
        // What has been renamed on the way has been told.
        let is_first = simulation.topics.arrival(arrival.from).is_none();
        is_identity && is_first && name(arrival.from) != name(arrival.to)
    };
    for arrival in simulation.user_arrivals().filter(is_renamed) {
        let flow = simulation.flow(arrival.flow);
        let (from, to) = (name(arrival.from), name(arrival.to));
        let Some(line) = flow.pair.line else { continue };
        let span = simulation.declared_at(arrival.from);
        let target = simulation.place(flow.to).alias();
        let finding =
            findings.report(span.unwrap_or(line), format!("`{from}` becomes `{to}` on `{target}`"));
        finding
            .subject(flow.name())
            .reason(
                "IdentityReplicationPolicy takes every name that ends in `heartbeats` for heartbeats of MirrorMaker 2, \
                 which get a prefix; consumers look for the plain name",
            )
            .help(format!("rename `{from}`, such as to `{}`", from.trim_end_matches('s')));
        if span.is_some() {
            finding.related(line, "the flow");
        }
    }
}
