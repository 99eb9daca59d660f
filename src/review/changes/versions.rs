//! Another release of MirrorMaker 2.

use crate::{
    mm2::gates,
    review::{
        ChangeRule, Changes, Class, Concerned, Facts, Weight,
        facts::{Upgrade, View},
    },
    topology::Version,
};

pub(super) static VERSION_CHANGED: ChangeRule = ChangeRule {
    id: "version-changed",
    class: Class::RestartOnly,
    weight: Weight::Note,
    summary: "another release of MirrorMaker 2",
    page: include_str!("version-changed.md"),
    twins: &[],
    check: check_version,
};

pub(super) static UPGRADE_HONOURS_LATEST: ChangeRule = ChangeRule {
    id: "upgrade-honours-latest",
    class: Class::RecordsLost,
    weight: Weight::Block,
    summary: "a release that obeys `auto.offset.reset=latest`, which was ignored before",
    page: include_str!("upgrade-honours-latest.md"),
    twins: &[],
    check: check_latest,
};

pub(super) static UPGRADE_READS_CHECKPOINTS: ChangeRule = ChangeRule {
    id: "upgrade-reads-checkpoints",
    class: Class::PositionsLost,
    weight: Weight::Warn,
    summary: "a release that needs the right to read the topic of checkpoints",
    page: include_str!("upgrade-reads-checkpoints.md"),
    twins: &[],
    check: check_reads,
};

pub(super) static UPGRADE_TRANSLATES_ANOTHER_WAY: ChangeRule = ChangeRule {
    id: "upgrade-translates-another-way",
    class: Class::PositionsLost,
    weight: Weight::Warn,
    summary: "a release that translates positions of groups to earlier offsets",
    page: include_str!("upgrade-translates-another-way.md"),
    twins: &[],
    check: check_translation,
};

type Gate = fn(Version) -> bool;

/// Changes of MirrorMaker 2, each with what it means for one that runs.
const STEPS: [(Gate, &str); 9] = [
    (gates::checkpoints_need_syncs, "a partition without an offset sync has no checkpoint (3.3)"),
    (
        gates::conservative_translation,
        "positions are translated to one past the last sync at most (3.5)",
    ),
    (
        gates::incremental_configs,
        "settings that only the target has are not removed any more (3.5)",
    ),
    (gates::starts_at_latest, "`auto.offset.reset=latest` is obeyed (3.7)"),
    (gates::reads_checkpoints, "the topic of checkpoints is read, too (3.8)"),
    (gates::narrow_internal_test, "topics such as `x.internal` and `x-internal` are copied (4.0)"),
    (
        |version| !gates::blacklists(version),
        "`topics.blacklist`, `groups.blacklist` and `config.properties.blacklist` do not count (4.0)",
    ),
    (gates::heartbeats_replication_switch, "brokers older than 2.1 are not supported (4.0)"),
    (gates::strict_lists, "a list with an empty or a repeated entry is refused (4.2)"),
];

fn check_version(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for upgrade in facts.upgrades() {
        let Upgrade { topology, from, to, .. } = upgrade;
        let is_up = to > from;
        let crossed = STEPS.iter().filter(|(gate, _)| gate(from) != gate(to));
        let names: Vec<String> = crossed.map(|(_, what)| (*what).to_owned()).collect();
        let change =
            changes.report(&topology.name.value, format!("MirrorMaker 2 goes from {from} to {to}"));
        change
            .at(Some(upgrade.before), Some(upgrade.after))
            .consequence("all instances start again and go on at their positions");
        if names.is_empty() {
            continue;
        }
        change.weight = Weight::Warn;
        let what = if is_up { "from now on" } else { "this holds no more" };
        change.concern([Concerned { what: what.to_owned(), names, are_samples: false }]);
        if to.major > from.major && is_up {
            change.instead(format!(
                "go to {}.9 first, clear its warnings about keys, then to {to}",
                from.major
            ));
        }
    }
}

/// The flows of a topology whose settings say something.
fn flows(
    facts: &Facts<'_>,
    upgrade: &Upgrade<'_>,
    says: impl Fn(&crate::review::facts::Configs<'_>) -> bool,
) -> Vec<String> {
    let own = facts.kept().filter(|(_, _, new)| std::ptr::eq(new.flow.topology, upgrade.topology));
    let said = own.filter(|(_, _, new)| new.configs.as_ref().is_some_and(&says));
    said.map(|(pair, ..)| pair.name.clone()).collect()
}

fn check_latest(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for upgrade in facts.upgrades() {
        if !upgrade.enters(gates::starts_at_latest) {
            continue;
        }
        let names = flows(facts, &upgrade, |configs| {
            configs
                .value(View::Consumer, super::workers::OFFSET_RESET)
                .is_some_and(|value| value.text.trim() == "latest")
        });
        if names.is_empty() {
            continue;
        }
        changes
            .report(
                &upgrade.topology.name.value,
                format!("{} obeys `auto.offset.reset=latest`, which {} ignored", upgrade.to, upgrade.from),
            )
            .at(Some(upgrade.before), Some(upgrade.after))
            .consequence(
                "from now on every new topic and partition is copied from its end on, and its first records are never \
                 copied",
            )
            .concern([Concerned { what: "flows".to_owned(), names, are_samples: false }])
            .instead("remove `auto.offset.reset=latest` in this change or before");
    }
}

fn check_reads(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for upgrade in facts.upgrades() {
        let makes = facts.kept().any(|(_, _, new)| {
            std::ptr::eq(new.flow.topology, upgrade.topology) && new.flow.makes_checkpoints
        });
        if !upgrade.enters(gates::reads_checkpoints) || !makes {
            continue;
        }
        changes
            .report(
                &upgrade.topology.name.value,
                format!("{} reads the topic of checkpoints when it starts", upgrade.to),
            )
            .at(Some(upgrade.before), Some(upgrade.after))
            .consequence(
                "where a user may only write that topic, positions may be written more than once and go back after a \
                 start",
            )
            .instead("give the user of each instance READ on `<source>.checkpoints.internal` first");
    }
}

fn check_translation(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    for upgrade in facts.upgrades() {
        let syncs = facts.kept().any(|(_, _, new)| {
            std::ptr::eq(new.flow.topology, upgrade.topology) && new.flow.makes_checkpoints
        });
        if !upgrade.enters(gates::conservative_translation) || !syncs {
            continue;
        }
        changes
            .report(
                &upgrade.topology.name.value,
                format!("{} translates positions of groups to earlier offsets than {}", upgrade.to, upgrade.from),
            )
            .at(Some(upgrade.before), Some(upgrade.after))
            .consequence(
                "that is meant: the older releases could put a group past records that it had not read; after a \
                 failover more records are read a second time",
            )
            .instead("make sure that consumers bear to read a record twice");
    }
}
