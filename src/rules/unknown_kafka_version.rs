use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "unknown-kafka-version",
    severity: Severity::Warning,
    summary: "an image that does not tell which version of Kafka it holds",
    page: include_str!("unknown_kafka_version.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let workload = &topology.workload;
        if workload.image_is_default || workload.version_span.is_some() {
            continue;
        }
        let (image, version) = (&workload.image, workload.version);
        findings
            .report(
                image.span,
                format!("`{}` does not tell which version of Kafka it holds", image.value),
            )
            .subject("mirrorMaker2Spec")
            .reason(format!("{version} is assumed, and settings, log files and findings follow it"))
            .help(format!(
                "add `kafkaVersion: \"{version}\"`, or the version that the image holds"
            ));
    }
}
