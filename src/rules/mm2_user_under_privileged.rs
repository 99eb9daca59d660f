use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings, Rule,
    acl_sync::has_own_admin,
    made::{Made, made},
    rights::{Needs, Object, Principal, prefixes, principal, written},
    rounds::separator,
};
use crate::{
    diagnostic::Severity,
    inventory::{Operation, ResourceKind, Rights},
    mm2::{
        effective::{Config, Connector, Instance},
        gates,
        offset_syncs::Side,
        policy::Policy,
        simulate::{Flow, Simulation, State},
    },
    topology::{Cluster, ClusterId, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "mm2-user-under-privileged",
    severity: Severity::Error,
    summary: "the user of MirrorMaker 2 lacks rights that it needs",
    page: include_str!("mm2_user_under_privileged.md"),
    allowable: true,
    check,
};

const ACLS: &str = "sync.topic.acls.enabled";
const CONFIGS: &str = "sync.topic.configs.enabled";

/// What is needed, by descriptor and cluster.
type ByCluster<'a> = BTreeMap<(*const Topology, ClusterId), (&'a Cluster, Needs)>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let is_known =
        |topology: &Topology| topology.clusters.iter().any(|cluster| principal(cluster).is_some());
    if !context.topologies.iter().any(is_known) {
        return;
    }
    let simulation = context.simulation;
    let mut needs = ByCluster::new();
    of_own_topics(simulation, &mut needs);
    of_groups(simulation, &mut needs);
    of_flows(simulation, &mut needs);
    of_copies(simulation, &mut needs);
    let prefixes = prefixes(simulation.flows.iter());
    for (cluster, needs) in needs.into_values() {
        let Some(principal) = principal(cluster) else { continue };
        let missing = needs.missing(&principal);
        if !missing.is_empty() {
            report(cluster, &principal, (&missing, &prefixes), findings);
        }
    }
}

/// The list of a cluster whose user is known.
fn list<'n, 'a>(
    needs: &'n mut ByCluster<'a>,
    topology: &'a Topology,
    cluster: &'a Cluster,
) -> Option<&'n mut Needs> {
    principal(cluster)?;
    let place = (std::ptr::from_ref(topology), cluster.id);
    Some(&mut needs.entry(place).or_insert_with(|| (cluster, Needs::default())).1)
}

/// The topics of workers, heartbeats and positions.
fn of_own_topics<'a>(simulation: &'a Simulation<'a>, needs: &mut ByCluster<'a>) {
    let declared = declared(simulation);
    for made in made(simulation, |cluster| principal(cluster).is_some()) {
        let Made { topology, cluster, name: Some(name), shape } = made else { continue };
        let Some(needs) = list(needs, topology, cluster) else { continue };
        let object = || Object::one(ResourceKind::Topic, name.clone());
        let version = topology.workload.version;
        let is_read = match shape.key.split('.').next() {
            Some("heartbeats" | "offset-syncs") => false,
            Some("checkpoints") => gates::reads_checkpoints(version),
            Some(_) | None => true,
        };
        needs.add(object(), &[Operation::Write], true);
        if is_read {
            needs.add(object(), &[Operation::Read], true);
        }
        if !declared.contains(&(std::ptr::from_ref(topology), cluster.id, name.as_str())) {
            let is_certain = topology.inventory.complete.contains(&cluster.id);
            needs.add(object(), &[Operation::Create], is_certain);
        }
    }
}

/// The groups of workers.
fn of_groups<'a>(simulation: &'a Simulation<'a>, needs: &mut ByCluster<'a>) {
    for running in &simulation.running {
        let (topology, pair) = (running.topology, running.pair);
        let Some(needs) = list(needs, topology, topology.cluster(pair.to)) else { continue };
        let worker = Instance::new(topology, pair.to).worker_config(pair.from);
        if let Some(group) = worker.get("group.id") {
            needs.add(Object::one(ResourceKind::Group, group.trim()), &[Operation::Read], true);
        }
    }
}

/// What is declared on each cluster.
fn declared<'a>(simulation: &'a Simulation<'a>) -> BTreeSet<(*const Topology, ClusterId, &'a str)> {
    let of = |topology: &'a Topology| {
        let topics = topology.inventory.topics.iter();
        topics.map(move |topic| (std::ptr::from_ref(topology), topic.cluster, topic.name.as_ref()))
    };
    simulation.topologies.iter().flat_map(of).collect()
}

/// What flows need whichever topics they copy.
fn of_flows<'a>(simulation: &'a Simulation<'a>, needs: &mut ByCluster<'a>) {
    for flow in simulation.flows.iter().filter(|flow| !matches!(flow.state, State::Refused(_))) {
        let topology = flow.topology;
        let (source, target) = (topology.cluster(flow.pair.from), topology.cluster(flow.pair.to));
        if principal(source).is_none() && principal(target).is_none() {
            continue;
        }
        of_translation(flow, needs);
        let instance = Instance::new(topology, flow.pair.to);
        let config = instance.connector_config(flow.pair.from, Connector::Source);
        if let Some(needs) = list(needs, topology, source) {
            at_source(flow, &config, target, needs);
            if simulation.is_sampled {
                let object = Object::some(ResourceKind::Topic, "");
                needs.add(object, &read(&config), true);
            }
        }
        if let Some(needs) = list(needs, topology, target) {
            if syncs_groups(flow, &config) {
                needs.add(Object::some(ResourceKind::Group, ""), &[Operation::Read], true);
            }
            if simulation.is_sampled && !matches!(flow.policy, Policy::Opaque { .. }) {
                let separator = separator(flow).filter(|separator| !separator.is_empty());
                let beginning = separator.map(|end| format!("{}{end}", flow.source_alias));
                let object = Object::some(ResourceKind::Topic, beginning.unwrap_or_default());
                fill(&object, flow, &config, false, needs);
            }
        }
    }
}

