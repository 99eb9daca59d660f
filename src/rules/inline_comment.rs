use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "inline-comment",
    severity: Severity::Error,
    summary: "a comment behind a value, which Java reads as part of it",
    page: include_str!("inline_comment.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let settings = context.topologies.iter().flat_map(|topology| &topology.settings.entries);
    for setting in settings {
        let comment = setting.value.find(" #").or_else(|| setting.value.find(" !"));
        let Some(value) = comment.and_then(|at| setting.value.get(..at)).map(str::trim) else {
            continue;
        };
        let is_plain = matches!(value, "true" | "false") || value.parse::<i64>().is_ok();
        if is_plain {
            findings
                .report(setting.value_span, format!("the comment is part of the value of `{}`", setting.key))
                .subject(&setting.key)
                .reason("in a properties file a comment has a line of its own; this value is neither a number nor true")
                .help(format!("write `{}={value}`, and the comment on the line above", setting.key));
        }
    }
}
