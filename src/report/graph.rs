//! A picture of topologies. In: topologies and what was found in them. Out: [`Graph`], the one value that every picture
//! format is made from: clusters, the flows between them, and which of both an error is about.
//!
//! `groups` sorts clusters by region and Kubernetes cluster, `marks` finds whom an error is about.

pub mod around;
pub mod dot;
mod groups;
mod layout;
mod marks;
pub mod mermaid;
pub mod svg;

use std::collections::{BTreeMap, BTreeSet};

use self::marks::{Marks, Rules, marks};
use super::{redact::redact_message, terminal::harmless};
use crate::{
    diagnostic::{Diagnostics, Severity},
    mm2::{
        carried::{Carried, Naming, carried},
        effective,
    },
    review::{ClusterFate, Drawing, DrawnCluster, DrawnFlow, FlowFate},
    topology::{Cluster, ClusterId, Flow, Scope, Topology, boolean},
};

/// The longest filter that is shown, in characters; titles tell it whole.
const FILTER: usize = 32;
/// Errors that a picture tells in words.
const FAULTS: usize = 8;

/// All texts are harmless: no control character is left in them.
#[derive(Debug, Default)]
pub struct Graph {
    /// The names of the topologies.
    pub name: String,
    pub nodes: Vec<Node>,
    pub lines: Vec<Line>,
    /// What is wrong, a sentence each.
    pub faults: Vec<String>,
}

/// A Kafka cluster. An alias that stands in several descriptors is one node.
#[derive(Debug)]
pub struct Node {
    pub alias: String,
    pub region: Option<String>,
    /// The folder of its Kubernetes cluster; absent for a cluster that is not managed.
    pub kubernetes_cluster: Option<String>,
    /// The rules whose errors are about it.
    pub rules: Vec<&'static str>,
    /// What an edit does to it; of one revision all are the same.
    pub fate: ClusterFate,
}

/// A flow, or two that differ in nothing but their direction.
#[derive(Debug, Clone)]
pub struct Line {
    /// A position in [`Graph::nodes`], as `to` is.
    pub from: usize,
    pub to: usize,
    pub both_ways: bool,
    pub style: Style,
}

/// What is said of a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Style {
    pub carries: Carries,
    /// The rules whose errors are about it.
    pub rules: Vec<&'static str>,
    /// What an edit does to it; of one revision all are the same.
    pub fate: FlowFate,
}

/// What a flow copies, and under which names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carries {
    Topics {
        policy: String,
        filter: String,
        exclude: Option<String>,
    },
    /// A line of the descriptor speaks of the flow, but none enables it.
    Nothing,
}

impl Carries {
    pub(super) fn of(carried: &Carried) -> Carries {
        let shown = |value: &String| redact_message(&shown(value)).into_owned();
        Carries::Topics {
            policy: policy(&carried.naming),
            filter: shown(&carried.topics),
            exclude: carried.exclude.as_ref().map(shown),
        }
    }

    /// Short enough for a label.
    pub fn label(&self) -> String {
        match self {
            Carries::Topics { policy, filter, exclude: None } => {
                format!("{policy} · {}", cut(filter, FILTER))
            }
            Carries::Topics { policy, filter, exclude: Some(exclude) } => {
                format!("{policy} · {} − {}", cut(filter, FILTER), cut(exclude, FILTER))
            }
            Carries::Nothing => "disabled".to_owned(),
        }
    }

    /// All of it.
    pub fn title(&self) -> String {
        match self {
            Carries::Topics { policy, filter, exclude: None } => {
                format!("policy {policy}, topics {filter}")
            }
            Carries::Topics { policy, filter, exclude: Some(exclude) } => {
                format!("policy {policy}, topics {filter} without {exclude}")
            }
            Carries::Nothing => "disabled".to_owned(),
        }
    }
}

impl Graph {
    /// All that is known of a line: `east -> west: policy default, topics .*`.
    fn line_title(&self, line: &Line) -> String {
        let arrow = if line.both_ways { "<->" } else { "->" };
        let (from, to) = (self.alias(line.from), self.alias(line.to));
        let told = [line.style.carries.title(), mark(&line.style.rules)];
        let told = told.iter().map(String::as_str).chain([flow_mark(line.style.fate)]);
        let told: Vec<&str> = told.filter(|text| !text.is_empty()).collect();
        format!("{from} {arrow} {to}: {}", told.join(" "))
    }

