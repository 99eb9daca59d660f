use super::{
    Context, Findings, Rule,
    stated::{Stated, literal, says, stated},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "group-sync-outpaces-checkpoints",
    severity: Severity::Warning,
    summary: "positions that are synchronised more often than they change",
    page: include_str!("group_sync_outpaces_checkpoints.md"),
    allowable: true,
    check,
};

const SYNC: &str = "sync.group.offsets.interval.seconds";
const CHECKPOINTS: &str = "emit.checkpoints.interval.seconds";
/// Both are a minute by default.
const DEFAULT: u64 = 60;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let lines = stated(context, |topology, flow| {
        let is_on = says(topology.flow_setting(flow, "sync.group.offsets.enabled"), "true");
        topology
            .flow_setting(flow, SYNC)
            .or_else(|| topology.flow_setting(flow, CHECKPOINTS))
            .filter(|_| is_on)
    });
    for line in lines {
        report(&line, findings);
    }
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let (Some(sync), Some(checkpoints)) = (seconds(line, SYNC), seconds(line, CHECKPOINTS)) else {
        return;
    };
    if sync >= checkpoints {
        return;
    }
    let found = findings
        .report(
            line.setting.value_span,
            format!("positions are synchronised every {sync} s, but new every {checkpoints} s"),
        )
        .subject(&line.setting.key)
        .reason("between two checkpoints the same positions are written again")
        .help(format!(
            "set `{CHECKPOINTS}={sync}` for fresher positions, or `{SYNC}={checkpoints}`"
        ));
    if let Some(other) = line.other(CHECKPOINTS).filter(|other| other.key != line.setting.key) {
        found.related(other.value_span, "the checkpoints");
    }
}

fn seconds(line: &Stated<'_>, key: &str) -> Option<u64> {
    line.other(key).map_or(Some(DEFAULT), |setting| literal(setting)?.parse().ok())
}
