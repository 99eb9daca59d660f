use serde_json::{Value as Json, json};

use super::*;
use crate::source::Sources;

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap()), Value::Integer)
        }
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(fields) => {
            Value::Map(fields.iter().map(|(key, field)| (key.clone(), value(field))).collect())
        }
    }
}

/// The messages, each with its help.
fn told(object: &Json) -> Vec<String> {
    let mut sources = Sources::default();
    let origin = Span::new(sources.add("a".into(), String::new()), 0..0);
    let mut found = Diagnostics::default();
    super::check(value(object), origin, &mut found);
    let told = |fault: &Diagnostic| {
        let help = fault.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}{help}", fault.message)
    };
    found.iter().map(told).collect()
}

/// Sets one field of a good object, or removes it with null, and compares what is said then.
fn check(object: &Json, pointer: &str, field: Json, expected: &[&str]) {
    let mut object = object.clone();
    let (holder, key) = pointer.rsplit_once('/').unwrap();
    let holder = object.pointer_mut(holder).unwrap();
    if field.is_null() {
        holder.as_object_mut().unwrap().remove(key);
    } else {
        holder[key] = field;
    }
    assert_eq!(told(&object), expected, "{object}");
}

fn deployment() -> Json {
    let container = json!({
        "name": "mm2", "image": "kafka:4",
        "ports": [{ "containerPort": 8080, "name": "metrics" }],
        "env": [{ "name": "A", "valueFrom": { "secretKeyRef": { "name": "s", "key": "k" } } }],
        "resources": { "limits": { "memory": "2Gi", "cpu": 1 } },
        "livenessProbe": { "tcpSocket": { "port": "metrics" } },
        "volumeMounts": [{ "name": "c", "mountPath": "/etc/mm2" }],
    });
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {
            "name": "mm2", "namespace": "kafka", "labels": { "app.kubernetes.io/name": "mm2" },
        },
        "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "mm2" } },
            "template": {
                "metadata": { "labels": { "app": "mm2" } },
                "spec": {
                    "containers": [container],
                    "volumes": [{ "name": "c", "configMap": { "name": "mm2" } }],
                },
            },
        },
    })
}

fn config_map() -> Json {
    json!({
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": { "name": "mm2", "namespace": "kafka" },
        "data": { "mm2.properties": "clusters = a" },
    })
}

fn service() -> Json {
    json!({
        "apiVersion": "v1", "kind": "Service", "metadata": { "name": "mm2" },
        "spec": { "selector": { "app": "mm2" }, "ports": [{ "port": 80, "targetPort": "http" }] },
    })
}

fn service_account() -> Json {
    json!({
        "apiVersion": "v1", "kind": "ServiceAccount", "metadata": { "name": "mm2" },
        "automountServiceAccountToken": false,
    })
}

fn pod_disruption_budget() -> Json {
    json!({
        "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": { "name": "mm2" },
        "spec": { "maxUnavailable": 1, "selector": { "matchLabels": { "app": "mm2" } } },
    })
}

fn network_policy() -> Json {
    let egress =
        json!({ "to": [{ "ipBlock": { "cidr": "10.0.0.0/8" } }], "ports": [{ "port": 9093 }] });
    json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": { "name": "mm2" },
        "spec": { "podSelector": {}, "policyTypes": ["Egress"], "egress": [egress] },
    })
}

fn autoscaler() -> Json {
    let target = json!({ "type": "Utilization", "averageUtilization": 80 });
    json!({
        "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
        "metadata": { "name": "mm2" },
        "spec": {
            "maxReplicas": 5,
            "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "mm2" },
            "metrics": [{ "type": "Resource", "resource": { "name": "cpu", "target": target } }],
        },
    })
}

fn kustomization() -> Json {
    json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization",
        "resources": ["mm2/deployment.yaml"], "labels": [{ "pairs": { "a": "b" } }],
    })
}

