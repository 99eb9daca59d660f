//! Backups that another engine makes: what becomes of the snapshots that are there.

use super::kept;
use crate::{
    review::{Changes, Facts},
    topology::{Backup, Engine, Velero},
};

pub(super) fn check(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for kept in kept(facts) {
        for (old, new) in kept.pairs() {
            let subject = kept.subject(new);
            match (&old.engine, &new.engine) {
                (Engine::Velero(was), Engine::Velero(is)) => {
                    report_location(subject, (old, was), (new, is), changes);
                }
                (was, is) if was.name() != is.name() => {
                    changes
                        .report(
                            subject,
                            format!(
                                "`{}` is made by `{}` instead of `{}`",
                                new.name.value,
                                is.name(),
                                was.name()
                            ),
                        )
                        .at(Some(old.engine_span), Some(new.engine_span))
                        .consequence(leaves(was).unwrap_or(
                            "what the operator behind the old resource does with its snapshots is not known here",
                        ))
                        .instead("find the old snapshots with `kubectl get volumesnapshot --show-labels` when the new engine has made its own");
                }
                _ => {}
            }
        }
    }
}

/// What becomes of the snapshots when their engine is gone; nothing where nobody knows.
pub(super) fn leaves(engine: &Engine) -> Option<&'static str> {
    match engine {
        Engine::CronJob { .. } | Engine::SnapScheduler => Some(
            "the snapshots that are there stay until somebody deletes them: only the engine that made them did so",
        ),
        Engine::Velero(_) => {
            Some("Velero deletes the backups that are there when their time is over")
        }
        Engine::KafkaBackup { .. } => None,
    }
}

fn report_location(
    subject: String,
    (old, was): (&Backup, &Velero),
    (new, is): (&Backup, &Velero),
    changes: &mut Changes<'_>,
) {
    let named = |velero: &Velero| velero.storage_location.as_ref().map(|name| name.value.clone());
    let (before, after) = (named(was), named(is));
    if before == after {
        return;
    }
    let shown = |name: Option<String>| {
        name.map_or_else(|| "the default location".to_owned(), |name| format!("`{name}`"))
    };
    let span = |backup: &Backup, velero: &Velero| {
        velero.storage_location.as_ref().map_or(backup.engine_span, |name| name.span)
    };
    changes
        .report(
            subject,
            format!("`{}` goes to {} instead of {}", new.name.value, shown(after), shown(before)),
        )
        .at(Some(span(old, was)), Some(span(new, is)))
        .consequence("the backups that are there stay at the old location: a restore of one needs it as well")
        .instead("leave the old BackupStorageLocation in place until the last backup in it is too old");
}
