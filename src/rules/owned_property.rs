use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::providers,
    source::Span,
    topology::{Cluster, Scope, Setting, Topology, Version},
};

pub(super) static RULE: Rule = Rule {
    id: "owned-property",
    severity: Severity::Error,
    summary: "a property that the compiler writes itself",
    page: include_str!("owned_property.md"),
    allowable: true,
    check,
};

const CLIENTS: [&str; 3] = ["consumer.", "producer.", "admin."];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            if let Some((owner, help)) = owner(topology, setting) {
                findings
                    .report(setting.key_span, format!("`{}` is written by mirrorc", setting.key))
                    .related(owner, "it is made from this")
                    .subject(&setting.key)
                    .reason(reason(topology, &setting.scope))
                    .help(help);
            }
        }
    }
}

/// The place of the descriptor from which the key is made, and what to do instead.
fn owner(topology: &Topology, setting: &Setting) -> Option<(Span, String)> {
    match &setting.scope {
        Scope::Top => top_owner(topology, &setting.key),
        Scope::Cluster { alias, key } => {
            let cluster = topology.clusters.iter().find(|cluster| &cluster.alias.value == alias)?;
            cluster_owner(cluster, key)
        }
        Scope::Flow { from, to, key } => {
            let (alias, key) = one_side(from, to, key)?;
            let cluster = topology.clusters.iter().find(|cluster| cluster.alias.value == alias)?;
            cluster_owner(cluster, key)
        }
    }
}

/// From this release on the settings of a cluster stand above what a flow says of all clients.
const CLUSTERS_WIN: Version = Version::new(2, 8, 0);

fn reason(topology: &Topology, scope: &Scope) -> &'static str {
    match scope {
        Scope::Top | Scope::Cluster { .. } => {
            "the user's block stands below ours and Java keeps the last line, so this one would win on every instance"
        }
        Scope::Flow { key, .. } if topology.workload.version >= CLUSTERS_WIN && is_general(key) => {
            "MirrorMaker 2 passes this line over: what the cluster itself has, which is ours, stands above it"
        }
        Scope::Flow { .. } => {
            "a flow's own setting takes the place of ours for some of its clients, which then connect to another \
             cluster, or in another way, than the rest"
        }
    }
}

fn is_general(key: &str) -> bool {
    let starts = ["source.cluster.", "target.cluster."];
    CLIENTS.iter().chain(&starts).any(|start| key.starts_with(start))
        && !key.starts_with("producer.override.")
}

/// The cluster of which a key of a flow speaks, and what it says.
fn one_side<'a>(from: &'a str, to: &'a str, key: &'a str) -> Option<(&'a str, &'a str)> {
    let of_cluster = |rest: &'a str| rest.strip_prefix("cluster.").unwrap_or(rest);
    if let Some(rest) = key.strip_prefix("source.") {
        Some((from, of_cluster(rest)))
    } else if let Some(rest) = key.strip_prefix("target.") {
        Some((to, of_cluster(rest)))
    } else if let Some(rest) = key.strip_prefix("producer.override.") {
        Some((to, rest))
    } else {
        // Without a side they are for the clients of both; the source's are the most.
        CLIENTS.iter().any(|client| key.starts_with(client)).then_some((from, key))
    }
}

fn top_owner(topology: &Topology, key: &str) -> Option<(Span, String)> {
    let first = topology.clusters.first().map_or(topology.span, |cluster| cluster.alias.span);
    let provider = key.strip_prefix("config.providers");
    match key {
        "clusters" => Some((first, "remove the line; every declared cluster is listed".to_owned())),
        "bootstrap.servers" => {
            Some((first, "remove the line; every cluster gets its own address".to_owned()))
        }
        _ => {
            let owned = providers::owned(topology);
            let name = provider?.trim_start_matches('.').split('.').next().unwrap_or_default();
            let is_owned = !owned.is_empty() && (name.is_empty() || owned.contains(&name));
            let help = "remove the line, and name the Secret in `security:` of the cluster instead";
            is_owned.then(|| (secured(topology).unwrap_or(first), help.to_owned()))
        }
    }
}

fn secured(topology: &Topology) -> Option<Span> {
    topology.clusters.iter().find_map(|cluster| Some(cluster.security.as_ref()?.span))
}

fn cluster_owner(cluster: &Cluster, key: &str) -> Option<(Span, String)> {
    let alias = &cluster.alias.value;
    let key = CLIENTS.iter().find_map(|client| key.strip_prefix(client)).unwrap_or(key);
    if key == "bootstrap.servers" {
        let help = match cluster.home {
            Some(_) => format!("remove the line and state `bootstrapServers:` of `{alias}`"),
            None => format!("remove the line and correct `bootstrapServerAddress` of `{alias}`"),
        };
        return Some((cluster.alias.span, help));
    }
    let security = cluster.security.as_ref()?;
    let owned = ["ssl.truststore.", "ssl.keystore."].iter().any(|start| key.starts_with(start))
        || matches!(
            key,
            "config.providers"
                | "security.protocol"
                | "ssl.key.password"
                | "sasl.mechanism"
                | "sasl.jaas.config"
        );
    owned.then(|| {
        (security.span, format!("remove the line and state it in `security:` of `{alias}`"))
    })
}
