//! The compiler for Apache Kafka replication topologies.

pub mod budget;
pub mod source;
pub mod diagnostic;
pub mod yaml;
pub mod properties;
pub mod report;
