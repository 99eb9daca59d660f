use super::{
    Context, Findings, Rule,
    patterns::{lines, written},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "glob-not-regex",
    severity: Severity::Warning,
    summary: "a pattern with `*` or `?` after a letter, as in the names of files",
    page: include_str!("glob_not_regex.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        for entry in &line.entries {
            let Some((at, sign)) = glob(&entry.text) else { continue };
            let before = entry.text.get(..at).and_then(|text| text.chars().next_back());
            let before = before.map(String::from).unwrap_or_default();
            let regex = entry.text.replace(".*", "*").replace('*', ".*").replace('?', ".");
            findings
                .report(
                    line.span(entry.range.clone()),
                    format!("`{}` is a pattern as for names of files", entry.text),
                )
                .subject(&line.setting.key)
                .reason(format!(
                    "to Java `{sign}` repeats the `{before}` before it and stands for nothing else"
                ))
                .help(format!("write `{}`", written(&regex)));
        }
    }
}

/// The first `*` or `?` that follows a letter of a name, where nothing else makes the text a pattern.
fn glob(text: &str) -> Option<(usize, char)> {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '*' | '?')
    };
    let follows = |at: usize| text.get(..at).and_then(|text| text.chars().next_back());
    let repeats = |(at, sign): &(usize, char)| {
        matches!(sign, '*' | '?') && follows(*at).is_some_and(|before| !matches!(before, '.' | '*'))
    };
    text.chars().all(is_plain).then(|| text.char_indices().find(repeats)).flatten()
}
