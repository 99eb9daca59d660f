//! Topologies that nobody has thought of: the same seed gives the same one, as a scenario's text.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    super::random::Random,
    scenario::{Scenario, Step, runs},
};

const ALIASES: &[&str] =
    &["A", "B", "c1", "us", "us.west", "us-west", "eu.east", "kafka_1", "kafka-1", "b.c"];
/// The usual one more often.
const SEPARATORS: &[&str] = &[".", ".", ".", "_", "-", "__", ""];
const IDENTITY: &str = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";
const TOPICS: &[&str] = &[
    "orders",
    "orders-1",
    "pay",
    "A.orders",
    "us.west.pay",
    "x.B.y",
    "my.internal",
    "b-internal",
    "c_internal",
    "old.replica",
    "x.heartbeats",
    "a-heartbeats",
    "us-pay",
    "B_t",
    "b.c.d",
    "__own",
];
const FILTERS: &[&str] = &[
    ".*",
    "orders.*",
    "orders.*, .*pay",
    ".*orders",
    "[a-z]+",
    "(orders|pay)",
    ".*\\\\..*",
    "x.*,b.*",
    "(?i)a.*, pay",
    "",
];
const EXCLUSIONS: &[&str] =
    &[".*pay", "mm2.*internal, .*heartbeats", "", ".*[\\\\-\\\\.]internal, .*\\\\.replica, __.*"];

pub(super) fn scenario(seed: u64) -> Scenario {
    let mut random = Random::new(seed);
    let aliases = aliases(&mut random);
    let descriptor = descriptor(&mut random, seed, &aliases);
    let run = run(&mut random, &aliases);
    let name = format!("seed-{seed}");
    let step = Step { runs: runs(&name, &run), descriptor, text: run };
    Scenario { name, seed: Some(seed), steps: vec![step] }
}

fn aliases(random: &mut Random) -> Vec<&'static str> {
    let mut aliases = Vec::new();
    let count = 2 + random.below(3);
    while aliases.len() < count {
        let alias = random.pick(ALIASES);
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    aliases
}

fn descriptor(random: &mut Random, seed: u64, aliases: &[&str]) -> String {
    let mut text = format!("# Made from the seed {seed}.\nkafkaClusters:\n");
    for (number, alias) in aliases.iter().enumerate() {
        let address = format!("broker-{number}.example.com:9092");
        writeln!(text, "  - alias: {alias}\n    kubernetesConfigContext: k{number}").unwrap();
        writeln!(
            text,
            "    bootstrapServers: {{ internal: \"{address}\", external: \"{address}\" }}"
        )
        .unwrap();
    }
    text.push_str("\nmirrorMaker2Spec: { kafkaVersion: 4.3.1 }\n\nmirrorMaker2Properties: |\n");
    let flows = flows(random, aliases);
    for line in flows.iter().map(|flow| format!("{flow}.enabled=true")) {
        writeln!(text, "  {line}").unwrap();
    }
    for (key, value) in settings(random, &flows, aliases) {
        writeln!(text, "  {key}={value}").unwrap();
    }
    text
}

/// Each pair in one of two cases, and one at least.
fn flows(random: &mut Random, aliases: &[&str]) -> Vec<String> {
    let mut flows = Vec::new();
    for from in aliases {
        for to in aliases.iter().filter(|to| *to != from) {
            if random.once_in(2) {
                flows.push(format!("{from}->{to}"));
            }
        }
    }
    if flows.is_empty() {
        flows.push(aliases.get(..2).expect("there are two").join("->"));
    }
    flows
}

/// By key, so that none stands twice.
fn settings(random: &mut Random, flows: &[String], aliases: &[&str]) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    let mut set = |key: String, value: &str| drop(settings.insert(key, value.to_owned()));
    set("replication.policy.separator".to_owned(), random.pick(SEPARATORS));
    if random.once_in(4) {
        set("replication.policy.class".to_owned(), IDENTITY);
    }
    if random.once_in(8) {
        set("source.cluster.alias".to_owned(), "");
        set("target.cluster.alias".to_owned(), "");
    }
    if random.once_in(3) {
        set("emit.heartbeats.enabled".to_owned(), random.pick(&["true", "false"]));
    }
    if random.once_in(4) {
        set("heartbeats.replication.enabled".to_owned(), "false");
    }
    if random.once_in(3) {
        set("topics".to_owned(), random.pick(FILTERS));
    }
    if random.once_in(4) {
        set("topics.exclude".to_owned(), random.pick(EXCLUSIONS));
    }
    if random.once_in(12) {
        set(format!("{}.alias", random.pick(aliases)), "nickname");
    }
    for flow in flows {
        if random.once_in(4) {
            set(format!("{flow}.topics"), random.pick(FILTERS));
        }
        if random.once_in(5) {
            set(format!("{flow}.offset-syncs.topic.location"), "target");
        }
        if random.once_in(10) {
            set(format!("{flow}.replication.policy.separator"), random.pick(SEPARATORS));
        }
        if random.once_in(10) {
            set(format!("{flow}.replication.policy.class"), IDENTITY);
        }
    }
    settings
}

fn run(random: &mut Random, aliases: &[&str]) -> String {
    let mut text = "produced:\n".to_owned();
    for alias in aliases {
        let mut topics = BTreeMap::new();
        for _ in 0..=random.below(3) {
            topics.insert(random.pick(TOPICS), 1 + random.below(3));
        }
        let topics: Vec<String> =
            topics.iter().map(|(name, records)| format!("{name}: {records}")).collect();
        writeln!(text, "  {alias}: {{ {} }}", topics.join(", ")).unwrap();
    }
    text
}
