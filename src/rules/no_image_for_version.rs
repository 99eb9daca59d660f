use super::{Context, Findings, Rule, kafka_version_out_of_range::has_mirror_maker};
use crate::{diagnostic::Severity, topology::Version};

pub(super) static RULE: Rule = Rule {
    id: "no-image-for-version",
    severity: Severity::Error,
    summary: "a version of Kafka for which Apache publishes no image",
    page: include_str!("no_image_for_version.md"),
    allowable: true,
    check,
};

/// The first release with an image of its own (KIP-975).
const SINCE: Version = Version::new(3, 7, 0);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let workload = &topology.workload;
        let Some(stated) = workload.version_span else { continue };
        // Whose version has no MirrorMaker 2 needs no image of it.
        let is_of_use = has_mirror_maker(workload.version);
        if is_of_use && workload.image_is_default && workload.version < SINCE {
            findings
                .report(stated, format!("there is no image `{}`", workload.image.value))
                .subject("mirrorMaker2Spec")
                .reason(format!("Apache publishes images since Kafka {SINCE}, so the pods could not be started"))
                .help(format!("add `image:` with an image that holds Kafka {}, or write `kafkaVersion: \"{SINCE}\"` or later", workload.version));
        }
    }
}
