//! The faults of a descriptor whose references do not resolve.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 5] = [
    &KUBERNETES_CLUSTER_CONFLICT,
    &MALFORMED_ESCAPE,
    &MISSING_ADDRESS,
    &MISSING_CONTEXT,
    &UNUSABLE_MANIFEST,
];

pub static KUBERNETES_CLUSTER_CONFLICT: Fault = Fault {
    id: "kubernetes-cluster-conflict",
    severity: Severity::Error,
    summary: "it cannot be told which Kubernetes cluster is which",
    page: include_str!("pages/kubernetes-cluster-conflict.md"),
};

pub static MALFORMED_ESCAPE: Fault = Fault {
    id: "malformed-escape",
    severity: Severity::Error,
    summary: "a `\\u` in the properties without four hexadecimal digits",
    page: include_str!("pages/malformed-escape.md"),
};

pub static MISSING_ADDRESS: Fault = Fault {
    id: "missing-address",
    severity: Severity::Error,
    summary: "a cluster that an instance must reach has no address for it",
    page: include_str!("pages/missing-address.md"),
};

pub static MISSING_CONTEXT: Fault = Fault {
    id: "missing-context",
    severity: Severity::Error,
    summary: "a managed cluster does not say on which Kubernetes cluster it is",
    page: include_str!("pages/missing-context.md"),
};

pub static UNUSABLE_MANIFEST: Fault = Fault {
    id: "unusable-manifest",
    severity: Severity::Error,
    summary: "a `manifest` that cannot be read or does not hold the cluster",
    page: include_str!("pages/unusable-manifest.md"),
};
