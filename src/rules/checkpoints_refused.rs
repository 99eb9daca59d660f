use super::{
    Context, Findings, Rule,
    stated::{Stated, stated},
};
use crate::{
    diagnostic::Severity,
    mm2::gates,
    topology::{Flow, Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "checkpoints-refused",
    severity: Severity::Warning,
    summary: "checkpoints that are switched off in a way that makes Kafka refuse the connector",
    page: include_str!("checkpoints_refused.md"),
    allowable: true,
    check,
};

/// Either of them off, the connector is refused.
const NEEDS: [&str; 2] = ["emit.checkpoints.enabled", "emit.offset-syncs.enabled"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in stated(context, switch) {
        report(&line, findings);
    }
}

/// The line that is to blame; Kafka looks for exactly this word.
fn switch<'a>(topology: &'a Topology, flow: &Flow) -> Option<&'a Setting> {
    let off = |key| topology.flow_setting(flow, key).filter(|setting| setting.value == "false");
    NEEDS
        .into_iter()
        .find_map(off)
        .filter(|_| gates::offset_syncs_switch(topology.workload.version))
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let Stated { topology, setting, .. } = line;
    let key = &setting.key;
    findings
        .report(
            setting.key_span,
            format!("`{key}=false` makes Kafka refuse the checkpoint connector of `{}`", line.flow_name()),
        )
        .subject(key)
        .reason(format!(
            "Kafka {} takes it for an error on a flow that is enabled: a new flow has no checkpoints, as was meant, but \
             one that ran before keeps what it was told then, and only a line of the log tells",
            topology.workload.version
        ))
        .help(format!("remove `{key}=false` to have checkpoints, or accept it with `allow` for a flow that never had any"));
}
