use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "quoted-property",
    severity: Severity::Error,
    summary: "a property whose quotes are part of its value",
    page: include_str!("quoted_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let settings = context.topologies.iter().flat_map(|topology| &topology.settings.entries);
    for setting in settings {
        let value = setting.value.trim();
        let inner = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
        let Some(inner) = inner('"').or_else(|| inner('\'')) else { continue };
        if is_plain(&setting.key, inner) {
            findings
                .report(setting.value_span, format!("the quotes in `{value}` are part of the value"))
                .subject(&setting.key)
                .reason("properties know no quotes: names of topics would hold them, and a boolean would not be true")
                .help(format!("write `{}={inner}`", setting.key));
        }
    }
}

/// Keys whose values are used as they stand, and booleans.
fn is_plain(key: &str, inner: &str) -> bool {
    let name = key.rsplit("->").next().unwrap_or(key);
    let used = ["replication.policy.separator", "source.cluster.alias", "target.cluster.alias"];
    used.iter().any(|end| name.ends_with(end)) || matches!(inner, "true" | "false")
}
