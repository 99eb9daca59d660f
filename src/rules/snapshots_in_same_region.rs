use super::{Context, Findings, Rule, objectives::asked};
use crate::{descriptor::Disaster, diagnostic::Severity, loss::Loss, topology::Engine};

pub(super) static RULE: Rule = Rule {
    id: "snapshots-in-same-region",
    severity: Severity::Error,
    summary: "the region is to be survived, and the snapshots lie in it",
    page: include_str!("snapshots_in_same_region.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for asked in asked(context).iter().filter(|asked| asked.disaster == Disaster::Region) {
        let Some(snapshots) = asked.snapshots else { continue };
        let Some(whose) = asked.whose(|loss| loss == Loss::Everything) else { continue };
        let alias = asked.alias();
        let help = match snapshots.backup.engine {
            Engine::Velero(_) => "write `snapshotMoveData: true` below `velero:`".to_owned(),
            Engine::KafkaBackup { .. } | Engine::SnapScheduler | Engine::CronJob { .. } => format!(
                "enable a flow from `{alias}` to a cluster of another region, or write `engine: velero` with `velero: {{ snapshotMoveData: true }}`"
            ),
        };
        findings
            .report(asked.span, format!("{whose} would be gone with their snapshots when the region is lost"))
            .subject(alias)
            .related(snapshots.backup.engine_span, "the data of these snapshots stays where the volumes are")
            .reason("a CSI snapshot lies in the storage system of its volume, and no copy of the records is in another region")
            .help(help);
    }
}
