//! The faults of `allow` entries.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 3] = [&EXPIRED_ALLOW, &NOT_ALLOWABLE, &UNUSED_ALLOW];

pub static EXPIRED_ALLOW: Fault = Fault {
    id: "expired-allow",
    severity: Severity::Warning,
    summary: "an `allow` entry whose last day is over",
    page: include_str!("pages/expired-allow.md"),
};

pub static NOT_ALLOWABLE: Fault = Fault {
    id: "not-allowable",
    severity: Severity::Error,
    summary: "an `allow` entry for a rule that does not exist or cannot be allowed",
    page: include_str!("pages/not-allowable.md"),
};

pub static UNUSED_ALLOW: Fault = Fault {
    id: "unused-allow",
    severity: Severity::Warning,
    summary: "an `allow` entry that no finding needs",
    page: include_str!("pages/unused-allow.md"),
};
