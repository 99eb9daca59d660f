use super::{
    Context, Findings, Rule,
    in_sync::{Lack, shortages},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "no-spare-replica",
    severity: Severity::Warning,
    summary: "as many replicas as the brokers want in sync, and none more",
    page: include_str!("no_spare_replica.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for shortage in shortages(context).iter().filter(|found| found.lack == Lack::NoneToSpare) {
        let wants = match shortage.in_sync == shortage.replicas {
            true => "all of them".to_owned(),
            false => shortage.in_sync.to_string(),
        };
        shortage
            .report(&wants, findings)
            .reason(
                "MirrorMaker 2 writes with `acks=all`, so nothing is written into a partition while one of its \
                 brokers is away, be it for a restart",
            )
            .help(shortage.help());
    }
}
