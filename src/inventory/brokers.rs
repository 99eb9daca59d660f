//! How a Kafka cluster's resource configures its brokers: settings that all of them have, who decides about rights, and
//! the release that runs.

use std::collections::{BTreeMap, BTreeSet};

use super::{text, text_of};
use crate::{
    properties,
    source::Span,
    yaml::{Content, Node, Spanned},
};

/// Nothing in it means that the resource says nothing, or that there is none.
#[derive(Debug, Clone, Default)]
pub struct BrokerSettings {
    /// By their keys; those in which brokers may differ are left out.
    values: BTreeMap<String, Spanned<String>>,
    pub rights: Option<Rights>,
    /// Who may do everything, as the resource writes the names.
    pub super_users: Vec<String>,
    /// Kafka's own ACLs alone decide about rights, and resources of users say what they are.
    pub has_only_acls: bool,
    /// What the names of the Secrets of all users begin with.
    pub secret_prefix: String,
    pub release: Option<Spanned<Release>>,
}

/// How rights are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// No authorizer is configured: everybody may do everything.
    Unchecked,
    Checked,
    /// Strimzi's User Operator keeps the ACLs as its resources say; the place that starts it.
    ByUserOperator(Span),
}

/// What says which Kafka the brokers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Release {
    Version(String),
    /// The image, which tells it by its tag.
    Image(String),
}

impl BrokerSettings {
    /// Whether a user may do everything: the certificates of operators have the name as their first part.
    pub fn is_super_user(&self, name: &str) -> bool {
        let common_name = format!("CN={name}");
        let is_of = |listed: &String| {
            listed == name || listed.split(',').next() == Some(common_name.as_str())
        };
        self.super_users.iter().any(is_of)
    }

    pub fn get(&self, key: &str) -> Option<&Spanned<String>> {
        self.values.get(key)
    }
}

pub(super) fn of_strimzi(document: &Node) -> BrokerSettings {
    let Some(spec) = document.get("spec") else { return BrokerSettings::default() };
    let spec = spec.get("strimziOverrides").unwrap_or(spec);
    let Some(kafka) = spec.get("kafka") else { return BrokerSettings::default() };
    let config = kafka.get("config").map_or(&[][..], Node::entries).iter();
    let values = config.filter_map(|entry| {
        let value = text_of(&entry.value)?;
        Some((entry.key.clone(), Spanned { value, span: entry.value.span }))
    });
    let operator = spec.get("entityOperator").and_then(|operator| operator.entry("userOperator"));
    let operator = operator.filter(|entry| !matches!(entry.value.content, Content::Null));
    let rights = match (kafka.get("authorization"), operator) {
        (None, _) => Rights::Unchecked,
        (Some(stated), Some(operator)) if has_acls(stated) => {
            Rights::ByUserOperator(operator.key_span)
        }
        (Some(_), _) => Rights::Checked,
    };
    let release = kafka.get("version");
    let authorization = kafka.get("authorization");
    let is_simple =
        authorization.and_then(|stated| text(stated, "type")).as_deref() == Some("simple");
    let super_users = authorization.and_then(|stated| stated.get("superUsers"));
    let super_users = super_users.map_or(&[][..], Node::items).iter();
    let secret_prefix = operator.and_then(|entry| text(&entry.value, "secretPrefix"));
    BrokerSettings {
        values: values.collect(),
        rights: Some(rights),
        super_users: super_users.filter_map(Node::as_str).map(str::to_owned).collect(),
        has_only_acls: is_simple && operator.is_some(),
        secret_prefix: secret_prefix.unwrap_or_default(),
        release: release.and_then(|node| spanned(node, Release::Version)),
    }
}

/// Whether the authorizer has Kafka's own ACLs, which the User Operator then takes for its own (`supportsAdminApi` of
/// Strimzi's kinds of authorization).
fn has_acls(authorization: &Node) -> bool {
    let says = |key: &str| {
        authorization.get(key).is_some_and(|node| matches!(node.content, Content::Bool(true)))
    };
    match authorization.get("type").and_then(Node::as_str) {
        Some("simple") => true,
        Some("keycloak") => says("delegateToKafkaAcls"),
        Some("custom") => says("supportsAdminApi"),
        Some(_) | None => false,
    }
}

/// What is set for the whole cluster at run time wins over the file that brokers start with.
pub(super) fn of_koperator(document: &Node) -> BrokerSettings {
    let Some(spec) = document.get("spec") else { return BrokerSettings::default() };
    let mut values: BTreeMap<String, Spanned<String>> = BTreeMap::new();
    for block in ["readOnlyConfig", "clusterWideConfig"] {
        values.extend(spec.get(block).map(entries).unwrap_or_default());
    }
    let single = of_single_brokers(spec);
    let authorizer = "authorizer.class.name";
    let is_checked = values.contains_key(authorizer) || single.contains(authorizer);
    values.retain(|key, _| !single.contains(key));
    let super_users = values.get("super.users").map(|stated| super_users(&stated.value));
    let release = spec.get("clusterImage");
    BrokerSettings {
        values,
        rights: Some(if is_checked { Rights::Checked } else { Rights::Unchecked }),
        super_users: super_users.unwrap_or_default(),
        has_only_acls: is_checked,
        secret_prefix: String::new(),
        release: release.and_then(|node| spanned(node, Release::Image)),
    }
}

/// `User:a;User:b`
fn super_users(stated: &str) -> Vec<String> {
    let names = stated.split(';').map(|name| name.trim().trim_start_matches("User:"));
    names.map(str::to_owned).collect()
}

/// The keys that some broker, or a group of them, has for itself.
fn of_single_brokers(spec: &Node) -> BTreeSet<String> {
    let brokers = spec.get("brokers").map_or(&[][..], Node::items).iter();
    let own = brokers.flat_map(|broker| {
        let dynamic = broker.get("brokerConfig").and_then(|config| config.get("config"));
        [broker.get("readOnlyConfig"), dynamic]
    });
    let groups = spec.get("brokerConfigGroups").map_or(&[][..], Node::entries).iter();
    let blocks = own.chain(groups.map(|group| group.value.get("config"))).flatten();
    blocks.flat_map(entries).map(|(key, _)| key).collect()
}

/// A block of properties, the last of each key.
fn entries(block: &Node) -> Vec<(String, Spanned<String>)> {
    let Content::String(text) = &block.content else { return Vec::new() };
    let entries = properties::read(&text.value).entries.into_iter();
    let place = |range| text.span(range, block.span);
    entries
        .map(|entry| {
            let span = place(entry.key_range.start..entry.value_range.end);
            (entry.key, Spanned { value: entry.value, span })
        })
        .collect()
}

fn spanned(node: &Node, release: fn(String) -> Release) -> Option<Spanned<Release>> {
    Some(Spanned { value: release(text_of(node)?), span: node.span })
}
