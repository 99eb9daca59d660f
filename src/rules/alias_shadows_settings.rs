use super::{Context, Findings, Rule, suggestion::Taken};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "alias-shadows-settings",
    severity: Severity::Error,
    summary: "an alias with which keys of MirrorMaker 2 begin",
    page: include_str!("alias_shadows_settings.md"),
    allowable: true,
    check,
};

/// The first words of MirrorMaker 2's own keys, each with such a key. Sorted.
const WORDS: [(&str, &str); 50] = [
    ("admin", "admin.timeout.ms"),
    ("bootstrap", "bootstrap.servers"),
    ("checkpoints", "checkpoints.topic.replication.factor"),
    ("client", "client.id"),
    ("clusters", "clusters"),
    ("config", "config.storage.replication.factor"),
    ("connector", "connector.class"),
    ("consumer", "consumer.poll.timeout.ms"),
    ("dedicated", "dedicated.mode.enable.internal.rest"),
    ("emit", "emit.heartbeats.enabled"),
    ("enabled", "enabled"),
    ("errors", "errors.tolerance"),
    ("exactly", "exactly.once.support"),
    ("forwarding", "forwarding.admin.class"),
    ("group", "group.filter.class"),
    ("groups", "groups.exclude"),
    ("header", "header.converter"),
    ("heartbeat", "heartbeat.interval.ms"),
    ("heartbeats", "heartbeats.topic.replication.factor"),
    ("key", "key.converter"),
    ("listeners", "listeners"),
    ("metadata", "metadata.max.age.ms"),
    ("metric", "metric.reporters"),
    ("metrics", "metrics.recording.level"),
    ("name", "name"),
    ("offset", "offset.storage.replication.factor"),
    ("offset-syncs", "offset-syncs.topic.location"),
    ("offsets", "offsets.storage.topic"),
    ("plugin", "plugin.path"),
    ("predicates", "predicates"),
    ("producer", "producer.acks"),
    ("refresh", "refresh.topics.enabled"),
    ("replication", "replication.factor"),
    ("request", "request.timeout.ms"),
    ("rest", "rest.advertised.host.name"),
    ("sasl", "sasl.mechanism"),
    ("security", "security.protocol"),
    ("session", "session.timeout.ms"),
    ("source", "source.cluster.alias"),
    ("ssl", "ssl.truststore.location"),
    ("status", "status.storage.replication.factor"),
    ("sync", "sync.topic.acls.enabled"),
    ("target", "target.cluster.alias"),
    ("task", "task.shutdown.graceful.timeout.ms"),
    ("tasks", "tasks.max"),
    ("topic", "topic.filter.class"),
    ("topics", "topics.exclude"),
    ("transforms", "transforms"),
    ("value", "value.converter"),
    ("worker", "worker.sync.timeout.ms"),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    for cluster in context.topologies.iter().flat_map(|topology| &topology.clusters) {
        let alias = cluster.alias.value.as_str();
        let Some((_, key)) = WORDS.iter().find(|(word, _)| *word == alias) else { continue };
        let free = taken.free_alias(&format!("{alias}-kafka"));
        let message = if *key == alias {
            format!("the alias `{alias}` is also a key of MirrorMaker 2")
        } else {
            format!("the key `{key}` of MirrorMaker 2 begins with the alias `{alias}`")
        };
        findings
            .report(cluster.alias.span, message)
            .subject(alias)
            .reason(format!(
                "MirrorMaker 2 takes every key that begins with `{alias}.` for a setting of the cluster `{alias}`, \
                 whatever else it means"
            ))
            .help(format!("write `alias: {free}`, and the same in the keys of its flows"));
    }
}