/// Each kind as we emit it, with a mapping of its own and a field of another type than a number.
fn kinds() -> [(Json, &'static str, &'static str); 8] {
    [
        (deployment(), "/spec", "/spec/template"),
        (config_map(), "", "/data"),
        (service(), "/spec", "/spec/ports"),
        (service_account(), "", "/automountServiceAccountToken"),
        (pod_disruption_budget(), "/spec", "/spec/selector"),
        (network_policy(), "/spec/egress/0", "/spec/egress"),
        (autoscaler(), "/spec", "/spec/metrics"),
        (kustomization(), "/labels/0", "/resources"),
    ]
}

#[test]
fn every_kind_is_accepted() {
    for (object, ..) in kinds() {
        assert_eq!(told(&object), [""; 0], "{object}");
    }
}

#[test]
fn every_kind_refuses_fields_that_it_does_not_have() {
    for (object, mapping, _) in kinds() {
        let kind = object["kind"].as_str().unwrap();
        let path = format!("{mapping}/strange").trim_start_matches('/').replace('/', ".");
        let expected = format!("`{path}` is not a field of {kind}");
        check(&object, &format!("{mapping}/strange"), json!(1), &[&expected]);
        let expected = format!("`status` is not a field of {kind}");
        check(&object, "/status", json!({}), &[&expected]);
    }
}

#[test]
fn every_kind_refuses_values_of_another_type() {
    for (object, _, field) in kinds() {
        let path = field.trim_start_matches('/').replace('/', ".");
        let said = match object.pointer(field).unwrap() {
            Json::Bool(_) => "a boolean",
            Json::Array(_) => "a list",
            Json::Null | Json::Number(_) | Json::String(_) | Json::Object(_) => "a mapping",
        };
        check(&object, field, json!(7), &[&format!("`{path}` is a number, not {said}")]);
    }
}

#[test]
fn faults_name_the_path_and_the_nearest_field() {
    let container = "/spec/template/spec/containers/0";
    check(
        &deployment(),
        &format!("{container}/imgae"),
        json!("x"),
        &["`spec.template.spec.containers.0.imgae` is not a field of Deployment (write `image`)"],
    );
    check(
        &deployment(),
        &format!("{container}/name"),
        json!(null),
        &["`spec.template.spec.containers.0.name` is missing, and Deployment requires it"],
    );
    check(
        &deployment(),
        "/spec/replicas",
        json!("2"),
        &["`spec.replicas` is a string, not an integer"],
    );
    check(
        &kustomization(),
        "/configMapGenerator",
        json!([{ "behavior": "add" }]),
        &["`configMapGenerator.0.behavior` is not one of [\"create\",\"merge\",\"replace\"]"],
    );
}

#[test]
fn an_object_says_what_it_is() {
    check(&config_map(), "/kind", json!(null), &["`kind` is missing"]);
    check(&config_map(), "/apiVersion", json!(1), &["`apiVersion` is a number, not a string"]);
    check(&config_map(), "/kind", json!(""), &["`kind` is empty"]);
    assert_eq!(told(&json!([])), ["`apiVersion` is missing", "`kind` is missing"]);
}

#[test]
fn names_are_checked_by_kind() {
    let name = "`metadata.name` is `A`, but a name has at most 253 lower-case letters, digits, \
                `-` and `.`, with a letter or digit at the ends of each part";
    check(&config_map(), "/metadata/name", json!("A"), &[name]);
    check(&config_map(), "/metadata/name", json!("1.a"), &[]);
    check(&config_map(), "/metadata/name", json!(null), &["`metadata.name` is missing"]);
    let name = "`metadata.name` is `1a`, but the name of a Service has at most 63 lower-case \
                letters, digits and `-`, begins with a letter and does not end with `-`";
    check(&service(), "/metadata/name", json!("1a"), &[name]);
    let namespace = "`metadata.namespace` is `a.b`, but a namespace has at most 63 lower-case \
                     letters, digits and `-`, with a letter or digit at both ends";
    check(&config_map(), "/metadata/namespace", json!("a.b"), &[namespace]);
}

