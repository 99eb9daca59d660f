use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::{
        gates,
        policy::{DEFAULT_CLASS, IDENTITY_CLASS},
    },
    topology::{Scope, Setting, Topology, Version},
};

pub(super) static RULE: Rule = Rule {
    id: "policy-class-not-available",
    severity: Severity::Error,
    summary: "a replication policy that this release of Kafka does not have",
    page: include_str!("policy_class_not_available.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (topology, setting) in classes(context) {
        let version = topology.workload.version;
        let class = setting.value.trim();
        let Some((reason, help)) = missing(class, version) else { continue };
        findings
            .report(setting.value_span, format!("Kafka {version} has no class `{class}`"))
            .subject(&setting.key)
            .reason(format!("{reason}, so the connectors fail"))
            .help(help);
    }
}

/// The lines that name a policy.
pub(super) fn classes<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (&'a Topology, &'a Setting)> + use<'a> {
    context.topologies.iter().flat_map(|topology| {
        let settings = topology.settings.entries.iter();
        settings.filter_map(move |setting| {
            let key = match &setting.scope {
                Scope::Top => setting.key.as_str(),
                Scope::Flow { key, .. } => key,
                Scope::Cluster { .. } => return None,
            };
            let names = key == "replication.policy.class" && topology.settings.holds(setting);
            (names && !setting.value.contains("${")).then_some((topology, setting))
        })
    })
}

/// Why a class cannot be loaded, and what to do; nothing for one that may be.
pub(super) fn missing(class: &str, version: Version) -> Option<(&'static str, String)> {
    let package = "org.apache.kafka.connect.mirror.";
    let simple = class.rsplit('.').next().unwrap_or(class);
    let known = [DEFAULT_CLASS, IDENTITY_CLASS]
        .into_iter()
        .find(|known| known.strip_prefix(package) == Some(simple));
    if class == DEFAULT_CLASS || (class == IDENTITY_CLASS && gates::identity_policy(version)) {
        return None;
    }
    if class == IDENTITY_CLASS {
        let help =
            "write `kafkaVersion: \"3.9.1\"` or another release from 3.0 on, or remove the line"
                .to_owned();
        return Some(("it came with Kafka 3.0", help));
    }
    let help = format!("write `replication.policy.class={}`", known.unwrap_or(IDENTITY_CLASS));
    if class.starts_with("io.strimzi.") && version >= Version::new(4, 0, 0) {
        return Some(("Strimzi's images for Kafka 4.0 and later do not hold it any more", help));
    }
    if class.starts_with("org.apache.kafka.") {
        return Some(("no release of Kafka has a class of this name", help));
    }
    let is_bare = !class.contains('.') && known.is_some();
    is_bare.then_some(("a class is found by its full name only", help))
}
