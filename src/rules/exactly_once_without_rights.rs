use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings, Rule,
    rights::{Needs, Object, Principal, principal, written},
};
use crate::{
    diagnostic::Severity,
    inventory::{Operation, ResourceKind},
    mm2::{
        effective::{Connector, Instance, Value},
        gates,
        simulate::{Running, Simulation, State},
    },
    topology::{ClusterId, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "exactly-once-without-rights",
    severity: Severity::Error,
    summary: "exactly-once without rights on transactional ids",
    page: include_str!("exactly_once_without_rights.md"),
    allowable: true,
    check,
};

const KEY: &str = "exactly.once.source.support";

/// An ordered pair of a descriptor.
type Place = (*const Topology, ClusterId, ClusterId);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let is_known = |running: &&Running<'_>| {
        let target = running.topology.cluster(running.pair.to);
        gates::internal_rest(running.topology.workload.version) && principal(target).is_some()
    };
    let mut running = simulation.running.iter().filter(is_known).peekable();
    if running.peek().is_none() {
        return;
    }
    for lacking in lacking(running, &carrying(simulation)).into_values() {
        report(lacking, findings);
    }
}

/// What is needed in each cluster, by descriptor and cluster.
fn lacking<'a>(
    running: impl Iterator<Item = &'a Running<'a>>,
    carrying: &BTreeSet<Place>,
) -> BTreeMap<(*const Topology, ClusterId), Lacking<'a>> {
    let mut found: BTreeMap<(*const Topology, ClusterId), Lacking<'_>> = BTreeMap::new();
    for running in running {
        let (topology, pair) = (running.topology, running.pair);
        let place = std::ptr::from_ref(topology);
        let is_carrying = carrying.contains(&(place, pair.from, pair.to));
        let Some((line, needs)) = needs(running, is_carrying) else { continue };
        let lacking = found.entry((place, pair.to)).or_insert_with(|| Lacking {
            running: *running,
            line,
            needs: Needs::default(),
            prefixes: BTreeSet::new(),
        });
        lacking.prefixes.insert(format!("{}-mm2-Mirror", topology.alias(pair.from)));
        lacking.needs.extend(needs);
    }
    found
}

/// The pairs whose source connector copies.
fn carrying(simulation: &Simulation<'_>) -> BTreeSet<Place> {
    let flows = simulation.flows.iter().filter(|flow| !matches!(flow.state, State::Refused(_)));
    flows.map(|flow| (std::ptr::from_ref(flow.topology), flow.pair.from, flow.pair.to)).collect()
}

/// What the user of one cluster needs, for the first pair into it that asks.
struct Lacking<'a> {
    running: Running<'a>,
    line: Value<'a>,
    needs: Needs,
    prefixes: BTreeSet<String>,
}

/// The ids with which the leader writes settings, and the tasks records (`DistributedConfig.transactionalProducerId`,
/// `Worker.taskTransactionalId`).
fn needs<'a>(running: &Running<'a>, is_carrying: bool) -> Option<(Value<'a>, Needs)> {
    let (topology, pair) = (running.topology, running.pair);
    let worker = Instance::new(topology, pair.to).worker_config(pair.from);
    let line = worker.values.get(KEY)?.clone();
    let word = line.text.trim().to_ascii_lowercase();
    let has_tasks = match word.as_str() {
        "enabled" => true,
        "preparing" => false,
        _ => return None,
    };
    let group = worker.get("group.id")?.trim();
    let mut needs = Needs::default();
    let mut add = |id: String| {
        let object = Object::one(ResourceKind::TransactionalId, id);
        needs.add(object, &[Operation::Write], true);
    };
    add(format!("connect-cluster-{group}"));
    let connectors =
        [(is_carrying, Connector::Source), (running.makes_heartbeats, Connector::Heartbeat)];
    for (_, connector) in connectors.into_iter().filter(|&(is_there, _)| is_there && has_tasks) {
        add(format!("{group}-{}-0", connector.name()));
    }
    Some((line, needs))
}

fn report(lacking: Lacking<'_>, findings: &mut Findings<'_>) {
    let cluster = lacking.running.topology.cluster(lacking.running.pair.to);
    let Some(principal) = principal(cluster) else { return };
    let Principal { user, secret, .. } = &principal;
    let missing = lacking.needs.missing(&principal);
    if missing.is_empty() {
        return;
    }
    let (name, alias) = (&user.name.value, &cluster.alias.value);
    let message = format!("`{name}` lacks rights for exactly-once in `{alias}`");
    let finding = findings.report(user.name.span, message);
    if let Some(line) = lacking.line.origin.line() {
        finding.related(line.key_span, "this line asks for exactly-once");
    }
    finding
        .subject(name)
        .related(*secret, "MirrorMaker 2 logs in by the Secret of this user")
        .reason(format!(
            "workers then write in transactions, and the resource does not give {}",
            missing.shown()
        ))
        .help(format!(
            "add to `acls:` of the user: {}",
            written(&missing.grants(&lacking.prefixes), user.form)
        ));
}
