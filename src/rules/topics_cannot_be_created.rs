use std::collections::BTreeMap;

use super::{
    Context, Findings, Rule,
    made::{Made, Shape, made},
    rights::{OWN, bounded, is_open, prefixes},
};
use crate::{
    descriptor::{KafkaUser, TopicAccess, TopicPattern},
    diagnostic::Severity,
    inventory::{Operator, Rights},
    mm2::simulate::{Simulation, TopicId},
    source::Span,
    topology::{Cluster, ClusterId, Topology},
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "topics-cannot-be-created",
    severity: Severity::Warning,
    summary: "the user of MirrorMaker 2 has no right to make topics that it needs",
    page: include_str!("topics_cannot_be_created.md"),
    allowable: true,
    check,
};

/// As whom MirrorMaker 2 logs in to a cluster.
struct Principal<'a> {
    user: &'a Spanned<KafkaUser>,
    /// The Secret with its certificate, as the descriptor names it for MirrorMaker 2.
    secret: Span,
}

/// What it has to make, by name.
type Missing<'a> = BTreeMap<String, Shape<'a>>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    let mut clusters: BTreeMap<(*const Topology, ClusterId), Vec<Made<'_>>> = BTreeMap::new();
    for made in made(simulation, |cluster| principal(cluster).is_some()) {
        let place = (std::ptr::from_ref(made.topology), made.cluster.id);
        clusters.entry(place).or_default().push(made);
    }
    if clusters.is_empty() {
        return;
    }
    let by_place = simulation.by_place();
    for made in clusters.values() {
        let Some(first) = made.first() else { continue };
        let Some(principal) = principal(first.cluster) else { continue };
        let mut missing = needed(simulation, &by_place, made);
        for topic in &first.topology.inventory.topics {
            if topic.cluster == first.cluster.id {
                missing.remove(topic.name.as_ref());
            }
        }
        missing.retain(|name, _| !may_write(&principal.user.value, name));
        if !missing.is_empty() {
            let grants = grants(simulation, first, &missing);
            report(first.cluster, &principal, (&missing, &grants), findings);
        }
    }
}

/// The user whose Secret MirrorMaker 2 mounts, where brokers ask for rights and the user's are listed.
fn principal(cluster: &Cluster) -> Option<Principal<'_>> {
    let settings = &cluster.broker_settings;
    let tls = cluster.security.as_ref()?.value.tls.as_ref()?;
    let secret = &tls.value.client.as_ref()?.value.secret;
    let mut users = cluster.users.iter();
    let user = users.find(|user| user.value.secret_name() == secret.value)?;
    let is_checked = settings.rights == Some(Rights::Checked)
        && cluster.storage.operator == Operator::Koperator
        && !is_open(cluster)
        && !settings.is_super_user(&user.value.name.value);
    (is_checked && user.value.topics.is_some()).then_some(Principal { user, secret: secret.span })
}

/// Its own topics, and the copies where topics are declared.
fn needed<'a>(
    simulation: &Simulation<'_>,
    by_place: &[Vec<TopicId>],
    made: &[Made<'a>],
) -> Missing<'a> {
    let mut needed: Missing<'a> = BTreeMap::new();
    for made in made {
        if let Some(name) = &made.name {
            needed.insert(name.clone(), made.shape);
            continue;
        }
        let place = simulation.by_alias(&made.cluster.alias.value);
        let topics = place.and_then(|place| by_place.get(place.index())).into_iter().flatten();
        let is_copy = |id: &&TopicId| simulation.topics.arrival(**id).is_some();
        for &topic in topics.filter(|id| is_copy(id) && !simulation.is_sampled) {
            let facts = simulation.facts(simulation.seed(topic));
            let partitions = facts.and_then(|facts| facts.partitions);
            let name = simulation.topics.name(topic).to_owned();
            needed.entry(name).or_insert(Shape { partitions, ..made.shape });
        }
    }
    needed
}

/// With the right to write koperator gives the right to make.
fn may_write(user: &KafkaUser, topic: &str) -> bool {
    user.topics.iter().flatten().any(|grant| {
        let name = &grant.name.value;
        let is_of = match grant.pattern.unwrap_or(TopicPattern::Literal) {
            TopicPattern::Literal => name == "*" || name == topic,
            TopicPattern::Prefixed => topic.starts_with(name.as_str()),
        };
        grant.access == TopicAccess::Write && is_of
    })
}

/// What to add to the user: the beginnings of names where MirrorMaker 2 gives them, else the names.
fn grants(simulation: &Simulation<'_>, made: &Made<'_>, missing: &Missing<'_>) -> Vec<String> {
    let into = simulation.flows.iter().filter(|flow| {
        std::ptr::eq(flow.topology, made.topology) && flow.pair.to == made.cluster.id
    });
    let prefixes = prefixes(into);
    let mut grants: BTreeMap<&str, &str> = BTreeMap::new();
    for name in missing.keys() {
        match prefixes.iter().find(|prefix| name.starts_with(prefix.as_str())) {
            Some(prefix) => grants.insert(prefix, ", pattern: prefixed"),
            None => grants.insert(name, ""),
        };
    }
    // Workers read their own topics as well, and the right to write is not the right to read.
    let own = grants.contains_key(OWN).then_some((OWN, "read", ", pattern: prefixed"));
    let grants = grants.into_iter().map(|(name, more)| (name, "write", more));
    let shown = |(name, access, more)| format!("`{{ name: {name}, access: {access}{more} }}`");
    grants.chain(own).map(shown).collect()
}

fn report(
    cluster: &Cluster,
    principal: &Principal<'_>,
    (missing, grants): (&Missing<'_>, &[String]),
    findings: &mut Findings<'_>,
) {
    let (user, alias) = (&principal.user.value.name, &cluster.alias.value);
    let count = match missing.len() {
        1 => "a topic".to_owned(),
        count => format!("{count} topics"),
    };
    let topics = missing.iter().map(|(name, shape)| format!("`{name}`{}", counts(shape)));
    findings
        .report(
            user.span,
            format!("`{}` may not make {count} that MirrorMaker 2 needs in `{alias}`", user.value),
        )
        .subject(&user.value)
        .related(principal.secret, "MirrorMaker 2 logs in as this user")
        .reason(format!(
            "unless other ACLs give the right, brokers refuse to make and to fill {}",
            bounded(topics.collect(), ", ")
        ))
        .help(format!("add {} to `topics:` of the user", bounded(grants.to_vec(), ", ")));
}

fn counts(shape: &Shape<'_>) -> String {
    let many = |count: i64, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    let partitions = shape.partitions.map(|count| many(count.into(), "partition"));
    let replicas = shape.replicas.filter(|&count| count > 0);
    let replicas = replicas.map(|count| many(count, "replica"));
    let known: Vec<String> = partitions.into_iter().chain(replicas).collect();
    if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) }
}
