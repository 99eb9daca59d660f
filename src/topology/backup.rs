//! Backups, snapshots and restores. In: the entries of the descriptor. Out: the same with every reference resolved and
//! every default applied; an entry that cannot be resolved is told and left out.

mod engine;

use std::collections::BTreeMap;

pub use engine::{Engine, Velero};

use super::{Cluster, ClusterId};
use crate::{
    descriptor::{
        self, Descriptor,
        faults::{INVALID_VALUE, MISSING_KEY},
        is_placeholder,
    },
    diagnostic::Diagnostics,
    nearest::nearest,
    schedule::{Fault, GoDuration, Schedule},
    source::Span,
    yaml::Spanned,
};

/// Snapshots of the volumes of a cluster on a schedule.
#[derive(Debug, Clone)]
pub struct Backup {
    pub name: Spanned<String>,
    /// A managed cluster.
    pub cluster: ClusterId,
    pub engine: Engine,
    /// What chooses the engine; the name where none is stated.
    pub engine_span: Span,
    pub schedule: Spanned<Schedule>,
    /// As it is written.
    pub schedule_text: String,
    /// For ever when absent.
    pub retention: Option<Spanned<GoDuration>>,
    /// As it is written.
    pub retention_text: Option<String>,
    pub starting_deadline_seconds: Option<Spanned<i64>>,
    pub snapshot_class: Spanned<String>,
    pub is_suspended: bool,
    /// Where that is said; the name where it is not.
    pub suspend_span: Span,
    /// The nodes whose volumes are kept; all when empty.
    pub nodes: Vec<Spanned<u32>>,
}

/// What entries are resolved against.
pub(super) struct Known<'a> {
    pub(super) clusters: &'a [Cluster],
    pub(super) aliases: &'a BTreeMap<String, ClusterId>,
}

pub(super) fn resolve(
    descriptor: &Descriptor,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Vec<Backup> {
    let entries = descriptor.backups.iter().flatten();
    entries.filter_map(|entry| backup(&entry.value, known, found)).collect()
}

fn backup(
    written: &descriptor::Backup,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Option<Backup> {
    let cluster = cluster_of(written, known, found)?;
    tell_other_namespace(written, cluster, found);
    engine::tell_idle_settings(written, found);
    tell_unknown_nodes(written.nodes.iter().flatten(), cluster, found);
    let engine = engine::resolve(written, cluster, found);
    let schedule = schedule(&written.schedule, found);
    let retention = written.retention_time.as_ref();
    let retention = retention.map(|text| (duration(text, found), text.value.clone())).unzip();
    let (engine, schedule) = (engine?, schedule?);
    Some(Backup {
        name: written.name.clone(),
        cluster: cluster.id,
        engine,
        engine_span: written.engine.as_ref().map_or(written.name.span, |engine| engine.span),
        schedule,
        schedule_text: written.schedule.value.trim().to_owned(),
        retention: retention.0.flatten(),
        retention_text: retention.1,
        starting_deadline_seconds: deadline(written, found),
        snapshot_class: written.volume_snapshot_class_name.clone(),
        is_suspended: written.suspend.as_ref().is_some_and(|suspend| suspend.value),
        suspend_span: written.suspend.as_ref().map_or(written.name.span, |suspend| suspend.span),
        nodes: nodes(written),
    })
}

/// Each once, in their order.
fn nodes(written: &descriptor::Backup) -> Vec<Spanned<u32>> {
    let mut nodes = written.nodes.clone().unwrap_or_default();
    nodes.sort_by_key(|node| node.value);
    nodes.dedup_by_key(|node| node.value);
    nodes
}

fn schedule(text: &Spanned<String>, found: &mut Diagnostics) -> Option<Spanned<Schedule>> {
    match Schedule::parse(&text.value) {
        Ok(value) => Some(Spanned { value, span: text.span }),
        Err(fault) => {
            tell(&fault, text, found);
            None
        }
    }
}

fn duration(text: &Spanned<String>, found: &mut Diagnostics) -> Option<Spanned<GoDuration>> {
    match GoDuration::parse(&text.value) {
        Ok(value) if value.nanoseconds > 0 => Some(Spanned { value, span: text.span }),
        Ok(_) => {
            found
                .report(&INVALID_VALUE, text.span, "nothing is kept for no time at all")
                .help("write a time, such as `12h`; remove the key to keep snapshots for ever");
            None
        }
        Err(fault) => {
            tell(&fault, text, found);
            None
        }
    }
}

/// What is below zero the schema has told.
fn deadline(written: &descriptor::Backup, found: &mut Diagnostics) -> Option<Spanned<i64>> {
    let deadline = written.starting_deadline_seconds.clone()?;
    if deadline.value == 0 {
        found
            .report(&INVALID_VALUE, deadline.span, "with a deadline of no time no run ever starts")
            .reason("a run is late by a part of a second at least")
            .help("write `startingDeadlineSeconds: 300`, or remove it: a run may then be late by any time");
        return None;
    }
    Some(deadline)
}

/// A placeholder has been told as such.
pub(super) fn tell(fault: &Fault, text: &Spanned<String>, found: &mut Diagnostics) {
    if is_placeholder(&text.value) {
        return;
    }
    let report = found.report(&INVALID_VALUE, place(fault, text), fault.message.as_str());
    if let Some(help) = &fault.help {
        report.help(help.as_str());
    }
}

/// The part of the text, where the text stands in the file as it is: plain, or in quotes.
fn place(fault: &Fault, text: &Spanned<String>) -> Span {
    let quotes = text.span.range().len().checked_sub(text.value.len());
    let start = match quotes {
        Some(0) => text.span.range().start,
        Some(2) => text.span.range().start + 1,
        Some(_) | None => return text.span,
    };
    if fault.range.is_empty() {
        return text.span;
    }
    Span::new(text.span.file, start + fault.range.start..start + fault.range.end)
}

/// By its alias, else by the name of its resource.
fn cluster_of<'a>(
    written: &descriptor::Backup,
    known: &Known<'a>,
    found: &mut Diagnostics,
) -> Option<&'a Cluster> {
    match (&written.cluster, &written.cluster_ref) {
        (Some(alias), reference) => {
            let cluster = managed(alias, known, found)?;
            if let Some(reference) = reference
                && cluster.home.as_ref().is_some_and(|home| home.name.value != reference.value)
                && alias.value != reference.value
            {
                let message = format!(
                    "`{}` is not called `{}` on its Kubernetes cluster",
                    alias.value, reference.value
                );
                found
                    .report(&INVALID_VALUE, reference.span, message)
                    .related(alias.span, "the alias of the cluster")
                    .help("remove `clusterRef`, or correct one of the two");
            }
            Some(cluster)
        }
        (None, Some(reference)) => referenced(written, reference, known, found),
        (None, None) => {
            found
                .report(&MISSING_KEY, written.name.span, "this backup names no cluster")
                .help("add `cluster:` with the alias of the cluster");
            None
        }
    }
}

