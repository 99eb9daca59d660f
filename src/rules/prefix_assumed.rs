use super::{
    Context, Findings, Rule,
    entries::{Side, entries, is_complete, literal, names},
    patterns::{quoted, written},
};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Flow, Simulation, TopicId},
};

pub(super) static RULE: Rule = Rule {
    id: "prefix-assumed",
    severity: Severity::Error,
    summary: "a filter names a topic that there is not, while topics begin with that name",
    page: include_str!("prefix_assumed.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    if simulation.is_sampled {
        return;
    }
    let by_place = simulation.by_place();
    for flow in &simulation.flows {
        for entry in entries(flow, Side::Include) {
            if let Some(name) = literal(entry) {
                check_name(simulation, flow, &by_place, &name, findings);
            }
        }
    }
}

fn check_name(
    simulation: &Simulation<'_>,
    flow: &Flow<'_>,
    by_place: &[Vec<TopicId>],
    name: &str,
    findings: &mut Findings<'_>,
) {
    let names = names(simulation, flow, by_place);
    if names.clone().any(|other| other == name) {
        return;
    }
    let longer: Vec<&str> = names.filter(|other| other.starts_with(name)).collect();
    let Some(example) = longer.first() else { return };
    let Some(span) = flow.setting("topics").and_then(|topics| topics.line) else { return };
    let source = simulation.place(flow.from).alias();
    let finding = findings.report(
        span,
        format!(
            "`{}` asks for `{name}`, and `{source}` has no topic of just that name",
            flow.name()
        ),
    );
    // It may be one that nobody has declared.
    if !is_complete(flow) {
        finding.severity = Severity::Warning;
    }
    finding
        .subject(flow.name())
        .label(format!("there is `{example}`"))
        .reason("an entry has to match the whole name of a topic, not only its beginning")
        .help(format!("write `{}.*`", written(&quoted(name))));
}
