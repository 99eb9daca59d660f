use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Scope};

pub(super) static RULE: Rule = Rule {
    id: "single-backslash",
    severity: Severity::Error,
    summary: "a pattern whose backslash Java drops",
    page: include_str!("single_backslash.md"),
    allowable: true,
    check,
};

const PATTERNS: [&str; 5] =
    ["topics", "topics.exclude", "groups", "groups.exclude", "config.properties.exclude"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            let key = match &setting.scope {
                Scope::Top => &setting.key,
                Scope::Flow { key, .. } => key,
                Scope::Cluster { .. } => continue,
            };
            let raw = topology.settings.raw_value(setting);
            if PATTERNS.contains(&key.as_str()) && drops_backslash(raw) {
                findings
                    .report(setting.value_span, format!("Java drops a backslash in `{raw}`"))
                    .subject(&setting.key)
                    .reason(format!(
                        "in a properties file a backslash escapes; what is left is `{}`",
                        setting.value
                    ))
                    .help(format!("write `{}={}`", setting.key, doubled(raw)));
            }
        }
    }
}

/// A single backslash before a letter of a class or a mark of a pattern. `\\u` with digits is an escape of Java.
fn drops_backslash(raw: &str) -> bool {
    let mut rest = raw.chars();
    while let Some(character) = rest.next() {
        if character == '\\'
            && matches!(
                rest.next(),
                Some(
                    'd' | 'w'
                        | 's'
                        | 'b'
                        | 'D'
                        | 'W'
                        | 'S'
                        | '.'
                        | '-'
                        | '['
                        | '('
                        | '|'
                        | '$'
                        | '+'
                        | '*'
                        | '?'
                )
            )
        {
            return true;
        }
    }
    false
}

fn doubled(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw.chars();
    while let Some(character) = rest.next() {
        text.push(character);
        if character == '\\' {
            text.push('\\');
            match rest.next() {
                Some('\\') | None => {}
                Some(next) => text.push(next),
            }
        }
    }
    text
}
