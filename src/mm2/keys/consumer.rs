//! The keys of a consumer. Sorted;
//! `tests/conformance` compares them with the real definitions.

use super::{
    Key,
    Kind::{Boolean, Class, Int, List, Long, Text},
    key,
};

pub(super) static CONSUMER: [Key; 52] = [
    key("allow.auto.create.topics", Boolean),
    key("auto.commit.interval.ms", Int).at_least(0),
    key("auto.include.jmx.reporter", Boolean)
        .since(3, 4, 0)
        .deprecated(3, 4, 0)
        .removed(4, 0, 0)
        .replaced_by("metric.reporters"),
    key("auto.offset.reset", Text).offset_reset(),
    key("check.crcs", Boolean),
    key("client.dns.lookup", Text)
        .one_of(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"])
        .checked_since(3, 0, 0),
    key("client.id", Text),
    key("client.rack", Text),
    key("config.providers", List).since(4, 2, 0),
    key("connections.max.idle.ms", Long),
    key("default.api.timeout.ms", Int).at_least(0),
    key("enable.auto.commit", Boolean),
    key("enable.metrics.push", Boolean).since(3, 7, 0),
    key("exclude.internal.topics", Boolean),
    key("fetch.max.bytes", Int).at_least(0),
    key("fetch.max.wait.ms", Int).at_least(0),
    key("fetch.min.bytes", Int).at_least(0),
    key("group.id", Text),
    key("group.instance.id", Text),
    key("group.protocol", Text).since(3, 7, 0).any_case(&["classic", "consumer"]),
    key("group.remote.assignor", Text).since(3, 7, 0),
    key("heartbeat.interval.ms", Int),
    key("interceptor.classes", List),
    key("internal.leave.group.on.close", Boolean).removed(4, 2, 0),
    key("internal.throw.on.fetch.stable.offset.unsupported", Boolean).since(2, 6, 0),
    key("isolation.level", Text).one_of(&["read_committed", "read_uncommitted"]),
    key("key.deserializer", Class),
    key("max.partition.fetch.bytes", Int).at_least(0),
    key("max.poll.interval.ms", Int).at_least(1),
    key("max.poll.records", Int).at_least(1),
    key("metadata.max.age.ms", Long).at_least(0),
    key("metadata.recovery.rebootstrap.trigger.ms", Long).since(4, 0, 0).at_least(0),
    key("metadata.recovery.strategy", Text).since(3, 8, 0).any_case(&["none", "rebootstrap"]),
    key("metric.reporters", List),
    key("metrics.num.samples", Int).at_least(1),
    key("metrics.recording.level", Text).one_of(&["INFO", "DEBUG", "TRACE"]),
    key("metrics.sample.window.ms", Long).at_least(0),
    key("partition.assignment.strategy", List),
    key("receive.buffer.bytes", Int).at_least(-1),
    key("reconnect.backoff.max.ms", Long).at_least(0),
    key("reconnect.backoff.ms", Long).at_least(0),
    key("request.timeout.ms", Int).at_least(0),
    key("retry.backoff.max.ms", Long).since(3, 7, 0).at_least(0),
    key("retry.backoff.ms", Long).at_least(0),
    key("security.providers", Text),
    key("send.buffer.bytes", Int).at_least(-1),
    key("session.timeout.ms", Int),
    key("share.acknowledgement.mode", Text).since(4, 1, 0).one_of(&["implicit", "explicit"]),
    key("share.acquire.mode", Text).since(4, 2, 0).one_of(&["batch_optimized", "record_limit"]),
    key("socket.connection.setup.timeout.max.ms", Long).since(2, 7, 0),
    key("socket.connection.setup.timeout.ms", Long).since(2, 7, 0),
    key("value.deserializer", Class),
];
