//! The flows of two revisions, matched by their clusters; and the settings that are not the same for them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Member, Members, Model};
use crate::{
    mm2::{
        effective::{Client, Config, Connector, Instance, Role, Side, Value, client_config},
        secrets,
        simulate::{self, FlowId, Simulation},
    },
    source::Span,
    topology::{Scope, Topology},
};

/// A flow that is enabled in one revision at least.
#[derive(Debug)]
pub(in crate::review) struct FlowPair<'a> {
    /// `a->b`, as it is called now, else as it was.
    pub name: String,
    pub before: Option<FlowSide<'a>>,
    pub after: Option<FlowSide<'a>>,
}

/// A flow in one revision.
#[derive(Debug)]
pub(in crate::review) struct FlowSide<'a> {
    pub simulation: &'a Simulation<'a>,
    pub id: FlowId,
    pub flow: &'a simulate::Flow<'a>,
    /// Only where they may differ from those of the other revision.
    pub configs: Option<Configs<'a>>,
}

#[derive(Debug)]
pub(in crate::review) struct Configs<'a> {
    pub connector: Config<'a>,
    pub worker: Config<'a>,
    /// Of the client that reads the records.
    pub consumer: Config<'a>,
}

/// Which configuration of a flow is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::review) enum View {
    Connector,
    Worker,
    Consumer,
}

impl<'a> FlowSide<'a> {
    /// The line that enables the flow.
    pub(in crate::review) fn span(&self) -> Span {
        self.flow.pair.line.unwrap_or(self.flow.topology.span)
    }

    pub(in crate::review) fn from(&self) -> &'a str {
        self.flow.topology.alias(self.flow.pair.from)
    }

    pub(in crate::review) fn to(&self) -> &'a str {
        self.flow.topology.alias(self.flow.pair.to)
    }
}

impl<'a> Configs<'a> {
    fn of(flow: &simulate::Flow<'a>) -> Configs<'a> {
        let instance = Instance::new(flow.topology, flow.pair.to);
        let connector = instance.connector_config(flow.pair.from, Connector::Source);
        let reader =
            Client { side: Side::Source, role: Role::Consumer, label: "replication-consumer" };
        let consumer = client_config(&connector, reader);
        Configs { worker: instance.worker_config(flow.pair.from), consumer, connector }
    }

    /// What counts for a key, with Kafka's default.
    pub(in crate::review) fn value(&self, view: View, key: &str) -> Option<Value<'a>> {
        match view {
            // What a connector does not say of converters, its worker does.
            View::Connector if key.contains("converter") => {
                self.connector.values.get(key).or_else(|| self.worker.values.get(key)).cloned()
            }
            View::Connector => self.connector.effective(key),
            View::Worker => self.worker.values.get(key).cloned(),
            View::Consumer => self.consumer.values.get(key).cloned(),
        }
    }
}

pub(super) fn matched<'a>(
    before: &Model<'a>,
    after: &Model<'a>,
    members: &Members<'a>,
) -> Vec<FlowPair<'a>> {
    let mut pairs: BTreeMap<(&str, &str), FlowPair<'a>> = BTreeMap::new();
    for side in sides(before) {
        let ends = (members.now(side.from()), members.now(side.to()));
        let name = side.flow.name();
        pairs.entry(ends).or_insert(FlowPair { name, before: Some(side), after: None });
    }
    for side in sides(after) {
        let ends = (side.from(), side.to());
        let name = side.flow.name();
        let empty = FlowPair { name: name.clone(), before: None, after: None };
        let pair = pairs.entry(ends).or_insert(empty);
        if pair.after.is_none() {
            pair.name = name;
            pair.after = Some(side);
        }
    }
    let mut pairs: Vec<FlowPair<'a>> = pairs.into_values().collect();
    let changed = Changed::of(before.topologies, after.topologies);
    for pair in &mut pairs {
        if let (Some(old), Some(new)) = (&mut pair.before, &mut pair.after)
            && changed.concerns(old, new)
        {
            old.configs = Some(Configs::of(old.flow));
            new.configs = Some(Configs::of(new.flow));
        }
    }
    pairs
}

fn sides<'a>(model: &Model<'a>) -> impl Iterator<Item = FlowSide<'a>> {
    let simulation = model.simulation;
    simulation.flow_ids().map(|id| FlowSide {
        simulation,
        id,
        flow: simulation.flow(id),
        configs: None,
    })
}

/// Whether no flow can have another setting.
pub(in crate::review) fn is_same(before: &[Topology], after: &[Topology]) -> bool {
    let changed = Changed::of(before, after);
    !changed.everything && changed.flows.is_empty()
}

/// The keys that are not the same in two revisions: most edits speak of a few flows only.
struct Changed {
    /// A key that may speak of any flow, or something else than a key.
    everything: bool,
    flows: BTreeSet<(String, String)>,
}

