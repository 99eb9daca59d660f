//! Which pairs run. In: the file of an instance. Out: the pairs that MirrorMaker 2 makes with `--clusters` of its target.

use std::collections::BTreeSet;

use super::{Instance, config};
use crate::{
    mm2::gates,
    source::Span,
    topology::{self, ClusterId, Setting},
};

const ENABLED: &str = "enabled";
const EMIT_HEARTBEATS: &str = "emit.heartbeats.enabled";

/// An ordered pair for which a Connect worker runs, with its three connectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub from: ClusterId,
    pub to: ClusterId,
    pub cause: Cause,
    /// Whether records and checkpoints are copied: the source and the checkpoint connector do their work.
    pub enabled: bool,
    /// Whether heartbeats are written into the target.
    pub heartbeats: bool,
    /// The line that enables it, or disables it.
    pub line: Option<Span>,
}

/// Why there is a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `a->b.enabled=true`
    Enabled,
    /// Heartbeats are on for it.
    Heartbeats,
    /// This version makes every pair.
    Always,
}

pub(super) fn of(instance: &Instance<'_>) -> Vec<Pair> {
    let sources = match every_pair_is_a_candidate(instance) {
        true => {
            let all = instance.topology.clusters.iter().map(|cluster| cluster.id);
            all.filter(|&id| id != instance.target().id).collect()
        }
        false => named_sources(instance),
    };
    sources.into_iter().filter_map(|from| pair(instance, from)).collect()
}

/// Otherwise only pairs that a key names can be made.
fn every_pair_is_a_candidate(instance: &Instance<'_>) -> bool {
    !gates::heartbeats_decide_pairs(instance.version()) || heartbeats_by_default(instance)
}

/// As the reader of pairs reads it: `parseBoolean`, without trimming.
fn heartbeats_by_default(instance: &Instance<'_>) -> bool {
    match instance.topology.settings.get(EMIT_HEARTBEATS) {
        Some(setting) => topology::boolean(&setting.value),
        None => instance.owned.heartbeat_guard().is_none(),
    }
}

/// The clusters for which there is a key that can make a pair into the target.
fn named_sources(instance: &Instance<'_>) -> BTreeSet<ClusterId> {
    let target = &instance.target().alias.value;
    let settings = [ENABLED, EMIT_HEARTBEATS].into_iter();
    let settings = settings.flat_map(|key| instance.topology.settings.flows_into(target, key));
    let named = settings.filter_map(|setting| {
        let (alias, _) = setting.key.split_once("->")?;
        instance.topology.by_alias(alias).filter(|&id| id != instance.target().id)
    });
    named.chain(instance.owned.guarded_sources()).collect()
}

pub(super) fn pair(instance: &Instance<'_>, from: ClusterId) -> Option<Pair> {
    let own = |key| instance.flow_line(from, key);
    let shared = |key| instance.topology.settings.get(key);
    let (enabled, emit) = (own(ENABLED), own(EMIT_HEARTBEATS));
    let says_true = |setting: &Setting| topology::boolean(&setting.value);
    let guard = instance.owned.pair_guard(from).is_some();
    let heartbeats = match emit {
        Some(setting) => says_true(setting),
        None => guard || heartbeats_by_default(instance),
    };
    let cause = if enabled.is_some_and(says_true) {
        Cause::Enabled
    } else if heartbeats {
        Cause::Heartbeats
    } else if !gates::heartbeats_decide_pairs(instance.version()) {
        Cause::Always
    } else {
        return None;
    };
    // The connectors read the same keys another way: trimmed, and from the top level too.
    let enabled = enabled.or_else(|| shared(ENABLED));
    let truth = |setting: &Setting| config::boolean(&setting.value) == Some(true);
    let ours = || guard || instance.owned.heartbeat_guard().is_none();
    Some(Pair {
        from,
        to: instance.target().id,
        cause,
        enabled: enabled.is_some_and(truth),
        heartbeats: emit.or_else(|| shared(EMIT_HEARTBEATS)).map_or_else(ours, truth),
        line: enabled.map(|setting| setting.key_span),
    })
}
