use super::{Context, Findings, Rule};
use crate::{descriptor::is_placeholder, diagnostic::Severity, mm2::secrets};

pub(super) static RULE: Rule = Rule {
    id: "placeholder-in-properties",
    severity: Severity::Error,
    summary: "a property whose value still stands for one",
    page: include_str!("placeholder_in_properties.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let settings = context.topologies.iter().flat_map(|topology| &topology.settings.entries);
    for setting in settings.filter(|setting| is_placeholder(setting.value.trim())) {
        let value = setting.value.trim();
        findings
            .report(setting.value_span, format!("`{value}` is a placeholder that nobody filled in"))
            .subject(&setting.key)
            .help(match secrets::is_secret_key(&setting.key) {
                true => "name a Secret in the cluster's `security:` and remove the line",
                false => "write the value that it stands for",
            });
    }
}
