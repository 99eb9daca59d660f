//! The outside world: whatever touches the disk.
#![expect(clippy::disallowed_methods, reason = "this is the one module that may touch the disk")]

pub mod tree;
