use super::{Context, Findings, Rule, acl_sync::syncing};
use crate::{diagnostic::Severity, inventory::Rights, mm2::gates};

pub(super) static RULE: Rule = Rule {
    id: "acl-sync-without-authorizer",
    severity: Severity::Note,
    summary: "ACLs are copied from a cluster that has none, which fills the log with errors",
    page: include_str!("acl_sync_without_authorizer.md"),
    allowable: true,
    check,
};

/// Told only of releases in which it is more than one line of the log.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let found = syncing(context, |flow| {
        let source = flow.topology.cluster(flow.pair.from);
        let is_noisy = !gates::expects_no_authorizer(flow.topology.workload.version);
        let has_none = source.broker_settings.rights == Some(Rights::Unchecked);
        (is_noisy && has_none).then_some(source)
    });
    for syncing in found {
        let message = format!(
            "ACLs are copied from `{}`, whose brokers have no authorizer",
            syncing.cluster.alias.value
        );
        syncing.report(message, findings).reason(
            "there are none to copy, and before Kafka 3.4.1 MirrorMaker 2 logs an error with a stack trace every ten \
             minutes, among which others are missed (KAFKA-14781)",
        );
    }
}
