//! The Secrets that an instance mounts. In: the keys of a Secret that its settings name. Out: a volume.

use std::collections::BTreeSet;

use crate::{mm2::owned::SECRETS_FOLDER, names};

/// A Secret that an instance mounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretMount {
    pub secret: String,
    /// The name of the volume.
    pub volume: String,
    pub path: String,
    /// The keys that must be in the Secret.
    pub keys: BTreeSet<String>,
}

pub(super) fn mount((secret, keys): (String, BTreeSet<String>)) -> SecretMount {
    let path = format!("{SECRETS_FOLDER}/{secret}");
    SecretMount { volume: names::volume_name(&secret), path, secret, keys }
}
