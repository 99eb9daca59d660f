//! The answers of Kafka's own classes, as they were recorded.

use super::*;

const V3_9: Version = Version::new(3, 9, 1);
const V4_0: Version = Version::new(4, 0, 0);
const V4_3: Version = Version::new(4, 3, 1);
const V4_4: Version = Version::new(4, 4, 0);

type Settings<'a> = &'a [(&'a str, &'a str)];

const DOT: Settings<'_> = &[];
const UNDERSCORE: Settings<'_> = &[("replication.policy.separator", "_")];
const TWO: Settings<'_> = &[("replication.policy.separator", "__")];
const EMPTY: Settings<'_> = &[("replication.policy.separator", "")];
const IDENTITY: Settings<'_> =
    &[("replication.policy.class", IDENTITY_CLASS), ("source.cluster.alias", "A")];
const IDENTITY_EMPTY: Settings<'_> =
    &[("replication.policy.class", IDENTITY_CLASS), ("source.cluster.alias", "")];
const IDENTITY_B: Settings<'_> =
    &[("replication.policy.class", IDENTITY_CLASS), ("source.cluster.alias", "B")];

fn policy(settings: Settings<'_>, version: Version) -> Policy {
    let setting =
        |key: &str| settings.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    Policy::configure(&setting, version)
}

/// What a policy says of a topic; absent aliases are `A` and `B`.
struct Row {
    settings: Settings<'static>,
    aliases: (&'static str, &'static str),
    topic: &'static str,
    source: Option<&'static str>,
    upstream: Option<&'static str>,
    original: &'static str,
    remote: &'static str,
    is_heartbeat: bool,
    /// From 3.1 to 3.9, and from 4.0.
    is_internal: (bool, bool),
    /// Up to 4.3, and from 4.4.
    is_cycle: (bool, bool),
}

const N: (bool, bool) = (false, false);
const Y: (bool, bool) = (true, true);
const OLD: (bool, bool) = (true, false);
const NEW: (bool, bool) = (false, true);

#[expect(clippy::too_many_arguments, reason = "a row of a table has as many columns")]
const fn row(
    settings: Settings<'static>,
    topic: &'static str,
    source: Option<&'static str>,
    upstream: Option<&'static str>,
    original: &'static str,
    remote: &'static str,
    is_heartbeat: bool,
    is_internal: (bool, bool),
    is_cycle: (bool, bool),
) -> Row {
    let aliases = ("A", "B");
    Row {
        settings,
        aliases,
        topic,
        source,
        upstream,
        original,
        remote,
        is_heartbeat,
        is_internal,
        is_cycle,
    }
}

const fn between(source: &'static str, target: &'static str, row: Row) -> Row {
    Row { aliases: (source, target), ..row }
}

const CHECKPOINTS: &str = "A.checkpoints.internal";
const CONFIGS: &str = "mm2-configs.B.internal";
const CONFIGS_COPY: &str = "A_mm2-configs.B.internal";

#[rustfmt::skip]
const ROWS: [Row; 29] = [
    row(DOT, "orders", None, None, "orders", "A.orders", false, N, N),
    row(DOT, "A.orders", Some("A"), Some("orders"), "orders", "A.A.orders", false, N, NEW),
    row(DOT, "B.orders", Some("B"), Some("orders"), "orders", "A.B.orders", false, N, Y),
    row(DOT, "x.B.y", Some("x"), Some("B.y"), "y", "A.x.B.y", false, N, Y),
    row(DOT, "x.y.B", Some("x"), Some("y.B"), "B", "A.x.y.B", false, N, N),
    row(DOT, "x.B.", Some("x"), Some("B."), "B.", "A.x.B.", false, N, N),
    row(DOT, "a..b", Some("a"), Some(".b"), "b", "A.a..b", false, N, N),
    row(DOT, ".x", Some(""), Some("x"), "x", "A..x", false, Y, N),
    row(DOT, "..", None, None, "..", "A...", false, Y, N),
    row(DOT, "heartbeats", None, None, "heartbeats", "A.heartbeats", true, N, N),
    row(DOT, "x.heartbeats", Some("x"), Some("heartbeats"), "heartbeats", "A.x.heartbeats", true, N, N),
    row(DOT, "foo-internal", None, None, "foo-internal", "A.foo-internal", false, OLD, N),
    row(DOT, "foo.internal", Some("foo"), Some("internal"), "internal", "A.foo.internal", false, OLD, N),
    row(DOT, CHECKPOINTS, Some("A"), Some("checkpoints.internal"), "internal", "A.A.checkpoints.internal", false, Y, NEW),
    row(TWO, "A___t", Some("A"), Some("_t"), "_t", "A__A___t", false, N, NEW),
    row(UNDERSCORE, CONFIGS, None, None, CONFIGS, CONFIGS_COPY, false, OLD, N),
    row(EMPTY, "orders", Some("o"), Some("rders"), "s", "Aorders", false, N, N),
    row(EMPTY, "a", None, None, "a", "Aa", false, N, N),
    row(EMPTY, "heartbeats", Some("h"), Some("eartbeats"), "s", "Aheartbeats", false, N, N),
    row(EMPTY, "patient-internal", Some("p"), Some("atient-internal"), "l", "Apatient-internal", false, OLD, N),
    row(EMPTY, "myinternal", Some("m"), Some("yinternal"), "l", "Amyinternal", false, OLD, N),
    row(EMPTY, "aBc", Some("a"), Some("Bc"), "c", "AaBc", false, N, Y),
    between("", "", row(EMPTY, "orders", Some("o"), Some("rders"), "s", "orders", false, N, N)),
    row(IDENTITY, "orders", Some("A"), Some("orders"), "orders", "orders", false, N, N),
    row(IDENTITY, "B.orders", Some("A"), Some("B.orders"), "B.orders", "B.orders", false, N, N),
    row(IDENTITY, "device-heartbeats", None, None, "device-heartbeats", "A.device-heartbeats", false, N, N),
    between("", "", row(IDENTITY_EMPTY, "orders", Some(""), Some("orders"), "orders", "orders", false, N, Y)),
    between("B", "B", row(IDENTITY_B, "orders", Some("B"), Some("orders"), "orders", "orders", false, N, Y)),
    between("", "B", row(DOT, "orders", None, None, "orders", ".orders", false, N, N)),
];

