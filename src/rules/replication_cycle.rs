use super::{
    Context, Findings, Rule,
    rounds::{self, Kind, Round},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    mm2::{
        policy::Policy,
        simulate::{Flow, Simulation},
    },
    topology::Setting,
};

pub(super) static RULE: Rule = Rule {
    id: "replication-cycle",
    severity: Severity::Error,
    summary: "topics travel round a cycle of flows for ever, under the same names or under ever longer ones",
    page: include_str!("replication_cycle.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let all = rounds::all(simulation);
    for round in &all {
        let cut = rounds::cut(simulation, round, &all);
        let Some(finding) = rounds::report(simulation, round, findings) else { continue };
        match rounds::two_aliases(simulation, round) {
            Some(aliases) => explain_aliases(round, &aliases, &cut, finding),
            None => explain(simulation, round, &cut, finding),
        }
    }
}

/// The round is closed only by a cluster that has two names.
fn explain_aliases(round: &Round, [a, b]: &[String; 2], cut: &str, finding: &mut Diagnostic) {
    finding.reason(format!(
        "`{a}` and `{b}` are one Kafka cluster, which MirrorMaker 2 does not know: it looks for aliases in names, and \
         takes what comes back for new topics"
    ));
    finding.help(match round.flows.len() {
        1 => format!("remove `{cut}.enabled=true`, which copies a cluster into itself"),
        _ => format!("remove `{cut}.enabled=true`, or write `{a}` for `{b}` everywhere"),
    });
}

/// Why nothing stops it, and what does.
fn explain(simulation: &Simulation<'_>, round: &Round, cut: &str, finding: &mut Diagnostic) {
    let mut flows = round.flows.iter().map(|&flow| simulation.flow(flow));
    let is_identity = |flow: &Flow<'_>| matches!(flow.policy, Policy::Identity(_));
    let is_glued = flows.clone().any(|flow| rounds::separator(flow) == Some(""));
    let (reason, other) = match round.kind {
        Kind::Records { .. } if flows.any(is_identity) => (
            "under IdentityReplicationPolicy a copy has the name of its original, so MirrorMaker 2 cannot tell that a \
             record has been here before",
            PREFIX,
        ),
        Kind::Records { .. } => (
            "a copy comes back under the name of its original, so MirrorMaker 2 cannot tell that a record has been \
             here before",
            PREFIX,
        ),
        Kind::Names if is_glued => (
            "without a separator MirrorMaker 2 cannot read the source of a copy from its name, so it sends copies of \
             copies round under names that grow without end",
            PREFIX,
        ),
        Kind::Names if round.is_mixed(simulation) => {
            name_differences(simulation, round, finding);
            (
                "one flow does not recognise what the other one made, so copies go round and get longer names each \
                 time",
                "write `replication.policy.class` and `replication.policy.separator` once for all flows, without a \
                 flow before the key",
            )
        }
        Kind::Names => (
            "MirrorMaker 2 takes the text before the first separator for the alias of the source, and none of the \
             parts of these names is the alias of the target",
            "give the clusters aliases without the separator, and each cluster one alias only",
        ),
    };
    finding.reason(reason).help(format!("remove `{cut}.enabled=true`, or {other}"));
}

const PREFIX: &str = "remove the settings that decide about names so that copies get their source's alias and a `.` as a prefix";

/// Adds the lines by which a flow names copies in its own way.
fn name_differences(simulation: &Simulation<'_>, round: &Round, finding: &mut Diagnostic) {
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