impl Changed {
    fn of(before: &[Topology], after: &[Topology]) -> Changed {
        let mut changed = Changed { everything: false, flows: BTreeSet::new() };
        let (old, new) = (settings(before), settings(after));
        for key in old.keys().chain(new.keys()) {
            let (was, is) = (old.get(key), new.get(key));
            if was.map(|found| &found.0) == is.map(|found| &found.0) {
                continue;
            }
            match was.or(is).map(|found| found.1) {
                Some(Scope::Flow { from, to, .. }) => {
                    changed.flows.insert((from.clone(), to.clone()));
                }
                Some(Scope::Top | Scope::Cluster { .. }) | None => changed.everything = true,
            }
        }
        changed.everything |= before.len() != after.len()
            || before.iter().zip(after).any(|(old, new)| !is_alike(old, new));
        changed
    }

    fn concerns(&self, old: &FlowSide<'_>, new: &FlowSide<'_>) -> bool {
        let names = |side: &FlowSide<'_>| (side.from().to_owned(), side.to().to_owned());
        self.everything || old.flow.name() != new.flow.name() || self.flows.contains(&names(new))
    }
}

/// The lines that hold, by their topology and key.
fn settings(topologies: &[Topology]) -> BTreeMap<(usize, &str), (&str, &Scope)> {
    let mut settings = BTreeMap::new();
    for (number, topology) in topologies.iter().enumerate() {
        for setting in &topology.settings.entries {
            settings
                .insert((number, setting.key.as_str()), (setting.value.as_str(), &setting.scope));
        }
    }
    settings
}

/// Whether all that our own part of the properties is made from is the same.
fn is_alike(old: &Topology, new: &Topology) -> bool {
    let facts = |topology: &Topology| {
        let clusters = topology.clusters.iter().map(|cluster| {
            let member = Member { topology, cluster };
            let external = cluster.external.as_ref().map(|address| address.value.clone());
            let folder = member.folder().map(str::to_owned);
            (cluster.alias.value.clone(), member.connection(), external, folder)
        });
        let workload = &topology.workload;
        (clusters.collect::<BTreeSet<_>>(), workload.version, workload.replicas.max)
    };
    facts(old) == facts(new)
}

/// One setting that changed in the same way for some flows.
#[derive(Debug)]
pub(in crate::review) struct Differing<'f, 'a> {
    /// The key as it stands in a line, where one does.
    pub key: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// The values must not be shown.
    is_secret: bool,
    pub flows: Vec<&'f FlowPair<'a>>,
    pub spans: (Option<Span>, Option<Span>),
    /// No line of the new revision sets it.
    pub is_default: bool,
}

/// Flows for which a setting is not the same, those with the same values together.
pub(in crate::review) fn differing<'f, 'a>(
    flows: &'f [FlowPair<'a>],
    view: View,
    key: &str,
) -> Vec<Differing<'f, 'a>> {
    let mut groups: BTreeMap<(String, Option<String>, Option<String>), Differing<'f, 'a>> =
        BTreeMap::new();
    for pair in flows {
        let (Some(old), Some(new)) = (configs(pair.before.as_ref()), configs(pair.after.as_ref()))
        else {
            continue;
        };
        let (was, is) = (old.value(view, key), new.value(view, key));
        let text =
            |value: &Option<Value<'_>>| value.as_ref().map(|value| value.text.trim().to_owned());
        let (before, after) = (text(&was), text(&is));
        if before == after {
            continue;
        }
        let line = |value: &Option<Value<'a>>| value.as_ref().and_then(|value| value.origin.line());
        let (was, is) = (line(&was), line(&is));
        let own = was.iter().chain(&is).next_back().map_or(key, |line| line.key.as_str());
        let group = (own.to_owned(), before.clone(), after.clone());
        let found = groups.entry(group).or_insert_with(|| Differing {
            key: own.to_owned(),
            before,
            after,
            is_secret: was.iter().chain(&is).any(|line| secrets::is_secret(line)),
            flows: Vec::new(),
            spans: (was.map(|line| line.key_span), is.map(|line| line.key_span)),
            is_default: is.is_none(),
        });
        found.flows.push(pair);
    }
    groups.into_values().collect()
}

fn configs<'f, 'a>(side: Option<&'f FlowSide<'a>>) -> Option<&'f Configs<'a>> {
    side?.configs.as_ref()
}

impl Differing<'_, '_> {
    /// What an `allow` entry names: the flow where it is one, else the key.
    pub(in crate::review) fn subject(&self) -> String {
        match self.flows.as_slice() {
            [only] => only.name.clone(),
            _ => self.key.clone(),
        }
    }

    /// `` `a->b` ``, or `3 flows`.
    pub(in crate::review) fn whose(&self) -> String {
        match self.flows.as_slice() {
            [only] => format!("`{}`", only.name),
            flows => format!("{} flows", flows.len()),
        }
    }

    /// "from `x` to `y`"
    pub(in crate::review) fn step(&self) -> String {
        let side = |text: &Option<String>| match text.as_deref() {
            None => "nothing".to_owned(),
            Some(_) if self.is_secret => "a hidden value".to_owned(),
            Some("") => "an empty text".to_owned(),
            Some(text) => format!("`{text}`"),
        };
        format!("from {} to {}", side(&self.before), side(&self.after))
    }

    /// The flows, where the subject does not name them itself.
    pub(in crate::review) fn names(&self) -> Vec<String> {
        if self.flows.len() == 1 {
            return Vec::new();
        }
        self.flows.iter().map(|pair| pair.name.clone()).collect()
    }
}
