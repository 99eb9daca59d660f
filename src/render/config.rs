//! The files in an instance's ConfigMap. In: a [`Topology`], and an [`Instance`] of it. Out: their texts by name, and a
//! digest over them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{
    mm2::owned,
    plan::Instance,
    properties,
    topology::{Cluster, Topology, Version},
};

/// Kafka's scripts read log4j 2 from this release on.
const LOG4J2_SINCE: Version = Version::new(4, 0, 0);

/// What all instances of one topology share: everything but the part of `mm2.properties` that the compiler owns, and
/// of that part the names of the clusters and their addresses from outside. It is written and hashed once: in a large
/// topology it is nearly all of the text.
pub(super) struct SharedFiles {
    texts: BTreeMap<&'static str, &'static str>,
    block: String,
    clusters: String,
    /// The line of each cluster, in the order of the clusters.
    addresses: Vec<Option<String>>,
    digest: Sha256,
}

/// The files of one ConfigMap.
pub(super) struct Files {
    pub(super) texts: BTreeMap<&'static str, String>,
    /// It changes when the mounted files do, and so restarts the pods.
    pub(super) checksum: String,
}

impl SharedFiles {
    pub(super) fn new(topology: &Topology) -> SharedFiles {
        let mut texts = BTreeMap::from([log_file(topology.workload.version)]);
        if topology.workload.metrics.is_some() {
            let text = include_str!("../../templates/files/jmx-exporter.yaml");
            texts.insert("jmx-exporter.yaml", text);
        }
        let block = format!("\n# provided by the descriptor\n{}", topology.settings.text);
        let (key, aliases) = owned::clusters(topology);
        let clusters = properties::write_entry(key, &aliases);
        let addresses: Vec<_> = topology.clusters.iter().map(outside_address).collect();
        let mut digest = Sha256::new();
        for (name, text) in &texts {
            update(&mut digest, name);
            update(&mut digest, text);
        }
        update(&mut digest, &block);
        for line in addresses.iter().flatten() {
            update(&mut digest, line);
        }
        update(&mut digest, &clusters);
        SharedFiles { texts, block, clusters, addresses, digest }
    }
}

fn outside_address(cluster: &Cluster) -> Option<String> {
    let key = [cluster.alias.value.as_str(), ".bootstrap.servers"].concat();
    Some(properties::write_entry(&key, &cluster.external.as_ref()?.value))
}

/// The files of an instance.
pub(super) fn files(instance: &Instance<'_>, shared: &SharedFiles) -> Files {
    let owned = instance.owned();
    let mut properties = Properties::new(shared);
    for (cluster, address) in instance.topology.clusters.iter().zip(&shared.addresses) {
        match address {
            Some(line) if owned.is_outside(cluster) => properties.text.push_str(line),
            address => {
                for (key, value) in owned.cluster_settings(cluster) {
                    properties.add(&properties::write_entry(&key, &value), address.as_deref());
                }
            }
        }
    }
    for (key, value) in owned.further_settings() {
        properties.add(&properties::write_entry(&key, &value), None);
    }
    let (properties, checksum) = properties.finish();
    let constant = shared.texts.iter().map(|(name, text)| (*name, (*text).to_owned()));
    let texts = constant.chain([("mm2.properties", properties)]).collect();
    Files { texts, checksum }
}

/// `mm2.properties` of an instance, as far as it is written.
struct Properties<'a> {
    shared: &'a SharedFiles,
    text: String,
    digest: Sha256,
}

impl<'a> Properties<'a> {
    fn new(shared: &'a SharedFiles) -> Properties<'a> {
        let addresses: usize = shared.addresses.iter().flatten().map(String::len).sum();
        let mut text = String::with_capacity(shared.block.len() + 2 * addresses);
        text.push_str("# maintained by mirrorc\n");
        text.push_str(&shared.clusters);
        Properties { shared, text, digest: shared.digest.clone() }
    }

    /// With the lines that all share, those that differ tell the whole text.
    fn add(&mut self, line: &str, shared: Option<&str>) {
        if shared != Some(line) {
            update(&mut self.digest, line);
        }
        self.text.push_str(line);
    }

    /// The text and the digest over it and over all other files.
    fn finish(mut self) -> (String, String) {
        // Behind our part the user's block, byte for byte.
        self.text.push_str(&self.shared.block);
        let digits = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        (self.text, digits)
    }
}

/// With its length, so that no text can pass for the end of another.
fn update(digest: &mut Sha256, text: &str) {
    digest.update(text.len().to_be_bytes());
    digest.update(text);
}

fn log_file(version: Version) -> (&'static str, &'static str) {
    if version >= LOG4J2_SINCE {
        ("log4j2.yaml", include_str!("../../templates/files/log4j2.yaml"))
    } else {
        ("log4j.properties", include_str!("../../templates/files/log4j.properties"))
    }
}

/// What `KAFKA_LOG4J_OPTS` must say for the file that is mounted.
pub(super) fn log_options(version: Version) -> &'static str {
    if version >= LOG4J2_SINCE {
        "-Dlog4j2.configurationFile=file:/etc/mm2/log4j2.yaml"
    } else {
        "-Dlog4j.configuration=file:/etc/mm2/log4j.properties"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTSIDE: [&str; 3] = [
        "a.bootstrap.servers=a:9094\n",
        "b.bootstrap.servers=b:9094\n",
        "c.bootstrap.servers=c:9094\n",
    ];

    fn checksum(lines: &[&str]) -> String {
        let shared = SharedFiles {
            texts: BTreeMap::new(),
            block: "a->b.enabled=true".to_owned(),
            clusters: "clusters=a, b, c\n".to_owned(),
            addresses: OUTSIDE.map(|line| Some(line.to_owned())).to_vec(),
            digest: Sha256::new(),
        };
        let mut properties = Properties::new(&shared);
        for (at, line) in lines.iter().enumerate() {
            properties.add(line, OUTSIDE.get(at).copied());
        }
        properties.finish().1
    }

    #[test]
    fn each_of_our_lines_counts_for_the_checksum() {
        let [a, b, c] = OUTSIDE;
        let variants = [
            vec![a, b, c],
            vec!["a.bootstrap.servers=a.kafka.svc:9092\n", b, c],
            vec![a, "b.bootstrap.servers=a.kafka.svc:9092\n", c],
            vec![a, b, "c.bootstrap.servers=a.kafka.svc:9092\n"],
            vec![a, b, c, "b.security.protocol=SSL\n"],
            vec![a, b, c, "listeners=http://0.0.0.0:8083\n"],
        ];
        let checksums: Vec<String> = variants.iter().map(|lines| checksum(lines)).collect();
        for (index, one) in checksums.iter().enumerate() {
            assert_eq!(*one, checksum(&variants[index]));
            assert!(!checksums[..index].contains(one), "{:?}", variants[index]);
        }
    }
}
