//! Defaults. In: a key, or a connector, and a version. Out: what Kafka's own definition says where no line does; lists
//! are joined with commas.

use super::Connector;
use crate::topology::Version;

struct Row {
    /// The connectors that read it.
    of: &'static [Connector],
    key: &'static str,
    since: Version,
    until: Option<Version>,
    default: &'static str,
}

pub(super) fn default(key: &str, version: Version) -> Option<&'static str> {
    known(version).find(|row| row.key == key).map(|row| row.default)
}

/// The keys that a connector reads and that have a default, in alphabetical order.
pub fn of_connector(connector: Connector, version: Version) -> impl Iterator<Item = &'static str> {
    known(version).filter(move |row| row.of.contains(&connector)).map(|row| row.key)
}

fn known(version: Version) -> impl Iterator<Item = &'static Row> {
    ROWS.iter()
        .filter(move |row| row.since <= version && row.until.is_none_or(|until| version < until))
}

const fn v(major: u32, minor: u32) -> Version {
    Version::new(major, minor, 0)
}

const FIRST: Version = v(2, 4);
const SOURCE: [Connector; 1] = [Connector::Source];
const CHECKPOINT: [Connector; 1] = [Connector::Checkpoint];
const HEARTBEAT: [Connector; 1] = [Connector::Heartbeat];

