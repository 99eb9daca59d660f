use super::{Context, Findings, Rule, comma_inside_regex::counts, patterns::lines};
use crate::{
    diagnostic::Severity,
    mm2::pattern::{FaultKind, PatternFault},
};

pub(super) static RULE: Rule = Rule {
    id: "regex-does-not-compile",
    severity: Severity::Error,
    summary: "a list of patterns that Java refuses",
    page: include_str!("regex_does_not_compile.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        let value = &line.setting.value;
        let Err(fault) = line.compile() else { continue };
        if fault.kind != FaultKind::Refused || !counts(value).is_empty() {
            continue;
        }
        let PatternFault { what, range, .. } = fault;
        let part = value.get(range.clone()).unwrap_or_default();
        let help = if matches!(part, "*" | "?" | "+") {
            "write `.*` for any characters, `.` for one"
        } else {
            "correct the pattern, or write a backslash (`\\\\`) before a character that is meant as itself"
        };
        let whole = if line.entries.len() > 1 {
            "Java reads all items of the list as one pattern and refuses it"
        } else {
            "Java refuses the pattern"
        };
        let loss = if line.key.starts_with("groups") {
            "the checkpoint connector fails and translates no offsets"
        } else {
            "the source connector fails and replicates nothing"
        };
        findings
            .report(line.span(range), format!("`{part}` {what}"))
            .subject(&line.setting.key)
            .reason(format!("{whole}, so {loss}"))
            .help(help);
    }
}
