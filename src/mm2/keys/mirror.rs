//! The keys of MirrorMaker 2's three connectors, with those that Connect adds to each. Sorted;
//! `tests/conformance` compares them with the real definitions.

use super::{
    Key,
    Kind::{Boolean, Class, Int, List, Long, Short, Text},
    key,
};

pub(super) static MIRROR: [Key; 67] = [
    key("add.source.alias.to.metrics", Boolean).since(3, 5, 0).deprecated(3, 5, 0).removed(4, 0, 0),
    key("admin.timeout.ms", Long),
    key("auto.include.jmx.reporter", Boolean)
        .since(3, 4, 0)
        .deprecated(3, 4, 0)
        .removed(4, 0, 0)
        .replaced_by("metric.reporters"),
    key("checkpoints.topic.replication.factor", Short).replication(),
    key("config.action.reload", Text).one_of(&["none", "restart"]),
    key("config.properties.blacklist", List)
        .deprecated(2, 7, 0)
        .removed(4, 0, 0)
        .replaced_by("config.properties.exclude"),
    key("config.properties.exclude", List).since(2, 7, 0),
    key("config.property.filter.class", Class),
    key("config.providers", List).since(4, 2, 0),
    key("connector.class", Text),
    key("connector.plugin.version", Text).since(4, 1, 0),
    key("consumer.poll.timeout.ms", Long),
    key("emit.checkpoints.enabled", Boolean),
    key("emit.checkpoints.interval.seconds", Long),
    key("emit.heartbeats.enabled", Boolean),
    key("emit.heartbeats.interval.seconds", Long),
    key("emit.offset-syncs.enabled", Boolean).since(3, 9, 0),
    key("enabled", Boolean),
    key("errors.log.enable", Boolean),
    key("errors.log.include.messages", Boolean),
    key("errors.retry.delay.max.ms", Long),
    key("errors.retry.timeout", Long),
    key("errors.tolerance", Text).one_of(&["none", "all"]),
    key("forwarding.admin.class", Class).since(3, 4, 0),
    key("group.filter.class", Class),
    key("groups", List),
    key("groups.blacklist", List)
        .deprecated(2, 7, 0)
        .removed(4, 0, 0)
        .replaced_by("groups.exclude"),
    key("groups.exclude", List).since(2, 7, 0),
    key("header.converter", Class),
    key("header.converter.plugin.version", Text).since(4, 1, 0),
    key("heartbeats.replication.enabled", Boolean).since(4, 0, 0),
    key("heartbeats.topic.replication.factor", Short).replication(),
    key("key.converter", Class),
    key("key.converter.plugin.version", Text).since(4, 1, 0),
    key("metric.names.formats", List).since(4, 3, 0).one_of(&["legacy", "new"]),
    key("metric.reporters", List),
    key("name", Text),
    key("offset-syncs.topic.location", Text).since(3, 0, 0).one_of(&["source", "target"]),
    key("offset-syncs.topic.replication.factor", Short).replication(),
    key("offset.lag.max", Long),
    key("predicates", List).since(2, 6, 0).names(),
    key("refresh.groups.enabled", Boolean),
    key("refresh.groups.interval.seconds", Long).interval(),
    key("refresh.topics.enabled", Boolean),
    key("refresh.topics.interval.seconds", Long).interval(),
    key("replication.factor", Int).replication(),
    key("replication.policy.class", Class),
    key("replication.policy.internal.topic.separator.enabled", Boolean).since(3, 5, 2),
    key("replication.policy.separator", Text),
    key("source.cluster.alias", Text),
    key("sync.group.offsets.enabled", Boolean).since(2, 7, 0),
    key("sync.group.offsets.interval.seconds", Long).since(2, 7, 0).interval(),
    key("sync.topic.acls.enabled", Boolean),
    key("sync.topic.acls.interval.seconds", Long).interval(),
    key("sync.topic.configs.enabled", Boolean),
    key("sync.topic.configs.interval.seconds", Long).interval(),
    key("target.cluster.alias", Text),
    key("tasks.max", Int).at_least(1),
    key("tasks.max.enforce", Boolean).since(3, 8, 0).deprecated(3, 8, 0),
    key("topic.filter.class", Class),
    key("topics", List),
    key("topics.blacklist", List)
        .deprecated(2, 7, 0)
        .removed(4, 0, 0)
        .replaced_by("topics.exclude"),
    key("topics.exclude", List).since(2, 7, 0),
    key("transforms", List).names(),
    key("use.incremental.alter.configs", Text)
        .since(3, 5, 0)
        .deprecated(3, 5, 0)
        .removed(4, 0, 0)
        .one_of(&["requested", "required", "never"]),
    key("value.converter", Class),
    key("value.converter.plugin.version", Text).since(4, 1, 0),
];
