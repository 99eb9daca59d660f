use super::{Context, Findings, Rule, stated::literal};
use crate::{
    diagnostic::Severity,
    topology::{Flow, Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "transform-changes-topic",
    severity: Severity::Warning,
    summary: "a transform that sends records to other topics",
    page: include_str!("transform_changes_topic.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for flow in &topology.flows {
            for setting in routers(topology, flow) {
                report(setting, findings);
            }
        }
    }
}

/// The lines with the classes of the transforms that are in use and change topics. A class counts in the flow only.
fn routers<'a>(topology: &'a Topology, flow: &Flow) -> Vec<&'a Setting> {
    let names = topology.flow_setting(flow, "transforms").and_then(literal).unwrap_or_default();
    let names = names.split(',').map(str::trim);
    let class = |name: &str| {
        topology.settings.get(&format!("{}.transforms.{name}.type", topology.flow_name(flow)))
    };
    names.filter_map(class).filter(|setting| is_router(setting)).collect()
}

/// Kafka's own that change the topic of a record.
fn is_router(setting: &Setting) -> bool {
    let class = setting.value.trim();
    let name = class.strip_prefix("org.apache.kafka.connect.transforms.");
    matches!(name, Some("RegexRouter" | "TimestampRouter"))
}

fn report(setting: &Setting, findings: &mut Findings<'_>) {
    findings
        .report(setting.value_span, format!("`{}` changes the topics of records", setting.key))
        .subject(&setting.key)
        .reason("the replication policy says under which name a topic is made and gets its settings, its access rules and the positions of its readers, and the records go to another one")
        .help("remove the transform, and use a replication policy for names: `IdentityReplicationPolicy` keeps them");
}
