//! The keys that Connect adds to a source connector, and those of MirrorMaker 2's filters that no connector defines;
//! it takes none of them from the top level. Sorted;
//! `tests/conformance` compares them with the real definitions.

use super::{
    Key,
    Kind::{List, Long, Text},
    key,
};

pub(super) static CONNECTOR: [Key; 6] = [
    key("exactly.once.support", Text).since(3, 3, 0).any_case(&["requested", "required"]),
    key("offsets.storage.topic", Text).since(3, 3, 0),
    key("topic.creation.groups", List).since(2, 6, 0).names(),
    key("transaction.boundary", Text).since(3, 3, 0).any_case(&["connector", "interval", "poll"]),
    key("transaction.boundary.interval.ms", Long).since(3, 3, 0).at_least(0),
    key("use.defaults.from", Text).since(3, 5, 0),
];
