use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::tag_version};

pub(super) static RULE: Rule = Rule {
    id: "image-version-mismatch",
    severity: Severity::Warning,
    summary: "a version of Kafka that is not the one of the image",
    page: include_str!("image_version_mismatch.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let workload = &topology.workload;
        let (Some(stated), Some(tag)) = (workload.version_span, tag_version(&workload.image.value))
        else {
            continue;
        };
        if tag != workload.version {
            findings
                .report(stated, format!("`kafkaVersion` is {}, the tag of the image {tag}", workload.version))
                .related(workload.image.span, "the image")
                .subject("mirrorMaker2Spec")
                .reason("settings, log files and findings follow `kafkaVersion`, the process does what its image holds")
                .help(format!("write `kafkaVersion: \"{tag}\"`, or correct the tag"));
        }
    }
}
