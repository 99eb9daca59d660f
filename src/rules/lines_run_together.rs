use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::keys::Reader,
    topology::{Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "lines-run-together",
    severity: Severity::Error,
    summary: "several settings in one line, where the second is part of the first one's value",
    page: include_str!("lines_run_together.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            if let Some(second) = second(setting) {
                report(topology, setting, second, findings);
            }
        }
    }
}

/// The key of the setting that follows in the value: `tasks.max` in `true tasks.max=4`. Its value may be a secret.
pub(super) fn second(setting: &Setting) -> Option<&str> {
    // Options of a login module look like settings.
    if setting.key.ends_with("sasl.jaas.config") {
        return None;
    }
    let mut words = setting.value.split_whitespace().skip(1);
    words.find_map(|word| Some(word.split_once('=')?.0).filter(|key| is_key(key)))
}

/// Of a flow, or one that somebody reads.
fn is_key(key: &str) -> bool {
    let is_known = |key: &str| Reader::ALL.iter().any(|reader| reader.key(key).is_some());
    let of_cluster = || key.split_once('.').is_some_and(|(_, rest)| is_known(rest));
    (key.contains("->") && key.contains('.')) || is_known(key) || of_cluster()
}

fn report(topology: &Topology, setting: &Setting, second: &str, findings: &mut Findings<'_>) {
    let help = match topology.settings.keeps_lines() {
        true => format!("write `{second}` and its value on a line of its own"),
        false => "write `|` instead of `>` behind `mirrorMaker2Properties:`, so that each setting keeps its line".to_owned(),
    };
    let key = &setting.key;
    findings
        .report(setting.key_span, format!("`{second}` is part of the value of `{key}`"))
        .subject(key)
        .reason("a value goes to the end of its line, so neither of the two settings is what it was meant to be")
        .help(help);
}
