use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{Cluster, Topology, Version, boolean},
};

pub(super) static RULE: Rule = Rule {
    id: "broker-too-old",
    severity: Severity::Error,
    summary: "brokers that are too old for the release of MirrorMaker 2 that runs",
    page: include_str!("broker_too_old.md"),
    allowable: true,
    check,
};

const FOUR: Version = Version::new(4, 0, 0);
/// The oldest brokers that clients of Kafka 4 talk to (KIP-896).
const CLIENTS: Version = Version::new(2, 1, 0);
/// The oldest brokers that change single settings of a topic, the only way since Kafka 4 (KIP-339, KIP-894).
const INCREMENTAL: Version = Version::new(2, 3, 0);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let topologies = context.topologies.iter();
    for topology in topologies.filter(|topology| topology.workload.version >= FOUR) {
        for cluster in &topology.clusters {
            check_cluster(topology, cluster, findings);
        }
    }
}

fn check_cluster(topology: &Topology, cluster: &Cluster, findings: &mut Findings<'_>) {
    let Some(brokers) = &cluster.kafka_version else { return };
    let is_used = topology.flows.iter().any(|flow| [flow.from, flow.to].contains(&cluster.id));
    let runs = topology.workload.version;
    let (since, reason) = if brokers.value < CLIENTS && is_used {
        (
            CLIENTS,
            "its clients do not speak the protocols of older brokers, so flows from or to the cluster fail",
        )
    } else if brokers.value < INCREMENTAL && syncs_configs_into(topology, cluster) {
        (
            INCREMENTAL,
            "it changes the settings of topics one by one, which older brokers cannot, and the task fails",
        )
    } else {
        return;
    };
    let alias = &cluster.alias.value;
    findings
        .report(
            brokers.span,
            format!(
                "MirrorMaker 2 of Kafka {runs} needs brokers of Kafka {since} or later in `{alias}`"
            ),
        )
        .subject(alias)
        .reason(reason)
        .help(
            "write `kafkaVersion: \"3.9.1\"` in `mirrorMaker2Spec` until the brokers are upgraded",
        );
}

fn syncs_configs_into(topology: &Topology, cluster: &Cluster) -> bool {
    let into = topology.flows.iter().filter(|flow| flow.to == cluster.id);
    let setting = |flow| topology.flow_setting(flow, "sync.topic.configs.enabled");
    into.map(setting).any(|setting| setting.is_none_or(|on| boolean(on.value.trim())))
}