static ROWS: [Row; 42] = [
    Row {
        of: &Connector::ALL,
        key: "admin.timeout.ms",
        since: FIRST,
        until: None,
        default: "60000",
    },
    Row {
        of: &CHECKPOINT,
        key: "checkpoints.topic.replication.factor",
        since: FIRST,
        until: None,
        default: "3",
    },
    Row {
        of: &SOURCE,
        key: "config.properties.exclude",
        since: FIRST,
        until: Some(v(4, 3)),
        default: "follower\\.replication\\.throttled\\.replicas, leader\\.replication\\.throttled\\.replicas, message\\.timestamp\\.difference\\.max\\.ms, message\\.timestamp\\.type, unclean\\.leader\\.election\\.enable, min\\.insync\\.replicas",
    },
    Row {
        of: &SOURCE,
        key: "config.properties.exclude",
        since: v(4, 3),
        until: None,
        default: "follower.replication.throttled.replicas, leader.replication.throttled.replicas, message.timestamp.difference.max.ms, log.message.timestamp.before.max.ms, log.message.timestamp.after.max.ms, message.timestamp.type, unclean.leader.election.enable, min.insync.replicas",
    },
    Row {
        of: &SOURCE,
        key: "config.property.filter.class",
        since: FIRST,
        until: None,
        default: "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter",
    },
    Row {
        of: &SOURCE,
        key: "consumer.poll.timeout.ms",
        since: FIRST,
        until: None,
        default: "1000",
    },
    Row {
        of: &CHECKPOINT,
        key: "emit.checkpoints.enabled",
        since: FIRST,
        until: None,
        default: "true",
    },
    Row {
        of: &CHECKPOINT,
        key: "emit.checkpoints.interval.seconds",
        since: FIRST,
        until: None,
        default: "60",
    },
    Row {
        of: &HEARTBEAT,
        key: "emit.heartbeats.enabled",
        since: FIRST,
        until: None,
        default: "true",
    },
    Row {
        of: &HEARTBEAT,
        key: "emit.heartbeats.interval.seconds",
        since: FIRST,
        until: None,
        default: "1",
    },
    Row {
        of: &[Connector::Source, Connector::Checkpoint],
        key: "emit.offset-syncs.enabled",
        since: v(3, 9),
        until: None,
        default: "true",
    },
    Row {
        of: &Connector::ALL,
        key: "errors.tolerance",
        since: FIRST,
        until: None,
        default: "none",
    },
    Row {
        of: &Connector::ALL,
        key: "forwarding.admin.class",
        since: v(3, 4),
        until: None,
        default: "org.apache.kafka.clients.admin.ForwardingAdmin",
    },
    Row {
        of: &CHECKPOINT,
        key: "group.filter.class",
        since: FIRST,
        until: None,
        default: "org.apache.kafka.connect.mirror.DefaultGroupFilter",
    },
    Row { of: &CHECKPOINT, key: "groups", since: FIRST, until: None, default: ".*" },
    Row {
        of: &CHECKPOINT,
        key: "groups.exclude",
        since: FIRST,
        until: None,
        default: "console-consumer-.*, connect-.*, __.*",
    },
    Row {
        of: &SOURCE,
        key: "heartbeats.replication.enabled",
        since: v(4, 0),
        until: None,
        default: "true",
    },
    Row {
        of: &HEARTBEAT,
        key: "heartbeats.topic.replication.factor",
        since: FIRST,
        until: None,
        default: "3",
    },
    Row {
        of: &[Connector::Source, Connector::Checkpoint],
        key: "offset-syncs.topic.location",
        since: v(3, 0),
        until: None,
        default: "source",
    },
    Row {
        of: &SOURCE,
        key: "offset-syncs.topic.replication.factor",
        since: FIRST,
        until: None,
        default: "3",
    },
    Row { of: &SOURCE, key: "offset.lag.max", since: FIRST, until: None, default: "100" },
    Row {
        of: &CHECKPOINT,
        key: "refresh.groups.enabled",
        since: FIRST,
        until: None,
        default: "true",
    },
    Row {
        of: &CHECKPOINT,
        key: "refresh.groups.interval.seconds",
        since: FIRST,
        until: None,
        default: "600",
    },
    Row { of: &SOURCE, key: "refresh.topics.enabled", since: FIRST, until: None, default: "true" },
    Row {
        of: &SOURCE,
        key: "refresh.topics.interval.seconds",
        since: FIRST,
        until: None,
        default: "600",
    },
    Row { of: &SOURCE, key: "replication.factor", since: FIRST, until: None, default: "2" },
    Row {
        of: &Connector::ALL,
        key: "replication.policy.class",
        since: FIRST,
        until: None,
        default: "org.apache.kafka.connect.mirror.DefaultReplicationPolicy",
    },
    Row {
        of: &Connector::ALL,
        key: "replication.policy.internal.topic.separator.enabled",
        since: Version::new(3, 5, 2),
        until: None,
        default: "true",
    },
    Row {
        of: &Connector::ALL,
        key: "replication.policy.separator",
        since: FIRST,
        until: None,
        default: ".",
    },
    Row {
        of: &CHECKPOINT,
        key: "sync.group.offsets.enabled",
        since: v(2, 7),
        until: None,
        default: "false",
    },
    Row {
        of: &CHECKPOINT,
        key: "sync.group.offsets.interval.seconds",
        since: v(2, 7),
        until: None,
        default: "60",
    },
    Row { of: &SOURCE, key: "sync.topic.acls.enabled", since: FIRST, until: None, default: "true" },
    Row {
        of: &SOURCE,
        key: "sync.topic.acls.interval.seconds",
        since: FIRST,
        until: None,
        default: "600",
    },
    Row {
        of: &SOURCE,
        key: "sync.topic.configs.enabled",
        since: FIRST,
        until: None,
        default: "true",
    },
    Row {
        of: &SOURCE,
        key: "sync.topic.configs.interval.seconds",
        since: FIRST,
        until: None,
        default: "600",
    },
    Row { of: &Connector::ALL, key: "tasks.max", since: FIRST, until: None, default: "1" },
    Row {
        of: &[Connector::Source, Connector::Checkpoint],
        key: "topic.filter.class",
        since: FIRST,
        until: None,
        default: "org.apache.kafka.connect.mirror.DefaultTopicFilter",
    },
    Row {
        of: &[Connector::Source, Connector::Checkpoint],
        key: "topics",
        since: FIRST,
        until: None,
        default: ".*",
    },
    Row {
        of: &[Connector::Source, Connector::Checkpoint],
        key: "topics.exclude",
        since: FIRST,
        until: Some(v(4, 0)),
        default: ".*[\\-\\.]internal, .*\\.replica, __.*",
    },
    Row {
        of: &[Connector::Source, Connector::Checkpoint],
        key: "topics.exclude",
        since: v(4, 0),
        until: None,
        default: "mm2.*\\.internal, .*\\.replica, __.*",
    },
    Row { of: &SOURCE, key: "use.defaults.from", since: v(3, 5), until: None, default: "target" },
    Row {
        of: &SOURCE,
        key: "use.incremental.alter.configs",
        since: v(3, 5),
        until: Some(v(4, 0)),
        default: "requested",
    },
];
