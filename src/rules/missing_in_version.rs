use super::{Context, Findings, Rule};
use crate::{
    descriptor::{Security, StoreType},
    diagnostic::Severity,
    mm2::providers,
    source::Span,
    topology::{Scope, Topology, Version},
};

pub(super) static RULE: Rule = Rule {
    id: "missing-in-version",
    severity: Severity::Error,
    summary: "a way to secrets that the version of Kafka does not have",
    page: include_str!("missing_in_version.md"),
    allowable: true,
    check,
};

/// PEM stores (KIP-651) and the provider that reads files of a folder (KIP-632).
const FOLDERS_AND_PEM: Version = Version::new(2, 7, 0);
/// The provider that reads the environment (KIP-887).
const ENVIRONMENT: Version = Version::new(3, 5, 0);

/// What is missing.
struct Missing {
    span: Span,
    subject: String,
    what: &'static str,
    since: Version,
    /// What else to do than to run a later release.
    instead: &'static str,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let version = topology.workload.version;
        let wanted = securities(topology).chain(classes(topology));
        for missing in wanted.filter(|missing| version < missing.since) {
            report(topology, &missing, findings);
        }
    }
}

fn securities(topology: &Topology) -> impl Iterator<Item = Missing> {
    topology.clusters.iter().filter_map(|cluster| {
        let security = cluster.security.as_ref()?;
        let what = if providers::reads_secrets(&security.value) {
            "the provider `DirectoryConfigProvider`, which reads mounted Secrets"
        } else if trusts_pem(&security.value) {
            "PEM truststores"
        } else {
            return None;
        };
        let instead = "move the security of the cluster into the properties";
        let subject = cluster.alias.value.clone();
        let span = security.value.protocol.span;
        Some(Missing { span, subject, what, since: FOLDERS_AND_PEM, instead })
    })
}

fn trusts_pem(security: &Security) -> bool {
    let trust = security.tls.as_ref().and_then(|tls| tls.value.trust.as_ref());
    let kind = trust.map(|trust| trust.value.store_type.as_ref().map(|stated| stated.value));
    matches!(kind, Some(None | Some(StoreType::Pem)))
}

/// The providers that the user declares by their class.
fn classes(topology: &Topology) -> impl Iterator<Item = Missing> {
    topology.settings.entries.iter().filter_map(|setting| {
        let key = match &setting.scope {
            Scope::Top => setting.key.as_str(),
            Scope::Cluster { key, .. } | Scope::Flow { key, .. } => key,
        };
        let (_, last) = key.strip_prefix("config.providers.")?.rsplit_once('.')?;
        let class =
            setting.value.trim().strip_prefix("org.apache.kafka.common.config.provider.")?;
        let (what, since) = match (last, class) {
            ("class", "EnvVarConfigProvider") => {
                ("the provider `EnvVarConfigProvider`", ENVIRONMENT)
            }
            ("class", "DirectoryConfigProvider") => {
                ("the provider `DirectoryConfigProvider`", FOLDERS_AND_PEM)
            }
            _ => return None,
        };
        let instead = "use `FileConfigProvider`";
        Some(Missing {
            span: setting.value_span,
            subject: setting.key.clone(),
            what,
            since,
            instead,
        })
    })
}

fn report(topology: &Topology, missing: &Missing, findings: &mut Findings<'_>) {
    let Missing { span, subject, what, since, instead } = missing;
    let version = topology.workload.version;
    let finding = findings.report(*span, format!("Kafka {version} does not have {what}"));
    if let Some(stated) = topology.workload.version_span {
        finding.related(stated, "the version that runs");
    }
    finding
        .subject(subject)
        .reason(format!(
            "it came with Kafka {since}; MirrorMaker 2 ends at its start, or goes on without it"
        ))
        .help(format!("run Kafka {since} or later, or {instead}"));
}
