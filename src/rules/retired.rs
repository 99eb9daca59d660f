//! Aliases that named a cluster once. In: the descriptors and locks of a run. Out: where each was retired, and why.

use std::collections::BTreeMap;

use super::Context;
use crate::{lock::State, source::Span};

#[derive(Debug, Clone, Copy)]
pub(super) struct Retired<'a> {
    /// The entry of the descriptor, else the line of the lock.
    pub(super) span: Span,
    pub(super) reason: Option<&'a str>,
    pub(super) replaced_by: Option<&'a str>,
}

/// Those that a descriptor declares, of all topologies: what was written before is still on all clusters.
pub(super) fn declared<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Retired<'a>> {
    let entries = context.topologies.iter().flat_map(|topology| &topology.retired_aliases);
    let mut retired = BTreeMap::new();
    for entry in entries {
        retired.entry(entry.value.alias.value.as_str()).or_insert(Retired {
            span: entry.value.alias.span,
            reason: entry.value.reason.as_deref(),
            replaced_by: entry.value.replaced_by.as_ref().map(|name| name.value.as_str()),
        });
    }
    retired
}

/// Those that a lock remembers as well.
pub(super) fn known<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Retired<'a>> {
    let mut retired = declared(context);
    for (alias, line) in context.locks.values().flat_map(|lock| &lock.lines) {
        if let State::Retired { replaced_by } = &line.entry.state {
            retired.entry(alias).or_insert(Retired {
                span: line.span,
                reason: None,
                replaced_by: replaced_by.as_deref(),
            });
        }
    }
    retired
}
