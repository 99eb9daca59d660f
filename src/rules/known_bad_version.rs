use std::collections::BTreeMap;

use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{
        effective::{self, Client, Config, Role, Side, client_config},
        simulate::{self, FlowId, Simulation},
    },
    source::Span,
    topology::{Flow, Topology, Version, boolean},
};

pub(super) static RULE: Rule = Rule {
    id: "known-bad-version",
    severity: Severity::Warning,
    summary: "a release with a known fault in something that is used",
    page: include_str!("known_bad_version.md"),
    allowable: true,
    check,
};

/// A fault of some releases.
struct Bug {
    since: Version,
    /// The first release without it; a patch of an earlier minor release may have the fix, too.
    fixed: Version,
    patched: Option<Version>,
    issue: &'static str,
    effect: &'static str,
    /// The place that uses what is broken.
    used: fn(&Simulation<'_>, &Topology) -> Option<Span>,
}

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

static BUGS: [Bug; 7] = [
    Bug {
        since: v(2, 7, 0),
        fixed: v(3, 3, 0),
        patched: None,
        issue: "KAFKA-12635",
        effect: "positions in partitions that are still empty are copied as they are, beyond the end of the copy",
        used: group_sync,
    },
    Bug {
        since: v(2, 4, 0),
        fixed: v(3, 5, 0),
        patched: Some(v(3, 4, 1)),
        issue: "KAFKA-12468",
        effect: "where offsets have gaps, by compaction, transactions or filters, positions may be translated beyond \
                 records that nobody has read",
        used: gaps_in_offsets,
    },
    Bug {
        since: v(3, 5, 0),
        fixed: v(3, 6, 0),
        patched: Some(v(3, 5, 2)),
        issue: "KAFKA-15202",
        effect: "checkpoints lie far behind, so consumers that move read much of their topics again",
        used: checkpoints,
    },
    Bug {
        since: v(3, 5, 0),
        fixed: v(3, 7, 0),
        patched: Some(v(3, 6, 2)),
        issue: "KAFKA-15906",
        effect: "positions in topics with few records never reach the end",
        used: group_sync,
    },
    Bug {
        since: v(2, 7, 0),
        fixed: v(3, 8, 0),
        patched: Some(v(3, 7, 1)),
        issue: "KAFKA-15905",
        effect: "after a restart of the task older positions cannot be translated",
        used: group_sync,
    },
    Bug {
        since: v(2, 4, 0),
        fixed: v(3, 7, 0),
        patched: Some(v(3, 6, 2)),
        issue: "KAFKA-13988",
        effect: "`auto.offset.reset=latest` is ignored, so topics are copied from their beginning",
        used: starts_at_the_end,
    },
    Bug {
        since: v(3, 5, 0),
        fixed: v(3, 7, 0),
        patched: Some(v(3, 6, 2)),
        issue: "KAFKA-15372",
        effect: "while pods are replaced one by one, a new configuration is not applied",
        used: several_pods,
    },
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let version = topology.workload.version;
        for bug in BUGS.iter().filter(|bug| bug.is_in(version)) {
            let Some(span) = (bug.used)(context.simulation, topology) else { continue };
            let fixed = bug.patched.unwrap_or(bug.fixed);
            findings
                .report(
                    span,
                    format!("Kafka {version} has a known fault in what this uses, {}", bug.issue),
                )
                .subject(bug.issue)
                .reason(bug.effect)
                .help(format!("write `kafkaVersion: \"{fixed}\"` or later in `mirrorMaker2Spec`"));
        }
    }
}

impl Bug {
    fn is_in(&self, version: Version) -> bool {
        let is_patched = self.patched.is_some_and(|patched| {
            (version.major, version.minor) == (patched.major, patched.minor) && version >= patched
        });
        (self.since..self.fixed).contains(&version) && !is_patched
    }
}

fn group_sync(_: &Simulation<'_>, topology: &Topology) -> Option<Span> {
    let setting = |flow| topology.flow_setting(flow, "sync.group.offsets.enabled");
    let mut settings = topology.flows.iter().filter_map(setting);
    settings.find(|setting| boolean(setting.value.trim())).map(|setting| setting.key_span)
}

/// Checkpoints are written unless they are switched off.
fn checkpoints(_: &Simulation<'_>, topology: &Topology) -> Option<Span> {
    let are_written = |flow: &&Flow| {
        let setting = topology.flow_setting(flow, "emit.checkpoints.enabled");
        setting.is_none_or(|setting| boolean(setting.value.trim()))
    };
    topology.flows.iter().find(are_written).map(|flow| flow.span)
}

/// Checkpoints of topics that are known to have gaps: the declaration, or the line that gives it away.
fn gaps_in_offsets(simulation: &Simulation<'_>, topology: &Topology) -> Option<Span> {
    let own = simulation.flow_ids().filter_map(|id| {
        let flow = simulation.flow(id);
        let is_own = std::ptr::eq(flow.topology, topology) && flow.makes_checkpoints;
        is_own.then(|| (id, connector(flow)))
    });
    let emits = |config: &Config<'_>| config.boolean("emit.checkpoints.enabled") != Some(false);
    let flows: BTreeMap<FlowId, Config<'_>> = own.filter(|(_, config)| emits(config)).collect();
    let compacted = |topic| {
        let facts = simulation.facts(simulation.seed(topic))?;
        let policy = facts.configs.get("cleanup.policy")?;
        policy.contains("compact").then(|| simulation.declared_at(simulation.topics.root(topic)))?
    };
    let mut arrivals =
        simulation.user_arrivals().filter(|arrival| flows.contains_key(&arrival.flow));
    let found = arrivals.find_map(|arrival| compacted(arrival.from));
    found.or_else(|| flows.values().find_map(leaves_records_out))
}

fn connector<'a>(flow: &simulate::Flow<'a>) -> Config<'a> {
    effective::connector_config(flow.topology, flow.pair.from, flow.pair.to)
}

/// The line by which a source has transactions, or a connector filters.
fn leaves_records_out(connector: &Config<'_>) -> Option<Span> {
    let consumer =
        Client { side: Side::Source, role: Role::Consumer, label: "replication-consumer" };
    let consumer = client_config(connector, consumer);
    let isolation = consumer.values.get("isolation.level");
    let isolation = isolation.filter(|value| value.text.trim() == "read_committed");
    let filter = || {
        let names = connector.get("transforms")?.split(',').map(str::trim);
        let mut kinds =
            names.filter_map(|name| connector.values.get(&format!("transforms.{name}.type")));
        kinds.find(|kind| kind.text.trim() == FILTER)
    };
    Some(isolation.or_else(filter)?.origin.line()?.key_span)
}

const FILTER: &str = "org.apache.kafka.connect.transforms.Filter";

fn starts_at_the_end(_: &Simulation<'_>, topology: &Topology) -> Option<Span> {
    let is_latest = |key: &str| {
        let setting = topology.settings.get(key)?;
        (setting.value.trim() == "latest").then_some(setting.key_span)
    };
    topology.flows.iter().find_map(|flow| {
        let (from, name) = (topology.alias(flow.from), topology.flow_name(flow));
        let keys = [
            format!("{from}.consumer.auto.offset.reset"),
            format!("{name}.source.consumer.auto.offset.reset"),
            format!("{name}.consumer.auto.offset.reset"),
        ];
        keys.iter().find_map(|key| is_latest(key))
    })
}

fn several_pods(_: &Simulation<'_>, topology: &Topology) -> Option<Span> {
    let replicas = topology.workload.replicas;
    (replicas.max > 1).then_some(replicas.span)
}