#[test]
fn labels_and_annotations_are_checked() {
    let value = "`metadata.labels.a` is `x y`, but a label's value has at most 63 letters, \
                 digits, `-`, `_` and `.`, with a letter or digit at both ends";
    check(&config_map(), "/metadata/labels", json!({ "a": "x y" }), &[value]);
    let key = "`spec.template.metadata.labels` has the key `-a`, but a key has at most 63 \
               letters, digits, `-`, `_` and `.`, with a letter or digit at both ends";
    check(&deployment(), "/spec/template/metadata/labels", json!({ "-a": "x" }), &[key]);
    check(&config_map(), "/metadata/annotations", json!({ "Example.com/a": "any text" }), &[]);
    let prefix = "`metadata.annotations` has the key `a_b/c`, but what stands before `/` must be \
                  a DNS subdomain";
    check(&config_map(), "/metadata/annotations", json!({ "a_b/c": "" }), &[prefix]);
    let large = "`metadata.annotations` holds 262145 bytes; 262144 is the limit";
    check(&config_map(), "/metadata/annotations", json!({ "a": "x".repeat(262_144) }), &[large]);
}

#[test]
fn a_config_map_has_a_limit() {
    check(&config_map(), "/data", json!({ "a": "x".repeat(1_048_576) }), &[]);
    let large = "the ConfigMap holds 1048577 bytes; 1048576 is the limit";
    check(&config_map(), "/data", json!({ "a": "x".repeat(1_048_576), "b": "y" }), &[large]);
    let key = "`data` has the key `a/b`, but a key has at most 253 letters, digits, `-`, `_` and \
               `.`, and is neither `.` nor begins with `..`";
    check(&config_map(), "/data", json!({ "a/b": "" }), &[key]);
    check(&config_map(), "/data", json!({ "a": 1 }), &["`data.a` is a number, not a string"]);
}

#[test]
fn kinds_without_a_schema_are_checked_by_their_metadata() {
    let topic = json!({
        "apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaTopic",
        "metadata": { "name": "a" }, "spec": { "anything": [1, null] },
    });
    assert_eq!(told(&topic), [""; 0]);
    let number = "`metadata.labels.a` is a number, not a string";
    check(&topic, "/metadata/labels", json!({ "a": 1 }), &[number]);
    let list = "`metadata.annotations` is a list, not a mapping";
    check(&topic, "/metadata/annotations", json!([]), &[list]);
    let boolean = "`metadata.namespace` is a boolean, not a string";
    check(&topic, "/metadata/namespace", json!(true), &[boolean]);
    check(&topic, "/metadata/name", json!(7), &["`metadata.name` is a number, not a string"]);
}

#[test]
fn a_kind_of_another_group_is_another_kind() {
    let mut other = service();
    other["apiVersion"] = json!("serving.knative.dev/v1");
    check(&other, "/spec/template", json!({}), &[]);
    check(&other, "/metadata/name", json!("1a.b"), &[]);
    let mut other = kustomization();
    other["apiVersion"] = json!("kustomize.toolkit.fluxcd.io/v1");
    assert_eq!(told(&other), ["`metadata.name` is missing"]);
}

#[test]
fn the_resource_of_any_group_has_its_fields_and_another_product_has_its_own() {
    let mut backup = json!({
        "apiVersion": "backup.example.com/v1", "kind": "KafkaBackup", "metadata": { "name": "a" },
        "spec": { "clusterRef": "kafka", "schedule": "@hourly", "volumeSnapshotClassName": "csi" },
    });
    check(&backup, "/spec/suspend", json!(true), &[]);
    let stray = "`spec.suspended` is not a field of KafkaBackup (write `suspend`)";
    check(&backup, "/spec/suspended", json!(true), &[stray]);
    let text = "`spec.startingDeadlineSeconds` is a string, not an integer";
    check(&backup, "/spec/startingDeadlineSeconds", json!("300"), &[text]);
    backup["apiVersion"] = json!("kafka.oso.sh/v1alpha1");
    check(&backup, "/spec/storage", json!({ "backend": "s3" }), &[]);
}
