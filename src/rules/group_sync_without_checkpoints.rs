use super::{
    Context, Findings, Rule,
    stated::{Stated, says, stated},
};
use crate::{diagnostic::Severity, mm2::gates};

pub(super) static RULE: Rule = Rule {
    id: "group-sync-without-checkpoints",
    severity: Severity::Error,
    summary: "positions of groups that are never synchronised",
    page: include_str!("group_sync_without_checkpoints.md"),
    allowable: true,
    check,
};

const SYNC: &str = "sync.group.offsets.enabled";

/// Either of them off, there is nothing to synchronise.
const NEEDS: [&str; 2] = ["emit.checkpoints.enabled", "emit.offset-syncs.enabled"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for need in NEEDS {
        let lines = stated(context, |topology, flow| {
            let is_known = need != "emit.offset-syncs.enabled"
                || gates::offset_syncs_switch(topology.workload.version);
            let sync = says(topology.flow_setting(flow, SYNC), "true");
            topology.flow_setting(flow, need).filter(|_| is_known && sync)
        });
        for line in lines.iter().filter(|line| says(Some(line.setting), "false")) {
            report(line, findings);
        }
    }
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let Some(sync) = line.other(SYNC) else { return };
    let key = &line.setting.key;
    findings
        .report(sync.key_span, format!("positions of groups are not synchronised in `{}`", line.flow_name()))
        .subject(&sync.key)
        .related(line.setting.key_span, "because this is off")
        .reason("the positions come from checkpoints, and checkpoints from offset syncs; without either no checkpoint task runs")
        .help(format!("remove `{key}=false`, or `{}={}`", sync.key, sync.value.trim()));
}
