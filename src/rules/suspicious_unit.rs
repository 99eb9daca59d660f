use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "long-interval",
    severity: Severity::Warning,
    summary: "an interval of more than a day, probably in milliseconds",
    page: include_str!("long_interval.md"),
    allowable: true,
    check,
};

const DAY: u64 = 86_400;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let settings = context.topologies.iter().flat_map(|topology| &topology.settings.entries);
    for setting in settings.filter(|setting| setting.key.ends_with(".interval.seconds")) {
        let Some(seconds) = setting.value.trim().parse::<u64>().ok().filter(|&found| found > DAY)
        else {
            continue;
        };
        findings
            .report(setting.value_span, format!("`{}` is {} days", setting.key, seconds / DAY))
            .subject(&setting.key)
            .reason("until it has passed, new topics, groups or positions are not seen")
            .help(format!(
                "write seconds; if milliseconds were meant, write `{}={}`",
                setting.key,
                seconds / 1000
            ));
    }
}
