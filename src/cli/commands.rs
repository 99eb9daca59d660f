//! The commands, one file each.

pub(super) mod alias;
pub(super) mod check;
pub(super) mod completions;
pub(super) mod diff;
pub(super) mod explain;
pub(super) mod graph;
pub(super) mod init;
pub(super) mod man;
pub(super) mod render;
pub(super) mod schema;
pub(super) mod topics;
