//! The faults of a lock as a file.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 2] = [&CORRUPT_LOCK, &STALE_LOCK];

pub static CORRUPT_LOCK: Fault = Fault {
    id: "corrupt-lock",
    severity: Severity::Error,
    summary: "a `mirrorc.lock` that holds what mirrorc did not write",
    page: include_str!("pages/corrupt-lock.md"),
};

pub static STALE_LOCK: Fault = Fault {
    id: "stale-lock",
    severity: Severity::Error,
    summary: "a `mirrorc.lock` that does not know all aliases of its descriptors",
    page: include_str!("pages/stale-lock.md"),
};
