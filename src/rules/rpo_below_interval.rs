use std::collections::BTreeSet;

use super::{
    Context, Findings, Rule,
    objectives::{Asked, asked, when},
};
use crate::{descriptor::Disaster, diagnostic::Severity, loss::Loss};

pub(super) static RULE: Rule = Rule {
    id: "rpo-below-interval",
    severity: Severity::Error,
    summary: "snapshots are further apart than may be lost",
    page: include_str!("rpo_below_interval.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut told = BTreeSet::new();
    for asked in asked(context) {
        let Some(whose) = whose(&asked) else { continue };
        // The same in several disasters is told of the first.
        if told.insert((asked.objective.span, whose.clone())) {
            report(&asked, &whose, findings);
        }
    }
}

fn whose(asked: &Asked<'_>) -> Option<String> {
    let rpo = asked.objective.rpo.as_ref()?.value;
    asked.whose(|loss| matches!(loss, Loss::SinceSnapshot(gap) if gap > rpo))
}

fn report(asked: &Asked<'_>, whose: &str, findings: &mut Findings<'_>) {
    let (Some(rpo), Some(snapshots)) = (&asked.objective.rpo, asked.snapshots) else { return };
    let (gap, most, backup) = (snapshots.gap.short(), rpo.value.short(), snapshots.backup);
    let schedule = format!("write `schedule: \"@every {most}\"` for `{}`", backup.name.value);
    let help = match asked.disaster {
        Disaster::Mistake => schedule,
        Disaster::Broker => format!("{schedule}, or give the topics two replicas"),
        Disaster::Replicas | Disaster::Cluster | Disaster::Region => {
            format!("{schedule}, or enable a flow that copies the topics")
        }
    };
    let when = when(asked.disaster);
    findings
        .report(rpo.span, format!("{whose} may lose {gap} when {when}, not {most}"))
        .subject(asked.alias())
        .related(backup.schedule.span, format!("snapshots are up to {gap} apart"))
        .reason("a volume comes back as it was when its last snapshot was taken; what was written since is gone")
        .help(help);
}
