//! Files and folders that a descriptor names for the resources in them. In: what was read of each. Out: what one holds; that
//! it cannot be used is told.

use std::collections::BTreeMap;

use super::faults::UNUSABLE_MANIFEST;
use crate::{diagnostic::Diagnostics, yaml::Spanned};

/// `what` ends the help: "write the path from the descriptor's folder to …".
pub(super) fn held<'a, T>(
    path: &Spanned<String>,
    read: &'a BTreeMap<String, Result<Vec<T>, String>>,
    what: &str,
    found: &mut Diagnostics,
) -> Option<&'a [T]> {
    let message = match read.get(&path.value) {
        Some(Ok(held)) => return Some(held),
        Some(Err(why)) => format!("`{}` {why}", path.value),
        None if path.value.is_empty() => "this path is empty".to_owned(),
        // It is to be filled in, which is told as that.
        None => return None,
    };
    found
        .report(&UNUSABLE_MANIFEST, path.span, message)
        .help(format!("write the path from the descriptor's folder to {what}"));
    None
}
