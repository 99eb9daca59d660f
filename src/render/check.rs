//! The check of a rendered object, before it is written. In: an object and the place that made it. Out: the faults that the
//! API server would find, told by the path inside the object.
//!
//! `names` holds Kubernetes' rules for names and labels, `schema` the JSON Schemas of the kinds that we emit.

#[cfg(test)]
mod generate;
mod names;
mod schema;

use crate::{
    budget,
    descriptor::is_foreign_kafka_backup,
    diagnostic::{Diagnostic, Diagnostics},
    source::Span,
    yaml::Value,
};

use super::faults::INVALID_OBJECT;

/// Reports what the API server would refuse. The object is used up: its texts need no copies then.
pub fn check(object: Value, origin: Span, found: &mut Diagnostics) {
    let mut check = Check { object: &object, origin, found };
    let (Some(api_version), Some(kind)) = (check.required("apiVersion"), check.required("kind"))
    else {
        return;
    };
    if !kind.chars().all(|found| found.is_ascii_alphanumeric()) || kind.is_empty() {
        // A kind is a part of the path of its file.
        check.tell(format!("`kind` is `{kind}`, but a kind holds letters and digits only"));
        return;
    }
    // Other products have a KafkaBackup, too; a user's own template may make one.
    let is_foreign = kind == "KafkaBackup" && is_foreign_kafka_backup(api_version);
    let schema = schema::find(api_version, kind).filter(|_| !is_foreign);
    let mut rest = Diagnostics::default();
    let mut check = Check { object: &object, origin, found: &mut rest };
    if schema.is_none() {
        check.shape_of_metadata();
    }
    // A Kustomization is read by kustomize and never reaches an API server.
    if !api_version.starts_with("kustomize.config.k8s.io/") {
        check.name(api_version, kind);
    }
    check.namespace();
    check.labels("metadata");
    check.labels("spec.template.metadata");
    check.annotations();
    if (api_version, kind) == ("v1", "ConfigMap") {
        check.config_map();
    }
    for violation in schema.map(|schema| schema.violations(object)).unwrap_or_default() {
        found.report(&INVALID_OBJECT, origin, violation.message).help = violation.help;
    }
    found.append(rest);
}

struct Check<'a> {
    object: &'a Value,
    origin: Span,
    found: &'a mut Diagnostics,
}

impl<'a> Check<'a> {
    fn tell(&mut self, message: String) -> &mut Diagnostic {
        self.found.report(&INVALID_OBJECT, self.origin, message)
    }

    /// The value at a path of keys joined by dots.
    fn at(&self, path: &str) -> Option<&'a Value> {
        path.split('.').try_fold(self.object, |holder, key| holder.get(key))
    }

    fn text(&self, path: &str) -> Option<&'a str> {
        self.at(path).and_then(Value::as_str)
    }

    fn entries(&self, path: &str) -> &'a [(String, Value)] {
        if let Some(Value::Map(entries)) = self.at(path) { entries } else { &[] }
    }

    /// A string that no object may lack.
    fn required(&mut self, path: &str) -> Option<&'a str> {
        match self.at(path) {
            Some(Value::String(text)) if !text.is_empty() => return Some(text),
            Some(Value::String(_)) => self.tell(format!("`{path}` is empty")),
            Some(value) => self.tell(format!("`{path}` is {}, not a string", schema::kind(value))),
            None => self.tell(format!("`{path}` is missing")),
        };
        None
    }

    /// What the schema would say, for a kind that has none here.
    fn shape_of_metadata(&mut self) {
        if let Some(namespace) =
            self.at("metadata.namespace").filter(|value| value.as_str().is_none())
        {
            self.tell(format!("`metadata.namespace` is {}, not a string", schema::kind(namespace)));
        }
        for path in ["metadata.labels", "metadata.annotations"] {
            if let Some(other) = self.at(path).filter(|value| !matches!(value, Value::Map(_))) {
                self.tell(format!("`{path}` is {}, not a mapping", schema::kind(other)));
            }
            for (key, value) in self.entries(path) {
                if value.as_str().is_none() {
                    self.tell(format!("`{path}.{key}` is {}, not a string", schema::kind(value)));
                }
            }
        }
    }

    fn name(&mut self, api_version: &str, kind: &str) {
        let Some(name) = self.required("metadata.name") else { return };
        let fault = match (api_version, kind) {
            ("v1", "Service") => names::service_fault(name),
            ("v1", "Namespace") => names::namespace_fault(name),
            ("batch/v1", "CronJob") => names::cron_job_fault(name),
            _ => names::subdomain_fault(name),
        };
        self.tell_name("metadata.name", name, fault);
    }

    fn namespace(&mut self) {
        if let Some(namespace) = self.text("metadata.namespace") {
            self.tell_name("metadata.namespace", namespace, names::namespace_fault(namespace));
        }
    }

    fn tell_name(&mut self, path: &str, name: &str, fault: Option<&str>) {
        if let Some(fault) = fault {
            self.tell(format!("`{path}` is `{name}`, but {fault}"));
        }
    }

    fn labels(&mut self, metadata: &str) {
        for (key, value) in self.entries(&format!("{metadata}.labels")) {
            if let Some(fault) = names::qualified_name_fault(key) {
                self.tell(format!("`{metadata}.labels` has the key `{key}`, but {fault}"));
            }
            if let Some(value) = value.as_str()
                && let Some(fault) = names::label_value_fault(value)
            {
                self.tell(format!("`{metadata}.labels.{key}` is `{value}`, but {fault}"));
            }
        }
    }

    fn annotations(&mut self) {
        let mut size = 0;
        for (key, value) in self.entries("metadata.annotations") {
            size += key.len() + value.as_str().map_or(0, str::len);
            if let Some(fault) = names::qualified_name_fault(&key.to_ascii_lowercase()) {
                self.tell(format!("`metadata.annotations` has the key `{key}`, but {fault}"));
            }
        }
        let limit = budget::ANNOTATION_BYTES;
        if size > limit {
            self.tell(format!("`metadata.annotations` holds {size} bytes; {limit} is the limit"));
        }
    }

    fn config_map(&mut self) {
        let mut size = 0;
        for part in ["data", "binaryData"] {
            for (key, value) in self.entries(part) {
                size += value.as_str().map_or(0, str::len);
                self.tell_name_of_key(part, key);
            }
        }
        let limit = budget::CONFIG_MAP_BYTES;
        if size > limit {
            self.tell(format!("the ConfigMap holds {size} bytes; {limit} is the limit"));
        }
    }

    fn tell_name_of_key(&mut self, part: &str, key: &str) {
        if let Some(fault) = names::config_map_key_fault(key) {
            self.tell(format!("`{part}` has the key `{key}`, but {fault}"));
        }
    }
}

#[cfg(test)]
mod tests;
