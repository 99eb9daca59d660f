use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "non-latin1-property",
    severity: Severity::Warning,
    summary: "a property with a character outside ASCII",
    page: include_str!("non_latin1_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            let written = topology.settings.raw(setting);
            let Some(character) = written.chars().find(|found| !found.is_ascii()) else { continue };
            findings
                .report(setting.key_span, format!("`{}` holds `{character}`", setting.key))
                .subject(&setting.key)
                .reason("Kafka reads the file as ISO-8859-1, so that the character becomes several others")
                .help(format!("write `{}` instead of `{character}`", escaped(character)));
        }
    }
}

fn escaped(character: char) -> String {
    let mut units = [0; 2];
    character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}
