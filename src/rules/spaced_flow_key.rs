use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Scope, Setting},
};

pub(super) static RULE: Rule = Rule {
    id: "spaced-flow-key",
    severity: Severity::Error,
    summary: "a blank within the key of a flow, where Java ends the key",
    page: include_str!("spaced_flow_key.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in topology.settings.entries.iter().filter(|setting| is_spaced(setting)) {
            report(setting, findings);
        }
    }
}

/// The key ended before, within or after the arrow, or holds blanks that are escaped.
pub(super) fn is_spaced(setting: &Setting) -> bool {
    let value = setting.value.as_str();
    if value.starts_with("->") {
        return true;
    }
    match &setting.scope {
        Scope::Flow { from, to, key } => {
            let is_escaped = [from, to].into_iter().any(|end| end.trim() != end);
            is_escaped || (key.is_empty() && (to.is_empty() || value.starts_with('.')))
        }
        Scope::Top | Scope::Cluster { .. } => false,
    }
}

fn report(setting: &Setting, findings: &mut Findings<'_>) {
    let Setting { key, value, .. } = setting;
    let (meant_key, meant_value) = closed_up(key, value);
    let reason = if key.contains(char::is_whitespace) {
        format!("MirrorMaker 2 looks for keys without blanks, so nothing reads `{key}`")
    } else {
        format!("Java ends the key at the first blank, so this sets `{key}`, which nothing reads")
    };
    findings
        .report(setting.key_span, format!("the key `{meant_key}` is written with blanks"))
        .subject(&meant_key)
        .reason(reason)
        .help(format!("write `{meant_key}={meant_value}`"));
}

/// Key and value as they were meant.
fn closed_up(key: &str, value: &str) -> (String, String) {
    if key.contains("->") && !key.ends_with("->") && !value.starts_with('.') {
        return (without_blanks(key), value.to_owned());
    }
    let whole = format!("{key}{value}");
    let (from, rest) = whole.split_once("->").unwrap_or((&whole, ""));
    let rest = rest.trim_start();
    let (rest, value) = rest
        .split_once(['=', ':'])
        .or_else(|| rest.split_once(char::is_whitespace))
        .unwrap_or((rest, "true"));
    let suffix = if rest.contains('.') { "" } else { ".enabled" };
    (without_blanks(&format!("{from}->{rest}{suffix}")), value.trim().to_owned())
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}
