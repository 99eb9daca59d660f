//! Context names of a kubeconfig and the servers behind them. Nothing else of the file is looked at: it holds secrets.

use crate::yaml::Node;

/// Which contexts a kubeconfig has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kubeconfig {
    /// Pairs of context and address of the API server, in the order of the file; the address is empty where the
    /// cluster of the context is not in the file.
    pub contexts: Vec<(String, String)>,
    pub current: Option<String>,
}

impl Kubeconfig {
    pub fn server(&self, context: &str) -> Option<&str> {
        let found = self.contexts.iter().find(|(name, _)| name == context)?;
        (!found.1.is_empty()).then_some(found.1.as_str())
    }
}

pub(super) fn read(document: &Node) -> Option<Kubeconfig> {
    if document.get("kind")?.as_str()? != "Config" {
        return None;
    }
    let contexts = document.get("contexts").map_or(&[][..], Node::items);
    let pairs = contexts.iter().filter_map(|item| {
        let name = item.get("name")?.as_str()?;
        let cluster = item.get("context").and_then(|context| context.get("cluster"));
        let server = cluster.and_then(Node::as_str).and_then(|cluster| server(document, cluster));
        Some((name.to_owned(), server.unwrap_or("").to_owned()))
    });
    let current =
        document.get("current-context").and_then(Node::as_str).filter(|name| !name.is_empty());
    Some(Kubeconfig { contexts: pairs.collect(), current: current.map(str::to_owned) })
}

fn server<'a>(document: &'a Node, cluster: &str) -> Option<&'a str> {
    let clusters = document.get("clusters")?.items();
    let named =
        clusters.iter().find(|item| item.get("name").and_then(Node::as_str) == Some(cluster))?;
    named.get("cluster")?.get("server")?.as_str()
}
