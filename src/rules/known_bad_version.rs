use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    source::Span,
    topology::{Flow, Topology, Version, boolean},
};

pub(super) static RULE: Rule = Rule {
    id: "known-bad-version",
    severity: Severity::Warning,
    summary: "a release with a known fault in something that is used",
    page: include_str!("known_bad_version.md"),
    allowable: true,
    check,
};

/// A fault of some releases.
struct Bug {
    since: Version,
    /// The first release without it; a patch of an earlier minor release may have the fix, too.
    fixed: Version,
    patched: Option<Version>,
    issue: &'static str,
    effect: &'static str,
    /// The place that uses what is broken.
    used: fn(&Topology) -> Option<Span>,
}

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

static BUGS: [Bug; 6] = [
    Bug {
        since: v(2, 7, 0),
        fixed: v(3, 3, 0),
        patched: None,
        issue: "KAFKA-12635",
        effect: "positions in partitions that are still empty are copied as they are, beyond the end of the copy",
        used: group_sync,
    },
    Bug {
        since: v(3, 5, 0),
        fixed: v(3, 6, 0),
        patched: Some(v(3, 5, 2)),
        issue: "KAFKA-15202",
        effect: "checkpoints lie far behind, so consumers that move read much of their topics again",
        used: checkpoints,
    },
    Bug {
        since: v(3, 5, 0),
        fixed: v(3, 7, 0),
        patched: Some(v(3, 6, 2)),
        issue: "KAFKA-15906",
        effect: "positions in topics with few records never reach the end",
        used: group_sync,
    },
    Bug {
        since: v(2, 7, 0),
        fixed: v(3, 8, 0),
        patched: Some(v(3, 7, 1)),
        issue: "KAFKA-15905",
        effect: "after a restart of the task older positions cannot be translated",
        used: group_sync,
    },
    Bug {
        since: v(2, 4, 0),
        fixed: v(3, 7, 0),
        patched: Some(v(3, 6, 2)),
        issue: "KAFKA-13988",
        effect: "`auto.offset.reset=latest` is ignored, so topics are copied from their beginning",
        used: starts_at_the_end,
    },
    Bug {
        since: v(3, 5, 0),
        fixed: v(3, 7, 0),
        patched: Some(v(3, 6, 2)),
        issue: "KAFKA-15372",
        effect: "while pods are replaced one by one, a new configuration is not applied",
        used: several_pods,
    },
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let version = topology.workload.version;
        for bug in BUGS.iter().filter(|bug| bug.is_in(version)) {
            let Some(span) = (bug.used)(topology) else { continue };
            let fixed = bug.patched.unwrap_or(bug.fixed);
            findings
                .report(
                    span,
                    format!("Kafka {version} has a known fault in what this uses, {}", bug.issue),
                )
                .subject(bug.issue)
                .reason(bug.effect)
                .help(format!("write `kafkaVersion: \"{fixed}\"` or later in `mirrorMaker2Spec`"));
        }
    }
}

impl Bug {
    fn is_in(&self, version: Version) -> bool {
        let is_patched = self.patched.is_some_and(|patched| {
            (version.major, version.minor) == (patched.major, patched.minor) && version >= patched
        });
        (self.since..self.fixed).contains(&version) && !is_patched
    }
}

fn group_sync(topology: &Topology) -> Option<Span> {
    let setting = |flow| topology.flow_setting(flow, "sync.group.offsets.enabled");
    let mut settings = topology.flows.iter().filter_map(setting);
    settings.find(|setting| boolean(setting.value.trim())).map(|setting| setting.key_span)
}

/// Checkpoints are written unless they are switched off.
fn checkpoints(topology: &Topology) -> Option<Span> {
    let are_written = |flow: &&Flow| {
        let setting = topology.flow_setting(flow, "emit.checkpoints.enabled");
        setting.is_none_or(|setting| boolean(setting.value.trim()))
    };
    topology.flows.iter().find(are_written).map(|flow| flow.span)
}

fn starts_at_the_end(topology: &Topology) -> Option<Span> {
    let is_latest = |key: &str| {
        let setting = topology.settings.get(key)?;
        (setting.value.trim() == "latest").then_some(setting.key_span)
    };
    topology.flows.iter().find_map(|flow| {
        let (from, name) = (topology.alias(flow.from), topology.flow_name(flow));
        let keys = [
            format!("{from}.consumer.auto.offset.reset"),
            format!("{name}.source.consumer.auto.offset.reset"),
            format!("{name}.consumer.auto.offset.reset"),
        ];
        keys.iter().find_map(|key| is_latest(key))
    })
}

fn several_pods(topology: &Topology) -> Option<Span> {
    let replicas = topology.workload.replicas;
    (replicas.max > 1).then_some(replicas.span)
}
