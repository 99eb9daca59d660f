//! The faults of topologies that cannot run side by side.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 1] = [&OBJECT_COLLISION];

pub static OBJECT_COLLISION: Fault = Fault {
    id: "object-collision",
    severity: Severity::Error,
    summary: "two topologies that make one Kubernetes object",
    page: include_str!("pages/object-collision.md"),
};
