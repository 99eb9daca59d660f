use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "replicas-out-of-order",
    severity: Severity::Error,
    summary: "more pods at least than at most",
    page: include_str!("replicas_out_of_order.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let replicas = topology.workload.replicas;
        if replicas.min > replicas.max {
            let message =
                format!("`minReplicas` is {}, `maxReplicas` {}", replicas.min, replicas.max);
            findings
                .report(replicas.span, message)
                .subject("mirrorMaker2Spec")
                .reason("no number of pods satisfies both")
                .help(format!("write `maxReplicas: {}` or more", replicas.min));
        }
    }
}
