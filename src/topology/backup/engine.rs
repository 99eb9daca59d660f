//! What takes the snapshots of a backup. In: the entry of the descriptor and its cluster. Out: the engine with its settings.

use super::super::Cluster;
use crate::{
    descriptor::{
        self,
        faults::{INVALID_VALUE, MISSING_KEY},
        is_placeholder,
    },
    diagnostic::Diagnostics,
    source::Span,
    yaml::Spanned,
};

/// The namespace of Velero where none is stated.
const VELERO: &str = "velero";
/// Holds `kubectl`, `date` and `sh`; an image of kubectl alone has no shell.
const KUBECTL_IMAGE: &str = "alpine/k8s:1.34.1";

/// What takes the snapshots, with its settings.
#[derive(Debug, Clone)]
pub enum Engine {
    KafkaBackup { api_version: String },
    SnapScheduler,
    CronJob { image: String },
    Velero(Velero),
}

#[derive(Debug, Clone)]
pub struct Velero {
    pub namespace: String,
    /// The driver by which Velero chooses the class.
    pub driver: String,
    pub storage_location: Option<String>,
    pub moves_data: bool,
}

impl Engine {
    /// As a descriptor names it.
    pub fn name(&self) -> &'static str {
        match self {
            Engine::KafkaBackup { .. } => "kafkabackup",
            Engine::SnapScheduler => "snapscheduler",
            Engine::CronJob { .. } => "cronjob",
            Engine::Velero(_) => "velero",
        }
    }
}

/// The engine with its settings; nothing where one that it needs is missing.
pub(super) fn resolve(
    written: &descriptor::Backup,
    cluster: &Cluster,
    found: &mut Diagnostics,
) -> Option<Engine> {
    let chosen = written.engine.as_ref();
    let place = chosen.map_or(written.name.span, |engine| engine.span);
    match chosen.map_or(descriptor::Engine::CronJob, |engine| engine.value) {
        descriptor::Engine::SnapScheduler => Some(Engine::SnapScheduler),
        descriptor::Engine::CronJob => {
            let stated = written.cron_job.as_ref().and_then(|own| own.value.image.clone());
            let image = stated.map_or_else(|| KUBECTL_IMAGE.to_owned(), |image| image.value);
            Some(Engine::CronJob { image })
        }
        descriptor::Engine::KafkaBackup => {
            let stated = written.kafka_backup.as_ref().map(|own| &own.value.api_version);
            kafka_backup(stated, place, found)
                .map(|api_version| Engine::KafkaBackup { api_version })
        }
        descriptor::Engine::Velero => velero(written, cluster, place, found).map(Engine::Velero),
    }
}

/// Settings of an engine that does not run.
pub(super) fn tell_idle_settings(written: &descriptor::Backup, found: &mut Diagnostics) {
    use descriptor::Engine::{CronJob, KafkaBackup, Velero};
    let engine = written.engine.as_ref().map_or(CronJob, |engine| engine.value);
    let settings = [
        ("kafkaBackup", "kafkabackup", KafkaBackup, span(written.kafka_backup.as_ref())),
        ("cronJob", "cronjob", CronJob, span(written.cron_job.as_ref())),
        ("velero", "velero", Velero, span(written.velero.as_ref())),
    ];
    for (key, name, own, span) in settings {
        let Some(span) = span.filter(|_| own != engine) else { continue };
        found
            .report(
                &INVALID_VALUE,
                span,
                format!("`{key}` holds settings of an engine that does not run"),
            )
            .related(written.name.span, "this backup has another engine")
            .help(format!("write `engine: {name}`, or remove `{key}`"));
    }
}

fn span<T>(settings: Option<&Spanned<T>>) -> Option<Span> {
    settings.map(|settings| settings.span)
}

/// The group and version of the resource.
fn kafka_backup(
    stated: Option<&Spanned<String>>,
    place: Span,
    found: &mut Diagnostics,
) -> Option<String> {
    let Some(stated) = stated else {
        found
            .report(&MISSING_KEY, place, "the group and version of KafkaBackup are not stated")
            .reason("the product that defined it is gone, and others have a kind of this name")
            .help("add `kafkaBackup: { apiVersion: … }` as the cluster's CRD has it");
        return None;
    };
    let version = &stated.value;
    let is_placed = version.split_once('/').is_some_and(|(group, version)| {
        group.contains('.') && !version.is_empty() && !version.contains('/')
    });
    if !is_placed && !is_placeholder(version) {
        found
            .report(&INVALID_VALUE, stated.span, format!("`{version}` is no group and version"))
            .help("write both with a `/` between them, as the cluster's CRD has them");
    } else if descriptor::is_foreign_kafka_backup(version) {
        found
            .report(
                &INVALID_VALUE,
                stated.span,
                format!("the KafkaBackup of `{version}` makes no snapshots of volumes"),
            )
            .reason("it is of another product, and has other fields")
            .help("write the group and version of the resource that does, or `engine: cronjob`");
    }
    Some(version.clone())
}

/// The driver is the one of the class, where that is known.
fn velero(
    written: &descriptor::Backup,
    cluster: &Cluster,
    place: Span,
    found: &mut Diagnostics,
) -> Option<Velero> {
    let own = written.velero.as_ref().map(|own| &own.value);
    let class = cluster.storage.snapshot_class(&written.volume_snapshot_class_name.value);
    let stated = own.and_then(|own| own.driver.as_ref()).map(|driver| driver.value.clone());
    let driver = stated.or_else(|| class.map(|class| class.driver.value.clone()));
    let text = |value: Option<&Spanned<String>>| value.map(|value| value.value.clone());
    if driver.is_none() {
        found
            .report(&MISSING_KEY, place, "the CSI driver of the volumes is not known")
            .reason("Velero is told the class of snapshots driver by driver")
            .help("add `velero: { driver: … }`, such as `ebs.csi.aws.com`");
    }
    Some(Velero {
        namespace: text(own.and_then(|own| own.namespace.as_ref()))
            .unwrap_or_else(|| VELERO.to_owned()),
        driver: driver?,
        storage_location: text(own.and_then(|own| own.storage_location.as_ref())),
        moves_data: own.and_then(|own| own.snapshot_move_data).unwrap_or(false),
    })
}
