use super::{Context, Findings, Rule, standings::known};
use crate::{diagnostic::Severity, mm2::keys::Age};

pub(super) static RULE: Rule = Rule {
    id: "deprecated-property",
    severity: Severity::Warning,
    summary: "a property that a later release drops",
    page: include_str!("deprecated_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in known(context).filter(|line| line.key.age(line.version) == Age::Deprecated) {
        let (key, value) = (&line.setting.key, line.setting.value.trim());
        let reason = match line.key.removed {
            Some(removed) => format!("Kafka {removed} skips the line without a word"),
            None => "a later release may skip the line without a word".to_owned(),
        };
        let exists = |name: &str| line.reader.key(name).is_some_and(|key| key.is_in(line.version));
        let help = match line.key.replaced_by.filter(|name| exists(name)) {
            Some(name) if name.ends_with(".exclude") => {
                format!("write `{}={value}`", line.renamed(name))
            }
            Some(name) => format!("remove the line; `{}` takes its place", line.renamed(name)),
            None => "remove the line".to_owned(),
        };
        findings
            .report(
                line.setting.key_span,
                format!("`{key}` is deprecated in Kafka {}", line.version),
            )
            .subject(key)
            .reason(reason)
            .help(help);
    }
}
