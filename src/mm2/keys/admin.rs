//! The keys of an admin client. Sorted;
//! `tests/conformance` compares them with the real definitions.

use super::{
    Key,
    Kind::{Boolean, Int, List, Long, Text},
    key,
};

pub(super) static ADMIN: [Key; 26] = [
    key("auto.include.jmx.reporter", Boolean)
        .since(3, 4, 0)
        .deprecated(3, 4, 0)
        .removed(4, 0, 0)
        .replaced_by("metric.reporters"),
    key("bootstrap.controllers", List).since(3, 7, 0),
    key("client.dns.lookup", Text)
        .one_of(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"])
        .checked_since(3, 0, 0),
    key("client.id", Text),
    key("config.providers", List).since(4, 2, 0),
    key("connections.max.idle.ms", Long),
    key("default.api.timeout.ms", Int).since(2, 5, 0).at_least(0),
    key("enable.metrics.push", Boolean).since(3, 7, 0),
    key("metadata.max.age.ms", Long).at_least(0),
    key("metadata.recovery.rebootstrap.trigger.ms", Long).since(4, 0, 0).at_least(0),
    key("metadata.recovery.strategy", Text).since(3, 8, 0).any_case(&["none", "rebootstrap"]),
    key("metric.reporters", List),
    key("metrics.num.samples", Int).at_least(1),
    key("metrics.recording.level", Text).one_of(&["INFO", "DEBUG", "TRACE"]),
    key("metrics.sample.window.ms", Long).at_least(0),
    key("receive.buffer.bytes", Int).at_least(-1),
    key("reconnect.backoff.max.ms", Long).at_least(0),
    key("reconnect.backoff.ms", Long).at_least(0),
    key("request.timeout.ms", Int).at_least(0),
    key("retries", Int).at_least(0),
    key("retry.backoff.max.ms", Long).since(3, 7, 0).at_least(0),
    key("retry.backoff.ms", Long).at_least(0),
    key("security.providers", Text),
    key("send.buffer.bytes", Int).at_least(-1),
    key("socket.connection.setup.timeout.max.ms", Long).since(2, 7, 0),
    key("socket.connection.setup.timeout.ms", Long).since(2, 7, 0),
];
