//! The JSON Schemas of the kinds that we emit. In: an object. Out: what its kind does not allow, in our words.
//!
//! The committed schemas are compiled into code: building the validator of a Deployment at run time would take longer than
//! everything else that a run on two clusters does.

use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind};
use serde_json::Value as Json;

use crate::{nearest::nearest, yaml::Value};

/// The schema of a kind, and the code that was made of it.
pub(super) struct Schema {
    kind: &'static str,
    text: &'static str,
    is_valid: fn(&Json) -> bool,
    errors: for<'a> fn(&'a Json) -> Vec<ValidationError<'a>>,
}

#[derive(Debug)]
pub(super) struct Violation {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

macro_rules! schemas {
    ($($name:ident: $api_version:pat, $kind:literal $path:literal;)*) => {
        $(
            #[jsonschema::validator(path = $path, methods = { validate = false })]
            struct $name;
        )*

        /// The schema of a kind, if it is one that we emit.
        pub(super) fn find(api_version: &str, kind: &str) -> Option<&'static Schema> {
            match (api_version, kind) {
                $(($api_version, $kind) => Some(&Schema {
                    kind: $kind,
                    text: include_str!(concat!("../../../", $path)),
                    is_valid: $name::is_valid,
                    errors: |object| $name::iter_errors(object).collect(),
                }),)*
                _ => None,
            }
        }
    };
}

schemas! {
    ConfigMap: "v1", "ConfigMap" "schemas/kubernetes/ConfigMap.json";
    CronJob: "batch/v1", "CronJob" "schemas/kubernetes/CronJob.json";
    Deployment: "apps/v1", "Deployment" "schemas/kubernetes/Deployment.json";
    HorizontalPodAutoscaler: "autoscaling/v2", "HorizontalPodAutoscaler"
        "schemas/kubernetes/HorizontalPodAutoscaler.json";
    // Its group is a setting.
    KafkaBackup: _, "KafkaBackup" "schemas/kubernetes/KafkaBackup.json";
    KafkaUser: "kafka.banzaicloud.io/v1alpha1", "KafkaUser" "schemas/kubernetes/KafkaUser.json";
    Kustomization: "kustomize.config.k8s.io/v1beta1", "Kustomization"
        "schemas/kubernetes/Kustomization.json";
    NetworkPolicy: "networking.k8s.io/v1", "NetworkPolicy" "schemas/kubernetes/NetworkPolicy.json";
    PersistentVolumeClaim: "v1", "PersistentVolumeClaim"
        "schemas/kubernetes/PersistentVolumeClaim.json";
    PodDisruptionBudget: "policy/v1", "PodDisruptionBudget"
        "schemas/kubernetes/PodDisruptionBudget.json";
    Role: "rbac.authorization.k8s.io/v1", "Role" "schemas/kubernetes/Role.json";
    RoleBinding: "rbac.authorization.k8s.io/v1", "RoleBinding"
        "schemas/kubernetes/RoleBinding.json";
    Schedule: "velero.io/v1", "Schedule" "schemas/kubernetes/Schedule.json";
    Service: "v1", "Service" "schemas/kubernetes/Service.json";
    ServiceAccount: "v1", "ServiceAccount" "schemas/kubernetes/ServiceAccount.json";
    SnapshotSchedule: "snapscheduler.backube/v1", "SnapshotSchedule"
        "schemas/kubernetes/SnapshotSchedule.json";
    VolumeGroupSnapshot: "groupsnapshot.storage.k8s.io/v1beta2", "VolumeGroupSnapshot"
        "schemas/kubernetes/VolumeGroupSnapshot.json";
    VolumeSnapshot: "snapshot.storage.k8s.io/v1", "VolumeSnapshot"
        "schemas/kubernetes/VolumeSnapshot.json";
    VolumeSnapshotContent: "snapshot.storage.k8s.io/v1", "VolumeSnapshotContent"
        "schemas/kubernetes/VolumeSnapshotContent.json";
}

impl Schema {
    pub(super) fn violations(&self, object: Value) -> Vec<Violation> {
        let document = json(object);
        if (self.is_valid)(&document) {
            return Vec::new();
        }
        let schema = serde_json::from_str(self.text).expect("a test reads the committed schemas");
        let mut violations = Vec::new();
        for error in (self.errors)(&document) {
            self.describe(&error, &schema, &mut violations);
        }
        violations
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "our schemas use no other keyword")]
    fn describe(&self, error: &ValidationError<'_>, schema: &Json, found: &mut Vec<Violation>) {
        let kind = self.kind;
        let path = path(error);
        let message = match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                found.extend(unexpected.iter().map(|name| Violation {
                    message: format!("`{}` is not a field of {kind}", joined(&path, name)),
                    help: nearest_field(name, error, schema),
                }));
                return;
            }
            ValidationErrorKind::Required { property } => {
                let field = joined(&path, property.as_str().unwrap_or_default());
                format!("`{field}` is missing, and {kind} requires it")
            }
            ValidationErrorKind::Type { kind: TypeKind::Single(expected) } => {
                let is = json_kind(error.instance());
                format!("`{path}` is {is}, not {}", with_article(&expected.to_string()))
            }
            ValidationErrorKind::Enum { options } => format!("`{path}` is not one of {options}"),
            ValidationErrorKind::Constant { expected_value } => {
                format!("`{path}` is not {expected_value}")
            }
            _ => format!("`{path}`: {}", error.masked()),
        };
        found.push(Violation { message, help: None });
    }
}

/// The schema's own place of the fault leads to the fields that would be right.
fn nearest_field(name: &str, error: &ValidationError<'_>, schema: &Json) -> Option<String> {
    let place = error.schema_path().as_str().trim_end_matches("/additionalProperties");
    let fields = schema.pointer(&format!("{place}/properties"))?.as_object()?;
    nearest(name, fields.keys().map(String::as_str)).map(|near| format!("write `{near}`"))
}

/// `spec.containers.0.image`; empty for the object itself.
fn path(error: &ValidationError<'_>) -> String {
    let steps = error.instance_path().as_str().split('/').skip(1);
    let steps: Vec<String> = steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    steps.join(".")
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn json(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Integer(value) => Json::from(value),
        Value::Float(value) => Json::from(value),
        Value::String(text) => Json::String(text),
        Value::List(items) => items.into_iter().map(json).collect(),
        Value::Map(entries) => entries.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

/// What a value is, in the words of messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::String(_) => "a string",
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
    }
}

fn json_kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "a mapping",
    }
}

fn with_article(schema_type: &str) -> &str {
    match schema_type {
        "array" => "a list",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "object" => "a mapping",
        "string" => "a string",
        other => other,
    }
}
