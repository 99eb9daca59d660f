use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::providers,
    source::Span,
    topology::{Cluster, Scope, Setting, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "owned-property",
    severity: Severity::Error,
    summary: "a property that the compiler writes itself",
    page: include_str!("owned_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for setting in &topology.settings.entries {
            if let Some((owner, help)) = owner(topology, setting) {
                findings
                    .report(setting.key_span, format!("`{}` is written by mirrorc", setting.key))
                    .related(owner, "it is made from this")
                    .subject(&setting.key)
                    .reason("the user's block stands below ours and Java keeps the last line, so this one would win on every instance")
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
        Scope::Flow { .. } => None,
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
    if key == "bootstrap.servers" {
        let help = match cluster.home {
            Some(_) => format!("remove the line and state `bootstrapServers:` of `{alias}`"),
            None => format!("remove the line and correct `bootstrapServerAddress` of `{alias}`"),
        };
        return Some((cluster.alias.span, help));
    }
    let security = cluster.security.as_ref()?;
    let key = ["consumer.", "producer.", "admin."]
        .iter()
        .find_map(|client| key.strip_prefix(client))
        .unwrap_or(key);
    let owned = ["ssl.truststore.", "ssl.keystore."].iter().any(|start| key.starts_with(start))
        || matches!(
            key,
            "config.providers"
                | "bootstrap.servers"
                | "security.protocol"
                | "ssl.key.password"
                | "sasl.mechanism"
                | "sasl.jaas.config"
        );
    owned.then(|| {
        (security.span, format!("remove the line and state it in `security:` of `{alias}`"))
    })
}
