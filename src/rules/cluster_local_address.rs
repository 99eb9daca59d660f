use super::{Context, Findings, Rule};
use crate::{
    diagnostic::{Diagnostic, Severity},
    topology::{Address, Cluster, Home, is_of_own_machine},
};

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
            let user = |internal: bool| {
                targets.iter().find(|(_, home)| topology.is_local(cluster, home) == internal)
            };
            if let Some((address, user)) = cluster.external.as_ref().zip(user(false))
                && let Some(server) = server(address, is_of_one_cluster)
            {
                let message = format!(
                    "`{server}` of `{}` means nothing on another Kubernetes cluster",
                    cluster.alias.value
                );
                report(cluster, address, message, *user, findings)
                    .reason("names of Services and loopback addresses lead nowhere, or to another Kafka cluster of the same name")
                    .help(format!("write the address that is advertised outside as the external one of `{}`", cluster.alias.value));
            }
            if let Some((address, user)) = cluster.internal.as_ref().zip(user(true))
                && let Some(server) = server(address, is_of_own_machine)
            {
                let message =
                    format!("`{server}` of `{}` means the pod that uses it", cluster.alias.value);
                report(cluster, address, message, *user, findings)
                    .reason("loopback and link-local addresses are those of each pod, and no broker listens there")
                    .help(format!("write the name of the Service as the internal address of `{}`", cluster.alias.value));
            }
        }
    }
}

fn server(address: &Address, is_nearby: fn(&str) -> bool) -> Option<&str> {
    let mut servers = address.value.split(',').map(str::trim);
    servers.find(|server| is_nearby(server.rsplit_once(':').map_or(server, |(host, _)| host)))
}

/// A short name, the name of a Service, or the loopback.
fn is_of_one_cluster(host: &str) -> bool {
    let service = host.split('.').skip(1).any(|label| label == "svc");
    is_of_own_machine(host) || service || !host.contains(['.', ':'])
}

fn report<'a>(
    cluster: &Cluster,
    address: &Address,
    message: String,
    (target, home): (&Cluster, &Home),
    findings: &'a mut Findings<'_>,
) -> &'a mut Diagnostic {
    findings
        .report(address.span, message)
        .related(
            home.name.span,
            format!("the instance beside `{}` is to use it", target.alias.value),
        )
        .subject(&cluster.alias.value)
}
