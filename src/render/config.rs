//! The files in an instance's ConfigMap. In: an [`Instance`]. Out: their texts by name.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{plan::Instance, properties, topology::Version};

/// Kafka's scripts read log4j 2 from this release on.
const LOG4J2_SINCE: Version = Version::new(4, 0, 0);

/// The texts of the ConfigMap, by file name.
pub(super) fn files(instance: &Instance<'_>) -> BTreeMap<&'static str, String> {
    let mut files = BTreeMap::from([("mm2.properties", properties_text(instance))]);
    let (name, text) = if instance.version() >= LOG4J2_SINCE {
        ("log4j2.yaml", include_str!("../../templates/files/log4j2.yaml"))
    } else {
        ("log4j.properties", include_str!("../../templates/files/log4j.properties"))
    };
    files.insert(name, text.to_owned());
    if instance.topology.workload.metrics.is_some() {
        let text = include_str!("../../templates/files/jmx-exporter.yaml");
        files.insert("jmx-exporter.yaml", text.to_owned());
    }
    files
}

/// What `KAFKA_LOG4J_OPTS` must say for the file that is mounted.
pub(super) fn log_options(version: Version) -> &'static str {
    if version >= LOG4J2_SINCE {
        "-Dlog4j2.configurationFile=file:/etc/mm2/log4j2.yaml"
    } else {
        "-Dlog4j.configuration=file:/etc/mm2/log4j.properties"
    }
}

/// A digest over names and texts: it changes when the mounted files do, and so restarts the pods.
pub(super) fn checksum(files: &BTreeMap<&'static str, String>) -> String {
    let mut digest = Sha256::new();
    for (name, text) in files {
        for part in [*name, text] {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Our part, then the user's block byte for byte.
fn properties_text(instance: &Instance<'_>) -> String {
    let mut text = "# maintained by mirrorc\n".to_owned();
    for (key, value) in &instance.settings {
        text.push_str(&properties::write_entry(key, value));
    }
    text.push_str("\n# provided by the descriptor\n");
    text.push_str(&instance.topology.settings.text);
    text
}
