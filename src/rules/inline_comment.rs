use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Setting};

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
        let Some(value) = commented(setting) else { continue };
        findings
            .report(setting.value_span, format!("the comment is part of the value of `{}`", setting.key))
            .subject(&setting.key)
            .reason("in a properties file a comment has a line of its own; this value is neither a number nor true")
            .help(format!("write `{}={value}`, and the comment on the line above", setting.key));
    }
}

/// What stands before a comment, where it can be told that the rest is one: behind a truth value or a whole number.
pub(super) fn commented(setting: &Setting) -> Option<&str> {
    let at = setting.value.find([' ', '\t'])?;
    let (value, rest) = setting.value.split_at_checked(at)?;
    let is_plain = ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word))
        || value.parse::<i64>().is_ok();
    (is_plain && rest.trim_start().starts_with(['#', '!'])).then_some(value)
}
