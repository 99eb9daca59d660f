//! Keys of a flow: its connectors take every one of them, so that those of the connectors, of their clients and of
//! their plugins are read; the worker takes none.

use super::{
    Catalogue, Client, Inert, Reader, Standing, Why, client, inert, is_connector_family,
    is_for_records, is_provider, is_worker_family, process_only, read, storage_topic_key,
    top::unknown,
};
use crate::{mm2::gates, topology::Version};

const READERS: [Reader; 2] = [Reader::Mirror, Reader::Connector];

impl<'a> Catalogue<'a> {
    pub(super) fn of_flow(&self, flow: (&'a str, &'a str), key: &'a str) -> Standing<'a> {
        let (from, to) = flow;
        // Where the names are of no cluster, it cannot be told where the key begins.
        if !self.aliases.contains(from) || !self.aliases.contains(to) || is_provider(key) {
            return Standing::Free;
        }
        if is_connector_family(key) {
            return Standing::Free;
        }
        READERS
            .into_iter()
            .find_map(|reader| read(reader, key))
            .or_else(|| self.client_of_flow(flow, key))
            .or_else(|| self.side_of_flow(flow, key))
            .or_else(|| misplaced_in_flow(flow, key, self.version()))
            .or_else(|| {
                let custom = Standing::Custom { key, readers: &READERS };
                self.plugins.in_flow(from, to).then_some(custom)
            })
            .or_else(|| self.bare_client(key, flow))
            .unwrap_or(Standing::Unknown { key, readers: &READERS })
    }

    /// `consumer.`, `producer.` and `admin.`, and what overrides the worker's own clients.
    fn client_of_flow(&self, flow: (&'a str, &'a str), key: &'a str) -> Option<Standing<'a>> {
        let (client, name) = client(key)?;
        let (name, overrides) = match name.strip_prefix("override.") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let standing = self.client_standing(flow, client, name);
        if overrides {
            return Some(standing);
        }
        let (from, to) = flow;
        if client == Client::Producer && tunes_records(&standing) {
            return Some(offset_syncs_only(from, to, name));
        }
        let shadow = || self.topology.settings.get(&format!("{from}.{key}"));
        match shadow()
            .filter(|_| client == Client::Consumer && gates::client_prefixes(self.version()))
        {
            Some(winner) => {
                let write = vec![format!("{from}->{to}.source.{key}")];
                Some(Standing::Inert(Inert { why: Why::Shadowed(winner), write }))
            }
            None => Some(standing),
        }
    }

    /// `source.` and `target.`, followed by a client or by `cluster.`.
    fn side_of_flow(&self, flow: (&'a str, &'a str), key: &'a str) -> Option<Standing<'a>> {
        let (from, to) = flow;
        let source = key.strip_prefix("source.");
        let (rest, alias) = match source {
            Some(rest) => (rest, from),
            None => (key.strip_prefix("target.")?, to),
        };
        if let Some(name) = rest.strip_prefix("cluster.") {
            let clients = || [Client::Consumer, Client::Producer, Client::Admin].into_iter();
            return read(Reader::Connection, name).or_else(|| {
                let client = clients().find(|client| client.reader().key(name).is_some())?;
                let write = vec![format!("{alias}.{}.{name}", client.name())];
                Some(inert(Why::ConnectionOnly, write))
            });
        }
        let (client, name) = client(rest)?;
        let standing = self.client_standing(flow, client, name);
        if !gates::client_prefixes(self.version()) && client != Client::Admin {
            let write = vec![format!("{from}->{to}.{}.{name}", client.name())];
            return Some(inert(Why::ClientBefore28, write));
        }
        if client == Client::Producer && tunes_records(&standing) {
            return Some(offset_syncs_only(from, to, name));
        }
        Some(standing)
    }

    fn client_standing(
        &self,
        (from, to): (&str, &str),
        client: Client,
        name: &'a str,
    ) -> Standing<'a> {
        match client.key(name) {
            Some((reader, key)) => Standing::Read { reader, key },
            None if self.plugins.in_flow(from, to) => {
                Standing::Custom { key: name, readers: client.readers() }
            }
            None => unknown(client, name),
        }
    }
}

/// Whether a key of a producer is one of those that matter for the records themselves.
fn tunes_records(standing: &Standing<'_>) -> bool {
    match standing {
        Standing::Read { reader: Reader::Producer, key } => is_for_records(key.name),
        Standing::Read { .. }
        | Standing::Free
        | Standing::Custom { .. }
        | Standing::Inert(_)
        | Standing::Unknown { .. } => false,
    }
}

fn offset_syncs_only<'a>(from: &str, to: &str, name: &str) -> Standing<'a> {
    let write =
        vec![format!("{to}.producer.{name}"), format!("{from}->{to}.producer.override.{name}")];
    inert(Why::OffsetSyncsOnly, write)
}

/// Keys of the process, of the worker and of the connection, none of which is taken from a flow.
fn misplaced_in_flow<'a>(
    (from, to): (&str, &str),
    key: &str,
    version: Version,
) -> Option<Standing<'a>> {
    if let Some(process) = Reader::Process.key(key) {
        return Some(process_only(process, version));
    }
    if Reader::Connection.key(key).is_some() {
        let write = [from, to].map(|alias| format!("{alias}.{key}")).to_vec();
        return Some(inert(Why::ConnectionOfNoFlow, write));
    }
    let is_worker = Reader::Worker.key(key).is_some() || storage_topic_key(key).is_some();
    (is_worker || is_worker_family(key))
        .then(|| inert(Why::WorkerOfTarget, vec![format!("{to}.{key}")]))
}
