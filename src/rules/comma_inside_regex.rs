use std::ops::Range;

use super::{
    Context, Findings, Rule,
    patterns::{Line, Mark, lines, marks, written},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "comma-inside-regex",
    severity: Severity::Error,
    summary: "a count such as `{1,3}`, which MirrorMaker 2 cuts at its comma",
    page: include_str!("comma_inside_regex.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        for count in counts(&line.setting.value) {
            report(&line, count, findings);
        }
    }
}

/// The ranges of `{…}` with a comma.
pub(super) fn counts(value: &str) -> Vec<Range<usize>> {
    let mut counts = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    for (at, mark) in marks(value) {
        match (mark, &mut open) {
            (Mark::Open('{'), open) => *open = Some((at, false)),
            (Mark::Comma, Some((_, has_comma))) => *has_comma = true,
            (Mark::Close('}'), open) => {
                counts
                    .extend(open.take().filter(|(_, found)| *found).map(|(from, _)| from..at + 1));
            }
            (Mark::Open(_) | Mark::Close(_) | Mark::Comma | Mark::Other, _) => {}
        }
    }
    counts
}

fn report(line: &Line<'_>, count: Range<usize>, findings: &mut Findings<'_>) {
    let value = &line.setting.value;
    let text = value.get(count.clone()).unwrap_or_default();
    let help = match spelt_out(value, &count) {
        Some((atom, plain)) => format!("write `{}` for `{}`", written(&plain), written(&atom)),
        None => "write it without a comma, or as several items of the list".to_owned(),
    };
    findings
        .report(line.span(count), format!("the comma of `{text}` ends an item of the list"))
        .subject(&line.setting.key)
        .reason(
            "MirrorMaker 2 cuts the list at every comma, puts `|` between the parts and reads that as one pattern, \
             which Java then refuses: the connector fails",
        )
        .help(help);
}

/// The most repetitions that are spelt out.
const FEW: usize = 6;

/// What is counted with its count, and the same without a comma.
fn spelt_out(value: &str, count: &Range<usize>) -> Option<(String, String)> {
    let atom = value.get(atom(value, count.start)?..count.start)?;
    let text = value.get(count.clone())?;
    let (least, most) = text.trim_matches(['{', '}']).split_once(',')?;
    let least: usize = least.trim().parse().ok().filter(|least| *least <= FEW)?;
    let rest = match most.trim() {
        "" => format!("{atom}*"),
        most => {
            let most: usize = most.parse().ok().filter(|most| *most >= least && *most <= FEW)?;
            format!("{atom}?").repeat(most - least)
        }
    };
    Some((format!("{atom}{text}"), atom.repeat(least) + &rest))
}

/// Where the part begins that ends at a place.
fn atom(value: &str, end: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut last = None;
    for (at, mark) in marks(value).into_iter().take_while(|(at, _)| *at < end) {
        match mark {
            Mark::Open(_) => open.push(at),
            Mark::Close(_) => last = open.pop(),
            Mark::Comma | Mark::Other => last = Some(at),
        }
    }
    last
}
