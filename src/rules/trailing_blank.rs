use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Scope};

pub(super) static RULE: Rule = Rule {
    id: "trailing-blank",
    severity: Severity::Warning,
    summary: "a blank at the end of a value that is read untrimmed",
    page: include_str!("trailing_blank.md"),
    allowable: true,
    check,
};

/// Values that MirrorMaker 2 reads as they stand.
const UNTRIMMED: [&str; 4] =
    ["enabled", "replication.policy.separator", "source.cluster.alias", "target.cluster.alias"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            let key = match &setting.scope {
                Scope::Top => &setting.key,
                Scope::Flow { key, .. } => key,
                Scope::Cluster { .. } => continue,
            };
            let trimmed = setting.value.trim_end();
            if UNTRIMMED.contains(&key.as_str()) && trimmed.len() < setting.value.len() {
                findings
                    .report(setting.value_span, format!("the value of `{}` ends with a blank", setting.key))
                    .subject(&setting.key)
                    .reason("MirrorMaker 2 reads this value in one place with the blank and in another without it")
                    .help(format!("write `{}={trimmed}` without the blank", setting.key));
            }
        }
    }
}
