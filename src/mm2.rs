//! What MirrorMaker 2 does with a topology. In: a [`crate::topology::Topology`]. Out: the settings that count, how each
//! flow names remote topics, and which topics there will be. Facts are of Apache Kafka's `connect/mirror`.

pub mod carried;
pub mod effective;
pub mod filter;
pub mod gates;
pub mod keys;
pub mod offset_syncs;
pub mod owned;
pub mod pattern;
pub mod policy;
pub mod providers;
pub mod secrets;
pub mod simulate;
