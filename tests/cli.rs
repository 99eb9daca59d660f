//! The program as a user runs it: exit codes, streams, and bad input of every kind.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the tests make folders and run the program"
)]

#[path = "support/blessed.rs"]
mod blessed;
#[path = "support/files.rs"]
mod files;

mod cli {
    pub(crate) mod action;
    pub(crate) mod bad_input;
    pub(crate) mod commands;
    pub(crate) mod config;
    pub(crate) mod diffs;
    pub(crate) mod hosts;
    pub(crate) mod init;
    pub(crate) mod locks;
    pub(crate) mod outputs;
    pub(crate) mod reviews;
    pub(crate) mod run;
    pub(crate) mod story;
    pub(crate) mod trees;
}
