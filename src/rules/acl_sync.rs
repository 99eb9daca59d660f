//! Flows that copy ACLs. In: a context, and at which end of a flow something is the matter. Out: each such cluster once for
//! every line that asks for the copy, and once for the flows without one, since Kafka's default asks for it too.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings,
    alike::{Alike, Group},
};
use crate::{
    diagnostic::Diagnostic,
    mm2::{
        effective::{self, Config},
        simulate::{Flow, State},
    },
    topology::{Cluster, Setting},
};

const KEY: &str = "sync.topic.acls.enabled";
const ADMIN: &str = "org.apache.kafka.clients.admin.ForwardingAdmin";

/// The ends of the keys that decide.
const ENDINGS: [&str; 3] =
    ["sync.topic.acls.enabled", "sync.topic.acls.interval.seconds", "forwarding.admin.class"];

/// A cluster from or to which ACLs are copied with Kafka's own classes.
pub(super) struct Syncing<'a> {
    flow: &'a Flow<'a>,
    pub(super) cluster: &'a Cluster,
    /// Absent where Kafka's default counts.
    line: Option<&'a Setting>,
}

/// What the settings of a flow say.
#[derive(Clone, Copy)]
struct Copying<'a> {
    is_on: bool,
    line: Option<&'a Setting>,
}

pub(super) fn syncing<'a>(
    context: &Context<'a>,
    concerned: impl Fn(&'a Flow<'a>) -> Option<&'a Cluster>,
) -> Vec<Syncing<'a>> {
    let alike = Alike::new(context.topologies, &ENDINGS);
    let mut known: BTreeMap<Group, Copying<'a>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for flow in &context.simulation.flows {
        let Some(cluster) = concerned(flow) else { continue };
        let group = alike.group(flow.topology, flow.pair.from, flow.pair.to);
        let Copying { is_on, line } = *known.entry(group).or_insert_with(|| copying(flow));
        let place = (std::ptr::from_ref(flow.topology), cluster.id, line.map(|line| line.key_span));
        if is_on && !matches!(flow.state, State::Refused(_)) && told.insert(place) {
            found.push(Syncing { flow, cluster, line });
        }
    }
    found
}

/// Whether a flow copies ACLs, by Kafka's own means.
pub(super) fn copies_acls(flow: &Flow<'_>) -> bool {
    copying(flow).is_on && !matches!(flow.state, State::Refused(_))
}

fn copying<'a>(flow: &Flow<'a>) -> Copying<'a> {
    let config = effective::connector_config(flow.topology, flow.pair.from, flow.pair.to);
    let interval = config.effective("sync.topic.acls.interval.seconds");
    // The scheduler leaves out what has a negative interval.
    let is_left_out = interval.is_some_and(|value| value.text.trim().starts_with('-'));
    Copying {
        is_on: has_own_admin(&config) && !is_left_out && config.boolean(KEY) == Some(true),
        line: config.values.get(KEY).and_then(|value| value.origin.line()),
    }
}

/// Whether Kafka's own class makes and changes topics and ACLs: another may do something else with what it is told.
pub(super) fn has_own_admin(connector: &Config<'_>) -> bool {
    let admin = connector.effective("forwarding.admin.class");
    admin.is_none_or(|admin| admin.text.trim() == ADMIN)
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
