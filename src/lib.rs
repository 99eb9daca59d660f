//! The compiler for Apache Kafka replication topologies.

pub mod budget;
pub mod diagnostic;
pub mod properties;
pub mod render;
pub mod source;
pub mod yaml;
