use super::{
    Context, Findings, Rule,
    include_never_replicated::{Refusal, excluded, for_all_flows, plain},
    patterns::{lines, written},
};
use crate::{diagnostic::Severity, mm2::filter::FilterKind};

pub(super) static RULE: Rule = Rule {
    id: "group-filter-self-defeating",
    severity: Severity::Error,
    summary: "an item of `groups` that the exclude takes away again",
    page: include_str!("group_filter_self_defeating.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context).filter(|line| line.key == "groups") {
        for entry in &line.entries {
            let Some(plain) = plain(entry) else { continue };
            let refusal =
                for_all_flows(&line, |flow| excluded(&line, flow, FilterKind::Groups, &plain));
            let Some(Refusal::Excluded(item, stated)) = refusal else { continue };
            let text = &entry.text;
            let whose = if stated.is_some() { "its" } else { "its default" };
            let finding = findings.report(
                line.span(entry.range.clone()),
                format!("`{text}` matches only groups that are excluded"),
            );
            finding
                .subject(&line.setting.key)
                .reason(format!("the exclude wins, and {whose} item `{item}` matches the same names, so their offsets are not translated"))
                .help(format!("state `groups.exclude` without `{}`, or remove `{}`", written(&item), written(text)));
            if let Some(stated) = stated {
                finding.related(stated.value_span, "excluded here");
            }
        }
    }
}
