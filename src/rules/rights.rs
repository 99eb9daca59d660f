//! What MirrorMaker 2 has to be let do on a cluster, against what the resource of its user says. In: a cluster with the
//! users that are known. Out: as whom MirrorMaker 2 logs in, what it lacks, and the ACLs that give it.

use std::collections::{BTreeMap, BTreeSet};

use super::{failover::listed, rounds::separator};
use crate::{
    descriptor::Protocol,
    inventory::{Acl, Form, Operation, ResourceKind, User},
    mm2::simulate::Flow,
    source::Span,
    topology::Cluster,
};

/// As whom MirrorMaker 2 logs in to a cluster of which ACLs are known to decide.
pub(super) struct Principal<'a> {
    pub(super) user: &'a User,
    acls: &'a [Acl],
    /// The Secret by which it logs in, as the descriptor names it.
    pub(super) secret: Span,
}

/// What a right is needed for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Object {
    kind: ResourceKind,
    name: String,
    /// The names are not known: some that begin like this.
    is_some: bool,
}

/// What is needed, each with whether it is certain that something does not work without it.
#[derive(Default)]
pub(super) struct Needs(BTreeMap<Object, BTreeMap<Operation, bool>>);

/// The ACLs to add, by kind, name and whether it is a prefix.
pub(super) type Grants = BTreeMap<Granted, BTreeSet<Operation>>;
type Granted = (ResourceKind, String, bool);

/// The user whose Secret MirrorMaker 2 mounts, where its resource says all of its rights.
pub(super) fn principal(cluster: &Cluster) -> Option<Principal<'_>> {
    let users = cluster.known_users.as_ref()?;
    let settings = &cluster.broker_settings;
    if !settings.has_only_acls || is_open(cluster) {
        return None;
    }
    let security = &cluster.security.as_ref()?.value;
    let secret = match security.protocol.value {
        Protocol::Plaintext => return None,
        Protocol::Ssl => &security.tls.as_ref()?.value.client.as_ref()?.value.secret,
        Protocol::SaslPlaintext | Protocol::SaslSsl => &security.sasl.as_ref()?.value.secret,
    };
    let name = secret.value.strip_prefix(&settings.secret_prefix)?;
    let user = users.get(name).filter(|user| user.form == Form::Strimzi)?;
    let acls = user.acls.as_deref()?;
    let is_of = user.secret.is_some() && !settings.is_super_user(name);
    is_of.then_some(Principal { user, acls, secret: secret.span })
}

/// Whether everybody may do what no ACL speaks of.
pub(super) fn is_open(cluster: &Cluster) -> bool {
    let stated = cluster.broker_settings.get("allow.everyone.if.no.acl.found");
    stated.is_some_and(|stated| stated.value.contains("true"))
}

/// The Secrets by which MirrorMaker 2 logs in to a cluster.
pub(super) fn secrets(cluster: &Cluster) -> impl Iterator<Item = &str> {
    let security = cluster.security.as_ref().map(|security| &security.value);
    let tls = security.and_then(|security| security.tls.as_ref()?.value.client.as_ref());
    let sasl = security.and_then(|security| security.sasl.as_ref());
    let tls = tls.map(|client| client.value.secret.value.as_str());
    tls.into_iter().chain(sasl.map(|sasl| sasl.value.secret.value.as_str()))
}

/// Whether they are those of a user of MirrorMaker 2.
pub(super) fn is_of_mirror_maker(acls: &[Acl]) -> bool {
    acls.iter().any(is_of_worker)
}

/// What MirrorMaker 2's own topics begin with.
pub(super) const OWN: &str = "mm2-";

/// The beginnings of the names that MirrorMaker 2 gives for some flows.
pub(super) fn prefixes<'a>(flows: impl Iterator<Item = &'a Flow<'a>>) -> BTreeSet<String> {
    let of_flow = |flow: &Flow<'_>| {
        let separator = separator(flow).filter(|separator| !separator.is_empty())?;
        Some(format!("{}{separator}", flow.source_alias))
    };
    flows.filter_map(of_flow).chain([OWN.to_owned()]).collect()
}

impl Object {
    pub(super) fn one(kind: ResourceKind, name: impl Into<String>) -> Object {
        Object { kind, name: name.into(), is_some: false }
    }

    pub(super) fn some(kind: ResourceKind, beginning: impl Into<String>) -> Object {
        Object { kind, name: beginning.into(), is_some: true }
    }

    fn is_met(&self, acls: &[Acl], operation: Operation) -> bool {
        let is_made_anywhere = |acl: &Acl| {
            acl.kind == ResourceKind::Cluster
                && self.kind == ResourceKind::Topic
                && operation == Operation::Create
                && acl.gives(operation)
        };
        let is_about = |acl: &Acl| match (acl.kind == self.kind, self.is_some) {
            (false, _) => false,
            (true, _) if self.kind == ResourceKind::Cluster => true,
            (true, false) => acl.covers(&self.name),
            (true, true) => acl.touches(&self.name) && !is_of_worker(acl),
        };
        acls.iter().any(|acl| is_made_anywhere(acl) || is_about(acl) && acl.gives(operation))
    }

