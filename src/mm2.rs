//! What MirrorMaker 2 does with a topology. In: a [`crate::topology::Topology`]. Out: how each flow names remote topics
//! and which of its filters can never select the same topic. Facts are of Apache Kafka's `connect/mirror`.

mod filter;
pub mod heartbeats;
mod naming;
pub mod offset_syncs;
pub mod providers;
pub mod secrets;

pub use filter::provably_disjoint;
pub use naming::{KeptBy, Naming, naming};
