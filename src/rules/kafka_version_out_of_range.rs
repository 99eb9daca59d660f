use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::Version};

pub(super) static RULE: Rule = Rule {
    id: "kafka-version-out-of-range",
    severity: Severity::Error,
    summary: "a version of Kafka without MirrorMaker 2, or newer than what is known of it",
    page: include_str!("kafka_version_out_of_range.md"),
    allowable: true,
    check,
};

/// The first release with MirrorMaker 2 (KIP-382).
const FIRST: Version = Version::new(2, 4, 0);
/// The newest release whose keys and behaviour were looked at; later patches are like it.
const NEWEST: Version = Version::new(4, 3, 1);

pub(super) fn has_mirror_maker(version: Version) -> bool {
    version >= FIRST
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let (version, span) = (topology.workload.version, topology.workload.version_span);
        let Some(span) = span else { continue };
        if !has_mirror_maker(version) {
            findings
                .report(span, format!("Kafka {version} has no MirrorMaker 2"))
                .subject("mirrorMaker2Spec")
                .reason(format!(
                    "MirrorMaker 2 came with Kafka {FIRST}, so the pods would find nothing to start"
                ))
                .help(format!("write `kafkaVersion: \"{NEWEST}\"`, and an image that holds it"));
        } else if (version.major, version.minor) > (NEWEST.major, NEWEST.minor) {
            let message = format!(
                "Kafka {version} is newer than {NEWEST}, the last release that is known here"
            );
            let finding = findings.report(span, message);
            finding.severity = Severity::Note;
            finding
                .subject("mirrorMaker2Spec")
                .reason(format!(
                    "settings and findings follow Kafka {NEWEST} and what was seen to come after it, so that a key which \
                     is new since then may be told to be unknown"
                ))
                .help("look for a newer mirrorc, or accept the finding with `allow`");
        }
    }
}
