use super::{
    Context, Findings, Rule,
    in_sync::{Lack, shortages},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "replicas-below-min-isr",
    severity: Severity::Error,
    summary: "fewer replicas than the brokers want in sync",
    page: include_str!("replicas_below_min_isr.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for shortage in shortages(context) {
        let (severity, reason) = match shortage.lack {
            Lack::Refused => (Severity::Error, REFUSED),
            Lack::PerhapsRefused => (Severity::Warning, PERHAPS_REFUSED),
            Lack::NoneToSpare => continue,
        };
        let finding = shortage.report(&shortage.in_sync.to_string(), findings);
        finding.severity = severity;
        finding.reason(reason).help(shortage.help());
    }
}

const REFUSED: &str = "MirrorMaker 2 writes with `acks=all`, which brokers before Kafka 3.7 refuse while fewer replicas \
                       are in sync: the topics are made, and no record gets into them";
const PERHAPS_REFUSED: &str = "MirrorMaker 2 writes with `acks=all`: brokers before Kafka 3.7 refuse every record then, \
                               and later ones while any replica is away; `kafkaVersion` at the cluster says which \
                               they are";
