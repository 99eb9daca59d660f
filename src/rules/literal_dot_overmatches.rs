use super::{
    Context, Findings, Rule,
    patterns::{lines, written},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "literal-dot-overmatches",
    severity: Severity::Note,
    summary: "a name with a dot, which stands for any character",
    page: include_str!("literal_dot_overmatches.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // The names of settings are few, and none differs from another by one character.
    for line in lines(context).filter(|line| !line.key.starts_with("config.")) {
        for entry in &line.entries {
            let text = &entry.text;
            if !is_dotted_name(text) {
                continue;
            }
            findings
                .report(
                    line.span(entry.range.clone()),
                    format!("`{text}` matches `{}` as well", text.replace('.', "-")),
                )
                .subject(&line.setting.key)
                .reason("in a pattern a dot stands for any character")
                .help(format!("write `{}`", written(&text.replace('.', "\\."))));
        }
    }
}

/// A dot beside another sign, as in `a-.-b`, is meant as any character.
fn is_dotted_name(text: &str) -> bool {
    let in_name =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    let between_letters = |part: &str| {
        let ends = part.chars().next().zip(part.chars().next_back());
        ends.is_some_and(|(first, last)| {
            first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric()
        })
    };
    text.contains('.') && text.chars().all(in_name) && text.split('.').all(between_letters)
}
