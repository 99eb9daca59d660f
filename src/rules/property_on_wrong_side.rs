use super::{Context, Findings, Rule, standings::lines};
use crate::{
    diagnostic::Severity,
    mm2::keys::{Standing, Why},
};

pub(super) static RULE: Rule = Rule {
    id: "property-on-wrong-side",
    severity: Severity::Warning,
    summary: "a property of a source that only targets need, or the other way round",
    page: include_str!("property_on_wrong_side.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        let Standing::Inert(inert) = line.standing else { continue };
        let (what, reason) = match inert.why {
            Why::NoTarget => (
                "reaches no worker that copies records, since no flow leads into its cluster",
                "workers and their producers take their settings from the cluster into which they write",
            ),
            Why::NoSource => (
                "reaches no consumer of records, since no flow leads out of its cluster",
                "the consumers of records take their settings from the cluster that they read",
            ),
            Why::NotFromTop
            | Why::ClientAtTop
            | Why::WorkerOfTarget
            | Why::ConnectorOfNoCluster
            | Why::ProcessOnly
            | Why::NoClient
            | Why::ClientBefore28
            | Why::OffsetSyncsOnly
            | Why::ConnectionOnly
            | Why::ConnectionOfNoFlow
            | Why::Shadowed(_) => continue,
        };
        let key = &line.setting.key;
        let keys: Vec<String> = inert.write.iter().map(|key| format!("`{key}`")).collect();
        findings
            .report(line.setting.key_span, format!("`{key}` {what}"))
            .subject(key)
            .reason(reason)
            .help(format!("write {}, or remove the line", keys.join(" or ")));
    }
}
