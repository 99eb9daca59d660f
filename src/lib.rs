//! The compiler for Apache Kafka replication topologies.

pub mod budget;
pub mod compile;
pub mod descriptor;
pub mod diagnostic;
pub mod inventory;
pub mod io;
pub mod mm2;
pub mod names;
pub mod nearest;
pub mod paths;
pub mod plan;
pub mod properties;
pub mod render;
pub mod review;
pub mod rules;
pub mod source;
pub mod topology;
pub mod tree;
pub mod yaml;