    /// How many flows there are: a line may stand for two.
    fn flows(&self) -> usize {
        self.lines.iter().map(|line| if line.both_ways { 2 } else { 1 }).sum()
    }

    fn alias(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| node.alias.as_str())
    }
}

/// `✗ replication-cycle, duplicate-alias`; empty where nothing is wrong.
fn mark(rules: &[&str]) -> String {
    if rules.is_empty() { String::new() } else { format!("✗ {}", rules.join(", ")) }
}

/// `+ added`; empty where nothing changes.
pub(super) fn flow_mark(fate: FlowFate) -> &'static str {
    match fate {
        FlowFate::Same => "",
        FlowFate::Added => "+ added",
        FlowFate::Removed => "− removed",
        FlowFate::Changed => "~ changed",
    }
}

/// Likewise, of a cluster.
fn cluster_mark(fate: &ClusterFate) -> String {
    match fate {
        ClusterFate::Same => String::new(),
        ClusterFate::Added => "+ added".to_owned(),
        ClusterFate::Removed => "− removed".to_owned(),
        ClusterFate::Renamed { was } => format!("~ was {was}"),
        ClusterFate::Replaced => "~ another cluster".to_owned(),
    }
}

/// At most `width` characters of a text.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

/// In the order of the descriptors and of their lines.
pub fn graph(topologies: &[Topology], found: &Diagnostics) -> Graph {
    let marks = marks(topologies, found);
    let mut graph = Graph { name: name(topologies), faults: faults(found), ..Graph::default() };
    let mut positions = BTreeMap::new();
    for (topology, cluster) in
        topologies.iter().flat_map(|topology| topology.clusters.iter().map(move |c| (topology, c)))
    {
        let position = *positions.entry(cluster.alias.value.as_str()).or_insert_with(|| {
            graph.nodes.push(Node {
                alias: shown_name(&cluster.alias.value),
                region: None,
                kubernetes_cluster: None,
                rules: Vec::new(),
                fate: ClusterFate::Same,
            });
            graph.nodes.len() - 1
        });
        if let Some(node) = graph.nodes.get_mut(position) {
            describe(node, topology, cluster, &marks);
        }
    }
    let mut seen = BTreeSet::new();
    for (topology, flow, enabled) in topologies.iter().flat_map(flows) {
        let at = |id: ClusterId| positions.get(topology.alias(id)).copied().unwrap_or_default();
        let style = style(topology, &flow, enabled, &marks);
        if seen.insert((at(flow.from), at(flow.to), style.clone())) {
            graph.lines.push(Line {
                from: at(flow.from),
                to: at(flow.to),
                both_ways: false,
                style,
            });
        }
    }
    graph.lines = pair_up(graph.lines);
    graph
}

/// Both revisions in one picture: nothing in it is said of faults.
pub fn drawn(name: &str, drawing: &Drawing) -> Graph {
    let node = |cluster: &DrawnCluster| Node {
        alias: shown_name(&cluster.alias),
        region: cluster.region.as_deref().map(shown_name),
        kubernetes_cluster: cluster.kubernetes_cluster.as_deref().map(shown_name),
        rules: Vec::new(),
        fate: match &cluster.fate {
            ClusterFate::Renamed { was } => ClusterFate::Renamed { was: shown_name(was) },
            fate @ (ClusterFate::Same
            | ClusterFate::Added
            | ClusterFate::Removed
            | ClusterFate::Replaced) => fate.clone(),
        },
    };
    let line = |flow: &DrawnFlow| Line {
        from: flow.from,
        to: flow.to,
        both_ways: false,
        style: Style {
            carries: flow
                .after
                .as_ref()
                .or(flow.before.as_ref())
                .map_or(Carries::Nothing, Carries::of),
            rules: Vec::new(),
            fate: flow.fate,
        },
    };
    Graph {
        name: redact_message(&shown(name)).into_owned(),
        nodes: drawing.clusters.iter().map(node).collect(),
        lines: pair_up(drawing.flows.iter().map(line).collect()),
        faults: Vec::new(),
    }
}

