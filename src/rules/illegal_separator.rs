use super::{
    Context, Findings, Rule,
    stated::{Stated, stated},
};
use crate::{descriptor::is_placeholder, diagnostic::Severity};

pub(super) static RULE: Rule = Rule {
    id: "illegal-separator",
    severity: Severity::Error,
    summary: "a separator that no topic may have",
    page: include_str!("illegal_separator.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in stated(context, |topology, flow| {
        topology.flow_setting(flow, "replication.policy.separator")
    }) {
        let separator = &line.setting.value;
        let is_else = separator.trim().starts_with(['"', '\''])
            || separator.contains("${")
            || is_placeholder(separator);
        if !is_else && !separator.trim_end().chars().all(is_legal) {
            report(&line, findings);
        }
    }
}

fn is_legal(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-')
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let separator = &line.setting.value;
    findings
        .report(
            line.setting.value_span,
            format!("no topic may have the separator `{separator}` in its name"),
        )
        .subject(&line.setting.key)
        .reason("topics are made of letters, digits, `.`, `_` and `-`; brokers refuse every copy")
        .help(help(line));
}

/// What no alias holds: the dot, which is the default, else another one.
fn help(line: &Stated<'_>) -> String {
    let clusters = &line.topology.clusters;
    let is_free = |text: &&str| !clusters.iter().any(|cluster| cluster.alias.value.contains(*text));
    let write = ["_", "-", "__", "--"].into_iter().find(is_free).map_or_else(
        || "write a separator that no alias holds".to_owned(),
        |separator| format!("write `{}={separator}`", line.setting.key),
    );
    if is_free(&".") { format!("remove the line, or {write}") } else { write }
}
