use super::{
    Context, Findings, Rule,
    objectives::{Asked, asked, when},
};
use crate::{descriptor::Disaster, diagnostic::Severity, loss::Loss};

pub(super) static RULE: Rule = Rule {
    id: "objective-without-protection",
    severity: Severity::Error,
    summary: "nothing protects from what an objective names",
    page: include_str!("objective_without_protection.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for asked in asked(context).iter().filter(|asked| !is_told_elsewhere(asked)) {
        let Some(whose) = asked.whose(|loss| loss == Loss::Everything) else { continue };
        findings
            .report(asked.span, format!("{whose} would be gone when {}", when(asked.disaster)))
            .subject(asked.alias())
            .related(asked.cluster.alias.span, "the cluster")
            .reason("neither snapshots nor copies of these records are left then")
            .help(help(asked));
    }
}

/// Snapshots and copies that are there but do not help have rules of their own.
fn is_told_elsewhere(asked: &Asked<'_>) -> bool {
    match asked.disaster {
        Disaster::Region => asked.snapshots.is_some(),
        Disaster::Mistake => asked.topology.flows.iter().any(|flow| flow.from == asked.cluster.id),
        Disaster::Broker | Disaster::Replicas | Disaster::Cluster => false,
    }
}

fn help(asked: &Asked<'_>) -> String {
    let alias = asked.alias();
    match asked.disaster {
        Disaster::Broker => format!(
            "give the topics two replicas, or add an entry to `backups` with `cluster: {alias}`"
        ),
        Disaster::Replicas | Disaster::Cluster | Disaster::Mistake => {
            format!("add an entry to `backups` with `cluster: {alias}`")
        }
        Disaster::Region => {
            format!("enable a flow from `{alias}` to a cluster of another region")
        }
    }
}
