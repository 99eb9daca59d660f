//! The outside world: whatever touches the disk, git, the clock or the terminal.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one module that may touch the outside world"
)]

pub mod config;
pub mod files;
pub mod git;
pub mod lock;
pub mod output;
pub mod system;
pub mod terminal;
pub mod tree;
