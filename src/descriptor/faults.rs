//! The faults of a document as a descriptor.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 6] =
    [&FOREIGN_KIND, &INVALID_VALUE, &MISSING_KEY, &UNFILLED_PLACEHOLDER, &UNKNOWN_KEY, &WRONG_TYPE];

pub static FOREIGN_KIND: Fault = Fault {
    id: "foreign-kind",
    severity: Severity::Error,
    summary: "a KafkaBackup of another product",
    page: include_str!("pages/foreign-kind.md"),
};

pub static INVALID_VALUE: Fault = Fault {
    id: "invalid-value",
    severity: Severity::Error,
    summary: "a value that the schema does not allow",
    page: include_str!("pages/invalid-value.md"),
};

pub static MISSING_KEY: Fault = Fault {
    id: "missing-key",
    severity: Severity::Error,
    summary: "a key that must be there and is not, or has no value",
    page: include_str!("pages/missing-key.md"),
};

pub static UNFILLED_PLACEHOLDER: Fault = Fault {
    id: "unfilled-placeholder",
    severity: Severity::Error,
    summary: "a value that still stands for one, such as `<path>`",
    page: include_str!("pages/unfilled-placeholder.md"),
};

pub static UNKNOWN_KEY: Fault = Fault {
    id: "unknown-key",
    severity: Severity::Error,
    summary: "a key that a descriptor does not have",
    page: include_str!("pages/unknown-key.md"),
};

pub static WRONG_TYPE: Fault = Fault {
    id: "wrong-type",
    severity: Severity::Error,
    summary: "a number where text belongs, text where a list belongs, and the like",
    page: include_str!("pages/wrong-type.md"),
};
