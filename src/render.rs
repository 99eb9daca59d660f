//! Manifests as text. In: what each Kubernetes cluster needs. Out: [`Manifests`].

use std::collections::BTreeMap;

use crate::source::Span;

/// Everything that one run writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifests {
    /// By path below the tree's root, with forward slashes, such as `weu/kafka.deployment.mm2.yaml`;
    /// the first segment is the folder of a Kubernetes cluster.
    pub files: BTreeMap<String, ManifestFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestFile {
    pub text: String,
    pub origin: Origin,
}

/// What made a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Path of the descriptor from the tree's root, with forward slashes, such as `../topology.yaml`.
    pub descriptor: String,
    /// What in the descriptor, such as the alias `kafka2`.
    pub owner: String,
    /// The line of the descriptor.
    pub span: Span,
}