    /// "topic `a`"
    fn shown(&self) -> String {
        match (self.kind, self.is_some) {
            (ResourceKind::Cluster, _) => "the cluster".to_owned(),
            (kind, true) if self.name.is_empty() => format!("any {}", called(kind)),
            (kind, true) => format!("any {} `{}…`", called(kind), self.name),
            (kind, false) => format!("{} `{}`", called(kind), self.name),
        }
    }

    /// The resource of the ACL that gives a right; `prefixes` are the beginnings that MirrorMaker 2 itself gives.
    fn granted(&self, prefixes: &BTreeSet<String>) -> Granted {
        let prefix = prefixes.iter().find(|prefix| self.name.starts_with(prefix.as_str()));
        match (self.is_some, self.name.is_empty(), prefix) {
            (true, true, _) if self.kind != ResourceKind::Cluster => {
                (self.kind, "*".to_owned(), false)
            }
            (_, false, Some(prefix)) if self.kind != ResourceKind::Group => {
                (self.kind, prefix.clone(), true)
            }
            (is_some, _, _) => (self.kind, self.name.clone(), is_some),
        }
    }
}

fn called(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::TransactionalId => "transactional id",
        ResourceKind::Topic | ResourceKind::Group | ResourceKind::Cluster => kind.word(),
    }
}

/// The group of a worker is none whose positions are carried.
fn is_of_worker(acl: &Acl) -> bool {
    acl.kind == ResourceKind::Group && !acl.is_prefix && acl.name.ends_with("-mm2")
}

impl Needs {
    pub(super) fn add(&mut self, object: Object, operations: &[Operation], is_certain: bool) {
        let needed = self.0.entry(object).or_default();
        for &operation in operations {
            *needed.entry(operation).or_default() |= is_certain;
        }
    }

    pub(super) fn extend(&mut self, other: Needs) {
        for (object, operations) in other.0 {
            self.0.entry(object).or_default().extend(operations);
        }
    }

    /// What the user is not given.
    pub(super) fn missing(mut self, principal: &Principal<'_>) -> Needs {
        for (object, operations) in &mut self.0 {
            operations.retain(|&operation, _| !object.is_met(principal.acls, operation));
        }
        self.0.retain(|_, operations| !operations.is_empty());
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn is_certain(&self) -> bool {
        self.0.values().flat_map(BTreeMap::values).any(|&is_certain| is_certain)
    }

    /// "`Read` and `Write` on topic `a`", one for each object.
    pub(super) fn shown(&self) -> String {
        let one = |(object, operations): (&Object, &BTreeMap<Operation, bool>)| {
            let words: Vec<&str> = operations.keys().map(|operation| operation.word()).collect();
            format!("{} on {}", listed(&words), object.shown())
        };
        bounded(self.0.iter().map(one).collect(), "; ")
    }

    pub(super) fn grants(&self, prefixes: &BTreeSet<String>) -> Grants {
        let mut grants = Grants::new();
        for (object, operations) in &self.0 {
            grants.entry(object.granted(prefixes)).or_default().extend(operations.keys());
        }
        grants
    }
}

/// The key under which a resource has rights.
pub(super) fn key(form: Form) -> &'static str {
    match form {
        Form::Strimzi => "acls:",
        Form::Koperator => "topicGrants:",
    }
}

/// As they stand below [`key`]. Koperator gives rights to read and to write topics only.
pub(super) fn written(grants: &Grants, form: Form) -> String {
    let one = |(granted, operations): (&Granted, &BTreeSet<Operation>)| match form {
        Form::Strimzi => vec![acl(granted, operations)],
        Form::Koperator => {
            operations.iter().map(|&operation| topic_grant(granted, operation)).collect()
        }
    };
    bounded(grants.iter().flat_map(one).collect(), ", ")
}

fn acl((kind, name, is_prefix): &Granted, operations: &BTreeSet<Operation>) -> String {
    let pattern = if *is_prefix { ", patternType: prefix" } else { "" };
    let name = match name.as_str() {
        "" => String::new(),
        name => format!(", name: {}", quoted(name)),
    };
    let words: Vec<&str> = operations.iter().map(|operation| operation.word()).collect();
    let (kind, words) = (kind.word(), words.join(", "));
    format!("`- {{ resource: {{ type: {kind}{name}{pattern} }}, operations: [{words}] }}`")
}

fn topic_grant((_, name, is_prefix): &Granted, operation: Operation) -> String {
    let pattern = if *is_prefix { ", patternType: prefixed" } else { "" };
    let (name, access) = (quoted(name), operation.word().to_lowercase());
    format!("`- {{ topicName: {name}, accessType: {access}{pattern} }}`")
}

/// YAML takes a bare `*` for something else.
fn quoted(name: &str) -> &str {
    if name == "*" { "\"*\"" } else { name }
}

/// More than these nobody reads.
const SHOWN: usize = 8;

pub(super) fn bounded(texts: Vec<String>, separator: &str) -> String {
    let more = texts.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!("{separator}and {more} more") } else { String::new() };
    format!("{}{rest}", texts.into_iter().take(SHOWN).collect::<Vec<_>>().join(separator))
}
