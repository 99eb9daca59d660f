//! What a flow copies, as its settings say it. In: a flow of a topology. Out: [`Carried`]: its filter as it is written,
//! and how it names the copies.

use super::{
    filter::FilterKind,
    policy::{Policy, source_alias},
};
use crate::topology::{Flow, Topology};

/// What a flow copies, and under which names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub naming: Naming,
    /// `topics`, or its default.
    pub topics: String,
    /// What is excluded besides Kafka's default; never empty.
    pub exclude: Option<String>,
}

/// How copies are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// With the alias of the source before them, as Kafka's default does.
    Default,
    /// Likewise, but the alias and the separator come out empty.
    DefaultEmpty,
    /// Likewise, with another separator, which may be empty.
    Separator(String),
    /// As the source names them.
    Identity,
    /// As a class says that is not Kafka's.
    Class(String),
}

/// Of an enabled flow.
pub fn carried(topology: &Topology, flow: &Flow) -> Carried {
    let setting =
        |key: &str| topology.flow_setting(flow, key).map(|setting| setting.value.as_str());
    let exclude = FilterKind::Topics.exclude(&setting, topology.workload.version);
    let stated = (!exclude.is_default).then(|| exclude.value.trim().to_owned());
    Carried {
        naming: naming(topology, flow),
        topics: setting("topics").unwrap_or(".*").trim().to_owned(),
        exclude: stated.filter(|exclude| !exclude.is_empty()),
    }
}

fn naming(topology: &Topology, flow: &Flow) -> Naming {
    match Policy::of_flow(topology, flow) {
        policy @ Policy::Default(_) if policy.keeps_names(source_alias(topology, flow)) => {
            Naming::DefaultEmpty
        }
        Policy::Default(policy) => match policy.separator.as_str() {
            "." => Naming::Default,
            separator => Naming::Separator(separator.to_owned()),
        },
        Policy::Identity(_) => Naming::Identity,
        Policy::Opaque { class, .. } => Naming::Class(class),
    }
}
