//! The names that MirrorMaker 2 knows. In: a version. Out: the keys that are taken from the top level into the
//! configuration of a connector, and those that say how a client connects.
//!
//! They are the names of the `ConfigDef`s of the released classes; `tests/conformance` compares them.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::topology::Version;

/// Keys that came, and went, with the same release.
struct Group {
    since: Version,
    until: Option<Version>,
    /// Whether the keys are also those of every client.
    client: bool,
    keys: &'static [&'static str],
}

const BOOTSTRAP_SERVERS: &str = "bootstrap.servers";
const FIRST: Version = Version::new(2, 4, 0);

/// The names of some definitions in one version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    version: Version,
    /// Only those of `MirrorClientConfig`, which say how a client connects.
    client: bool,
}

impl Names {
    /// Those of the definitions of the three connectors.
    pub(super) const fn of_connectors(version: Version) -> Names {
        Names { version, client: false }
    }

    /// Those of `MirrorClientConfig`.
    pub(super) const fn of_clients(version: Version) -> Names {
        Names { version, client: true }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        let address = self.client.then_some(BOOTSTRAP_SERVERS);
        let groups = GROUPS.iter().filter(move |group| self.takes(group));
        address.into_iter().chain(groups.flat_map(|group| group.keys).copied())
    }

    pub(super) fn contains(self, key: &str) -> bool {
        let mut groups = BY_KEY.get(key).into_iter().flatten();
        (self.client && key == BOOTSTRAP_SERVERS) || groups.any(|group| self.takes(group))
    }

    /// About how many there are.
    pub(super) fn count() -> usize {
        BY_KEY.len()
    }

    fn takes(self, group: &Group) -> bool {
        let is_known =
            group.since <= self.version && group.until.is_none_or(|until| self.version < until);
        is_known && (group.client || !self.client)
    }
}

/// The groups in which a key stands.
static BY_KEY: LazyLock<BTreeMap<&str, Vec<&Group>>> = LazyLock::new(|| {
    let mut by_key: BTreeMap<&str, Vec<&Group>> = BTreeMap::new();
    for group in &GROUPS {
        for key in group.keys {
            by_key.entry(key).or_default().push(group);
        }
    }
    by_key
});

const fn v(major: u32, minor: u32) -> Version {
    Version::new(major, minor, 0)
}

