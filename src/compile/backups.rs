//! Which descriptor a KafkaBackup belongs to. In: the documents of a run. Out: the descriptors, each with the backups of its
//! clusters.

use super::Document;
use crate::{
    descriptor::{Backup, Descriptor, faults::INVALID_VALUE},
    diagnostic::Diagnostics,
    yaml::Spanned,
};

pub(super) fn join(documents: Vec<Document>, found: &mut Diagnostics) -> Vec<Document> {
    let (backups, mut descriptors): (Vec<Document>, Vec<Document>) =
        documents.into_iter().partition(|document| document.is_backup);
    let is_told = descriptors.is_empty() && found.has_errors();
    for backup in backups.into_iter().filter_map(|document| document.descriptor.backups).flatten() {
        let fitting: Vec<usize> = descriptors
            .iter()
            .enumerate()
            .filter(|(_, document)| has_cluster(&document.descriptor, &backup.value))
            .map(|(position, _)| position)
            .collect();
        // Where there is one descriptor, it tells what does not fit.
        let only = (descriptors.len() == 1).then_some(0);
        let place = match fitting.as_slice() {
            [one] => Some(*one),
            [] => only,
            [_, _, ..] => None,
        };
        match place.and_then(|place| descriptors.get_mut(place)) {
            Some(document) => document.descriptor.backups.get_or_insert_default().push(backup),
            // What is wrong with the descriptor has been told.
            None if is_told => {}
            None => tell_homeless(&backup, fitting.len(), found),
        }
    }
    descriptors
}

fn has_cluster(descriptor: &Descriptor, backup: &Backup) -> bool {
    descriptor.kafka_clusters.iter().flatten().any(|cluster| {
        let cluster = &cluster.value;
        let or_default = |stated: &Option<Spanned<String>>| {
            stated.as_ref().map_or("kafka", |own| &own.value).to_owned()
        };
        if let Some(alias) = &backup.cluster {
            return cluster.alias.as_ref().is_some_and(|own| own.value == alias.value);
        }
        let is_alias = |name: &Spanned<String>| {
            cluster.alias.as_ref().is_some_and(|own| own.value == name.value)
        };
        let namespace = or_default(&cluster.namespace);
        let is_named = |name: &Spanned<String>| name.value == or_default(&cluster.name);
        let is_here = backup.namespace.as_ref().is_none_or(|stated| stated.value == namespace);
        backup.cluster_ref.as_ref().is_some_and(|name| is_named(name) && is_here || is_alias(name))
    })
}

fn tell_homeless(backup: &Spanned<Backup>, fitting: usize, found: &mut Diagnostics) {
    let named = backup.value.cluster.as_ref().or(backup.value.cluster_ref.as_ref());
    let span = named.map_or(backup.value.name.span, |named| named.span);
    let message = match fitting {
        0 => "no descriptor of this run has the Kafka cluster of this backup".to_owned(),
        _ => format!("{fitting} descriptors have a Kafka cluster of this name"),
    };
    let help = match (fitting, &backup.value.cluster) {
        (0, Some(_)) => "name the file of the cluster's descriptor as well, or correct the alias",
        (0, None) => {
            "name the file of the cluster's descriptor as well; the annotation `mirrorc.dev/cluster` says its alias"
        }
        (_, Some(_)) => "give the clusters aliases of their own",
        (_, None) => "add the annotation `mirrorc.dev/cluster` with the alias of the cluster",
    };
    found.report(&INVALID_VALUE, span, message).help(help);
}
