use super::{Context, Findings, Rule, tasks};
use crate::{diagnostic::Severity, mm2::simulate::Flow};

pub(super) static RULE: Rule = Rule {
    id: "tasks-max-unset",
    severity: Severity::Warning,
    summary: "one task copies everything, since `tasks.max` is not set",
    page: include_str!("tasks_max_unset.md"),
    allowable: true,
    check,
};

/// As many partitions one task is good for.
const ENOUGH_FOR_ONE: u64 = 10;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let partitions = tasks::partitions(context.simulation);
    for (id, flow) in tasks::carrying(context).filter(|(_, flow)| tasks::line(flow).is_none()) {
        let declared = partitions.get(&id).map_or(0, |partitions| partitions.declared);
        let pods = flow.topology.workload.replicas.min;
        if declared > ENOUGH_FOR_ONE {
            report(flow, &format!("{declared} partitions"), declared, findings);
        } else if pods > 1 {
            report(flow, &format!("everything, beside {pods} pods"), u64::from(pods), findings);
        }
    }
}

fn report(flow: &Flow<'_>, what: &str, tasks: u64, findings: &mut Findings<'_>) {
    let Some(span) = flow.pair.line else { return };
    findings
        .report(span, format!("one task of `{}` copies {what}", flow.name()))
        .subject(flow.name())
        .reason(
            "`tasks.max` is 1 where no line says otherwise: one consumer and one producer, in one pod, are all that \
             copies, however many pods run",
        )
        .help(format!("add `{}.tasks.max={tasks}`", flow.name()));
}
