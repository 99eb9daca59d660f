use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "cluster-local-address",
    severity: Severity::Error,
    summary: "an address of one Kubernetes cluster that another one is to use",
    page: include_str!("cluster_local_address.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let targets = topology.targets();
        for cluster in &topology.clusters {
            let Some(address) = &cluster.external else { continue };
            let local = address.value.split(',').map(str::trim).find(|server| is_local(server));
            let user = targets.iter().find(|(_, home)| !topology.is_local(cluster, home));
            let Some((server, (target, home))) = local.zip(user) else { continue };
            let alias = &cluster.alias.value;
            findings
                .report(address.span, format!("`{server}` of `{alias}` means nothing on another Kubernetes cluster"))
                .related(home.name.span, format!("the instance beside `{}` is to use it", target.alias.value))
                .subject(alias)
                .reason("names of Services and loopback addresses lead nowhere, or to another Kafka cluster of the same name")
                .help(format!("write the address that is advertised outside as the external one of `{alias}`"));
        }
    }
}

/// A short name, the name of a Service, or the loopback.
fn is_local(server: &str) -> bool {
    let host = server.rsplit_once(':').map_or(server, |(host, _)| host).trim_matches(['[', ']']);
    let is_address = host.contains(':') || host.starts_with("127.");
    let loopback = host == "localhost" || host == "::1" || host.starts_with("127.");
    let service = host.split('.').skip(1).any(|label| label == "svc");
    loopback || service || !(is_address || host.contains('.'))
}
