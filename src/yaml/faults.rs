//! The faults of a text as YAML.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 6] =
    [&AMBIGUOUS_SCALAR, &BUDGET_EXCEEDED, &DUPLICATE_KEY, &NOT_UTF8, &YAML_FEATURE, &YAML_SYNTAX];

pub static AMBIGUOUS_SCALAR: Fault = Fault {
    id: "ambiguous-scalar",
    severity: Severity::Warning,
    summary: "an unquoted value that YAML 1.1 and YAML 1.2 readers read differently",
    page: include_str!("pages/ambiguous-scalar.md"),
};

pub static BUDGET_EXCEEDED: Fault = Fault {
    id: "budget-exceeded",
    severity: Severity::Error,
    summary: "an input that is larger or deeper than is read",
    page: include_str!("pages/budget-exceeded.md"),
};

pub static DUPLICATE_KEY: Fault = Fault {
    id: "duplicate-key",
    severity: Severity::Error,
    summary: "a key that stands twice in one mapping",
    page: include_str!("pages/duplicate-key.md"),
};

pub static NOT_UTF8: Fault = Fault {
    id: "not-utf8",
    severity: Severity::Error,
    summary: "a file in another encoding than UTF-8",
    page: include_str!("pages/not-utf8.md"),
};

pub static YAML_FEATURE: Fault = Fault {
    id: "yaml-feature",
    severity: Severity::Error,
    summary: "an alias, a tag or a key that is no text",
    page: include_str!("pages/yaml-feature.md"),
};

pub static YAML_SYNTAX: Fault = Fault {
    id: "yaml-syntax",
    severity: Severity::Error,
    summary: "a text that is neither YAML nor JSON",
    page: include_str!("pages/yaml-syntax.md"),
};
