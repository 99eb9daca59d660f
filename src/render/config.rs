//! The files in an instance's ConfigMap. In: a [`Topology`] and an instance's own settings. Out: their texts by name,
//! and a digest over them.

use std::{borrow::Cow, collections::BTreeMap};

use sha2::{Digest, Sha256};

use crate::{
    properties,
    topology::{Cluster, Topology, Version},
};

/// Kafka's scripts read log4j 2 from this release on.
const LOG4J2_SINCE: Version = Version::new(4, 0, 0);

/// What all instances of one topology share: everything but the part of `mm2.properties` that the compiler owns, and
/// of that part the clusters' addresses from outside. It is hashed once: in a large topology it is nearly all of the
/// text.
pub(super) struct SharedFiles {
    texts: BTreeMap<&'static str, &'static str>,
    block: String,
    /// Key and line of each cluster, in the order of the clusters.
    addresses: Vec<(String, String)>,
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
        let addresses: Vec<_> = topology.clusters.iter().filter_map(outside_address).collect();
        let mut digest = Sha256::new();
        for (name, text) in &texts {
            update(&mut digest, name);
            update(&mut digest, text);
        }
        update(&mut digest, &block);
        for (_, line) in &addresses {
            update(&mut digest, line);
        }
        SharedFiles { texts, block, addresses, digest }
    }
}

fn outside_address(cluster: &Cluster) -> Option<(String, String)> {
    let key = [cluster.alias.value.as_str(), ".bootstrap.servers"].concat();
    let line = properties::write_entry(&key, &cluster.external.as_ref()?.value);
    Some((key, line))
}

pub(super) fn files(settings: &[(String, Cow<'_, str>)], shared: &SharedFiles) -> Files {
    let mut properties = "# maintained by mirrorc\n".to_owned();
    let mut digest = shared.digest.clone();
    let mut addresses = shared.addresses.iter().peekable();
    for (key, value) in settings {
        let line = properties::write_entry(key, value);
        let shared = addresses.next_if(|(shared, _)| shared == key);
        // With the lines that all share, those that differ tell the whole text.
        if shared.is_none_or(|(_, shared)| *shared != line) {
            update(&mut digest, &line);
        }
        properties.push_str(&line);
    }
    let checksum = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    // Behind our part the user's block, byte for byte.
    properties.push_str(&shared.block);
    let constant = shared.texts.iter().map(|(name, text)| (*name, (*text).to_owned()));
    let texts = constant.chain([("mm2.properties", properties)]).collect();
    Files { texts, checksum }
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

    const OUTSIDE: [(&str, &str); 3] = [
        ("a.bootstrap.servers", "a.example.com:9094"),
        ("b.bootstrap.servers", "b.example.com:9094"),
        ("c.bootstrap.servers", "c.example.com:9094"),
    ];

    fn checksum(settings: &[(&str, &str)]) -> String {
        let addresses = OUTSIDE
            .map(|(key, value)| (key.to_owned(), properties::write_entry(key, value)))
            .to_vec();
        let shared = SharedFiles {
            texts: BTreeMap::new(),
            block: "a->b.enabled=true".to_owned(),
            addresses,
            digest: Sha256::new(),
        };
        let settings: Vec<(String, Cow<'_, str>)> =
            settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
        files(&settings, &shared).checksum
    }

    #[test]
    fn each_of_our_lines_counts_for_the_checksum() {
        let [a, b, c] = OUTSIDE;
        let variants = [
            vec![a, b, c],
            vec![("a.bootstrap.servers", "a.kafka.svc:9092"), b, c],
            vec![a, ("b.bootstrap.servers", "a.kafka.svc:9092"), c],
            vec![a, b, ("c.bootstrap.servers", "a.kafka.svc:9092")],
            vec![a, ("b.security.protocol", "SSL"), b, c],
            vec![a, b, c, ("listeners", "http://0.0.0.0:8083")],
        ];
        let checksums: Vec<String> = variants.iter().map(|settings| checksum(settings)).collect();
        for (index, one) in checksums.iter().enumerate() {
            assert_eq!(*one, checksum(&variants[index]));
            assert!(!checksums[..index].contains(one), "{:?}", variants[index]);
        }
    }
}
