//! What MirrorMaker 2 does with a topology. In: a [`crate::topology::Topology`]. Out: how each flow names remote topics
//! and which of its filters can never select the same topic. Facts are of Apache Kafka's `connect/mirror`.

pub mod effective;
pub mod filter;
pub mod gates;
pub mod keys;
mod naming;
pub mod offset_syncs;
pub mod owned;
pub mod pattern;
pub mod policy;
pub mod providers;
pub mod secrets;
pub mod simulate;

pub use filter::provably_disjoint;
pub use naming::{KeptBy, Naming, naming};
