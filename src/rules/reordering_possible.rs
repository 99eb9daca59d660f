use super::{
    Context, Findings, Rule,
    stated::{Stated, literal, of_producer, says, stated},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "reordering-possible",
    severity: Severity::Warning,
    summary: "copied records that may change their order",
    page: include_str!("reordering_possible.md"),
    allowable: true,
    check,
};

const IN_FLIGHT: &str = "max.in.flight.requests.per.connection";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let lines = stated(context, |topology, flow| of_producer(topology, flow, IN_FLIGHT));
    for line in lines.iter().filter(|line| is_unordered(line)) {
        let setting = line.setting;
        findings
            .report(
                setting.value_span,
                format!("`{}={}` lets records change their order", setting.key, setting.value),
            )
            .subject(&setting.key)
            .reason("idempotence is off in the producers of Connect, so a request that is sent again is written behind the later ones that were on their way")
            .help(format!("add `{}`, or remove the line", idempotence(&setting.key)));
    }
}

fn is_unordered(line: &Stated<'_>) -> bool {
    let several = literal(line.setting).and_then(|text| text.parse::<u32>().ok());
    let idempotence = of_producer(line.topology, line.flow, "enable.idempotence");
    several.is_some_and(|several| several > 1) && !says(idempotence, "true")
}

/// The line that belongs beside another one.
fn idempotence(key: &str) -> String {
    format!("{}enable.idempotence=true", key.strip_suffix(IN_FLIGHT).unwrap_or_default())
}
