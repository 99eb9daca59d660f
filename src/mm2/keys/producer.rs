//! The keys of a producer. Sorted;
//! `tests/conformance` compares them with the real definitions.

use super::{
    Key,
    Kind::{Boolean, Class, Int, List, Long, Text},
    key,
};

pub(super) static PRODUCER: [Key; 49] = [
    key("acks", Text).one_of(&["all", "-1", "0", "1"]),
    key("auto.include.jmx.reporter", Boolean)
        .since(3, 4, 0)
        .deprecated(3, 4, 0)
        .removed(4, 0, 0)
        .replaced_by("metric.reporters"),
    key("batch.size", Int).at_least(0),
    key("buffer.memory", Long).at_least(0),
    key("client.dns.lookup", Text)
        .one_of(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"])
        .checked_since(3, 0, 0),
    key("client.id", Text),
    key("compression.gzip.level", Int).since(3, 8, 0).gzip_level(),
    key("compression.lz4.level", Int).since(3, 8, 0).within(1, 17),
    key("compression.type", Text).one_of(&["none", "gzip", "snappy", "lz4", "zstd"]),
    key("compression.zstd.level", Int).since(3, 8, 0).within(-131_072, 22),
    key("config.providers", List).since(4, 2, 0),
    key("connections.max.idle.ms", Long),
    key("delivery.timeout.ms", Int).at_least(0),
    key("enable.idempotence", Boolean),
    key("enable.metrics.push", Boolean).since(3, 7, 0),
    key("interceptor.classes", List),
    key("internal.auto.downgrade.txn.commit", Boolean).since(2, 6, 0).removed(3, 0, 0),
    key("key.serializer", Class),
    key("linger.ms", Long).at_least(0),
    key("max.block.ms", Long).at_least(0),
    key("max.in.flight.requests.per.connection", Int).at_least(1),
    key("max.request.size", Int).at_least(0),
    key("metadata.max.age.ms", Long).at_least(0),
    key("metadata.max.idle.ms", Long).since(2, 5, 0).at_least(5000),
    key("metadata.recovery.rebootstrap.trigger.ms", Long).since(4, 0, 0).at_least(0),
    key("metadata.recovery.strategy", Text).since(3, 8, 0).any_case(&["none", "rebootstrap"]),
    key("metric.reporters", List),
    key("metrics.num.samples", Int).at_least(1),
    key("metrics.recording.level", Text).one_of(&["INFO", "DEBUG", "TRACE"]),
    key("metrics.sample.window.ms", Long).at_least(0),
    key("partitioner.adaptive.partitioning.enable", Boolean).since(3, 3, 0),
    key("partitioner.availability.timeout.ms", Long).since(3, 3, 0).at_least(0),
    key("partitioner.class", Class),
    key("partitioner.ignore.keys", Boolean).since(3, 3, 0),
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
    key("transaction.timeout.ms", Int),
    key("transaction.two.phase.commit.enable", Boolean).since(4, 1, 0),
    key("transactional.id", Text),
    key("value.serializer", Class),
];
