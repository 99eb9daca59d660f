//! What can be wrong with templates and with the objects that they give.

use crate::diagnostic::{Fault, Severity};

pub static ALL: [&Fault; 4] =
    [&TEMPLATE_SYNTAX, &TEMPLATE_UNDEFINED, &TEMPLATE_FAILED, &INVALID_OBJECT];

pub static TEMPLATE_SYNTAX: Fault = Fault {
    id: "template-syntax",
    severity: Severity::Error,
    summary: "A template cannot be understood",
    page: include_str!("pages/template-syntax.md"),
};

pub static TEMPLATE_UNDEFINED: Fault = Fault {
    id: "template-undefined",
    severity: Severity::Error,
    summary: "A template uses a name that does not exist",
    page: include_str!("pages/template-undefined.md"),
};

pub static TEMPLATE_FAILED: Fault = Fault {
    id: "template-failed",
    severity: Severity::Error,
    summary: "A template's expression gives no usable value",
    page: include_str!("pages/template-failed.md"),
};

pub static INVALID_OBJECT: Fault = Fault {
    id: "invalid-object",
    severity: Severity::Error,
    summary: "A rendered object is not one that Kubernetes takes",
    page: include_str!("pages/invalid-object.md"),
};
