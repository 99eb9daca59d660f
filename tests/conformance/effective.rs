//! Generated topologies: what `MirrorMakerConfig` and the connectors make of their files, against `mm2::effective`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use mirrorc::{
    compile::{self, File, Options},
    mm2::{
        effective::{Client, Config, Connector, Instance, Role, Side, client_config},
        owned::{Owned, clusters},
    },
    properties,
    topology::{Cluster, Topology},
};

use super::{Map, class_path, peer, random::Random};

/// The releases that are asked; one for each change in how settings are merged.
const VERSIONS: [&str; 11] = [
    "2.7.2", "2.8.2", "3.0.2", "3.1.2", "3.4.1", "3.6.2", "3.7.1", "3.8.0", "3.9.1", "4.1.1",
    "4.3.1",
];
const CASES: usize = 80;
const SEED: u64 = 20_241;

#[test]
fn settings_are_merged_as_mirror_maker_merges_them() {
    if super::is_skipped() {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    fs::create_dir_all(&folder).unwrap();
    let seed = Random::seed(SEED, "effective settings");
    let (mut compared, mut refused) = (0, 0);
    for version in VERSIONS {
        let mut random = Random::new(seed);
        let topologies: Vec<Topology> =
            (0..CASES).map(|_| topology(&descriptor(&mut random, version))).collect();
        let answers = ask(&folder, version, &topologies);
        for (number, topology) in topologies.iter().enumerate() {
            let none = BTreeMap::new();
            let answer = answers.get(&number).unwrap_or(&none);
            let counts = check(version, topology, answer);
            compared += counts.0;
            refused += counts.1;
        }
    }
    peer::tell(&format!(
        "effective settings: {} files of {} releases {compared} configurations equal, {refused} \
         connectors refused",
        CASES * VERSIONS.len(),
        VERSIONS.len(),
    ));
    assert!(refused * 10 < compared, "too few connectors start");
}

/// Of one file: the settings by source and by what they are of.
type Answer = BTreeMap<(String, String), Map>;

fn ask(folder: &Path, version: &str, topologies: &[Topology]) -> BTreeMap<usize, Answer> {
    let file = folder.join(format!("effective-{version}.txt"));
    let blocks = topologies.iter().map(|topology| {
        let target = target(topology);
        format!("{}\n{}\u{1}", target.alias.value, text(topology, target))
    });
    fs::write(&file, blocks.collect::<String>()).unwrap();
    let mut java = peer::command("java");
    java.arg("-cp").arg(class_path(folder, version));
    java.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/Effective.java")).arg(&file);
    let output = peer::run(&mut java, b"");
    let mut answers: BTreeMap<usize, Answer> = BTreeMap::new();
    for line in
        std::str::from_utf8(&output.stdout).unwrap().lines().filter(|line| line.starts_with('['))
    {
        let parts: Vec<String> = serde_json::from_str(line).unwrap();
        let [number, source, _, kind, settings @ ..] = parts.as_slice() else { panic!("{line}") };
        let (settings, _) = settings.as_chunks::<2>();
        let settings = settings.iter().map(|[key, value]| (key.clone(), value.clone())).collect();
        let answer = answers.entry(number.parse().unwrap()).or_default();
        answer.insert((source.clone(), kind.clone()), settings);
    }
    answers
}

/// The file as `render` writes it: our part, then the user's.
fn text(topology: &Topology, target: &Cluster) -> String {
    let owned = Owned::new(topology, target);
    let (key, aliases) = clusters(topology);
    let mut ours = properties::write_entry(key, &aliases);
    let of_clusters = topology.clusters.iter().flat_map(|cluster| owned.cluster_settings(cluster));
    for (key, value) in of_clusters.chain(owned.further_settings()) {
        ours.push_str(&properties::write_entry(&key, &value));
    }
    format!("{ours}\n{}", topology.settings.text)
}

fn target(topology: &Topology) -> &Cluster {
    topology.clusters.last().unwrap()
}

/// How many configurations were equal, and how many connectors MirrorMaker 2 refused.
fn check(version: &str, topology: &Topology, answer: &Answer) -> (usize, usize) {
    let instance = Instance::new(topology, target(topology).id);
    let ours: Vec<&str> = instance.pairs().iter().map(|pair| topology.alias(pair.from)).collect();
    let mut theirs: Vec<&str> = answer.keys().map(|(source, _)| source.as_str()).collect();
    theirs.dedup();
    let sorted = |mut names: Vec<&str>| -> Vec<String> {
        names.sort_unstable();
        names.into_iter().map(str::to_owned).collect()
    };
    let block = &topology.settings.text;
    assert_eq!(sorted(ours), sorted(theirs), "pairs of Kafka {version}:\n{block}");
    let mut refused = 0;
    for ((source, kind), theirs) in answer {
        if kind == "refused" {
            refused += 1;
            continue;
        }
        let from = topology.by_alias(source).unwrap();
        let connector = instance.connector_config(from, Connector::Source);
        let ours = match kind.as_str() {
            "worker" => instance.worker_config(from),
            "connector" => connector,
            client => client_config(&connector, client_named(client)),
        };
        let what = || {
            format!(
                "{kind} of `{source}` in Kafka {version}:\n{}",
                text(topology, target(topology))
            )
        };
        let ours = flat(&ours);
        let differs = |key: &&String| ours.get(*key) != theirs.get(*key);
        let keys: BTreeSet<&String> = ours.keys().chain(theirs.keys()).filter(differs).collect();
        let sides =
            |key: &String| format!("{key}: {:?}, not {:?}\n", theirs.get(key), ours.get(key));
        let differences: String = keys.into_iter().map(sides).collect();
        assert!(differences.is_empty(), "{differences}{}", what());
    }
    (answer.len() - refused, refused)
}

fn client_named(name: &str) -> Client {
    let (side, role) = match name.strip_prefix("source") {
        Some(role) => (Side::Source, role),
        None => (Side::Target, name.strip_prefix("target").unwrap()),
    };
    let role = match role {
        "Consumer" => Role::Consumer,
        "Producer" => Role::Producer,
        "Admin" => Role::Admin,
        _ => panic!("{name}"),
    };
    Client { side, role, label: "role" }
}

fn flat(config: &Config<'_>) -> Map {
    config.values.iter().map(|(key, value)| (key.clone(), value.text.to_string())).collect()
}

fn topology(descriptor: &serde_json::Value) -> Topology {
    let bytes = serde_json::to_vec(descriptor).unwrap();
    let parsed = compile::parse(vec![File { path: "topology.yaml".to_owned(), bytes }]);
    let options = Options {
        today: "2024-01-01".to_owned(),
        folder: "/work".to_owned(),
        tree: "rendered".to_owned(),
        templates: Vec::new(),
    };
    compile::compile(parsed, &BTreeMap::new(), &options).topologies.remove(0)
}

const ALIASES: [&str; 16] = [
    "a",
    "b",
    "a.b",
    "us",
    "us.west",
    "us.west.2",
    "A",
    "topics",
    "source",
    "consumer",
    "b-1",
    "task",
    "worker.1",
    "config.providers.x",
    "replication.policy",
    "us.ssl",
];

/// Keys at all levels, with values that their readers take.
const SETTINGS: [(&str, &[&str]); 56] = [
    ("enabled", &["true", "true", "TRUE", "true ", "false", "\\ true"]),
    ("enabled", &["true"]),
    ("emit.heartbeats.enabled", &["true", "false", "false ", "True"]),
    ("emit.heartbeats.interval.seconds", &["5"]),
    ("topics", &["orders", ".*", "a-.*, b-.*", ""]),
    ("topics.exclude", &["x", "__.*"]),
    ("topics.blacklist", &["y"]),
    ("groups", &["g.*"]),
    ("groups.blacklist", &["h"]),
    ("replication.factor", &["3", "1"]),
    ("replication.policy.separator", &[".", "_", "", " -"]),
    ("replication.policy.class", &["org.apache.kafka.connect.mirror.DefaultReplicationPolicy"]),
    ("replication.policy.internal.topic.separator.enabled", &["false"]),
    ("replication.policy.own", &["z"]),
    ("replication.policy", &["bare"]),
    ("tasks.max", &["4"]),
    ("source.cluster.alias", &["x", "", "\\ y"]),
    ("target.cluster.alias", &["t"]),
    ("alias", &["odd"]),
    ("offset.storage.topic", &["o"]),
    ("offset.storage", &["bare"]),
    ("config.storage.replication.factor", &["1"]),
    ("status.storage.partitions", &["1"]),
    ("offset.flush.interval.ms", &["7"]),
    ("key.converter", &["org.apache.kafka.connect.converters.ByteArrayConverter"]),
    ("value.converter.x", &["1"]),
    ("task.shutdown.graceful.timeout.ms", &["9"]),
    ("worker.unsync.backoff.ms", &["9"]),
    ("worker", &["bare"]),
    ("group.id", &["g"]),
    ("client.id", &["c"]),
    ("security.protocol", &["SSL", "PLAINTEXT"]),
    ("ssl.truststore.location", &["/t"]),
    ("ssl.truststore.certificates", &["pem"]),
    ("ssl.engine.factory.class", &["org.apache.kafka.common.security.ssl.DefaultSslEngineFactory"]),
    ("sasl.mechanism", &["PLAIN"]),
    ("sasl.login.connect.timeout.ms", &["11"]),
    ("sasl.oauthbearer.header.urlencode", &["true"]),
    ("sasl.oauthbearer.scope", &["s"]),
    ("bootstrap.servers", &["k:9092"]),
    ("consumer.fetch.min.bytes", &["1"]),
    ("consumer.poll.timeout.ms", &["500"]),
    ("consumer.auto.offset.reset", &["latest"]),
    ("consumer.client.id", &["mine"]),
    ("consumers", &["odd"]),
    ("producer.acks", &["1"]),
    ("producer.override.linger.ms", &["5"]),
    ("admin.retries", &["2"]),
    ("admin.timeout.ms", &["30000"]),
    ("source.consumer.max.poll.records", &["3"]),
    ("source.cluster.bootstrap.servers", &["l:1"]),
    ("source.admin.retries", &["8"]),
    ("target.producer.acks", &["0"]),
    ("target.cluster.producer.acks", &["all"]),
    ("use.defaults.from", &["source"]),
    ("", &["nothing"]),
];

fn descriptor(random: &mut Random, version: &str) -> serde_json::Value {
    let mut aliases: Vec<&str> = Vec::new();
    for _ in 0..2 + random.below(3) {
        let alias = random.pick(&ALIASES);
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    if aliases.len() < 2 {
        aliases = vec!["us", "us.west"];
    }
    let clusters: Vec<serde_json::Value> =
        aliases.iter().map(|alias| cluster(random, alias)).collect();
    let mut block = String::new();
    // Without a flow into it nothing runs beside the target.
    let (target, others) = aliases.split_last().unwrap();
    for _ in 0..random.below(4) {
        block += random.pick(others);
        block += &["->", target, ".enabled=true\n"].concat();
    }
    for _ in 0..random.below(24) {
        block.push_str(&line(random, &aliases));
    }
    if random.below(3) == 0 {
        block.push_str(&providers(random, &aliases));
    }
    serde_json::json!({
        "kafkaClusters": clusters,
        "mirrorMaker2Spec": { "kafkaVersion": version },
        "mirrorMaker2Properties": block,
    })
}

fn cluster(random: &mut Random, alias: &str) -> serde_json::Value {
    let mut cluster = serde_json::json!({
        "alias": alias,
        "kubernetesConfigContext": random.pick(&["one", "two"]),
        "bootstrapServers": { "internal": "in:9092", "external": format!("{alias}.example.com:9094") },
    });
    if random.below(3) == 0 {
        let trust = serde_json::json!({ "secret": "ca", "key": "ca.crt" });
        let security = serde_json::json!({ "protocol": "SSL", "tls": { "trust": trust } });
        cluster.as_object_mut().unwrap().insert("security".to_owned(), security);
    }
    cluster
}

fn line(random: &mut Random, aliases: &[&str]) -> String {
    let (key, values) = random.pick(&SETTINGS);
    let (from, to) = (random.pick(aliases), random.pick(aliases));
    let prefix = match random.below(5) {
        0 => String::new(),
        1 | 2 => format!("{from}."),
        _ => format!("{from}->{to}."),
    };
    let separator = random.pick(&["=", " = ", ": ", " "]);
    format!("{prefix}{key}{separator}{}\n", random.pick(values))
}

/// A provider of the user's own, and what refers to it. No key of `/dev/null` is known, so the text stays.
fn providers(random: &mut Random, aliases: &[&str]) -> String {
    let alias = random.pick(aliases);
    format!(
        "config.providers=file\nconfig.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n\
         {alias}.sasl.jaas.config=${{file:/dev/null:x}}\ntopics=${{file:/dev/null:topics}}|t\n"
    )
}
