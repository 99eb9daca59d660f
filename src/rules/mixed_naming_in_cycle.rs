use super::{
    Context, Findings, Rule,
    rounds::{self, Round},
};
use crate::{
    diagnostic::Severity,
    mm2::simulate::{Flow, Simulation},
    topology::Setting,
};

pub(super) static RULE: Rule = Rule {
    id: "mixed-naming-in-cycle",
    severity: Severity::Error,
    summary: "flows of one cycle name copies in different ways, so names grow without end",
    page: include_str!("mixed_naming_in_cycle.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    for round in rounds::all(simulation).iter().filter(|round| round.is_mixed(simulation)) {
        report(simulation, round, findings);
    }
}

fn report(simulation: &Simulation<'_>, round: &Round, findings: &mut Findings<'_>) {
    let Some(finding) = rounds::report(simulation, round, findings) else { return };
    finding
        .reason(
            "one flow does not recognise what the other one made, so copies go round and get longer names each time",
        )
        .help(
            "write `replication.policy.class` and `replication.policy.separator` once for all flows, without a flow \
             before the key",
        );
    for flow in round.flows.iter().map(|&flow| simulation.flow(flow)) {
        for setting in own_naming(flow) {
            finding.related(setting.key_span, format!("`{}` {}", flow.name(), words(flow)));
        }
    }
}

/// The lines that decide for this flow alone.
fn own_naming<'a>(flow: &Flow<'a>) -> Vec<&'a Setting> {
    let keys = ["replication.policy.class", "replication.policy.separator"];
    let line = |key| flow.topology.settings.get(&format!("{}.{key}", flow.name()));
    keys.into_iter().filter_map(line).collect()
}

fn words(flow: &Flow<'_>) -> String {
    match rounds::separator(flow) {
        Some("") => "puts nothing behind the alias".to_owned(),
        Some(separator) => format!("puts `{separator}` behind the alias"),
        None => "keeps the names of topics".to_owned(),
    }
}
