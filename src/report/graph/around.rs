//! A picture that a page has room for. In: a [`Graph`]. Out: the same if it is small, else what something is told of, and
//! what stands at its ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, Line};
use crate::review::{ClusterFate, FlowFate};

/// Clusters and lines that are drawn whatever is told of them.
const NODES: usize = 30;
const LINES: usize = 60;
/// Lines that something is told of, and clusters, that are drawn at most.
const TOLD: usize = 24;

/// Also gives back how many clusters and how many flows are left out.
pub(crate) fn around(graph: Graph) -> (Graph, (usize, usize)) {
    if graph.nodes.len() <= NODES && graph.lines.len() <= LINES {
        return (graph, (0, 0));
    }
    let (clusters, flows) = (graph.nodes.len(), graph.flows());
    let graph = cut(graph);
    let away = (clusters - graph.nodes.len(), flows - graph.flows());
    (graph, away)
}

fn cut(graph: Graph) -> Graph {
    let is_told = |line: &&Line| line.style.fate != FlowFate::Same || !line.style.rules.is_empty();
    let mut lines: Vec<Line> = graph.lines.iter().filter(is_told).take(TOLD).cloned().collect();
    let mut kept: BTreeSet<usize> = lines.iter().flat_map(|line| [line.from, line.to]).collect();
    let told = graph
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.fate != ClusterFate::Same || !node.rules.is_empty());
    let told: Vec<usize> = told.map(|(at, _)| at).filter(|at| !kept.contains(at)).collect();
    kept.extend(told.into_iter().take(TOLD));
    let rest = graph
        .lines
        .iter()
        .filter(|line| !is_told(line) && kept.contains(&line.from) && kept.contains(&line.to));
    lines.extend(rest.take(LINES).cloned());
    let positions: BTreeMap<usize, usize> = kept.iter().copied().zip(0..).collect();
    let at = |node: usize| positions.get(&node).copied().unwrap_or_default();
    for line in &mut lines {
        (line.from, line.to) = (at(line.from), at(line.to));
    }
    let nodes = graph.nodes.into_iter().enumerate();
    let nodes = nodes.filter(|(at, _)| kept.contains(at)).map(|(_, node)| node).collect();
    Graph { name: graph.name, nodes, lines, faults: graph.faults }
}
