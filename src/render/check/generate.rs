//! Makes the schemas in `schemas/kubernetes` from the official types, so that they cannot go stale.

use k8s_openapi::{
    Resource,
    api::{
        apps::v1::Deployment,
        autoscaling::v2::HorizontalPodAutoscaler,
        batch::v1::CronJob,
        core::v1::{ConfigMap, PersistentVolumeClaim, Service, ServiceAccount},
        networking::v1::NetworkPolicy,
        policy::v1::PodDisruptionBudget,
        rbac::v1::{Role, RoleBinding},
    },
    schemars::{JsonSchema, generate::SchemaSettings},
};
use serde_json::{Map, Value, json};

/// Parts of a pod that nothing about MirrorMaker uses, most of them volumes that Kubernetes has dropped: any mapping is taken,
/// and the validator of a Deployment is built in three quarters of the time.
const UNREAD: [&str; 20] = [
    "AWSElasticBlockStoreVolumeSource",
    "AzureDiskVolumeSource",
    "AzureFileVolumeSource",
    "CephFSVolumeSource",
    "CinderVolumeSource",
    "EphemeralContainer",
    "FCVolumeSource",
    "FlexVolumeSource",
    "FlockerVolumeSource",
    "GCEPersistentDiskVolumeSource",
    "GitRepoVolumeSource",
    "GlusterfsVolumeSource",
    "ISCSIVolumeSource",
    "PhotonPersistentDiskVolumeSource",
    "PortworxVolumeSource",
    "QuobyteVolumeSource",
    "RBDVolumeSource",
    "ScaleIOVolumeSource",
    "StorageOSVolumeSource",
    "VsphereVirtualDiskVolumeSource",
];

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    drift::<ConfigMap>();
    drift::<CronJob>();
    drift::<Deployment>();
    drift::<HorizontalPodAutoscaler>();
    drift::<NetworkPolicy>();
    drift::<PersistentVolumeClaim>();
    drift::<PodDisruptionBudget>();
    drift::<Role>();
    drift::<RoleBinding>();
    drift::<Service>();
    drift::<ServiceAccount>();
}

#[expect(clippy::disallowed_methods, reason = "a test compares with the committed file")]
fn drift<T: Resource + JsonSchema>() {
    let text = serde_json::to_string_pretty(&schema_of::<T>()).unwrap() + "\n";
    let path = format!("{}/schemas/kubernetes/{}.json", env!("CARGO_MANIFEST_DIR"), T::KIND);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == text, "{}: run BLESS=1 cargo test", T::KIND);
}

fn schema_of<T: Resource + JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = Value::from(generator.into_root_schema_for::<T>());
    let mut definitions = taken(&mut schema, "$defs");
    let properties = schema["properties"].as_object_mut().unwrap();
    // What a controller writes is nothing that we emit.
    properties.remove("status");
    properties.insert("apiVersion".into(), json!({ "const": T::API_VERSION }));
    properties.insert("kind".into(), json!({ "const": T::KIND }));
    let metadata = &mut definitions["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"];
    let managed = ["creationTimestamp", "deletionTimestamp", "managedFields", "selfLink"];
    for field in managed {
        metadata["properties"].as_object_mut().unwrap().remove(field);
    }
    let mut used = Map::new();
    let mut schema = strict(&schema, &definitions, &mut used);
    used.sort_keys();
    let root = schema.as_object_mut().unwrap();
    let required = root.entry("required").or_insert_with(|| json!([])).as_array_mut().unwrap();
    required.extend([json!("apiVersion"), json!("kind")]);
    required.sort_by_key(Value::to_string);
    root.insert("$defs".into(), used.into());
    root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    root.sort_keys();
    schema
}

fn taken(schema: &mut Value, key: &str) -> Map<String, Value> {
    let part = schema.as_object_mut().and_then(|schema| schema.remove(key));
    part.as_ref().and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Keeps what says something about values, refuses unknown fields, and collects the definitions that are used.
fn strict(
    schema: &Value,
    definitions: &Map<String, Value>,
    used: &mut Map<String, Value>,
) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let mut kept = Map::new();
    for (keyword, value) in schema {
        let kept_value = match keyword.as_str() {
            "$ref" => return reference(value.as_str().unwrap(), definitions, used),
            "properties" => {
                let fields = value.as_object().unwrap().iter();
                let mut fields: Map<String, Value> = fields
                    .map(|(name, field)| (name.clone(), strict(field, definitions, used)))
                    .collect();
                fields.sort_keys();
                fields.into()
            }
            "items" | "additionalProperties" => strict(value, definitions, used),
            "type" | "required" | "const" | "enum" => value.clone(),
            "description" | "format" | "title" | "default" | "$schema" => continue,
            extension if extension.starts_with("x-kubernetes-") => continue,
            other => panic!("the types use `{other}`, which is not known here"),
        };
        kept.insert(keyword.clone(), kept_value);
    }
    if kept.contains_key("properties") {
        kept.insert("additionalProperties".into(), false.into());
    }
    kept.sort_keys();
    kept.into()
}

/// Names definitions by their last part: `io.k8s.api.core.v1.Container` is `Container`.
fn reference(path: &str, definitions: &Map<String, Value>, used: &mut Map<String, Value>) -> Value {
    let name = path.strip_prefix("#/$defs/").unwrap();
    let short = name.rsplit('.').next().unwrap();
    let same = definitions.keys().filter(|other| other.rsplit('.').next() == Some(short)).count();
    assert_eq!(same, 1, "two definitions are called {short}");
    if UNREAD.contains(&short) {
        return json!({ "type": "object" });
    }
    if !used.contains_key(short) {
        used.insert(short.to_owned(), Value::Null); // a definition may refer to itself
        let definition = strict(&definitions[name], definitions, used);
        used.insert(short.to_owned(), definition);
    }
    json!({ "$ref": format!("#/$defs/{short}") })
}
