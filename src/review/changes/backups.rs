//! Backups that hold less than before: fewer snapshots, for a shorter time, of fewer volumes, or none.

mod coverage;
mod engines;

use crate::{
    loss,
    review::{
        ChangeRule, Changes, Class, Facts, Weight,
        facts::{Member, Model},
    },
    schedule::GoDuration,
    topology::{Backup, Engine},
};

pub(super) static BACKUP_CLASS_CHANGED: ChangeRule = ChangeRule {
    id: "backup-class-changed",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "snapshots are made with another class",
    page: include_str!("backup-class-changed.md"),
    twins: &[],
    check: check_class,
};

pub(super) static BACKUP_COVERS_LESS: ChangeRule = ChangeRule {
    id: "backup-covers-less",
    class: Class::ProtectionReduced,
    weight: Weight::Block,
    summary: "volumes of which no snapshots are made any more",
    page: include_str!("backup-covers-less.md"),
    twins: &["partial-set"],
    check: coverage::check,
};

pub(super) static BACKUP_ENGINE_CHANGED: ChangeRule = ChangeRule {
    id: "backup-engine-changed",
    class: Class::Orphans,
    weight: Weight::Warn,
    summary: "snapshots are made by another engine, which does not delete the old ones",
    page: include_str!("backup-engine-changed.md"),
    twins: &[],
    check: engines::check,
};

pub(super) static BACKUP_MADE_RARER: ChangeRule = ChangeRule {
    id: "backup-made-rarer",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "more time between two snapshots",
    page: include_str!("backup-made-rarer.md"),
    twins: &["rpo-below-interval"],
    check: check_schedule,
};

pub(super) static BACKUP_REMOVED: ChangeRule = ChangeRule {
    id: "backup-removed",
    class: Class::ProtectionReduced,
    weight: Weight::Block,
    summary: "a backup that makes no snapshots any more, or none that leave the region",
    page: include_str!("backup-removed.md"),
    twins: &[],
    check: check_removed,
};

pub(super) static BACKUP_RETENTION_SHORTENED: ChangeRule = ChangeRule {
    id: "backup-retention-shortened",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "snapshots are kept for a shorter time",
    page: include_str!("backup-retention-shortened.md"),
    twins: &["retention-below-interval"],
    check: check_retention,
};

/// A cluster in both revisions, with its backups that run.
struct Kept<'a> {
    old: Member<'a>,
    new: Member<'a>,
    before: Vec<&'a Backup>,
    after: Vec<&'a Backup>,
}

impl<'a> Kept<'a> {
    /// The backups of one name.
    fn pairs(&self) -> impl Iterator<Item = (&'a Backup, &'a Backup)> {
        self.before.iter().filter_map(|old| {
            let new = self.after.iter().find(|new| new.name.value == old.name.value)?;
            Some((*old, *new))
        })
    }

    fn subject(&self, backup: &Backup) -> String {
        format!("{}@{}", backup.name.value, self.new.alias())
    }
}

fn kept<'a>(facts: &Facts<'a>) -> Vec<Kept<'a>> {
    let both = facts.members.kept.iter().map(|&(old, new)| Kept {
        old,
        new,
        before: running(&facts.before, old.alias()),
        after: running(&facts.after, new.alias()),
    });
    both.filter(|kept| !kept.before.is_empty()).collect()
}

fn running<'a>(model: &Model<'a>, alias: &str) -> Vec<&'a Backup> {
    let own = |topology: &'a crate::topology::Topology| {
        let backups = topology.backups.iter();
        backups.filter(move |backup| topology.alias(backup.cluster) == alias)
    };
    model.topologies.iter().flat_map(own).filter(|backup| !backup.is_suspended).collect()
}

fn check_class(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for kept in kept(facts) {
        for (old, new) in kept.pairs() {
            let (was, is) = (&old.snapshot_class, &new.snapshot_class);
            if was.value == is.value {
                continue;
            }
            let classes = (
                kept.old.cluster.storage.snapshot_class(&was.value),
                kept.new.cluster.storage.snapshot_class(&is.value),
            );
            let (weight, consequence) = match classes {
                (Some(was), Some(is)) if was.driver.value != is.driver.value => (
                    Weight::Block,
                    "the new class is of another driver, which has no snapshots of these volumes and can make none of those of the other",
                ),
                (Some(was), Some(is)) if was.deletes.is_none() && is.deletes.is_some() => (
                    Weight::Block,
                    "a snapshot's data now goes with its object: whoever deletes the namespace deletes the backup",
                ),
                _ => (
                    Weight::Warn,
                    "the snapshots that are there stay with the old class, so that a restore has two ways",
                ),
            };
            let message = format!(
                "`{}` makes snapshots with `{}` instead of `{}`",
                new.name.value, is.value, was.value
            );
            let change = changes.report(kept.subject(new), message);
            change.weight = weight;
            change
                .at(Some(was.span), Some(is.span))
                .consequence(consequence)
                .instead("keep the old class until the last of its snapshots is gone");
        }
    }
}

