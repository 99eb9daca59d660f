//! The configuration providers through which secrets reach MirrorMaker 2 as files, never as text.

use crate::{
    descriptor::{Security, StoreType},
    mm2::gates,
    topology::{Topology, boolean},
};

/// The provider that reads files of a folder.
pub const DIRECTORY: &str = "dir";
/// The provider that reads environment variables.
pub const ENVIRONMENT: &str = "env";

/// The environment variable that holds the address of the pod.
pub const POD_ADDRESS: &str = "POD_IP";

/// The providers that the compiler declares for a topology.
pub fn owned(topology: &Topology) -> Vec<&'static str> {
    let mut names = Vec::new();
    let securities = topology.clusters.iter().filter_map(|cluster| cluster.security.as_ref());
    if securities.map(|security| &security.value).any(reads_secrets) {
        names.push(DIRECTORY);
    }
    if internal_rest(topology) && topology.settings.get("rest.advertised.host.name").is_none() {
        names.push(ENVIRONMENT);
    }
    names
}

/// Whether the pods of an instance talk to each other over REST (Kafka 3.5 and later).
pub fn internal_rest(topology: &Topology) -> bool {
    let setting = topology.settings.get("dedicated.mode.enable.internal.rest");
    setting.is_some_and(|on| boolean(on.value.trim()))
}

/// A PEM truststore is named by its path only; everything else needs the content of a file.
pub fn reads_secrets(security: &Security) -> bool {
    let tls = security.tls.as_ref().map(|tls| &tls.value);
    let store = tls.and_then(|tls| tls.trust.as_ref()).is_some_and(|trust| {
        trust.value.store_type.as_ref().is_some_and(|found| found.value != StoreType::Pem)
    });
    store || tls.is_some_and(|tls| tls.client.is_some()) || security.sasl.is_some()
}

/// The lines that declare the providers. `folder` is the only one from which files may be read.
pub fn settings(topology: &Topology, target: &str, folder: &str) -> Vec<(String, String)> {
    let names = owned(topology);
    if names.is_empty() {
        return Vec::new();
    }
    // No blank after the comma: one of the two readers of this line does not trim.
    let list = names.join(",");
    let mut entries = vec![("config.providers".to_owned(), list.clone())];
    if gates::drops_providers(topology.workload.version) {
        entries.push((format!("{target}.config.providers"), list));
    }
    for name in names {
        let (class, parameter, value) = match name {
            DIRECTORY => ("DirectoryConfigProvider", "allowed.paths", folder),
            _ => ("EnvVarConfigProvider", "allowlist.pattern", POD_ADDRESS),
        };
        let class = format!("org.apache.kafka.common.config.provider.{class}");
        entries.push((format!("config.providers.{name}.class"), class));
        entries.push((format!("config.providers.{name}.param.{parameter}"), value.to_owned()));
    }
    entries
}
