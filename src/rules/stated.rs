//! The lines that count for flows. In: topologies and what to look for. Out: each line once, with the first flow for
//! which it counts; a line for all flows counts where a flow has none of its own.

use std::collections::BTreeSet;

use super::Context;
use crate::{
    descriptor::is_placeholder,
    topology::{Flow, Setting, Topology},
};

/// A line and the first flow for which it counts.
pub(super) struct Stated<'a> {
    pub(super) topology: &'a Topology,
    pub(super) flow: &'a Flow,
    pub(super) setting: &'a Setting,
}

impl<'a> Stated<'a> {
    pub(super) fn flow_name(&self) -> String {
        self.topology.flow_name(self.flow)
    }

    /// What else holds for the flow.
    pub(super) fn other(&self, key: &str) -> Option<&'a Setting> {
        self.topology.flow_setting(self.flow, key)
    }
}

/// The lines that `find` gives for the enabled flows.
pub(super) fn stated<'a>(
    context: &Context<'a>,
    find: impl Fn(&'a Topology, &'a Flow) -> Option<&'a Setting>,
) -> Vec<Stated<'a>> {
    let mut lines = Vec::new();
    for topology in context.topologies {
        let mut told = BTreeSet::new();
        for flow in &topology.flows {
            let found = find(topology, flow);
            if let Some(setting) = found.filter(|setting| told.insert(setting.key.as_str())) {
                lines.push(Stated { topology, flow, setting });
            }
        }
    }
    lines
}

/// The line that gives the producer of the copied records a setting: it belongs to the worker, and the flow may override
/// it.
pub(super) fn of_producer<'a>(
    topology: &'a Topology,
    flow: &Flow,
    key: &str,
) -> Option<&'a Setting> {
    let own = format!("{}.producer.override.{key}", topology.flow_name(flow));
    let target = format!("{}.producer.{key}", topology.alias(flow.to));
    topology.settings.get(&own).or_else(|| topology.settings.get(&target))
}

/// The value as its reader trims it, unless it is known only where MirrorMaker 2 runs.
pub(super) fn literal(setting: &Setting) -> Option<&str> {
    let value = setting.value.trim();
    (!value.contains("${") && !is_placeholder(value)).then_some(value)
}

/// Whether a line says `true` or `false`, as the readers of most keys take it.
pub(super) fn says(setting: Option<&Setting>, word: &str) -> bool {
    setting.is_some_and(|setting| setting.value.trim().eq_ignore_ascii_case(word))
}
