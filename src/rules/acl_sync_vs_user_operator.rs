use super::{Context, Findings, Rule, acl_sync::syncing};
use crate::{diagnostic::Severity, inventory::Rights, source::Span, topology::Cluster};

pub(super) static RULE: Rule = Rule {
    id: "acl-sync-vs-user-operator",
    severity: Severity::Error,
    summary: "ACLs are copied to where Strimzi's User Operator removes them",
    page: include_str!("acl_sync_vs_user_operator.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let found = syncing(context, |flow| {
        let source = flow.topology.cluster(flow.pair.from);
        let has_acls = source.broker_settings.rights != Some(Rights::Unchecked);
        let target = flow.topology.cluster(flow.pair.to);
        (has_acls && operator(target).is_some()).then_some(target)
    });
    for syncing in found {
        let Some(operator) = operator(syncing.cluster) else { continue };
        let message = format!(
            "ACLs are copied to `{}`, where the User Operator removes them",
            syncing.cluster.alias.value
        );
        syncing
            .report(message, findings)
            .related(operator, "this starts the User Operator")
            .reason(
                "the User Operator takes away every ACL of a user that no `KafkaUser` states, and MirrorMaker 2 puts \
                 them back every ten minutes: rights come and go",
            );
    }
}

/// What starts the User Operator, where it keeps ACLs.
fn operator(cluster: &Cluster) -> Option<Span> {
    match cluster.broker_settings.rights? {
        Rights::ByUserOperator(span) => Some(span),
        Rights::Checked | Rights::Unchecked => None,
    }
}
