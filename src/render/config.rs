//! The files in an instance's ConfigMap. In: a [`Topology`] and an instance's own settings. Out: their texts by name,
//! and a digest over them.

use std::{borrow::Cow, collections::BTreeMap};

use sha2::{Digest, Sha256};

use crate::{
    properties,
    topology::{Topology, Version},
};

/// Kafka's scripts read log4j 2 from this release on.
const LOG4J2_SINCE: Version = Version::new(4, 0, 0);

/// What all instances of one topology share: everything but the part of `mm2.properties` that the compiler owns. It is
/// hashed once, since the user's block of a large topology is most of the text.
pub(super) struct SharedFiles {
    texts: BTreeMap<&'static str, &'static str>,
    block: String,
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
        let mut digest = Sha256::new();
        for (name, text) in &texts {
            update(&mut digest, name);
            update(&mut digest, text);
        }
        update(&mut digest, &block);
        SharedFiles { texts, block, digest }
    }
}

pub(super) fn files(settings: &[(String, Cow<'_, str>)], shared: &SharedFiles) -> Files {
    let mut properties = "# maintained by mirrorc\n".to_owned();
    for (key, value) in settings {
        properties.push_str(&properties::write_entry(key, value));
    }
    let mut digest = shared.digest.clone();
    update(&mut digest, &properties);
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
