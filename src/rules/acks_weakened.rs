use super::{
    Context, Findings, Rule,
    stated::{literal, of_producer, stated},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "acks-weakened",
    severity: Severity::Error,
    summary: "copied records that the target may lose",
    page: include_str!("acks_weakened.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in stated(context, |topology, flow| of_producer(topology, flow, "acks")) {
        let setting = line.setting;
        let Some(acks) = literal(setting).filter(|acks| !["all", "-1"].contains(acks)) else {
            continue;
        };
        findings
            .report(
                setting.value_span,
                format!("`{}={acks}` lets copied records get lost", setting.key),
            )
            .subject(&setting.key)
            .reason("the position in the source moves on as soon as the producer is satisfied, and what only one broker has is lost with it; MirrorMaker 2 does not copy it again")
            .help(format!("remove the line, or write `{}=all`", setting.key));
    }
}
