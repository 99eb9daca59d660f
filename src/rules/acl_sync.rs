//! Flows that copy ACLs. In: a context, and at which end of a flow something is the matter. Out: each such cluster once for
//! every line that asks for the copy, and once for the flows without one, since Kafka's default asks for it too.

use std::collections::BTreeSet;

use super::{Context, Findings};
use crate::{
    diagnostic::Diagnostic,
    mm2::{
        effective,
        simulate::{Flow, State},
    },
    topology::{Cluster, Setting},
};

const KEY: &str = "sync.topic.acls.enabled";
/// Others may do something else with what they are told to create.
const ADMIN: &str = "org.apache.kafka.clients.admin.ForwardingAdmin";

/// A cluster from or to which ACLs are copied with Kafka's own classes.
pub(super) struct Syncing<'a> {
    flow: &'a Flow<'a>,
    pub(super) cluster: &'a Cluster,
    /// Absent where Kafka's default counts.
    line: Option<&'a Setting>,
}

pub(super) fn syncing<'a>(
    context: &Context<'a>,
    concerned: impl Fn(&'a Flow<'a>) -> Option<&'a Cluster>,
) -> Vec<Syncing<'a>> {
    let mut told = BTreeSet::new();
    let flows = context.simulation.flows.iter();
    let flows = flows.filter_map(|flow| Some((flow, concerned(flow)?)));
    let found = flows.filter_map(|(flow, cluster)| of(flow, cluster));
    found
        .filter(|found| {
            let line = found.line.map(|line| line.key_span);
            told.insert((std::ptr::from_ref(found.flow.topology), found.cluster.id, line))
        })
        .collect()
}

fn of<'a>(flow: &'a Flow<'a>, cluster: &'a Cluster) -> Option<Syncing<'a>> {
    let config = effective::connector_config(flow.topology, flow.pair.from, flow.pair.to);
    let admin = config.effective("forwarding.admin.class");
    let interval = config.effective("sync.topic.acls.interval.seconds");
    // The scheduler leaves out what has a negative interval.
    let is_left_out = interval.is_some_and(|value| value.text.trim().starts_with('-'));
    let is_own = admin.is_none_or(|value| value.text.trim() == ADMIN);
    let runs = !matches!(flow.state, State::Refused(_)) && !is_left_out && is_own;
    let line = config.values.get(KEY).and_then(|value| value.origin.line());
    (runs && config.boolean(KEY) == Some(true)).then_some(Syncing { flow, cluster, line })
}

impl Syncing<'_> {
    pub(super) fn report<'f>(
        &self,
        message: String,
        findings: &'f mut Findings<'_>,
    ) -> &'f mut Diagnostic {
        let (span, subject, help) = match self.line {
            Some(line) => (line.value_span, &line.key, format!("write `{}=false`", line.key)),
            None => (
                self.flow.pair.line.unwrap_or(self.cluster.alias.span),
                &self.cluster.alias.value,
                format!("write `{KEY}=false`; it is `true` by default"),
            ),
        };
        findings.report(span, message).subject(subject).help(help)
    }
}
