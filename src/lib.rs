//! The compiler for Apache Kafka replication topologies.

pub mod budget;
pub mod descriptor;
pub mod diagnostic;
pub mod nearest;
pub mod properties;
pub mod render;
pub mod source;
pub mod yaml;
