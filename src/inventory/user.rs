//! `KafkaUser` resources of Strimzi and of koperator: who logs in to a Kafka cluster, and with which rights.

use super::{group, text};
use crate::yaml::{Node, Spanned};

/// A user as its operator's resource describes it.
#[derive(Debug, Clone)]
pub struct User {
    /// The name of the resource.
    pub name: Spanned<String>,
    /// The resource of the Kafka cluster that it is of, where it is stated.
    pub cluster: Option<String>,
    /// What the operator appends to the prefix that it has for all users; absent where it makes no Secret.
    pub secret: Option<String>,
    /// Rights that the resource gives; absent where something else than ACLs gives them.
    pub acls: Option<Vec<Acl>>,
    pub form: Form,
}

/// Whose words a resource is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Strimzi,
    Koperator,
}

/// One or more rights that are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acl {
    pub kind: ResourceKind,
    /// Empty for the cluster; `*` means every name where it is no prefix.
    pub name: String,
    pub is_prefix: bool,
    pub operations: Vec<Operation>,
}

/// What a right is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceKind {
    Topic,
    Group,
    Cluster,
    TransactionalId,
}

/// Operations that MirrorMaker 2 and applications use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    Read,
    Write,
    Create,
    Describe,
    DescribeConfigs,
    Alter,
    AlterConfigs,
    All,
}

impl Operation {
    /// As Strimzi writes it.
    pub fn word(self) -> &'static str {
        match self {
            Operation::Read => "Read",
            Operation::Write => "Write",
            Operation::Create => "Create",
            Operation::Describe => "Describe",
            Operation::DescribeConfigs => "DescribeConfigs",
            Operation::Alter => "Alter",
            Operation::AlterConfigs => "AlterConfigs",
            Operation::All => "All",
        }
    }

    /// What else a broker takes a right for (`StandardAuthorizerData` and its like).
    pub fn gives(self, needed: Operation) -> bool {
        let describes = matches!(self, Operation::Read | Operation::Write | Operation::Alter);
        self == needed
            || self == Operation::All
            || needed == Operation::Describe && describes
            || needed == Operation::DescribeConfigs && self == Operation::AlterConfigs
    }

    fn read(word: &str) -> Option<Operation> {
        let all = [
            Operation::Read,
            Operation::Write,
            Operation::Create,
            Operation::Describe,
            Operation::DescribeConfigs,
            Operation::Alter,
            Operation::AlterConfigs,
            Operation::All,
        ];
        all.into_iter().find(|operation| operation.word() == word)
    }
}

impl ResourceKind {
    /// As Strimzi writes it.
    pub fn word(self) -> &'static str {
        match self {
            ResourceKind::Topic => "topic",
            ResourceKind::Group => "group",
            ResourceKind::Cluster => "cluster",
            ResourceKind::TransactionalId => "transactionalId",
        }
    }
}

impl Acl {
    /// Whether it is about this name.
    pub fn covers(&self, name: &str) -> bool {
        match self.is_prefix {
            true => name.starts_with(&self.name),
            false => self.name == name || self.name == "*",
        }
    }

    /// Whether it is about some name that begins like this.
    pub fn touches(&self, beginning: &str) -> bool {
        self.covers(beginning)
            || self.name.starts_with(beginning)
            || self.is_prefix && beginning.starts_with(&self.name)
    }

    pub fn gives(&self, operation: Operation) -> bool {
        self.operations.iter().any(|given| given.gives(operation))
    }
}

