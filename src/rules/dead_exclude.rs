use super::{
    Context, Findings, Rule,
    entries::{Side, alone, entries, is_complete, names},
};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Flow, Simulation, TopicId},
};

pub(super) static RULE: Rule = Rule {
    id: "dead-exclude",
    severity: Severity::Warning,
    summary: "an entry of `topics.exclude` that matches none of the topics that there are",
    page: include_str!("dead_exclude.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let by_place = simulation.by_place();
    for flow in simulation.flows.iter().filter(|flow| is_complete(flow)) {
        check_flow(simulation, flow, &by_place, findings);
    }
}

fn check_flow(
    simulation: &Simulation<'_>,
    flow: &Flow<'_>,
    by_place: &[Vec<TopicId>],
    findings: &mut Findings<'_>,
) {
    // A default stands for all that may be.
    let line = flow.setting("topics.exclude").and_then(|found| found.line);
    let Some(span) = line.filter(|_| !simulation.is_cut) else { return };
    let source = simulation.place(flow.from).alias();
    for entry in entries(flow, Side::Exclude) {
        let Some(pattern) = alone(entry, flow.topology.workload.version) else { continue };
        if names(simulation, flow, by_place).any(|name| pattern.is_match(name)) {
            continue;
        }
        findings
            .report(
                span,
                format!("`{}` of `topics.exclude` matches no topic of `{source}`", entry.text),
            )
            .subject(flow.name())
            .reason("every topic of the source is declared, and this entry keeps none of them back")
            .help(format!(
                "correct or remove `{}`, or declare the topic that it is for",
                entry.text
            ));
    }
}
