use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use super::{
    Context, Findings, Rule,
    acl_sync::copies_acls,
    failover::meant,
    rights::{Grants, Needs, Object, is_of_mirror_maker, is_open, key, secrets, written},
};
use crate::{
    descriptor::Intent,
    diagnostic::Severity,
    inventory::{Acl, Form, Operation, ResourceKind, Rights, User},
    mm2::simulate::{Flow, Simulation},
    source::Span,
    topology::{Cluster, Topology},
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "user-missing-on-standby",
    severity: Severity::Error,
    summary: "a user of copied topics who has not the same rights on the standby",
    page: include_str!("user_missing_on_standby.md"),
    allowable: true,
    check,
};

/// The topics of the source that a flow copies, with the names of their copies.
type Copies<'a> = BTreeMap<&'a str, &'a str>;

/// A flow to a standby, between clusters whose users matter.
struct Standby<'a> {
    flow: &'a Flow<'a>,
    intent: Span,
    source: &'a Cluster,
    target: &'a Cluster,
    users: &'a BTreeMap<String, User>,
    /// Absent where no topics of the source are declared.
    copies: Option<Copies<'a>>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut standbys = standbys(context.simulation);
    if standbys.is_empty() {
        return;
    }
    add_copies(context.simulation, &mut standbys);
    for standby in standbys.values() {
        for user in standby.users.values() {
            check_user(standby, user, findings);
        }
    }
}

/// By the places of the flows in memory.
fn standbys<'a>(simulation: &'a Simulation<'a>) -> BTreeMap<*const Flow<'a>, Standby<'a>> {
    let standby = |(flow, intent): (&'a Flow<'a>, &'a Spanned<Intent>)| {
        let topology = flow.topology;
        let (source, target) = (topology.cluster(flow.pair.from), topology.cluster(flow.pair.to));
        let users = source.known_users.as_ref()?;
        let is_checked = target.broker_settings.rights != Some(Rights::Unchecked);
        // Where the User Operator is, the copy of ACLs is a fault of its own.
        let is_told = match (&target.known_users, target.broker_settings.rights) {
            (Some(_), _) => true,
            (None, Some(Rights::ByUserOperator(_))) => false,
            (None, _) => copies_acls(flow),
        };
        if intent.value != Intent::Dr || !is_checked || !is_told || is_open(target) {
            return None;
        }
        let (intent, copies) = (intent.span, None);
        Some((std::ptr::from_ref(flow), Standby { flow, intent, source, target, users, copies }))
    };
    meant(simulation).filter_map(standby).collect()
}

fn add_copies<'a>(
    simulation: &'a Simulation<'a>,
    standbys: &mut BTreeMap<*const Flow<'a>, Standby<'a>>,
) {
    let of = |topology: &'a Topology| {
        let topics = topology.inventory.topics.iter();
        topics.map(move |topic| (std::ptr::from_ref(topology), topic.cluster))
    };
    let declared: BTreeSet<_> = simulation.topologies.iter().flat_map(of).collect();
    for standby in standbys.values_mut() {
        let place = (std::ptr::from_ref(standby.flow.topology), standby.source.id);
        standby.copies = declared.contains(&place).then(Copies::new);
    }
    for arrival in simulation.user_arrivals() {
        let place = std::ptr::from_ref(simulation.flow(arrival.flow));
        let copies = standbys.get_mut(&place).and_then(|standby| standby.copies.as_mut());
        if let Some(copies) = copies {
            let name = |topic| simulation.topics.name(topic);
            copies.insert(name(arrival.from), name(arrival.to));
        }
    }
}

/// What a user lacks after a failover, and what gives it.
#[derive(Default)]
struct Lack {
    needs: Needs,
    grants: Grants,
}

fn check_user(standby: &Standby<'_>, user: &User, findings: &mut Findings<'_>) {
    let name = &user.name.value;
    let Some(acls) = &user.acls else { return };
    if is_left_out(standby, user) || is_of_mirror_maker(acls) {
        return;
    }
    let known = standby.target.known_users.as_ref();
    let twin = known.and_then(|users| users.get(name));
    let given = match twin.map(|twin| &twin.acls) {
        Some(None) => return,
        Some(Some(acls)) => acls.as_slice(),
        None => &[],
    };
    let mut lack = Lack::default();
    for acl in acls.iter().filter(|acl| acl.kind == ResourceKind::Topic) {
        // Copied are rights to read single topics.
        let is_copied = |operation| {
            known.is_none() && operation == Operation::Read && !acl.is_prefix && !is_any(acl)
        };
        for operation in [Operation::Read, Operation::Write] {
            if acl.gives(operation) && !is_copied(operation) {
                lack.add(standby, (acl, operation), given);
            }
        }
    }
    if !lack.needs.is_empty() {
        report(standby, (user, twin), &lack, findings);
    }
}

/// MirrorMaker 2's own user, and who may have other rights on the target than its `userManifests` say.
fn is_left_out(standby: &Standby<'_>, user: &User) -> bool {
    let (name, target) = (&user.name.value, standby.target);
    secrets(standby.source).any(|secret| is_secret_of(standby, user, secret))
        || target.users.iter().any(|other| other.value.name.value == *name)
        || target.broker_settings.is_super_user(name)
}

fn is_secret_of(standby: &Standby<'_>, user: &User, secret: &str) -> bool {
    let prefix = &standby.source.broker_settings.secret_prefix;
    let own = user.secret.as_deref();
    own.is_some_and(|own| secret.strip_prefix(prefix.as_str()) == Some(own))
}

