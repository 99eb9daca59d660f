//! The compiler for Apache Kafka replication topologies.
//!
//! [`compile::parse`] reads descriptors: [`yaml`] makes trees with places from their text, [`descriptor`] types from the
//! trees. [`compile::compile`] resolves them with what lies beside them ([`inventory`]) into [`topology::Topology`]
//! values, holds them against the history of their aliases ([`lock`]), runs the [`rules`] over all of them, lays out what runs where ([`plan`]) and makes the objects of it
//! ([`render`]). [`tree`] compares these with a folder, [`review`] with those of another revision, [`report`] says it.
//!
//! Everything but [`io`] and [`cli`] is pure: values in, values out.

pub mod backup;
pub mod budget;
pub mod catalogue;
pub mod cli;
pub mod compile;
pub mod config;
pub mod descriptor;
pub mod diagnostic;
pub mod inventory;
pub mod io;
pub mod lock;
pub mod loss;
pub mod mm2;
pub mod names;
pub mod nearest;
pub mod parallel;
pub mod paths;
pub mod plan;
pub mod properties;
pub mod render;
pub mod report;
pub mod review;
pub mod rules;
pub mod scaffold;
pub mod schedule;
pub mod source;
pub mod topology;
pub mod tree;
pub mod yaml;
