use super::{
    Context, Findings, Rule,
    stated::{Stated, stated},
};
use crate::{
    diagnostic::Severity,
    mm2::{
        gates,
        policy::{self, Policy},
    },
    topology::{Flow, Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "empty-alias-hides-copies",
    severity: Severity::Warning,
    summary: "copies whose names begin with a dot, which counts as internal",
    page: include_str!("empty_alias_hides_copies.md"),
    allowable: true,
    check,
};

const ALIAS: &str = "source.cluster.alias";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in stated(context, hiding) {
        report(&line, findings);
    }
}

/// The empty alias of a flow that makes its copies look internal.
fn hiding<'a>(topology: &'a Topology, flow: &Flow) -> Option<&'a Setting> {
    let stated = topology.flow_setting(flow, ALIAS);
    let stated = stated.filter(|setting| setting.value.trim().is_empty())?;
    copy(topology, flow).map(|_| stated)
}

/// What a copy would be called, if that is taken for an internal topic.
fn copy(topology: &Topology, flow: &Flow) -> Option<String> {
    let policy = Policy::of_flow(topology, flow);
    let copy = match &policy {
        Policy::Default(_) => policy.format_remote_topic("", "orders"),
        Policy::Identity(_) | Policy::Opaque { .. } => None,
    };
    copy.filter(|copy| policy.is_internal_topic(copy))
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let (topology, key) = (line.topology, &line.setting.key);
    let Some(copy) = copy(topology, line.flow) else { return };
    let remove = format!("remove `{key}=`");
    let help = match gates::identity_policy(topology.workload.version) {
        true => format!(
            "{remove}; to keep the names of topics, write `replication.policy.class={}`",
            policy::IDENTITY_CLASS
        ),
        false => remove,
    };
    findings
        .report(
            line.setting.key_span,
            format!("`{}` copies `orders` as `{copy}`, which counts as internal", line.flow_name()),
        )
        .subject(key)
        .reason(
            "a name that begins with a dot is one of MirrorMaker 2's own to it, so no flow copies these topics any \
             further",
        )
        .help(help);
}
