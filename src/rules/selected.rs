//! Flows that take topics which are of no use anywhere else. In: which names are meant. Out: a finding for each flow that
//! copies such topics from where they were made, with the line that keeps them back.

use std::collections::BTreeMap;

use super::{Findings, excludes};
use crate::{
    diagnostic::Diagnostic,
    mm2::simulate::{Arrival, FlowId, Simulation},
};

/// Topics of one kind.
pub(super) struct Wanted {
    pub(super) is_meant: fn(&str) -> bool,
    /// Goes on after the name of a topic.
    pub(super) what: &'static str,
    pub(super) reason: &'static str,
    /// Matches their names.
    pub(super) pattern: &'static str,
}

/// The copies that each flow makes of such topics.
pub(super) fn by_flow(
    simulation: &Simulation<'_>,
    wanted: &Wanted,
) -> BTreeMap<FlowId, Vec<Arrival>> {
    let mut by_flow: BTreeMap<FlowId, Vec<Arrival>> = BTreeMap::new();
    for arrival in simulation.user_arrivals() {
        let is_first = simulation.topics.arrival(arrival.from).is_none();
        if is_first && (wanted.is_meant)(simulation.topics.name(arrival.from)) {
            by_flow.entry(arrival.flow).or_default().push(arrival);
        }
    }
    by_flow
}

/// Reports one flow, if it has a line; `arrivals` are its copies.
pub(super) fn report<'f>(
    simulation: &Simulation<'_>,
    wanted: &Wanted,
    arrivals: &[Arrival],
    findings: &'f mut Findings<'_>,
) -> Option<&'f mut Diagnostic> {
    let first = arrivals.first()?;
    let flow = simulation.flow(first.flow);
    let name = simulation.topics.name(first.from);
    let more = match arrivals.len() {
        1 => String::new(),
        more => format!(", and {} more like it", more - 1),
    };
    let message = format!("`{}` copies `{name}`, {}{more}", flow.name(), wanted.what);
    let finding = findings.report(flow.pair.line?, message);
    finding
        .subject(flow.name())
        .reason(wanted.reason)
        .help(format!("keep it back: `{}`", excludes::line(flow, wanted.pattern)));
    if let Some(span) = simulation.declared_at(first.from) {
        finding.related(span, "the topic");
    }
    Some(finding)
}
