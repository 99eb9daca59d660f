//! What mirrorc makes of a scenario's descriptor: what it means, and what each instance would run with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use mirrorc::{
    compile::{self, Compilation, File, Options},
    diagnostic::Severity,
    mm2::effective,
    topology::Topology,
    yaml::Value,
};

use super::{play::Records, scenario::ByCluster};

/// The version that every descriptor of a scenario states; another one takes its place.
const STATED: &str = "kafkaVersion: 4.3.1";
/// What every scenario says besides its own block.
const FAST: &str = include_str!("fast.properties");
/// Descriptors name their brokers so, by number from 0.
const BROKER: &str = "broker-";
const DOMAIN: &str = ".example.com:9092";

pub(super) struct Compiled {
    pub(super) topology: Topology,
    pub(super) instances: Vec<Instance>,
}

/// One rendered `mm2.properties`.
pub(super) struct Instance {
    pub(super) alias: String,
    pub(super) properties: String,
}

/// Adds what was produced to what is left on the brokers, and takes all of that for the inventory. Panics where the
/// descriptor is faulty in a way that cannot be accepted.
pub(super) fn compile(
    descriptor: &str,
    version: &str,
    produced: &ByCluster<BTreeMap<String, u32>>,
    brokers: &mut [Records],
) -> Compiled {
    assert!(descriptor.contains(STATED), "a scenario states `{STATED}`");
    let descriptor = descriptor.replace(STATED, &format!("kafkaVersion: {version}"));
    let topology = run(&descriptor).topologies.remove(0);
    for (alias, topics) in produced {
        let records = brokers.get_mut(broker(&topology, alias)).expect("there are four brokers");
        records.extend(topics.iter().map(|(name, count)| (name.clone(), u64::from(*count))));
    }
    let text = format!("{}{}", inventory(&topology, brokers), hastened(descriptor, &topology));
    let text = format!("{}{text}", allow(&run(&text)));
    let mut compiled = run(&text);
    let manifests = compiled.manifests.take().unwrap_or_else(|| {
        let found: Vec<&str> = compiled.found.iter().map(|found| found.message.as_str()).collect();
        panic!("{}\n{text}", found.join("\n"))
    });
    let config_maps =
        manifests.files.iter().filter(|(path, _)| path.contains(".configmap.")).map(|(_, file)| {
            let object = super::super::value(&file.text);
            let at = |path: &[&str]| text_at(&object, path);
            Instance {
                alias: at(&["metadata", "labels", "mirrorc.dev/alias"]),
                properties: at(&["data", "mm2.properties"]),
            }
        });
    Compiled { instances: config_maps.collect(), topology: compiled.topologies.remove(0) }
}

fn text_at(object: &Value, path: &[&str]) -> String {
    let found = path.iter().try_fold(object, |value, key| value.get(key));
    found.and_then(Value::as_str).expect("every ConfigMap has it").to_owned()
}

fn run(descriptor: &str) -> Compilation {
    let bytes = descriptor.as_bytes().to_vec();
    let parsed = compile::parse(vec![File { path: "topology.yaml".to_owned(), bytes }]);
    let options = Options {
        today: "2026-11-21".to_owned(),
        folder: "/work".to_owned(),
        tree: "rendered".to_owned(),
        templates: Vec::new(),
    };
    compile::compile(parsed, &BTreeMap::new(), &options)
}

fn inventory(topology: &Topology, brokers: &[Records]) -> String {
    let mut text = String::new();
    for (number, topics) in brokers.iter().enumerate() {
        let Some(alias) = alias(topology, number).filter(|_| !topics.is_empty()) else { continue };
        let names: Vec<String> = topics.keys().map(|name| format!("{name:?}")).collect();
        let names = names.join(", ");
        let head = if text.is_empty() { "topics:\n" } else { "" };
        writeln!(text, "{head}  - {{ cluster: {alias:?}, names: [{names}] }}").unwrap();
    }
    text
}

fn errors(compilation: &Compilation) -> BTreeSet<&'static str> {
    let errors = compilation.found.iter().filter(|found| found.severity == Severity::Error);
    errors.map(|error| error.rule).collect()
}

/// What is wrong with a topology is to be seen, so all of it is accepted.
fn allow(compilation: &Compilation) -> String {
    let mut text = String::new();
    for (number, rule) in errors(compilation).into_iter().enumerate() {
        let head = if number == 0 { "allow:\n" } else { "" };
        writeln!(text, "{head}  - {{ rule: {rule}, reason: it is to be seen }}").unwrap();
    }
    text
}

/// The block is the last of a descriptor, so what follows belongs to it.
fn hastened(descriptor: String, topology: &Topology) -> String {
    let stated: BTreeSet<&str> =
        topology.settings.entries.iter().map(|setting| setting.key.as_str()).collect();
    let aliases: Vec<&str> =
        topology.clusters.iter().map(|cluster| cluster.alias.value.as_str()).collect();
    let mut text = descriptor;
    for line in FAST.lines().filter(|line| !line.starts_with('#')) {
        let lines = match line.strip_prefix('*') {
            Some(rest) => aliases.iter().map(|alias| format!("{alias}{rest}")).collect(),
            None => vec![line.to_owned()],
        };
        for line in lines {
            let key = line.split('=').next().unwrap();
            if !stated.contains(key) {
                writeln!(text, "  {line}").unwrap();
            }
        }
    }
    text
}

/// Puts the addresses of real brokers in the place of those that a descriptor gives.
pub(super) fn with_addresses(text: &str, brokers: &[String]) -> String {
    brokers.iter().enumerate().fold(text.to_owned(), |text, (number, address)| {
        text.replace(&format!("{BROKER}{number}{DOMAIN}"), address)
    })
}

impl Compiled {
    /// What is known of the settings of each instance.
    pub(super) fn effective(&self) -> impl Iterator<Item = effective::Instance<'_>> {
        self.instances.iter().map(|instance| {
            let target = self.topology.by_alias(&instance.alias);
            let target = target.expect("an instance is beside a cluster");
            effective::Instance::new(&self.topology, target)
        })
    }

    /// The first of the aliases that a broker has.
    pub(super) fn alias(&self, broker: usize) -> Option<&str> {
        alias(&self.topology, broker)
    }

    /// The number of the broker that is a cluster.
    pub(super) fn broker(&self, alias: &str) -> usize {
        broker(&self.topology, alias)
    }
}

fn alias(topology: &Topology, number: usize) -> Option<&str> {
    let mut aliases = topology.clusters.iter().map(|cluster| cluster.alias.value.as_str());
    aliases.find(|alias| broker(topology, alias) == number)
}

fn broker(topology: &Topology, alias: &str) -> usize {
    let cluster = topology.by_alias(alias).unwrap_or_else(|| panic!("there is no `{alias}`"));
    let cluster = topology.cluster(cluster);
    let address = cluster.external.as_ref().or(cluster.internal.as_ref());
    let address = &address.expect("every cluster has an address").value;
    let number = address.strip_prefix(BROKER).and_then(|rest| rest.strip_suffix(DOMAIN));
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{address}"))
}