static GROUPS: [Group; 21] = [
    Group {
        since: FIRST,
        until: None,
        client: true,
        keys: &[
            "sasl.client.callback.handler.class",
            "sasl.jaas.config",
            "sasl.kerberos.kinit.cmd",
            "sasl.kerberos.min.time.before.relogin",
            "sasl.kerberos.service.name",
            "sasl.kerberos.ticket.renew.jitter",
            "sasl.kerberos.ticket.renew.window.factor",
            "sasl.login.callback.handler.class",
            "sasl.login.class",
            "sasl.login.refresh.buffer.seconds",
            "sasl.login.refresh.min.period.seconds",
            "sasl.login.refresh.window.factor",
            "sasl.login.refresh.window.jitter",
            "sasl.mechanism",
            "security.protocol",
            "ssl.cipher.suites",
            "ssl.enabled.protocols",
            "ssl.endpoint.identification.algorithm",
            "ssl.key.password",
            "ssl.keymanager.algorithm",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.protocol",
            "ssl.provider",
            "ssl.secure.random.implementation",
            "ssl.trustmanager.algorithm",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type",
        ],
    },
    Group { since: v(2, 6), until: None, client: true, keys: &["ssl.engine.factory.class"] },
    Group {
        since: v(2, 7),
        until: None,
        client: true,
        keys: &[
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
            "ssl.truststore.certificates",
        ],
    },
    Group {
        since: v(3, 1),
        until: None,
        client: true,
        keys: &[
            "sasl.login.connect.timeout.ms",
            "sasl.login.read.timeout.ms",
            "sasl.login.retry.backoff.max.ms",
            "sasl.login.retry.backoff.ms",
            "sasl.oauthbearer.clock.skew.seconds",
            "sasl.oauthbearer.expected.audience",
            "sasl.oauthbearer.expected.issuer",
            "sasl.oauthbearer.jwks.endpoint.refresh.ms",
            "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
            "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
            "sasl.oauthbearer.jwks.endpoint.url",
            "sasl.oauthbearer.scope.claim.name",
            "sasl.oauthbearer.sub.claim.name",
            "sasl.oauthbearer.token.endpoint.url",
        ],
    },
    Group {
        since: v(3, 9),
        until: None,
        client: true,
        keys: &["sasl.oauthbearer.header.urlencode"],
    },
    Group {
        since: v(4, 1),
        until: None,
        client: true,
        keys: &[
            "sasl.oauthbearer.assertion.algorithm",
            "sasl.oauthbearer.assertion.claim.aud",
            "sasl.oauthbearer.assertion.claim.exp.seconds",
            "sasl.oauthbearer.assertion.claim.iss",
            "sasl.oauthbearer.assertion.claim.jti.include",
            "sasl.oauthbearer.assertion.claim.nbf.seconds",
            "sasl.oauthbearer.assertion.claim.sub",
            "sasl.oauthbearer.assertion.file",
            "sasl.oauthbearer.assertion.private.key.file",
            "sasl.oauthbearer.assertion.private.key.passphrase",
            "sasl.oauthbearer.assertion.template.file",
            "sasl.oauthbearer.client.credentials.client.id",
            "sasl.oauthbearer.client.credentials.client.secret",
            "sasl.oauthbearer.jwt.retriever.class",
            "sasl.oauthbearer.jwt.validator.class",
            "sasl.oauthbearer.scope",
        ],
    },
    Group {
        since: FIRST,
        until: Some(v(4, 0)),
        client: false,
        keys: &["config.properties.blacklist", "groups.blacklist", "topics.blacklist"],
    },
    Group {
        since: FIRST,
        until: None,
        client: false,
        keys: &[
            "admin.timeout.ms",
            "checkpoints.topic.replication.factor",
            "config.action.reload",
            "config.property.filter.class",
            "connector.class",
            "consumer.poll.timeout.ms",
            "emit.checkpoints.enabled",
            "emit.checkpoints.interval.seconds",
            "emit.heartbeats.enabled",
            "emit.heartbeats.interval.seconds",
            "enabled",
            "errors.log.enable",
            "errors.log.include.messages",
            "errors.retry.delay.max.ms",
            "errors.retry.timeout",
            "errors.tolerance",
            "group.filter.class",
            "groups",
            "header.converter",
            "heartbeats.topic.replication.factor",
            "key.converter",
            "metric.reporters",
            "name",
            "offset-syncs.topic.replication.factor",
            "offset.lag.max",
            "refresh.groups.enabled",
            "refresh.groups.interval.seconds",
            "refresh.topics.enabled",
            "refresh.topics.interval.seconds",
            "replication.factor",
            "replication.policy.class",
            "replication.policy.separator",
            "source.cluster.alias",
            "sync.topic.acls.enabled",
            "sync.topic.acls.interval.seconds",
            "sync.topic.configs.enabled",
            "sync.topic.configs.interval.seconds",
            "target.cluster.alias",
            "tasks.max",
            "topic.filter.class",
            "topics",
            "transforms",
            "value.converter",
        ],
    },
    Group { since: v(2, 6), until: None, client: false, keys: &["predicates"] },
    Group {
        since: v(2, 7),
        until: None,
        client: false,
        keys: &[
            "config.properties.exclude",
            "groups.exclude",
            "sync.group.offsets.enabled",
            "sync.group.offsets.interval.seconds",
            "topics.exclude",
        ],
    },
    Group { since: v(3, 0), until: None, client: false, keys: &["offset-syncs.topic.location"] },
    Group {
        since: v(3, 4),
        until: Some(v(4, 0)),
        client: false,
        keys: &["auto.include.jmx.reporter"],
    },
    Group { since: v(3, 4), until: None, client: false, keys: &["forwarding.admin.class"] },
    Group {
        since: v(3, 5),
        until: Some(v(4, 0)),
        client: false,
        keys: &["add.source.alias.to.metrics", "use.incremental.alter.configs"],
    },
    Group {
        since: v(3, 6),
        until: None,
        client: false,
        keys: &["replication.policy.internal.topic.separator.enabled"],
    },
    Group { since: v(3, 8), until: None, client: false, keys: &["tasks.max.enforce"] },
    Group { since: v(3, 9), until: None, client: false, keys: &["emit.offset-syncs.enabled"] },
    Group { since: v(4, 0), until: None, client: false, keys: &["heartbeats.replication.enabled"] },
    Group {
        since: v(4, 1),
        until: None,
        client: false,
        keys: &[
            "connector.plugin.version",
            "header.converter.plugin.version",
            "key.converter.plugin.version",
            "value.converter.plugin.version",
        ],
    },
    Group { since: v(4, 2), until: None, client: false, keys: &["config.providers"] },
    Group { since: v(4, 3), until: None, client: false, keys: &["metric.names.formats"] },
];