fn name(topologies: &[Topology]) -> String {
    let names: BTreeSet<String> =
        topologies.iter().map(|topology| shown_name(&topology.name.value)).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The first few errors; a picture is no report.
fn faults(found: &Diagnostics) -> Vec<String> {
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let mut faults: Vec<String> = errors
        .map(|finding| format!("{}: {}", finding.rule, shown(&redact_message(&finding.message))))
        .collect();
    if faults.len() > FAULTS {
        let rest = faults.len() - FAULTS;
        faults.truncate(FAULTS);
        faults.push(format!("and {rest} more: run `mirrorc check`"));
    }
    faults
}

/// What several descriptors say of one alias adds up; the first word on a place holds.
fn describe(node: &mut Node, topology: &Topology, cluster: &Cluster, marks: &Marks<'_>) {
    if node.region.is_none() {
        node.region = cluster.region.as_ref().map(|region| shown_name(&region.value));
    }
    if node.kubernetes_cluster.is_none() {
        node.kubernetes_cluster = cluster
            .home
            .as_ref()
            .map(|home| shown_name(&topology.kubernetes_cluster(home.kubernetes_cluster).folder));
    }
    node.rules = list(marks.clusters.get(cluster.alias.value.as_str()));
}

/// The enabled flows, and those that a line speaks of though none enables them.
fn flows(topology: &Topology) -> impl Iterator<Item = (&Topology, Flow, bool)> {
    let enabled: BTreeSet<(ClusterId, ClusterId)> =
        topology.flows.iter().map(|flow| (flow.from, flow.to)).collect();
    let mut ids: BTreeMap<&str, ClusterId> = BTreeMap::new();
    for cluster in &topology.clusters {
        ids.entry(&cluster.alias.value).or_insert(cluster.id);
    }
    let mut told = enabled;
    // `enabled=true` without a pair enables what no line names.
    let pairs = effective::pairs(topology).into_iter();
    let by_default: Vec<Flow> = pairs
        .filter(|pair| pair.enabled && told.insert((pair.from, pair.to)))
        .map(|pair| Flow { from: pair.from, to: pair.to, span: pair.line.unwrap_or(topology.span) })
        .collect();
    let mut disabled = Vec::new();
    for setting in &topology.settings.entries {
        if let Scope::Flow { from, to, key } = &setting.scope
            && let (Some(&from), Some(&to)) = (ids.get(from.as_str()), ids.get(to.as_str()))
            && !(key == "enabled" && boolean(&setting.value))
            && from != to
            && told.insert((from, to))
        {
            disabled.push(Flow { from, to, span: setting.key_span });
        }
    }
    let stated = topology.flows.iter().copied();
    let enabled = stated.chain(by_default).map(move |flow| (topology, flow, true));
    enabled.chain(disabled.into_iter().map(move |flow| (topology, flow, false)))
}

fn style(topology: &Topology, flow: &Flow, enabled: bool, marks: &Marks<'_>) -> Style {
    let ends = (topology.alias(flow.from), topology.alias(flow.to));
    let rules = list(marks.flows.get(&ends));
    if !enabled {
        return Style { carries: Carries::Nothing, rules, fate: FlowFate::Same };
    }
    Style { carries: Carries::of(&carried(topology, flow)), rules, fate: FlowFate::Same }
}

fn list(rules: Option<&Rules>) -> Vec<&'static str> {
    rules.into_iter().flatten().copied().collect()
}

/// In a word or two.
pub(super) fn policy(naming: &Naming) -> String {
    match naming {
        Naming::Default => "default".to_owned(),
        Naming::DefaultEmpty => "default, empty names".to_owned(),
        Naming::Separator(separator) if separator.is_empty() => "default, no separator".to_owned(),
        Naming::Separator(separator) => format!("default, separator {}", shown(separator)),
        Naming::Identity => "identity".to_owned(),
        Naming::Class(class) => shown(redact_message(class).rsplit('.').next().unwrap_or_default()),
    }
}

/// Flows that differ in nothing but their direction become one line with two heads.
fn pair_up(flows: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut waiting: BTreeMap<(usize, usize, Style), usize> = BTreeMap::new();
    for flow in flows {
        match waiting.remove(&(flow.to, flow.from, flow.style.clone())) {
            Some(opposite) => {
                if let Some(line) = lines.get_mut(opposite) {
                    line.both_ways = true;
                }
            }
            None => {
                waiting.insert((flow.from, flow.to, flow.style.clone()), lines.len());
                lines.push(flow);
            }
        }
    }
    lines
}

/// A text that neither a terminal nor XML trips over.
fn shown(text: &str) -> String {
    let visible = |letter: char| match harmless(letter) {
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter => letter,
    };
    text.chars().map(visible).collect()
}

fn shown_name(name: &str) -> String {
    if name.is_empty() { "(empty)".to_owned() } else { redact_message(&shown(name)).into_owned() }
}