fn check_schedule(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for kept in kept(facts) {
        for (old, new) in kept.pairs() {
            let gaps = (old.schedule.value.longest_gap(), new.schedule.value.longest_gap());
            let (Some(was), is) = gaps else { continue };
            if is.is_some_and(|is| is <= was) {
                continue;
            }
            let apart =
                is.map_or_else(|| "never".to_owned(), |is| format!("up to {} apart", is.short()));
            let message =
                format!("snapshots of `{}` are made {apart}, not {}", new.name.value, was.short());
            let is_asked = objectives(&kept).iter().any(|rpo| is.is_none_or(|is| is > *rpo));
            let change = changes.report(kept.subject(new), message);
            if is_asked || is.is_none() {
                change.weight = Weight::Block;
            }
            change
                .at(Some(old.schedule.span), Some(new.schedule.span))
                .consequence(match is_asked {
                    true => {
                        "a restored volume lacks as much, which is more than an objective allows"
                    }
                    false => "a restored volume lacks as much, where no replica and no copy has it",
                })
                .instead(format!("write `schedule: \"{}\"` as before", old.schedule_text));
        }
    }
}

/// What may be lost of the cluster now, by its objectives.
fn objectives(kept: &Kept<'_>) -> Vec<GoDuration> {
    let own = kept.new.topology.objectives.iter();
    let own = own.filter(|objective| objective.is_of(kept.new.cluster.id));
    own.filter_map(|objective| Some(objective.rpo.as_ref()?.value)).collect()
}

fn check_retention(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for kept in kept(facts) {
        for (old, new) in kept.pairs() {
            let Some(is) = &new.retention else { continue };
            let was = old.retention.as_ref();
            if was.is_some_and(|was| was.value <= is.value) {
                continue;
            }
            let before = was.map_or_else(|| "for ever".to_owned(), |was| was.value.short());
            let message = format!(
                "`{}` keeps snapshots for {}, not {before}",
                new.name.value,
                is.value.short()
            );
            let is_too_short = new.schedule.value.longest_gap().is_some_and(|gap| is.value < gap);
            let consequence = if old.engine.name() != new.engine.name() {
                "a mistake that is noticed later cannot be taken back"
            } else if is_too_short {
                "there are times without any snapshot, and those that are older now are deleted by the next run"
            } else {
                "those that are older now are deleted by the next run; a mistake that is noticed later cannot be taken back"
            };
            let change = changes.report(kept.subject(new), message);
            if is_too_short {
                change.weight = Weight::Block;
            }
            change
                .at(Some(was.map_or(old.name.span, |was| was.span)), Some(is.span))
                .consequence(consequence)
                .instead("copy the snapshots that are still needed before this is merged");
        }
    }
}

fn check_removed(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for kept in kept(facts) {
        for old in &kept.before {
            let new = kept.after.iter().find(|new| new.name.value == old.name.value);
            match new {
                None => report_removed(facts, &kept, old, changes),
                Some(new) if moves_data(old) && !moves_data(new) => {
                    changes
                        .report(
                            kept.subject(new),
                            format!(
                                "the data of the snapshots of `{}` is not moved any more",
                                new.name.value
                            ),
                        )
                        .at(Some(old.engine_span), Some(new.engine_span))
                        .consequence("they lie where the volumes are, and are lost with the region")
                        .instead("write `snapshotMoveData: true` below `velero:` as before");
                }
                Some(_) => {}
            }
        }
    }
}

fn moves_data(backup: &Backup) -> bool {
    match &backup.engine {
        Engine::Velero(velero) => velero.moves_data,
        Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::CronJob { .. } => false,
    }
}

fn report_removed(facts: &Facts<'_>, kept: &Kept<'_>, old: &Backup, changes: &mut Changes<'_>) {
    let suspended = suspended(facts, kept, old);
    let message = match suspended {
        Some(_) => format!("`{}` is suspended", old.name.value),
        None => format!("`{}` makes no snapshots any more", old.name.value),
    };
    let left = loss::of_cluster(kept.new.topology, kept.new.cluster.id);
    let was = loss::of_cluster(kept.old.topology, kept.old.cluster.id);
    let consequence = match left {
        Some(left) => format!(
            "`{}` is left, up to {} apart",
            left.backup.name.value,
            left.gap.short()
        ),
        None => "no snapshots of all volumes are made any more: records that are deleted or spoilt by mistake do not come back"
            .to_owned(),
    };
    let consequence = match engines::leaves(&old.engine) {
        Some(left) if suspended.is_none() => format!("{consequence}; {left}"),
        Some(_) | None => consequence,
    };
    let change = changes.report(kept.subject(old), message);
    if let (Some(left), Some(was)) = (left, was)
        && left.gap <= was.gap
    {
        change.weight = Weight::Warn;
    }
    change
        .at(Some(old.name.span), suspended.map(|backup| backup.suspend_span))
        .consequence(consequence)
        .instead("leave it until another backup has made its first snapshots");
}

fn suspended<'a>(facts: &Facts<'a>, kept: &Kept<'_>, old: &Backup) -> Option<&'a Backup> {
    let own = facts.after.topologies.iter().flat_map(|topology| {
        let backups = topology.backups.iter();
        backups.filter(|backup| topology.alias(backup.cluster) == kept.new.alias())
    });
    own.into_iter().find(|backup| backup.name.value == old.name.value)
}