/// The objects of a backup are beside the claims, so that another namespace cannot be kept.
fn tell_other_namespace(written: &descriptor::Backup, cluster: &Cluster, found: &mut Diagnostics) {
    let (Some(stated), Some(home)) = (&written.namespace, &cluster.home) else { return };
    let own = &home.namespace;
    if stated.value != own.value && !is_placeholder(&stated.value) {
        let message = format!(
            "`{}` is in namespace `{}`, and its backup in `{}`",
            cluster.alias.value, own.value, stated.value
        );
        found
            .report(&INVALID_VALUE, stated.span, message)
            .related(cluster.alias.span, "the cluster")
            .reason("a snapshot is in the namespace of its claim, and so is what makes it")
            .help(format!("write `namespace: {}`, or remove the line", own.value));
    }
}

/// The managed cluster of an alias.
pub(super) fn managed<'a>(
    alias: &Spanned<String>,
    known: &Known<'a>,
    found: &mut Diagnostics,
) -> Option<&'a Cluster> {
    let cluster = known.aliases.get(&alias.value).and_then(|id| known.clusters.get(id.0));
    let Some(cluster) = cluster else {
        if !is_placeholder(&alias.value) {
            let message = format!("no cluster has the alias `{}`", alias.value);
            let help = match nearest(&alias.value, known.aliases.keys().map(String::as_str)) {
                Some(near) => format!("write `cluster: {near}`"),
                None => "write the alias of a cluster of this descriptor".to_owned(),
            };
            found.report(&INVALID_VALUE, alias.span, message).help(help);
        }
        return None;
    };
    if cluster.home.is_none() {
        let message = format!("`{}` is on no Kubernetes cluster that is known", alias.value);
        found
            .report(&INVALID_VALUE, alias.span, message)
            .related(cluster.alias.span, "only its address is")
            .help("move the cluster to `kafkaClusters`, or take its volumes out of here");
        return None;
    }
    Some(cluster)
}

/// `clusterRef` may be an alias; else it is the name of the resource of one cluster.
fn referenced<'a>(
    written: &descriptor::Backup,
    reference: &Spanned<String>,
    known: &Known<'a>,
    found: &mut Diagnostics,
) -> Option<&'a Cluster> {
    let fits = |cluster: &&Cluster| {
        cluster.home.as_ref().is_some_and(|home| {
            let namespace = written.namespace.as_ref();
            home.name.value == reference.value
                && namespace.is_none_or(|stated| stated.value == home.namespace.value)
        })
    };
    let fitting: Vec<&Cluster> = known.clusters.iter().filter(fits).collect();
    match fitting.as_slice() {
        [one] => Some(one),
        [] if known.aliases.contains_key(&reference.value) => managed(reference, known, found),
        [] => {
            let message = format!("no Kafka cluster is called `{}`", reference.value);
            let names = known.clusters.iter().filter_map(|cluster| cluster.home.as_ref());
            let names = names.map(|home| home.name.value.as_str());
            let help = match nearest(&reference.value, names) {
                Some(near) => format!("write `clusterRef: {near}`"),
                None => "write the name of the Kafka cluster's resource".to_owned(),
            };
            found.report(&INVALID_VALUE, reference.span, message).help(help);
            None
        }
        several => {
            let message = format!("{} clusters are called `{}`", several.len(), reference.value);
            let aliases: Vec<String> =
                several.iter().map(|one| format!("`{}`", one.alias.value)).collect();
            let report = found.report(&INVALID_VALUE, reference.span, message);
            for cluster in several {
                report.related(cluster.alias.span, "one of them");
            }
            report.help(format!(
                "add `cluster:` with one of {}; in a KafkaBackup, the annotation `mirrorc.dev/cluster`",
                aliases.join(", ")
            ));
            None
        }
    }
}

/// Where all ids of the cluster are known.
pub(super) fn tell_unknown_nodes<'a>(
    stated: impl Iterator<Item = &'a Spanned<u32>>,
    cluster: &Cluster,
    found: &mut Diagnostics,
) {
    let known: Option<Vec<u32>> = cluster.storage.nodes.iter().map(|node| node.id).collect();
    let Some(known) = known.filter(|known| !known.is_empty()) else { return };
    for node in stated.filter(|node| !known.contains(&node.value)) {
        let ids: Vec<String> = known.iter().map(u32::to_string).collect();
        let message = format!("`{}` has no node {}", cluster.alias.value, node.value);
        found
            .report(&INVALID_VALUE, node.span, message)
            .help(format!("write one of {}", ids.join(", ")));
    }
}
