use super::{Context, Findings, Rule, tasks};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Flow, FlowId, Simulation},
};

pub(super) static RULE: Rule = Rule {
    id: "idle-workers",
    severity: Severity::Warning,
    summary: "an instance has more pods than tasks",
    page: include_str!("idle_workers.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let partitions = tasks::partitions(context.simulation);
    for flows in tasks::by_instance(context) {
        let most = |(id, flow): &(FlowId, &Flow<'_>)| {
            let copied = partitions.get(id).and_then(|partitions| partitions.all());
            // Where no line says it, that is the finding of `tasks-max-unset`.
            tasks::line(flow)?;
            Some(tasks_of(tasks::most(flow)?, copied))
        };
        let all: Option<u64> = flows.iter().map(most).sum();
        if let Some((all, (_, flow))) = all.zip(flows.first()) {
            report(context.simulation, flow, all, findings);
        }
    }
}

/// Of the three connectors: the source connector has a task a partition at most, that of checkpoints a task a group, and
/// that of heartbeats one.
fn tasks_of(most: u64, partitions: Option<u64>) -> u64 {
    let copying = partitions.map_or(most, |count| count.min(most));
    copying.saturating_add(most).saturating_add(1)
}

fn report(simulation: &Simulation<'_>, flow: &Flow<'_>, tasks: u64, findings: &mut Findings<'_>) {
    let replicas = flow.topology.workload.replicas;
    let Some(line) = tasks::line(flow).filter(|_| u64::from(replicas.min) > tasks) else { return };
    let alias = simulation.place(flow.to).alias();
    findings
        .report(
            replicas.span,
            format!("the instance of `{alias}` has {} pods for {tasks} tasks", replicas.min),
        )
        .subject("mirrorMaker2Spec")
        .related(line.key_span, "this limits the tasks of each connector")
        .reason("a pod without a task does nothing, since Connect does not split tasks")
        .help(format!("write `minReplicas: {tasks}`, or raise `{}`", line.key));
}