#[test]
fn each_topic_has_the_source_and_the_names_that_kafka_gives_it() {
    for row in &ROWS {
        for version in [V3_9, V4_0, V4_3, V4_4] {
            let policy = policy(row.settings, version);
            let topic = row.topic;
            let (source, target) = row.aliases;
            let cycle = if version < V4_4 { row.is_cycle.0 } else { row.is_cycle.1 };
            let internal = if version < V4_0 { row.is_internal.0 } else { row.is_internal.1 };
            assert_eq!(policy.topic_source(topic), row.source, "{topic} {version}");
            assert_eq!(policy.upstream_topic(topic), row.upstream, "{topic} {version}");
            assert_eq!(policy.original_topic(topic), row.original, "{topic} {version}");
            let remote = policy.format_remote_topic(source, topic);
            assert_eq!(remote.as_deref(), Some(row.remote), "{topic} {version}");
            assert_eq!(policy.is_heartbeats_topic(topic), row.is_heartbeat, "{topic} {version}");
            assert_eq!(policy.is_internal_topic(topic), internal, "{topic} {version}");
            assert_eq!(policy.is_cycle(topic, source, target), cycle, "{topic} {version}");
        }
    }
}

#[test]
fn internal_topics_are_named_with_the_separator_since_3_1() {
    let switch = "replication.policy.internal.topic.separator.enabled";
    let off: Settings<'_> = &[("replication.policy.separator", "_"), (switch, "false")];
    let unread: Settings<'_> = &[(switch, "false")];
    let check = |settings, version, offset_syncs: &str, checkpoints: &str| {
        let policy = policy(settings, version);
        assert_eq!(policy.offset_syncs_topic("A"), offset_syncs, "{version}");
        assert_eq!(policy.checkpoints_topic("A"), checkpoints, "{version}");
        assert!(policy.is_internal_topic(offset_syncs), "{version}");
        assert!(policy.is_internal_topic(checkpoints), "{version}");
    };
    let dots = ["mm2-offset-syncs.A.internal", "A.checkpoints.internal"];
    let underscores = ["mm2-offset-syncs_A_internal", "A_checkpoints_internal"];
    check(UNDERSCORE, Version::new(3, 0, 2), dots[0], dots[1]);
    check(UNDERSCORE, Version::new(3, 1, 0), underscores[0], underscores[1]);
    check(off, Version::new(3, 5, 1), underscores[0], underscores[1]);
    check(off, Version::new(3, 5, 2), dots[0], dots[1]);
    check(unread, V4_3, dots[0], dots[1]);
    check(EMPTY, V4_3, "mm2-offset-syncsAinternal", "Acheckpointsinternal");
}

#[test]
fn a_class_that_the_release_does_not_have_is_opaque() {
    let check = |class: &str, version, expected| {
        let settings = [("replication.policy.class", class)];
        let opaque = matches!(policy(&settings, version), Policy::Opaque { .. });
        assert_eq!(opaque, expected, "{class} {version}");
    };
    check(" org.apache.kafka.connect.mirror.DefaultReplicationPolicy ", V3_9, false);
    check(IDENTITY_CLASS, Version::new(3, 0, 0), false);
    check(IDENTITY_CLASS, Version::new(2, 8, 2), true);
    check("IdentityReplicationPolicy", V4_3, true);
    check("com.acme.Policy", V4_3, true);
    check("", V4_3, true);
}
