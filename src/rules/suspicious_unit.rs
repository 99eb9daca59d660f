use super::{Context, Findings, Rule, standings::known};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "suspicious-unit",
    severity: Severity::Warning,
    summary: "seconds that look like milliseconds, or the other way round",
    page: include_str!("suspicious_unit.md"),
    allowable: true,
    check,
};

const DAY: i64 = 86_400;
/// Timeouts in milliseconds up to this number are more likely to be seconds.
const SHORT: i64 = 60;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in known(context).filter(|line| line.key.is_in(line.version)) {
        let Ok(number) = line.setting.value.trim().parse::<i64>() else { continue };
        let key = &line.setting.key;
        let name = line.key.name;
        let (message, reason, help) = if name.ends_with(".interval.seconds") && number > DAY {
            (
                format!("`{key}` is {} days", number / DAY),
                "until it has passed, new topics, groups or positions are not seen",
                format!(
                    "write seconds; if milliseconds were meant, write `{key}={}`",
                    number / 1000
                ),
            )
        } else if is_coarse(name) && (1..=SHORT).contains(&number) {
            (
                format!("`{key}` is {number} milliseconds"),
                "so short a time is hardly meant: the defaults of such keys are seconds or minutes",
                format!(
                    "write milliseconds; if seconds were meant, write `{key}={}`",
                    number * 1000
                ),
            )
        } else {
            continue;
        };
        findings.report(line.setting.value_span, message).subject(key).reason(reason).help(help);
    }
}

/// Times that are seconds or minutes wherever they are sensible.
fn is_coarse(name: &str) -> bool {
    let is_timeout = name.ends_with(".timeout.ms") && name != "consumer.poll.timeout.ms";
    is_timeout
        || matches!(name, "offset.flush.interval.ms" | "metadata.max.age.ms" | "max.block.ms")
}
