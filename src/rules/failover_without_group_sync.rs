use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule,
    failover::{event, groups, meant},
};
use crate::{
    descriptor::Intent,
    diagnostic::{Diagnostic, Severity},
    mm2::{
        effective::{self, Config, Value},
        gates,
        simulate::Flow,
    },
    source::Span,
    topology::Setting,
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "failover-without-group-sync",
    severity: Severity::Error,
    summary: "groups that have no positions where they are to go on",
    page: include_str!("failover_without_group_sync.md"),
    allowable: true,
    check,
};

const SYNC: &str = "sync.group.offsets.enabled";
/// Without either there is nothing to synchronise.
const NEEDS: [&str; 2] = ["emit.checkpoints.enabled", "emit.offset-syncs.enabled"];
/// A negative one switches off what it is of.
const INTERVALS: [&str; 2] =
    ["sync.group.offsets.interval.seconds", "emit.checkpoints.interval.seconds"];
const WITHOUT_POSITION: &str = "a group that goes on there has no position and starts at its `auto.offset.reset`, so \
                                that it reads everything once more or skips what it has not read";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let groups = groups(context.simulation);
    for (flow, intent) in meant(context.simulation) {
        let Some(groups) = groups.get(&flow.from) else { continue };
        let config = effective::connector_config(flow.topology, flow.pair.from, flow.pair.to);
        if !gates::group_sync(config.version) {
            report_old(flow, intent, groups, findings);
        } else if is_off(&config, SYNC) {
            report_off(flow, intent, &config, groups, findings);
        } else if let Some(line) = INTERVALS.into_iter().find_map(|key| negative(&config, key)) {
            report(flow, intent, (line.value_span, groups), findings)
                .reason(format!(
                    "a negative interval switches off what it is of: {WITHOUT_POSITION}"
                ))
                .help(format!("write `{}=60`", line.key));
        }
    }
}

/// Whether a switch is off; what a reference stands for is known only where MirrorMaker 2 runs.
fn is_off(config: &Config<'_>, key: &str) -> bool {
    let is_known = !config.values.get(key).is_some_and(Value::has_reference);
    is_known && config.boolean(key) == Some(false)
}

/// The line of a negative interval.
fn negative<'a>(config: &Config<'a>, key: &str) -> Option<&'a Setting> {
    let value = config.values.get(key).filter(|value| value.text.trim().starts_with('-'))?;
    value.origin.line()
}

fn report_off(
    flow: &Flow<'_>,
    intent: &Spanned<Intent>,
    config: &Config<'_>,
    groups: &BTreeMap<&str, Span>,
    findings: &mut Findings<'_>,
) {
    let stated = config.values.get(SYNC).and_then(|value| value.origin.line());
    let Some(span) = stated.map(|line| line.key_span).or(flow.pair.line) else { return };
    let needs = NEEDS.into_iter().filter(|need| is_off(config, need));
    let off = needs.filter_map(|need| config.values.get(need)?.origin.line());
    let removed: Vec<String> =
        off.map(|line| format!("`{}={}`", line.key, line.value.trim())).collect();
    let mut help = format!("write `{}.{SYNC}=true`", flow.name());
    if !removed.is_empty() {
        help = format!("{help}, and remove {}", removed.join(" and "));
    }
    let is_default = if stated.is_none() { " by default" } else { "" };
    report(flow, intent, (span, groups), findings)
        .reason(format!("`{SYNC}` is off{is_default}: {WITHOUT_POSITION}"))
        .help(help);
}

fn report_old(
    flow: &Flow<'_>,
    intent: &Spanned<Intent>,
    groups: &BTreeMap<&str, Span>,
    findings: &mut Findings<'_>,
) {
    let Some(span) = flow.pair.line else { return };
    let version = flow.topology.workload.version;
    report(flow, intent, (span, groups), findings)
        .reason(format!(
            "Kafka {version} cannot write positions into the target: its checkpoints are there, but each client would \
             have to look its position up in them"
        ))
        .help("run Kafka 2.7.0 or later, or accept it with `allow` where the clients do so");
}

fn report<'f>(
    flow: &Flow<'_>,
    intent: &Spanned<Intent>,
    (span, groups): (Span, &BTreeMap<&str, Span>),
    findings: &'f mut Findings<'_>,
) -> &'f mut Diagnostic {
    let message =
        format!("`{}` takes no positions of groups along for {}", flow.name(), event(intent.value));
    let finding = findings.report(span, message);
    finding.subject(flow.name());
    if let Some(&group) = groups.values().next() {
        let label = match groups.len() {
            1 => "the group".to_owned(),
            more => format!("one of {more} groups"),
        };
        finding.related(group, label);
    }
    finding.related(intent.span, "what the flow is for")
}
