//! Every committed manifest against the official types: read into the type of its kind and written back, it must lose
//! nothing, for these types drop what they do not know.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads folders and may stop at once"
)]

#[path = "support/files.rs"]
mod files;
#[path = "support/rendered.rs"]
mod rendered;
#[path = "support/volumes.rs"]
mod volumes;

use std::collections::BTreeMap;

use k8s_openapi::api::{
    apps::v1::Deployment,
    autoscaling::v2::HorizontalPodAutoscaler,
    batch::v1::CronJob,
    core::v1::{ConfigMap, Namespace, PersistentVolumeClaim, Service, ServiceAccount},
    networking::v1::NetworkPolicy,
    policy::v1::PodDisruptionBudget,
    rbac::v1::{Role, RoleBinding},
};
use mirrorc::{
    diagnostic::Diagnostics,
    source::Sources,
    yaml::{self, Content, Node},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// No API server reads it, so it is no official type.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kustomization {
    api_version: String,
    kind: String,
    resources: Vec<String>,
}

/// Of koperator.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KafkaUser {
    api_version: String,
    kind: String,
    metadata: k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta,
    spec: KafkaUserSpec,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KafkaUserSpec {
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    annotations: BTreeMap<String, String>,
    cluster_ref: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pki_backend_spec: Option<PkiBackendSpec>,
    secret_name: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    topic_grants: Vec<BTreeMap<String, String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PkiBackendSpec {
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer_ref: Option<BTreeMap<String, String>>,
    pki_backend: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    signer_name: Option<String>,
}

/// Of the Prometheus operator; a case's own template makes one.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PodMonitor {
    api_version: String,
    kind: String,
    metadata: k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta,
    spec: PodMonitorSpec,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PodMonitorSpec {
    selector: k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector,
    pod_metrics_endpoints: Vec<BTreeMap<String, String>>,
}

/// Of the Prometheus operator; the template of an example makes some.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PrometheusRule {
    api_version: String,
    kind: String,
    metadata: k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta,
    spec: PrometheusRuleSpec,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrometheusRuleSpec {
    groups: Vec<RuleGroup>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleGroup {
    name: String,
    rules: Vec<AlertingRule>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlertingRule {
    alert: String,
    annotations: BTreeMap<String, String>,
    expr: String,
    r#for: String,
    labels: BTreeMap<String, String>,
}

#[test]
fn the_types_of_kubernetes_lose_nothing_of_any_object() {
    for (path, text) in rendered::manifests() {
        let object = read(&text);
        let back = there_and_back(&object).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(object, back, "{path}");
    }
}

#[test]
fn an_unknown_field_and_an_unknown_kind_are_seen() {
    let good = read("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n");
    assert_eq!(there_and_back(&good).unwrap(), good);
    let stray = read("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  nmae: a\n");
    assert_ne!(there_and_back(&stray).unwrap(), stray);
    there_and_back(&read("apiVersion: v1\nkind: Pod\n")).unwrap_err();
}

fn there_and_back(object: &Value) -> Result<Value, String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    match (text("apiVersion"), text("kind")) {
        ("v1", "ConfigMap") => through::<ConfigMap>(object),
        ("v1", "Namespace") => through::<Namespace>(object),
        ("v1", "PersistentVolumeClaim") => through::<PersistentVolumeClaim>(object),
        ("v1", "Service") => through::<Service>(object),
        ("v1", "ServiceAccount") => through::<ServiceAccount>(object),
        ("apps/v1", "Deployment") => through::<Deployment>(object),
        ("batch/v1", "CronJob") => through::<CronJob>(object),
        ("autoscaling/v2", "HorizontalPodAutoscaler") => through::<HorizontalPodAutoscaler>(object),
        ("kafka.banzaicloud.io/v1alpha1", "KafkaUser") => through::<KafkaUser>(object),
        ("kustomize.config.k8s.io/v1beta1", "Kustomization") => through::<Kustomization>(object),
        ("monitoring.coreos.com/v1", "PodMonitor") => through::<PodMonitor>(object),
        ("monitoring.coreos.com/v1", "PrometheusRule") => through::<PrometheusRule>(object),
        ("networking.k8s.io/v1", "NetworkPolicy") => through::<NetworkPolicy>(object),
        ("policy/v1", "PodDisruptionBudget") => through::<PodDisruptionBudget>(object),
        ("rbac.authorization.k8s.io/v1", "Role") => through::<Role>(object),
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => through::<RoleBinding>(object),
        (_, "KafkaBackup") => through::<volumes::KafkaBackup>(object),
        ("groupsnapshot.storage.k8s.io/v1beta2", "VolumeGroupSnapshot") => {
            through::<volumes::VolumeGroupSnapshot>(object)
        }
        ("snapscheduler.backube/v1", "SnapshotSchedule") => {
            through::<volumes::SnapshotSchedule>(object)
        }
        ("snapshot.storage.k8s.io/v1", "VolumeSnapshot") => {
            through::<volumes::VolumeSnapshot>(object)
        }
        ("snapshot.storage.k8s.io/v1", "VolumeSnapshotContent") => {
            through::<volumes::VolumeSnapshotContent>(object)
        }
        ("velero.io/v1", "Schedule") => through::<volumes::Schedule>(object),
        (api_version, kind) => Err(format!("no type for {api_version} {kind}")),
    }
}

fn through<T: DeserializeOwned + Serialize>(object: &Value) -> Result<Value, String> {
    let typed: T = serde_json::from_value(object.clone()).map_err(|error| error.to_string())?;
    serde_json::to_value(typed).map_err(|error| error.to_string())
}

fn read(text: &str) -> Value {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let file = sources.add("manifest.yaml".to_owned(), text.to_owned());
    let documents = yaml::read(text, file, &mut found);
    assert!(found.is_empty(), "{found:?}");
    let [document] = documents.as_slice() else { panic!("a file holds one object: {text}") };
    json(document)
}

fn json(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(value) => (*value).into(),
        Content::Integer(value) => (*value).into(),
        Content::Float(value) => (*value).into(),
        Content::String(text) => text.value.as_str().into(),
        Content::List(items) => items.iter().map(json).collect(),
        Content::Map(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), json(&entry.value))).collect()
        }
    }
}
