//! Where a Kafka cluster is: all that is known of most.

use std::{collections::BTreeSet, fmt};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `<context>/<namespace>/<name>`: the resource of a managed cluster. The context may hold any character.
    Resource { context: String, namespace: String, name: String },
    /// `host:port,…` of one that is not managed.
    Servers(BTreeSet<String>),
}

impl Place {
    /// A server has a port behind its last `:`, and no name of a resource holds one: so the two forms differ.
    pub(super) fn parse(text: &str) -> Option<Place> {
        let mut parts = text.rsplitn(3, '/');
        let (name, namespace, context) = (parts.next()?, parts.next(), parts.next());
        if let (Some(namespace), Some(context)) = (namespace, context)
            && ![namespace, name].iter().any(|part| part.is_empty() || part.contains(':'))
        {
            let (context, namespace) = (context.to_owned(), namespace.to_owned());
            return Some(Place::Resource { context, namespace, name: name.to_owned() });
        }
        let servers: BTreeSet<String> = text.split(',').map(str::to_owned).collect();
        servers.iter().all(|server| server.contains(':')).then_some(Place::Servers(servers))
    }

    /// Of the servers of one cluster some may come and go.
    pub fn is(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Servers(ours), Place::Servers(theirs)) => !ours.is_disjoint(theirs),
            (Place::Resource { .. }, Place::Resource { .. }) => self == other,
            (Place::Servers(_), Place::Resource { .. })
            | (Place::Resource { .. }, Place::Servers(_)) => false,
        }
    }

    /// Two places are one only if they share one of these.
    pub fn keys(&self) -> Vec<String> {
        match self {
            Place::Servers(servers) => servers.iter().cloned().collect(),
            Place::Resource { .. } => vec![self.to_string()],
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Resource { context, namespace, name } => {
                write!(formatter, "{context}/{namespace}/{name}")
            }
            Place::Servers(servers) => {
                let servers: Vec<&str> = servers.iter().map(String::as_str).collect();
                formatter.write_str(&servers.join(","))
            }
        }
    }
}
