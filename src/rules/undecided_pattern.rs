use super::{Context, Findings, Rule, patterns::lines};
use crate::{diagnostic::Severity, mm2::pattern::FaultKind};

pub(super) static RULE: Rule = Rule {
    id: "undecided-pattern",
    severity: Severity::Note,
    summary: "a list of patterns that Java may take and that is not understood here",
    page: include_str!("undecided_pattern.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        let Err(fault) = line.compile() else { continue };
        if fault.kind != FaultKind::Undecided {
            continue;
        }
        let part = line.setting.value.get(fault.range.clone()).unwrap_or_default();
        findings
            .report(line.span(fault.range), format!("`{part}` {}", fault.what))
            .subject(&line.setting.key)
            .reason(
                "what this list selects is known only to Java, so nothing is said here about it",
            )
            .help("write the list with simpler patterns, such as `orders-.*`");
    }
}
