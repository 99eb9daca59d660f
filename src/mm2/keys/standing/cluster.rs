//! Keys of a cluster: connections, the worker of the flows into it, and clients.

use super::{
    Catalogue, Reader, Standing, Why, client, inert, is_connector_family, is_provider,
    is_worker_family, process_only, read, storage_topic_key, top::unknown,
};
use crate::mm2::gates;

const READERS: [Reader; 2] = [Reader::Worker, Reader::Connection];

impl<'a> Catalogue<'a> {
    pub(super) fn of_cluster(&self, alias: &'a str, key: &'a str) -> Standing<'a> {
        // It becomes `source.cluster.alias` and `target.cluster.alias`.
        if key == "alias" || is_provider(key) {
            return Standing::Free;
        }
        if let Some(standing) = read(Reader::Connection, key) {
            return standing;
        }
        if let Some((client, name)) = client(key)
            && Reader::Mirror.key(key).is_none()
        {
            return match client.key(name) {
                Some((reader, known)) => {
                    let fallback = Standing::Read { reader, key: known };
                    self.client_of_cluster(alias, key).unwrap_or(fallback)
                }
                None if self.plugins.in_cluster(alias) => {
                    Standing::Custom { key: name, readers: client.readers() }
                }
                None => unknown(client, name),
            };
        }
        self.worker_of_cluster(alias, key)
            .or_else(|| self.misplaced_in_cluster(alias, key))
            .unwrap_or(Standing::Unknown { key, readers: &READERS })
    }

    /// A client of a cluster that no flow reads, or into which none writes, or that is not asked yet.
    fn client_of_cluster(&self, alias: &'a str, key: &'a str) -> Option<Standing<'a>> {
        if Reader::Connection.key(key.split_once('.')?.1).is_some() {
            return None;
        }
        let (source, target) = (self.is_source(alias), self.is_target(alias));
        if key.starts_with("consumer.") && !gates::client_prefixes(self.version()) {
            return Some(inert(Why::ClientBefore28, vec![self.flow_key_from(alias, key)]));
        }
        match (key.starts_with("consumer."), key.starts_with("producer.")) {
            (true, _) if !source && target => {
                Some(inert(Why::NoSource, vec![format!("{}.{key}", self.source_into(alias))]))
            }
            (_, true) if !target && source => {
                Some(inert(Why::NoTarget, vec![format!("{}.{key}", self.target_from(alias))]))
            }
            (true | false, true | false) => None,
        }
    }

    fn worker_of_cluster(&self, alias: &'a str, key: &'a str) -> Option<Standing<'a>> {
        let standing = read(Reader::Worker, key)?;
        if let Some(process) = Reader::Process.key(key) {
            return Some(process_only(process, self.version()));
        }
        if ["offset.storage.", "config.storage.", "status.storage."]
            .iter()
            .any(|p| key.starts_with(p))
            && let Some(winner) = self.topology.settings.get(key)
        {
            return Some(inert(Why::Shadowed(winner), vec![]));
        }
        if !self.is_target(alias) && self.is_source(alias) {
            return Some(inert(Why::NoTarget, vec![format!("{}.{key}", self.target_from(alias))]));
        }
        Some(standing)
    }

    fn misplaced_in_cluster(&self, alias: &'a str, key: &'a str) -> Option<Standing<'a>> {
        if storage_topic_key(key).is_some() || is_worker_family(key) {
            return Some(Standing::Free);
        }
        if let Some(process) = Reader::Process.key(key) {
            return Some(process_only(process, self.version()));
        }
        let flow = || self.flow_key_of(alias, key);
        if Reader::Mirror.key(key).is_some() {
            return Some(inert(Why::ConnectorOfNoCluster, vec![flow(), key.to_owned()]));
        }
        if is_connector_family(key) || Reader::Connector.key(key).is_some() {
            return Some(inert(Why::ConnectorOfNoCluster, vec![flow()]));
        }
        match self.plugins.in_cluster(alias) {
            true => Some(Standing::Custom { key, readers: &READERS }),
            false => self.bare_client(key, self.flow_of(alias)),
        }
    }

    fn is_source(&self, alias: &str) -> bool {
        self.target_of.contains_key(alias)
    }

    fn is_target(&self, alias: &str) -> bool {
        self.source_of.contains_key(alias)
    }

    /// The source of a flow into a cluster.
    fn source_into(&self, alias: &str) -> &'a str {
        self.source_of.get(alias).copied().unwrap_or(self.source())
    }

    /// The target of a flow from a cluster.
    fn target_from(&self, alias: &str) -> &'a str {
        self.target_of.get(alias).copied().unwrap_or(self.target())
    }

    /// A flow from the cluster; one into it where there is no other.
    fn flow_of(&self, alias: &'a str) -> (&'a str, &'a str) {
        match self.is_source(alias) {
            true => (alias, self.target_from(alias)),
            false => (self.source_into(alias), alias),
        }
    }

    fn flow_key_from(&self, alias: &str, key: &str) -> String {
        format!("{alias}->{}.{key}", self.target_from(alias))
    }

    fn flow_key_of(&self, alias: &'a str, key: &str) -> String {
        let (from, to) = self.flow_of(alias);
        format!("{from}->{to}.{key}")
    }
}
