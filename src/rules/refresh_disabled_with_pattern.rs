use super::{
    Context, Findings, Rule,
    stated::{Stated, literal, says, stated},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "refresh-disabled-with-pattern",
    severity: Severity::Warning,
    summary: "patterns whose later matches are never seen",
    page: include_str!("refresh_disabled_with_pattern.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for what in ["topics", "groups"] {
        let key = format!("refresh.{what}.enabled");
        for line in stated(context, |topology, flow| topology.flow_setting(flow, &key)) {
            if says(Some(line.setting), "false") {
                report(&line, what, findings);
            }
        }
    }
}

fn report(line: &Stated<'_>, what: &str, findings: &mut Findings<'_>) {
    let include = line.other(what);
    let pattern = match include {
        Some(include) => literal(include),
        None => Some(".*"),
    };
    let Some(pattern) =
        pattern.and_then(|list| list.split(',').map(str::trim).find(|entry| is_open(entry)))
    else {
        return;
    };
    let found = findings
        .report(
            line.setting.key_span,
            format!("new {what} that `{pattern}` selects are never seen"),
        )
        .subject(&line.setting.key)
        .reason(format!(
            "with `{}=false` the list of {what} is made once, when the connector starts",
            line.setting.key
        ))
        .help(format!("remove the line, or name all {what} in `{what}`"));
    if let Some(include) = include {
        found.related(include.value_span, "the pattern");
    }
}

/// Whether an entry is more than a name; a dot is a name's own.
fn is_open(entry: &str) -> bool {
    entry.replace("\\.", "").contains(['*', '+', '?', '[', '(', '|', '{', '\\', '^', '$'])
}
