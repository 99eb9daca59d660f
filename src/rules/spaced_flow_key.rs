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
fn is_spaced(setting: &Setting) -> bool {
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
    let (key, value) = (&setting.key, &setting.value);
    let line = closed_up(key, value);
    let is_escaped = key.contains(char::is_whitespace);
    let reason = if is_escaped {
        format!("MirrorMaker 2 looks for keys without blanks, so nothing reads `{key}`")
    } else {
        format!(
            "Java ends the key at the first blank, so this sets `{key}` to `{value}` and no flow starts"
        )
    };
    findings
        .report(setting.key_span, format!("blanks tear the key of `{}` apart", flow(&line)))
        .subject(flow(&line))
        .reason(reason)
        .help(format!("write `{line}`"));
}

/// The line as it was meant: the text up to the end of the key without blanks, then the value.
fn closed_up(key: &str, value: &str) -> String {
    if key.contains("->") && !key.ends_with("->") && !value.starts_with('.') {
        return format!("{}={value}", without_blanks(key));
    }
    let whole = format!("{key}{value}");
    match whole.split_once(['=', ':']) {
        Some((key, value)) => format!("{}={}", without_blanks(key), value.trim()),
        None => without_blanks(&whole),
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// `a->b` of `a->b.enabled=true`.
fn flow(line: &str) -> &str {
    let key = line.split('=').next().unwrap_or(line);
    key.strip_suffix(".enabled").unwrap_or(key)
}
