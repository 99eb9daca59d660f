use std::ops::Range;

use super::{
    Context, Findings, Rule,
    patterns::{Mark, lines, marks, written},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "inline-flag-leaks",
    severity: Severity::Warning,
    summary: "a flag such as `(?i)` that holds for the items after its own as well",
    page: include_str!("inline_flag_leaks.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        let Some((_, entries)) = line.entries.split_last() else { continue };
        for entry in entries {
            let Some(flag) = flag(&entry.text) else { continue };
            let text = entry.text.get(flag.clone()).unwrap_or_default();
            let (before, after) = entry.text.split_at(flag.end);
            let start = before.strip_suffix(text).unwrap_or_default();
            let open = text.strip_suffix(')').unwrap_or_default();
            let at = entry.range.start;
            findings
                .report(
                    line.span(at + flag.start..at + flag.end),
                    format!("`{text}` holds for the items after `{}` as well", entry.text),
                )
                .subject(&line.setting.key)
                .reason("MirrorMaker 2 makes one pattern of the whole list, and a flag holds to its end")
                .help(format!("write `{}`", written(&format!("{start}{open}:{after})"))));
        }
    }
}

/// The first group that only turns on the flag for upper and lower case, in no other group.
fn flag(text: &str) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    let mut open = 0;
    for (at, mark) in marks(text) {
        match mark {
            Mark::Open('(') => {
                depth += 1;
                open = at;
            }
            Mark::Close(')') if depth > 0 => {
                depth -= 1;
                let inside = text.get(open..at).and_then(|group| group.strip_prefix("(?"));
                let is_flag = inside.is_some_and(|flags| {
                    flags.contains('i') && flags.chars().all(|flag| flag.is_ascii_alphabetic())
                });
                if depth == 0 && is_flag {
                    return Some(open..at + 1);
                }
            }
            Mark::Open(_) | Mark::Close(_) | Mark::Comma | Mark::Other => {}
        }
    }
    None
}
