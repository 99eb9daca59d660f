use super::{
    Context, Findings, Rule,
    rounds::{self, Kind, Round},
};
use crate::{
    diagnostic::Severity,
    mm2::{
        policy::Policy,
        simulate::{Flow, Simulation},
    },
};

pub(super) static RULE: Rule = Rule {
    id: "replication-cycle",
    severity: Severity::Error,
    summary: "topics travel round a cycle of flows for ever, under the same names or under ever longer ones",
    page: include_str!("replication_cycle.md"),
    allowable: true,
    check,
};

/// Flows that name copies in different ways are a matter of `mixed-naming-in-cycle`.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let all = rounds::all(simulation);
    for round in all.iter().filter(|round| !round.is_mixed(simulation)) {
        let (reason, help) = (reason(simulation, round), help(simulation, round, &all));
        if let Some(finding) = rounds::report(simulation, round, findings) {
            finding.reason(reason).help(help);
        }
    }
}

fn reason(simulation: &Simulation<'_>, round: &Round) -> &'static str {
    let mut flows = round.flows.iter().map(|&flow| simulation.flow(flow));
    let is_identity = |flow: &Flow<'_>| matches!(flow.policy, Policy::Identity(_));
    match round.kind {
        Kind::Records { .. } if flows.any(is_identity) => {
            "under IdentityReplicationPolicy a copy has the name of its original, so MirrorMaker 2 cannot tell that a \
             record has been here before"
        }
        Kind::Records { .. } => {
            "a copy comes back under the name of its original, so MirrorMaker 2 cannot tell that a record has been \
             here before"
        }
        Kind::Names if flows.any(|flow| rounds::separator(flow) == Some("")) => {
            "without a separator MirrorMaker 2 cannot read the source of a copy from its name, so it sends copies of \
             copies round under names that grow without end"
        }
        Kind::Names => {
            "MirrorMaker 2 takes the text before the first separator for the alias of the source, and none of the \
             parts of these names is the alias of the target"
        }
    }
}

fn help(simulation: &Simulation<'_>, round: &Round, all: &[Round]) -> String {
    let mut flows = round.flows.iter().map(|&flow| simulation.flow(flow));
    let other = match round.kind {
        Kind::Names if !flows.any(|flow| rounds::separator(flow) == Some("")) => {
            "give the clusters aliases without the separator, and each cluster one alias only"
        }
        Kind::Records { .. } | Kind::Names => {
            "remove the settings that decide about names so that copies get their source's alias and a `.` as a prefix"
        }
    };
    format!("remove `{}.enabled=true`, or {other}", rounds::cut(simulation, round, all))
}
