//! The faults of a `mirrorc.toml`; for its keys and values it has those of the descriptor.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 1] = [&INVALID_TOML];

pub static INVALID_TOML: Fault = Fault {
    id: "invalid-toml",
    severity: Severity::Error,
    summary: "a `mirrorc.toml` that is no TOML",
    page: include_str!("pages/invalid-toml.md"),
};
