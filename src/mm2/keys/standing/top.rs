//! Keys without a prefix: MirrorMaker 2 takes those of its connectors, of the process and of connections, and hands a
//! few more to the workers.

use super::{
    Catalogue, Client, Reader, Standing, Why, client, inert, is_connector_family, is_jmx,
    is_provider, is_worker_family, read, storage_topic_key,
};
use crate::mm2::gates;

const READERS: [Reader; 3] = [Reader::Mirror, Reader::Process, Reader::Connection];
/// What begins so is taken from the top level by the workers.
const WORKER_PREFIXES: [&str; 8] = [
    "offset.storage",
    "config.storage",
    "status.storage",
    "key.converter",
    "value.converter",
    "header.converter",
    "task",
    "worker",
];

impl<'a> Catalogue<'a> {
    pub(super) fn at_top(&self, key: &'a str) -> Standing<'a> {
        if is_provider(key) {
            return Standing::Free;
        }
        self.known_at_top(key)
            .or_else(|| self.policy_at_top(key))
            .or_else(|| self.worker_at_top(key))
            .or_else(|| self.misplaced_at_top(key))
            .unwrap_or(Standing::Unknown { key, readers: &READERS })
    }

    fn known_at_top(&self, key: &'a str) -> Option<Standing<'a>> {
        let known = READERS.into_iter().filter_map(|reader| read(reader, key));
        let is_newer = |standing: &Standing<'_>| match standing {
            Standing::Read { key, .. } => !key.is_in(self.version()),
            Standing::Free
            | Standing::Custom { .. }
            | Standing::Inert(_)
            | Standing::Unknown { .. } => false,
        };
        // One key of two readers is told to be newer only where both are.
        let standing = known.min_by_key(is_newer);
        standing.or_else(|| https_listener(key).then_some(Standing::Free))
    }

    /// All keys of the policy reach the connectors from 3.0 on.
    fn policy_at_top(&self, key: &'a str) -> Option<Standing<'a>> {
        if !key.starts_with("replication.policy.") || !self.plugins.in_any_flow() {
            return None;
        }
        Some(match gates::forwards_replication_policy(self.version()) {
            true => Standing::Custom { key, readers: &READERS },
            false => inert(Why::NotFromTop, vec![self.flow_key(key)]),
        })
    }

    fn worker_at_top(&self, key: &'a str) -> Option<Standing<'a>> {
        let standing = read(Reader::Worker, key)?;
        // The process loads its own plugins as well: configuration providers.
        let is_of_process = matches!(key, "plugin.discovery" | "plugin.path");
        match is_of_process || WORKER_PREFIXES.iter().any(|prefix| key.starts_with(prefix)) {
            true => Some(standing),
            false => Some(inert(Why::WorkerOfTarget, vec![format!("{}.{key}", self.target())])),
        }
    }

    fn misplaced_at_top(&self, key: &'a str) -> Option<Standing<'a>> {
        if storage_topic_key(key).is_some() || is_worker_family(key) && !is_jmx(key) {
            return Some(Standing::Free);
        }
        if is_jmx(key) {
            return Some(inert(Why::WorkerOfTarget, vec![format!("{}.{key}", self.target())]));
        }
        if is_connector_family(key) || Reader::Connector.key(key).is_some() {
            return Some(inert(Why::NotFromTop, vec![self.flow_key(key)]));
        }
        self.client_at_top(key).or_else(|| self.bare_client(key, self.example_flow()))
    }

    fn client_at_top(&self, key: &'a str) -> Option<Standing<'a>> {
        if let Some(rest) = key.strip_prefix("producer.override.") {
            return match Client::Producer.key(rest) {
                Some(_) => Some(inert(Why::NotFromTop, vec![self.flow_key(key)])),
                None => Some(unknown(Client::Producer, rest)),
            };
        }
        for (prefix, side) in [("source.", self.source()), ("target.", self.target())] {
            let Some(rest) = key.strip_prefix(prefix) else { continue };
            let rest = rest.strip_prefix("cluster.").unwrap_or(rest);
            let name = client(rest).map_or(rest, |(_, name)| name);
            let is_known = client(rest).is_some_and(|(client, name)| client.key(name).is_some());
            return (is_known || Reader::Connection.key(name).is_some())
                .then(|| inert(Why::NotFromTop, vec![format!("{side}.{rest}")]));
        }
        let (client, name) = client(key)?;
        Some(match client.key(name) {
            Some(_) => inert(Why::ClientAtTop, self.client_key(client, name, self.example_flow())),
            None => unknown(client, name),
        })
    }
}

pub(super) fn unknown(client: Client, key: &str) -> Standing<'_> {
    Standing::Unknown { key, readers: client.readers() }
}

/// The TLS of the pods' own listener.
fn https_listener(key: &str) -> bool {
    let rest = key.strip_prefix("listeners.https.");
    rest.is_some_and(|rest| rest.starts_with("ssl."))
}
