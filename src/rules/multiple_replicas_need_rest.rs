use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, mm2::providers, topology::Version};

pub(super) static RULE: Rule = Rule {
    id: "multiple-replicas-need-rest",
    severity: Severity::Error,
    summary: "several pods that cannot talk to each other",
    page: include_str!("multiple_replicas_need_rest.md"),
    allowable: true,
    check,
};

/// The first release whose pods can hand work to each other (KIP-710).
const SINCE: Version = Version::new(3, 5, 0);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let workload = &topology.workload;
        let replicas = workload.replicas;
        if replicas.max <= 1 {
            continue;
        }
        let help = if workload.version < SINCE {
            format!("write `minReplicas: 1` and `maxReplicas: 1`, or run Kafka {SINCE} or later")
        } else if providers::internal_rest(topology) {
            continue;
        } else {
            "add `dedicated.mode.enable.internal.rest=true` to the properties, or write `minReplicas: 1` and \
             `maxReplicas: 1`"
                .to_owned()
        };
        findings
            .report(replicas.span, format!("{} pods of one instance cannot share its work", replicas.max))
            .subject("mirrorMaker2Spec")
            .reason("only the leader may store what the tasks do, and without the internal REST server the others cannot reach it: new topics and partitions are not picked up")
            .help(help);
    }
}
