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
                .help(help(&setting.key, inner));
        }
    }
}

/// Keys whose values are used as they stand, and booleans.
fn is_plain(key: &str, inner: &str) -> bool {
    let name = key.rsplit("->").next().unwrap_or(key);
    let used = ["replication.policy.separator", "source.cluster.alias", "target.cluster.alias"];
    used.iter().any(|end| name.ends_with(end)) || matches!(inner, "true" | "false")
}

/// An empty separator or alias is a fault of its own.
fn help(key: &str, inner: &str) -> String {
    match inner {
        "" => "remove the line; to keep the names of topics, write \
               `replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy`"
            .to_owned(),
        inner => format!("write `{key}={inner}`"),
    }
}
