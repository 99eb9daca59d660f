//! Manifests. In: templates and the values that fill them. Out: objects, checked as the API server would check them.

pub mod check;
pub mod faults;
pub mod template;
