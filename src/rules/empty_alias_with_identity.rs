use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, mm2::policy::Policy};

pub(super) static RULE: Rule = Rule {
    id: "empty-alias-with-identity",
    severity: Severity::Error,
    summary: "empty aliases under IdentityReplicationPolicy, which replicate nothing",
    page: include_str!("empty_alias_with_identity.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for flow in &topology.flows {
            let is_identity = matches!(Policy::of_flow(topology, flow), Policy::Identity(_));
            let empty = |key: &str| {
                topology.flow_setting(flow, key).filter(|setting| setting.value.trim().is_empty())
            };
            let aliases = empty("source.cluster.alias").zip(empty("target.cluster.alias"));
            let Some((source, target)) = aliases.filter(|_| is_identity) else { continue };
            findings
                .report(flow.span, format!("`{}` replicates nothing", topology.flow_name(flow)))
                .related(source.key_span, "empty")
                .related(target.key_span, "empty as well")
                .subject(topology.flow_name(flow))
                .reason("under IdentityReplicationPolicy the source of every topic is then the empty alias, which is also the target's: every topic counts as one that has been here before")
                .help(format!("remove `{}=` and `{}=`", source.key, target.key));
        }
    }
}