/// Reads the document as a user; nothing where it is another kind of document.
pub fn user(document: &Node) -> Option<User> {
    if document.get("kind")?.as_str()? != "KafkaUser" {
        return None;
    }
    let metadata = document.get("metadata")?;
    let name = metadata.get("name")?;
    let name = Spanned { value: name.as_str()?.to_owned(), span: name.span };
    match group(document.get("apiVersion")?.as_str()?) {
        "kafka.strimzi.io" | "eventstreams.ibm.com" => {
            let labels = metadata.get("labels");
            let cluster = ["strimzi.io/cluster", "eventstreams.ibm.com/cluster"]
                .into_iter()
                .find_map(|label| text(labels?, label));
            Some(of_strimzi(document.get("spec"), name, cluster))
        }
        "kafka.banzaicloud.io" => Some(of_koperator(document.get("spec")?, name)),
        _ => None,
    }
}

fn of_strimzi(spec: Option<&Node>, name: Spanned<String>, cluster: Option<String>) -> User {
    let kind = |key: &str| text(spec?.get(key)?, "type");
    let has_secret = matches!(
        kind("authentication").as_deref(),
        Some("tls" | "scram-sha-512" | "scram-sha-256")
    );
    let authorization = spec.and_then(|spec| spec.get("authorization"));
    let acls = match (authorization, kind("authorization").as_deref()) {
        // The User Operator then takes away every ACL that the user has.
        (None, _) => Some(Vec::new()),
        (Some(stated), Some("simple")) => {
            let acls = stated.get("acls").map_or(&[][..], Node::items).iter();
            Some(acls.filter_map(strimzi_acl).collect())
        }
        (Some(_), _) => None,
    };
    let secret = has_secret.then(|| name.value.clone());
    User { name, cluster, secret, acls, form: Form::Strimzi }
}

/// Only what is allowed: a right that is forbidden again is rare, and then more is missing, not less. The same holds for
/// hosts.
fn strimzi_acl(acl: &Node) -> Option<Acl> {
    if text(acl, "type").is_some_and(|kind| kind != "allow") {
        return None;
    }
    let resource = acl.get("resource")?;
    let kind = match text(resource, "type")?.as_str() {
        "topic" => ResourceKind::Topic,
        "group" => ResourceKind::Group,
        "cluster" => ResourceKind::Cluster,
        "transactionalId" => ResourceKind::TransactionalId,
        _ => return None,
    };
    let stated = acl.get("operations").map_or(&[][..], Node::items).iter();
    let operations = stated.chain(acl.get("operation")).filter_map(Node::as_str);
    Some(Acl {
        kind,
        name: text(resource, "name").unwrap_or_default(),
        is_prefix: text(resource, "patternType").is_some_and(|pattern| pattern == "prefix"),
        operations: operations.filter_map(Operation::read).collect(),
    })
}

/// With a right to read comes that for every group, and with a right to write that to make the topic.
fn of_koperator(spec: &Node, name: Spanned<String>) -> User {
    let cluster = spec.get("clusterRef").and_then(|cluster| text(cluster, "name"));
    let grants = spec.get("topicGrants").map_or(&[][..], Node::items).iter();
    User {
        cluster,
        secret: text(spec, "secretName"),
        acls: Some(grants.filter_map(koperator_acls).flatten().collect()),
        form: Form::Koperator,
        name,
    }
}

fn koperator_acls(grant: &Node) -> Option<Vec<Acl>> {
    let name = text(grant, "topicName")?;
    let is_prefix = match text(grant, "patternType").as_deref() {
        Some("prefixed") => true,
        Some("literal") | None => false,
        // Brokers store no other patterns.
        Some(_) => return None,
    };
    let topic = |operations: &[Operation]| Acl {
        kind: ResourceKind::Topic,
        name: name.clone(),
        is_prefix,
        operations: operations.to_vec(),
    };
    let groups = || Acl {
        kind: ResourceKind::Group,
        name: "*".to_owned(),
        is_prefix: false,
        operations: vec![Operation::Read],
    };
    match text(grant, "accessType")?.as_str() {
        "read" => Some(vec![topic(&[Operation::Read, Operation::Describe]), groups()]),
        "write" => Some(vec![topic(&[Operation::Write, Operation::Create, Operation::Describe])]),
        _ => None,
    }
}
