use super::{
    Context, Findings, Rule,
    patterns::{Line, lines, written},
};
use crate::{
    diagnostic::Severity,
    mm2::{
        filter::{Dot, FilterKind, Plain},
        pattern::{Entry, PatternList},
        policy::Policy,
    },
    topology::{Flow, Setting},
};

pub(super) static RULE: Rule = Rule {
    id: "include-never-replicated",
    severity: Severity::Error,
    summary: "an item of `topics` that can only match topics that are never replicated",
    page: include_str!("include_never_replicated.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context).filter(|line| line.key == "topics") {
        for entry in &line.entries {
            let Some(plain) = plain(entry) else { continue };
            if let Some(why) = for_all_flows(&line, |flow| refused(&line, flow, &plain)) {
                report(&line, entry, &why, findings);
            }
        }
    }
}

/// Why nothing of an item passes.
pub(super) enum Refusal<'a> {
    Internal,
    /// By this item of the list; with its line, if it is not the default.
    Excluded(String, Option<&'a Setting>),
}

/// A name that begins with a dot without a backslash is rather a pattern.
pub(super) fn plain(entry: &Entry) -> Option<Plain> {
    let plain = Plain::read(&entry.text, Dot::Itself)?;
    (!entry.text.starts_with('.') && !plain.start.is_empty() || plain.end.is_some())
        .then_some(plain)
}

/// The refusal in the first flow, if every flow of the line has one.
pub(super) fn for_all_flows<'a>(
    line: &Line<'a>,
    refusal: impl Fn(&Flow) -> Option<Refusal<'a>>,
) -> Option<Refusal<'a>> {
    let refusals: Option<Vec<Refusal<'a>>> = line.flows().map(refusal).collect();
    refusals?.into_iter().next()
}

fn refused<'a>(line: &Line<'a>, flow: &Flow, plain: &Plain) -> Option<Refusal<'a>> {
    let policy = Policy::of_flow(line.topology, flow);
    // What stands for `.*` changes neither the beginning nor the end, and only they count.
    let sample = match &plain.end {
        Some(end) => format!("{}x{end}", plain.start),
        None => plain.start.clone(),
    };
    let is_opaque = matches!(policy, Policy::Opaque { .. });
    if policy.is_heartbeats_topic(&sample) || is_opaque {
        return None;
    }
    if policy.is_internal_topic(&sample) {
        return Some(Refusal::Internal);
    }
    excluded(line, flow, FilterKind::Topics, plain)
}

/// The item of the exclude that covers a pattern.
pub(super) fn excluded<'a>(
    line: &Line<'a>,
    flow: &Flow,
    kind: FilterKind,
    plain: &Plain,
) -> Option<Refusal<'a>> {
    let topology = line.topology;
    let version = topology.workload.version;
    let setting = |key: &str| Some(topology.flow_setting(flow, key)?.value.as_str());
    let source = kind.exclude(&setting, version);
    let covers = |item: &&Entry| match &plain.end {
        None => PatternList::compile(&item.text, version)
            .is_ok_and(|pattern| pattern.is_match(&plain.start)),
        Some(_) => {
            Plain::read(&item.text, Dot::Any).is_some_and(|exclude| plain.is_within(&exclude))
        }
    };
    let items = PatternList::split(source.value, version).ok()?;
    let item = items.iter().find(covers)?;
    let stated = topology.flow_setting(flow, source.key).filter(|_| !source.is_default);
    Some(Refusal::Excluded(item.text.clone(), stated))
}

fn report(line: &Line<'_>, entry: &Entry, why: &Refusal<'_>, findings: &mut Findings<'_>) {
    let text = &entry.text;
    let remove = format!("remove `{}`", written(text));
    let finding = findings.report(
        line.span(entry.range.clone()),
        format!("`{text}` matches only topics that are never replicated"),
    );
    finding.subject(&line.setting.key);
    match why {
        Refusal::Internal => {
            finding
                .reason("MirrorMaker 2 takes topics with such names for internal ones and never replicates them")
                .help(format!("{remove} from the list"));
        }
        Refusal::Excluded(item, stated) => {
            if let Some(stated) = stated {
                finding.related(stated.value_span, "excluded here");
            }
            let whose = if stated.is_some() { "its" } else { "its default" };
            finding
                .reason(format!(
                    "the exclude wins, and {whose} item `{item}` matches the same names"
                ))
                .help(format!("{remove}, or state `topics.exclude` without `{}`", written(item)));
        }
    }
}
