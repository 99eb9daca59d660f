use super::{
    Context, Findings, Rule,
    stated::{Stated, literal, stated},
};
use crate::{diagnostic::Severity, mm2::gates};

pub(super) static RULE: Rule = Rule {
    id: "exactly-once-half-enabled",
    severity: Severity::Error,
    summary: "exactly-once that is required but not possible",
    page: include_str!("exactly_once_half_enabled.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let required = stated(context, |topology, flow| {
        let version = topology.workload.version;
        let key = format!("{}.exactly.once.support", topology.flow_name(flow));
        topology.settings.get(&key).filter(|_| gates::internal_rest(version))
    });
    for line in required {
        let word = literal(line.setting).unwrap_or_default();
        if word.eq_ignore_ascii_case("required") && !reads_committed(&line) {
            report(&line, findings);
        }
    }
}

/// Read exactly as it is written, in lower case.
fn reads_committed(line: &Stated<'_>) -> bool {
    let (topology, flow) = (line.topology, line.flow_name());
    let keys = [
        format!("{flow}.source.consumer.isolation.level"),
        format!("{}.consumer.isolation.level", topology.alias(line.flow.from)),
        format!("{flow}.consumer.isolation.level"),
    ];
    let level = keys.iter().find_map(|key| topology.settings.get(key));
    level.is_some_and(|level| level.value.trim() == "read_committed")
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let source = line.topology.alias(line.flow.from);
    findings
        .report(
            line.setting.value_span,
            format!("`{}` needs a consumer that reads committed records", line.setting.key),
        )
        .subject(&line.setting.key)
        .reason(
            "Connect refuses the source connector unless its consumer reads only committed records",
        )
        .help(format!(
            "write `{source}.consumer.isolation.level=read_committed` in place of this line"
        ));
}
