use super::{Context, Findings, Rule, standings::known};
use crate::{diagnostic::Severity, mm2::keys::Age};

pub(super) static RULE: Rule = Rule {
    id: "removed-property",
    severity: Severity::Error,
    summary: "a property that the release which runs no longer reads",
    page: include_str!("removed_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in known(context).filter(|line| line.key.age(line.version) == Age::Removed) {
        let (key, value) = (&line.setting.key, line.setting.value.trim());
        let Some(removed) = line.key.removed else { continue };
        let help = match line.key.replaced_by {
            Some(name) if name.ends_with(".exclude") => {
                format!("write `{}={value}`", line.renamed(name))
            }
            Some(name) => format!("remove the line; `{}` took its place", line.renamed(name)),
            None => "remove the line".to_owned(),
        };
        findings
            .report(line.setting.key_span, format!("Kafka {} no longer reads `{key}`", line.version))
            .subject(key)
            .reason(format!("Kafka {removed} dropped the key, and keys that nothing reads are skipped without a word"))
            .help(help);
    }
}
