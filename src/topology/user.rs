//! The users of a cluster. In: the path that a cluster names and the resources there. Out: those of this cluster, by their
//! names; what cannot be used is told.

use std::collections::BTreeMap;

use super::{faults::UNUSABLE_MANIFEST, resolve::Surroundings, resources::held};
use crate::{diagnostic::Diagnostics, inventory::User, yaml::Spanned};

/// `cluster` is the name of the cluster's resource, where it has one.
pub(super) fn resolve(
    path: Option<&Spanned<String>>,
    cluster: Option<&str>,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) -> Option<BTreeMap<String, User>> {
    let path = path?;
    let users = held(path, around.users, "the KafkaUser resources", found)?;
    let is_own = |user: &&User| match (&user.cluster, cluster) {
        (Some(named), Some(cluster)) => named == cluster,
        (None, _) | (_, None) => true,
    };
    let own: BTreeMap<String, User> =
        users.iter().filter(is_own).map(|user| (user.name.value.clone(), user.clone())).collect();
    if own.is_empty() {
        found
            .report(
                &UNUSABLE_MANIFEST,
                path.span,
                format!("`{}` holds no user of this cluster", path.value),
            )
            .help("name a file or folder with KafkaUser resources of this Kafka cluster");
        return None;
    }
    Some(own)
}
