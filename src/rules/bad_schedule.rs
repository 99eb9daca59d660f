use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    schedule::{Calendar, Schedule},
};

pub(super) static RULE: Rule = Rule {
    id: "bad-schedule",
    severity: Severity::Error,
    summary: "a schedule that never runs",
    page: include_str!("bad_schedule.md"),
    allowable: false,
    check,
};

/// The months of thirty days; of those that are shorter than others February is left, with 28 each year.
const THIRTY: [u8; 4] = [4, 6, 9, 11];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for backup in context.topologies.iter().flat_map(|topology| &topology.backups) {
        let Schedule::At(calendar) = &backup.schedule.value else { continue };
        if backup.schedule.value.longest_gap().is_some() {
            continue;
        }
        let text = &backup.schedule_text;
        findings
            .report(backup.schedule.span, format!("`{text}` never runs"))
            .subject(&backup.name.value)
            .reason("none of its months has one of its days, so that no snapshot is ever made")
            .help(format!(
                "write `schedule: \"{}\"`, or other days",
                with_last_day(text, calendar)
            ));
    }
}

/// The same with the last day that one of its months has each year.
fn with_last_day(text: &str, calendar: &Calendar) -> String {
    let is_thirty = THIRTY.iter().any(|month| calendar.months.has(*month));
    let last = if is_thirty { "30" } else { "28" };
    let mut fields: Vec<&str> = text.split_whitespace().collect();
    if let Some(days) = fields.iter_mut().rev().nth(2) {
        *days = last;
    }
    fields.join(" ")
}
