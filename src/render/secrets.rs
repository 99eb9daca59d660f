//! The Secrets that someone else must create. In: the instances of a Kubernetes cluster. Out: a list of names and keys,
//! beside the manifests; no tool applies it.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::Instance;

/// No ending that Argo CD, Flux or kubectl would take for a manifest.
pub(super) const FILE: &str = "required-secrets.txt";

const HEAD: &str = "# Secrets that must exist before the instances start; mirrorc writes none.\n\
                    # namespace/name: keys (instances)\n";

/// Keys and instances of a Secret.
type Needs<'a> = (BTreeSet<&'a str>, BTreeSet<&'a str>);

/// Nothing where no instance needs any.
pub(super) fn list(instances: &[Instance<'_>]) -> Option<String> {
    let mut secrets: BTreeMap<(&str, &str), Needs<'_>> = BTreeMap::new();
    for instance in instances {
        for mount in &instance.secrets {
            let entry = secrets.entry((instance.namespace(), &mount.secret)).or_default();
            entry.0.extend(mount.keys.iter().map(String::as_str));
            entry.1.insert(&instance.name);
        }
        for secret in &instance.topology.workload.image_pull_secrets {
            let entry = secrets.entry((instance.namespace(), secret)).or_default();
            entry.0.insert(".dockerconfigjson");
            entry.1.insert(&instance.name);
        }
    }
    let joined = |names: BTreeSet<&str>| names.into_iter().collect::<Vec<_>>().join(", ");
    let line = |((namespace, name), (keys, users)): (_, Needs<'_>)| {
        format!("{namespace}/{name}: {} ({})\n", joined(keys), joined(users))
    };
    let lines: String = secrets.into_iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("{HEAD}{lines}"))
}
