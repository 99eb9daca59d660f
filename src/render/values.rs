//! What a template sees of an instance: `instance.*`. An absent value is none, and its key is left out.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, value::Serde};
use serde::Serialize;

use super::config::{self, SharedFiles};
use crate::{
    descriptor::{Quantity, Resources, Toleration},
    names::label_value,
    plan::{Instance, METRICS_PORT, SecretMount},
    topology::{Version, Workload},
    yaml::Spanned,
};

/// A TCP connection in the state ESTABLISHED, as a line of `/proc/net/tcp`.
const OPEN_CONNECTION: &str = "^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ 01 ";

/// From this release on a pod that becomes leader applies the configuration that it was started with, so pods may be
/// replaced one by one.
const ROLLING_SINCE: Version = Version::new(3, 7, 0);

#[derive(Serialize)]
struct InstanceValues<'a> {
    name: &'a str,
    namespace: &'a str,
    alias: &'a str,
    /// The topology's name.
    topology: &'a str,
    labels: BTreeMap<&'static str, String>,
    selector: BTreeMap<&'static str, String>,
    pod_labels: BTreeMap<&'static str, String>,
    service_account_annotations: Option<&'a BTreeMap<String, String>>,
    config: BTreeMap<&'static str, String>,
    config_checksum: String,
    log_options: &'static str,
    image: &'a str,
    image_pull_secrets: &'a [String],
    priority_class_name: Option<&'a str>,
    heap: &'a str,
    resources: Option<ResourceValues<'a>>,
    node_selector: Option<&'a BTreeMap<String, String>>,
    tolerations: Option<Vec<&'a Toleration>>,
    affinity: Option<&'a serde_json::Value>,
    /// None where autoscaling sets it.
    replicas: Option<u32>,
    min_replicas: u32,
    max_replicas: u32,
    autoscaling: bool,
    several_pods: bool,
    rolling: bool,
    rest_port: Option<u16>,
    metrics: Option<MetricsValues<'a>>,
    metrics_port: u16,
    open_connection: &'static str,
    secrets: Vec<SecretValues<'a>>,
}

#[derive(Serialize)]
struct ResourceValues<'a> {
    requests: Option<BTreeMap<&'a str, String>>,
    limits: Option<BTreeMap<&'a str, String>>,
}

#[derive(Serialize)]
struct MetricsValues<'a> {
    image: &'a str,
    jar: &'a str,
}

#[derive(Serialize)]
struct SecretValues<'a> {
    secret: &'a str,
    volume: &'a str,
    path: &'a str,
    keys: &'a BTreeSet<String>,
}

/// The scope in which the templates of one instance are filled.
pub(super) fn scope(instance: &Instance<'_>, shared: &SharedFiles) -> Value {
    let instance = Value::from(Serde(values(instance, shared)));
    let values = BTreeMap::from([("instance", instance)]);
    Value::from(values)
}

fn values<'a>(instance: &'a Instance<'_>, shared: &SharedFiles) -> InstanceValues<'a> {
    let workload = &instance.topology.workload;
    let replicas = workload.replicas;
    let autoscaling = replicas.max > replicas.min;
    let several_pods = replicas.max > 1;
    let selector = selector(instance);
    let files = config::files(instance, shared);
    InstanceValues {
        name: &instance.name,
        namespace: instance.namespace(),
        alias: &instance.cluster.alias.value,
        topology: &instance.topology.name.value,
        labels: labels(instance),
        pod_labels: pod_labels(instance),
        selector,
        service_account_annotations: some_map(&workload.service_account_annotations),
        config_checksum: files.checksum,
        config: files.texts,
        log_options: config::log_options(instance.version()),
        image: &workload.image.value,
        image_pull_secrets: &workload.image_pull_secrets,
        priority_class_name: workload.priority_class_name.as_deref(),
        heap: &workload.heap.value,
        resources: resources(&workload.resources.value),
        node_selector: some_map(&workload.node_selector),
        tolerations: tolerations(workload),
        affinity: affinity(workload),
        replicas: (!autoscaling).then_some(replicas.min),
        min_replicas: replicas.min,
        max_replicas: replicas.max,
        autoscaling,
        several_pods,
        rolling: several_pods && instance.version() >= ROLLING_SINCE,
        rest_port: instance.rest_port,
        metrics: workload
            .metrics
            .as_ref()
            .map(|metrics| MetricsValues { image: &metrics.image.value, jar: &metrics.jar.value }),
        metrics_port: METRICS_PORT,
        open_connection: OPEN_CONNECTION,
        secrets: instance.secrets.iter().map(secret).collect(),
    }
}

/// What finds the pods of one instance; it never changes while the instance lives.
fn selector(instance: &Instance<'_>) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("app.kubernetes.io/name", "mirror-maker-2".to_owned()),
        ("app.kubernetes.io/instance", instance.name.clone()),
    ])
}

fn labels(instance: &Instance<'_>) -> BTreeMap<&'static str, String> {
    let mut labels = selector(instance);
    labels.extend([
        ("app.kubernetes.io/component", "replication".to_owned()),
        ("app.kubernetes.io/part-of", label_value(&instance.topology.name.value)),
        ("app.kubernetes.io/managed-by", "mirrorc".to_owned()),
        ("app.kubernetes.io/version", instance.version().to_string()),
        ("mirrorc.dev/alias", label_value(&instance.cluster.alias.value)),
    ]);
    labels
}

fn pod_labels(instance: &Instance<'_>) -> BTreeMap<&'static str, String> {
    let mut labels = labels(instance);
    if let Some(istio) = &instance.topology.workload.istio {
        labels.insert("istio.io/rev", format!("{}.{}", istio.name, istio.namespace));
    }
    labels
}

fn some_map(map: &BTreeMap<String, String>) -> Option<&BTreeMap<String, String>> {
    (!map.is_empty()).then_some(map)
}

/// The parts that hold an amount; an empty rest would show as drift on a cluster.
fn resources(resources: &Resources) -> Option<ResourceValues<'_>> {
    let kept = ResourceValues {
        requests: amounts(resources.requests.as_ref()),
        limits: amounts(resources.limits.as_ref()),
    };
    (kept.requests.is_some() || kept.limits.is_some()).then_some(kept)
}

/// As text, which is how a cluster keeps them.
fn amounts(stated: Option<&BTreeMap<String, Spanned<Quantity>>>) -> Option<BTreeMap<&str, String>> {
    let stated = stated.filter(|stated| !stated.is_empty())?;
    let text = |quantity: &Quantity| match quantity {
        Quantity::Integer(value) => value.to_string(),
        Quantity::Float(value) => value.to_string(),
        Quantity::Text(text) => text.clone(),
    };
    Some(stated.iter().map(|(name, amount)| (name.as_str(), text(&amount.value))).collect())
}

fn tolerations(workload: &Workload) -> Option<Vec<&Toleration>> {
    let stated = workload.tolerations.iter().map(|toleration| &toleration.value);
    (!workload.tolerations.is_empty()).then(|| stated.collect())
}

fn affinity(workload: &Workload) -> Option<&serde_json::Value> {
    let affinity = workload.affinity.as_ref().map(|affinity| &affinity.value)?;
    let empty = affinity.as_object().is_some_and(serde_json::Map::is_empty);
    (!empty && !affinity.is_null()).then_some(affinity)
}

fn secret(mount: &SecretMount) -> SecretValues<'_> {
    SecretValues {
        secret: &mount.secret,
        volume: &mount.volume,
        path: &mount.path,
        keys: &mount.keys,
    }
}
