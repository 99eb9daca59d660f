//! What is written for hosts of repositories, read and run by the real thing: SARIF by its schema and by the program that
//! tells what GitHub refuses, `JUnit` by an XML reader, the hooks by pre-commit, the workflows by actionlint and by the
//! schemas of their hosts, and pages by a browser.
//!
//! npm, pip and Go fetch them, so they are asked only where `MIRRORC_PEERS` is set; `MIRRORC_PEERS=require` makes a
//! missing one a failure.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "runs other programs in folders of its own, and may stop at once"
)]

#[path = "../support/case.rs"]
mod case;
#[path = "../support/files.rs"]
mod files;
mod hooks;
mod pages;
#[path = "../support/peer.rs"]
mod peer;
mod reports;
mod tools;
mod workflows;
