use std::collections::BTreeSet;

use super::{Context, Findings, Rule};
use crate::{
    descriptor::{Protocol, SaslMechanism},
    diagnostic::Severity,
    inventory::{Authentication, Listener},
    source::Span,
    topology::{Cluster, ClusterId, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "listener-security-mismatch",
    severity: Severity::Error,
    summary: "a connection whose security is not that of the listener",
    page: include_str!("listener_security_mismatch.md"),
    allowable: true,
    check,
};

/// How MirrorMaker 2 connects to a cluster.
struct Connection {
    tls: bool,
    sasl: bool,
    /// Known where the descriptor or a property says it.
    mechanism: Option<String>,
    certificate: bool,
    /// Where the protocol is stated; the default is plain text.
    span: Option<Span>,
}

/// What a listener asks for and the connection does not do.
struct Mismatch {
    what: String,
    /// The line of the resource.
    span: Span,
    help: String,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let mut seen: BTreeSet<(ClusterId, &str)> = BTreeSet::new();
        for (id, internal) in connections(topology) {
            let cluster = topology.cluster(id);
            let address = if internal { &cluster.internal } else { &cluster.external };
            let Some(address) = address else { continue };
            let Some(listener) = &address.listener else { continue };
            if seen.insert((id, &listener.name))
                && let Some(connection) = connection(topology, cluster)
                && let Some(mismatch) = mismatch(&connection, listener)
            {
                let place = connection.span.unwrap_or(address.span);
                report(cluster, listener, place, &mismatch, findings);
            }
        }
    }
}

/// The clusters to which an instance connects, each with whether it does so from the same Kubernetes cluster.
fn connections(topology: &Topology) -> BTreeSet<(ClusterId, bool)> {
    let mut found = BTreeSet::new();
    for flow in &topology.flows {
        if let Some(home) = &topology.cluster(flow.to).home {
            found.insert((flow.to, true));
            found.insert((flow.from, topology.is_local(topology.cluster(flow.from), home)));
        }
    }
    found
}

/// As `security` says, else as the properties do; nothing where that cannot be told.
fn connection(topology: &Topology, cluster: &Cluster) -> Option<Connection> {
    if let Some(security) = cluster.security.as_ref().map(|security| &security.value) {
        let (tls, sasl) = match security.protocol.value {
            Protocol::Plaintext => (false, false),
            Protocol::Ssl => (true, false),
            Protocol::SaslPlaintext => (false, true),
            Protocol::SaslSsl => (true, true),
        };
        let mechanism = security.sasl.as_ref().map(|sasl| match sasl.value.mechanism.value {
            SaslMechanism::Plain => "PLAIN".to_owned(),
            SaslMechanism::ScramSha256 => "SCRAM-SHA-256".to_owned(),
            SaslMechanism::ScramSha512 => "SCRAM-SHA-512".to_owned(),
        });
        let certificate = security.tls.as_ref().is_some_and(|tls| tls.value.client.is_some());
        let span = Some(security.protocol.span);
        return Some(Connection { tls, sasl, mechanism, certificate, span });
    }
    by_properties(topology, cluster)
}

fn by_properties(topology: &Topology, cluster: &Cluster) -> Option<Connection> {
    let alias = &cluster.alias.value;
    let setting = |key: &str| {
        let own = topology.settings.get(&format!("{alias}.{key}"));
        own.or_else(|| topology.settings.get(key))
    };
    let protocol = setting("security.protocol");
    let (tls, sasl) = match protocol.map_or("PLAINTEXT", |protocol| protocol.value.trim()) {
        "PLAINTEXT" => (false, false),
        "SSL" => (true, false),
        "SASL_PLAINTEXT" => (false, true),
        "SASL_SSL" => (true, true),
        _ => return None,
    };
    // A single client may differ.
    if ["consumer", "producer", "admin"]
        .iter()
        .any(|client| setting(&format!("{client}.security.protocol")).is_some())
    {
        return None;
    }
    let keystores = ["ssl.keystore.location", "ssl.keystore.key"];
    let certificate = keystores.iter().any(|key| setting(key).is_some());
    let mechanism = setting("sasl.mechanism").map(|found| found.value.trim().to_owned());
    let span = protocol.map(|protocol| protocol.key_span);
    Some(Connection { tls, sasl, mechanism, certificate, span })
}

fn mismatch(connection: &Connection, listener: &Listener) -> Option<Mismatch> {
    let tls = listener.access.tls.as_ref();
    if let Some(tls) = tls.filter(|tls| tls.value != connection.tls) {
        let (does, takes) =
            if tls.value { ("in plain text", "TLS") } else { ("with TLS", "plain text") };
        let with_user = match &listener.access.authentication {
            Some(found) => matches!(found.value, Authentication::Sasl(_)),
            None => connection.sasl,
        };
        let help = protocol(tls.value, with_user);
        return Some(Mismatch {
            what: format!(
                "is connected {does}, but its listener `{}` takes {takes}",
                listener.name
            ),
            span: tls.span,
            help,
        });
    }
    let asked = listener.access.authentication.as_ref()?;
    let (does, takes, help) = match &asked.value {
        Authentication::Anonymous if connection.sasl => {
            ("with SASL", "no SASL".to_owned(), protocol(connection.tls, false))
        }
        Authentication::Certificate if connection.sasl => {
            ("with SASL", "client certificates".to_owned(), protocol(true, false))
        }
        Authentication::Certificate if !connection.certificate => (
            "without a client certificate",
            "client certificates".to_owned(),
            "add `tls: { client: { secret: …, certificate: user.crt, key: user.key } }`".to_owned(),
        ),
        Authentication::Sasl(mechanism) if !connection.sasl => {
            ("without SASL", mechanism.unwrap_or("SASL").to_owned(), protocol(connection.tls, true))
        }
        Authentication::Sasl(Some(mechanism))
            if connection.mechanism.as_ref().is_some_and(|found| found != mechanism) =>
        {
            (
                "with another SASL mechanism",
                (*mechanism).to_owned(),
                format!("write `mechanism: {mechanism}`"),
            )
        }
        Authentication::Anonymous | Authentication::Certificate | Authentication::Sasl(_) => {
            return None;
        }
    };
    Some(Mismatch {
        what: format!("is connected {does}, but its listener `{}` takes {takes}", listener.name),
        span: asked.span,
        help,
    })
}

fn protocol(tls: bool, sasl: bool) -> String {
    let name = match (tls, sasl) {
        (false, false) => "PLAINTEXT",
        (true, false) => "SSL",
        (false, true) => "SASL_PLAINTEXT",
        (true, true) => "SASL_SSL",
    };
    format!("write `protocol: {name}`")
}

fn report(
    cluster: &Cluster,
    listener: &Listener,
    place: Span,
    mismatch: &Mismatch,
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    findings
        .report(place, format!("`{alias}` {}", mismatch.what))
        .related(mismatch.span, format!("the listener `{}` says so", listener.name))
        .subject(alias)
        .reason("the connection fails in the handshake, so nothing is copied")
        .help(format!("{} in `security:` of `{alias}`, or name another listener", mismatch.help));
}
