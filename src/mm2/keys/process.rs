//! The keys of the process: which clusters there are, and how the pods talk to each other. Sorted;
//! `tests/conformance` compares them with the real definitions.

use super::{
    Key,
    Kind::{Boolean, Int, List, Text},
    key,
};

pub(super) static PROCESS: [Key; 11] = [
    key("access.control.allow.methods", Text).since(3, 5, 0),
    key("access.control.allow.origin", Text).since(3, 5, 0),
    key("clusters", List),
    key("config.providers", List),
    key("dedicated.mode.enable.internal.rest", Boolean).since(3, 5, 0),
    key("listeners", List).since(3, 5, 0),
    key("response.http.headers.config", Text).since(3, 5, 0),
    key("rest.advertised.host.name", Text).since(3, 5, 0),
    key("rest.advertised.listener", Text).since(3, 5, 0),
    key("rest.advertised.port", Int).since(3, 5, 0),
    key("ssl.client.auth", Text).since(3, 5, 0).one_of(&["required", "requested", "none"]),
];