impl Lack {
    /// As many steps as there are topics that the right is about.
    fn add(&mut self, standby: &Standby<'_>, (acl, operation): (&Acl, Operation), given: &[Acl]) {
        let Some(copies) = &standby.copies else {
            // A name that the filter takes, or the beginning of names.
            let is_any = is_any(acl);
            let Ok(copy) = standby.flow.copy(&acl.name) else { return };
            let cut = |name: &str| name.strip_suffix('*').map(str::to_owned);
            match cut(&copy).filter(|_| is_any) {
                Some(before) => self.add_one((acl, operation), ("", &before), given),
                None => self.add_one((acl, operation), (&acl.name, &copy), given),
            }
            return;
        };
        let from = if is_any(acl) { "" } else { acl.name.as_str() };
        let names = copies.range::<str, _>((Bound::Included(from), Bound::Unbounded));
        for (name, copy) in names.take_while(|(name, _)| acl.covers(name)) {
            let is_given = |other: &Acl| is_given(other, (name, copy), operation, false);
            if !given.iter().any(is_given) {
                let wanted = wanted(operation, (name, copy));
                self.needs.add(Object::one(ResourceKind::Topic, wanted), &[operation], true);
                self.grant((acl, operation), (name, copy));
            }
        }
    }

    fn add_one(
        &mut self,
        (acl, operation): (&Acl, Operation),
        (name, copy): (&str, &str),
        given: &[Acl],
    ) {
        let is_beginning = acl.is_prefix || is_any(acl);
        if given.iter().any(|other| is_given(other, (name, copy), operation, is_beginning)) {
            return;
        }
        let wanted = wanted(operation, (name, copy));
        let object = match is_beginning {
            true => Object::some(ResourceKind::Topic, wanted),
            false => Object::one(ResourceKind::Topic, wanted),
        };
        self.needs.add(object, &[operation], true);
        self.grant((acl, operation), (name, copy));
    }

    /// The right in the form that it has at the source.
    fn grant(&mut self, (acl, operation): (&Acl, Operation), (name, copy): (&str, &str)) {
        let before = match operation == Operation::Read {
            true => copy.strip_suffix(name),
            false => Some(""),
        };
        let granted = match (before, acl.is_prefix, acl.name.as_str()) {
            (Some(""), false, "*") => ("*".to_owned(), false),
            (Some(before), false, "*") => (before.to_owned(), true),
            (Some(before), is_prefix, own) => (format!("{before}{own}"), is_prefix),
            (None, _, _) => (copy.to_owned(), false),
        };
        let (name, is_prefix) = granted;
        let place = (ResourceKind::Topic, name, is_prefix);
        self.grants.entry(place).or_default().insert(operation);
    }
}

fn is_any(acl: &Acl) -> bool {
    !acl.is_prefix && acl.name == "*"
}

/// Readers go on with the copy; writers go on where they wrote, unless copies keep their names.
fn wanted<'n>(operation: Operation, (name, copy): (&'n str, &'n str)) -> &'n str {
    if operation == Operation::Read { copy } else { name }
}

fn is_given(
    acl: &Acl,
    (name, copy): (&str, &str),
    operation: Operation,
    is_beginning: bool,
) -> bool {
    let covers = |name: &str| if is_beginning { acl.touches(name) } else { acl.covers(name) };
    acl.kind == ResourceKind::Topic
        && acl.gives(operation)
        && (covers(copy) || operation == Operation::Write && covers(name))
}

fn report(
    standby: &Standby<'_>,
    (user, twin): (&User, Option<&User>),
    lack: &Lack,
    findings: &mut Findings<'_>,
) {
    let is_known = standby.target.known_users.is_some();
    let unless = match is_known {
        true => ("", ""),
        false => (
            "MirrorMaker 2 copies no right to write and none of a prefix, so that ",
            ", unless somebody gave the rights there",
        ),
    };
    let finding = findings
        .report(user.name.span, message(standby, user, twin))
        .subject(&user.name.value)
        .related(standby.intent, format!("`{}` is for disaster recovery", standby.flow.name()))
        .reason(format!(
            "{}after a failover brokers refuse it {}{}",
            unless.0,
            lack.needs.shown(),
            unless.1
        ))
        .help(help(standby, (user, twin), lack));
    if let Some(twin) = twin {
        finding.related(twin.name.span, "the user of the standby");
    }
    if !is_known {
        finding.severity = Severity::Warning;
    }
}

fn message(standby: &Standby<'_>, user: &User, twin: Option<&User>) -> String {
    let (name, flow) = (&user.name.value, standby.flow.name());
    let (from, to) = (&standby.source.alias.value, &standby.target.alias.value);
    match (&standby.target.known_users, twin) {
        (None, _) => format!("`{flow}` does not copy all rights of `{name}` to `{to}`"),
        (Some(_), None) => {
            format!("`{name}` uses topics of `{from}` and is no user of the standby `{to}`")
        }
        (Some(_), Some(_)) => {
            format!("`{name}` has rights in `{from}` and not in the standby `{to}`")
        }
    }
}

fn help(standby: &Standby<'_>, (user, twin): (&User, Option<&User>), lack: &Lack) -> String {
    let (name, to) = (&user.name.value, &standby.target.alias.value);
    let form = form(standby, user);
    let (key, grants) = (key(form), written(&lack.grants, form));
    match (&standby.target.known_users, twin) {
        (None, _) => {
            format!(
                "name the users of `{to}` by `userManifests:`, and give `{name}` there {grants}"
            )
        }
        (Some(_), None) => format!("add a `KafkaUser` `{name}` to `{to}`, with `{key}` {grants}"),
        (Some(_), Some(_)) => format!("add to `{key}` of `{name}` in `{to}`: {grants}"),
    }
}

/// In whose words the users of the standby are written.
fn form(standby: &Standby<'_>, user: &User) -> Form {
    let mut known = standby.target.known_users.iter().flat_map(BTreeMap::values);
    known.next().map_or(user.form, |other| other.form)
}