/// Positions are translated by the offset syncs, which are read for that.
fn of_translation<'a>(flow: &'a Flow<'a>, needs: &mut ByCluster<'a>) {
    let (id, other) = match flow.offset_syncs {
        Some(Side::Source) => (flow.pair.from, &flow.target_alias),
        Some(Side::Target) => (flow.pair.to, &flow.source_alias),
        None => return,
    };
    let needs = list(needs, flow.topology, flow.topology.cluster(id));
    if let Some(needs) = needs.filter(|_| flow.makes_checkpoints) {
        let topic = flow.policy.offset_syncs_topic(other);
        needs.add(Object::one(ResourceKind::Topic, topic), &[Operation::Read], true);
    }
}

fn syncs_groups(flow: &Flow<'_>, config: &Config<'_>) -> bool {
    flow.makes_checkpoints && config.boolean("sync.group.offsets.enabled") == Some(true)
}

/// Positions of groups and ACLs. Who does not ask for them by a line may do without.
fn at_source(flow: &Flow<'_>, config: &Config<'_>, target: &Cluster, needs: &mut Needs) {
    if flow.makes_checkpoints {
        let groups = Object::some(ResourceKind::Group, "");
        needs.add(groups, &[Operation::Describe], syncs_groups(flow, config));
    }
    // Where the User Operator is, the copy of ACLs is to be switched off.
    let is_kept = matches!(target.broker_settings.rights, Some(Rights::ByUserOperator(_)));
    if config.boolean(ACLS) == Some(true) && !is_kept {
        let is_stated = config.values.get(ACLS).is_some_and(|value| value.origin.line().is_some());
        needs.add(Object::one(ResourceKind::Cluster, ""), &[Operation::Describe], is_stated);
    }
}

/// To read a topic and, before its copy is made, its settings.
fn read(config: &Config<'_>) -> Vec<Operation> {
    let is_described =
        gates::copies_have_settings(config.version) || config.boolean(CONFIGS) == Some(true);
    let configs = is_described.then_some(Operation::DescribeConfigs);
    [Operation::Read].into_iter().chain(configs).collect()
}

/// To fill a copy, to commit positions in it, and to keep its shape.
fn fill(object: &Object, flow: &Flow<'_>, config: &Config<'_>, is_made: bool, needs: &mut Needs) {
    needs.add(object.clone(), &[Operation::Write], true);
    if syncs_groups(flow, config) {
        needs.add(object.clone(), &[Operation::Read], true);
    }
    if !has_own_admin(config) {
        return;
    }
    if config.boolean(CONFIGS) == Some(true) {
        needs.add(object.clone(), &[Operation::AlterConfigs], true);
    }
    // Partitions are added only where those of the original are.
    needs.add(object.clone(), &[Operation::Alter], false);
    let is_complete = flow.topology.inventory.complete.contains(&flow.pair.to);
    if !is_made {
        needs.add(object.clone(), &[Operation::Create], is_complete);
    }
}

/// Where topics are declared: each that is copied, and its copy.
fn of_copies<'a>(simulation: &'a Simulation<'a>, needs: &mut ByCluster<'a>) {
    if simulation.is_sampled {
        return;
    }
    let declared = declared(simulation);
    let mut configs: BTreeMap<(*const Topology, ClusterId, ClusterId), Config<'a>> =
        BTreeMap::new();
    for arrival in simulation.user_arrivals() {
        let flow = simulation.flow(arrival.flow);
        let (topology, pair) = (flow.topology, flow.pair);
        let (source, target) = (topology.cluster(pair.from), topology.cluster(pair.to));
        if principal(source).is_none() && principal(target).is_none() {
            continue;
        }
        let place = std::ptr::from_ref(topology);
        let config = configs.entry((place, pair.from, pair.to)).or_insert_with(|| {
            Instance::new(topology, pair.to).connector_config(pair.from, Connector::Source)
        });
        let name = |topic| simulation.topics.name(topic);
        if let Some(needs) = list(needs, topology, source) {
            let object = Object::one(ResourceKind::Topic, name(arrival.from));
            needs.add(object, &read(config), true);
        }
        if let Some(needs) = list(needs, topology, target) {
            let copy = name(arrival.to);
            let is_made = declared.contains(&(place, pair.to, copy));
            fill(&Object::one(ResourceKind::Topic, copy), flow, config, is_made, needs);
        }
    }
}

fn report(
    cluster: &Cluster,
    principal: &Principal<'_>,
    (missing, prefixes): (&Needs, &BTreeSet<String>),
    findings: &mut Findings<'_>,
) {
    let (user, alias) = (&principal.user.name, &cluster.alias.value);
    let message = format!("`{}` lacks rights that MirrorMaker 2 needs in `{alias}`", user.value);
    let finding = findings
        .report(user.span, message)
        .subject(&user.value)
        .related(principal.secret, "MirrorMaker 2 logs in by the Secret of this user")
        .reason(format!("the resource does not give {}", missing.shown()))
        .help(format!(
            "add to `acls:` of the user: {}",
            written(&missing.grants(prefixes), principal.user.form)
        ));
    if !missing.is_certain() {
        finding.severity = Severity::Warning;
    }
}
