use super::{
    Context, Findings, Rule,
    kafka_version_out_of_range::has_mirror_maker,
    standings::{Known, known},
};
use crate::{diagnostic::Severity, mm2::keys::Age};

pub(super) static RULE: Rule = Rule {
    id: "newer-property",
    severity: Severity::Error,
    summary: "a property that came after the release which runs",
    page: include_str!("newer_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Before MirrorMaker 2 everything is newer, which is told once.
    let lines = known(context).filter(|line| has_mirror_maker(line.version));
    for line in lines.filter(|line| line.key.age(line.version) == Age::Newer) {
        let key = &line.setting.key;
        let since = line.key.since;
        let message = format!("Kafka {} does not read `{key}`", line.version);
        let finding = findings.report(line.setting.key_span, message);
        if let Some(stated) = line.version_span {
            finding.related(stated, "the version that runs");
        }
        finding
            .subject(key)
            .reason(format!(
                "the key came with Kafka {since}; earlier releases skip it without a word"
            ))
            .help(match predecessor(&line) {
                Some(name) => {
                    format!("run Kafka {since} or later, or write `{}`", line.renamed(name))
                }
                None => format!("run Kafka {since} or later, or remove the line"),
            });
    }
}

/// The name that the release which runs has for the key.
fn predecessor(line: &Known<'_>) -> Option<&'static str> {
    let mut keys = line.reader.keys().iter();
    let is_it = |name: &str| name == line.key.name;
    let old = keys.find(|key| key.replaced_by.is_some_and(is_it) && key.is_in(line.version))?;
    Some(old.name)
}
