use super::{
    Context, Findings, Rule,
    stated::{Stated, stated},
};
use crate::{
    diagnostic::Severity,
    mm2::{Naming, naming},
};

pub(super) static RULE: Rule = Rule {
    id: "empty-separator",
    severity: Severity::Error,
    summary: "nothing between the alias and the topic",
    page: include_str!("empty_separator.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let lines = stated(context, |topology, flow| {
        let found = topology.flow_setting(flow, "replication.policy.separator");
        found.filter(|_| naming(topology, flow) == Naming::Glued)
    });
    for line in lines {
        report(&line, findings);
    }
}

fn report(line: &Stated<'_>, findings: &mut Findings<'_>) {
    let (topology, flow) = (line.topology, line.flow);
    let own = topology.flow_setting(flow, "source.cluster.alias");
    let source = own.map_or(topology.alias(flow.from), |own| own.value.trim());
    findings
        .report(line.setting.key_span, format!("`{}` is empty", line.setting.key))
        .subject(&line.setting.key)
        .related(flow.span, format!("makes `{source}orders` of `orders`"))
        .reason("MirrorMaker 2 then takes the first character of a topic for its source, so it does not know its own copies: it neither adds partitions to them nor synchronises their settings, and may send them back")
        .help("remove the line; to keep the names of topics, write `replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy`");
}
