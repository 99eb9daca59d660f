//! The ways of the lines. In: nodes and the edges of columns. Out: where each line leaves its node, its curve through a
//! channel, where it ends.

use std::collections::BTreeMap;

use super::{
    Column, Fit, Path, PlacedNode, Point, Rect, Tagging, columns::Columns, count, node_texts, tags,
};
use crate::report::graph::{Graph, Line, groups::Item};

/// The straight piece beside a column, which holds the head of the line.
const STUB: i32 = 14;
/// Between two lines that end at one side of a node, where it is not as tall as it may be.
const GAP: i32 = 12;
/// The tallest node that its lines ask for, with numbers and with words.
const TALL: i32 = 150;
const TALL_WITH_WORDS: i32 = 260;
/// How far the shortest line between two nodes of one column swings out.
const SWING: i32 = 36;

/// Between two lines that end at one side of a node: words need room for themselves.
pub(super) fn gap(texts: &[Vec<String>], tagging: Tagging) -> i32 {
    match tagging {
        Tagging::Words => texts.iter().map(|lines| tags::height(lines)).max().unwrap_or(0) + 6,
        Tagging::Numbers | Tagging::Legend => GAP,
    }
}

/// How tall each node must be for its texts and its lines; nothing where words would make one too tall.
pub(super) fn heights(
    graph: &Graph,
    columns: &Columns,
    gap: i32,
    fit: Fit,
) -> Option<BTreeMap<usize, i32>> {
    let mut ends = vec![0; graph.nodes.len()];
    for node in graph.lines.iter().flat_map(|line| [line.from, line.to]) {
        if let Some(ends) = ends.get_mut(node) {
            *ends += 1;
        }
    }
    let mut heights = BTreeMap::new();
    for (column, items) in columns.all() {
        for member in items.iter().flat_map(Item::members) {
            let texts = graph.nodes.get(member.node).map(|node| node_texts(node, &member.caption));
            let text = 16 + 18 * count(texts.unwrap_or_default().len());
            let lines = match column {
                Column::Left | Column::Right => {
                    8 + ends.get(member.node).copied().unwrap_or(0) * gap
                }
                // It is stretched anyway.
                Column::Middle => 0,
            };
            if fit == Fit::Needed && lines > TALL_WITH_WORDS {
                return None;
            }
            let most = if fit == Fit::Needed { TALL_WITH_WORDS } else { TALL };
            heights.insert(member.node, text.max(lines.min(most)));
        }
    }
    Some(heights)
}

/// One end of a line.
#[derive(Clone, Copy)]
struct End<'a> {
    line: usize,
    own: &'a PlacedNode,
    other: &'a PlacedNode,
}

/// By the position of the line, and whether it is its source.
type Ports = BTreeMap<(usize, bool), i32>;

pub(super) fn paths(
    graph: &Graph,
    nodes: &[PlacedNode],
    edges: &BTreeMap<Column, (i32, i32)>,
    gap: i32,
) -> Vec<Path> {
    let placed: BTreeMap<usize, &PlacedNode> = nodes.iter().map(|node| (node.node, node)).collect();
    let ports = ports(graph, &placed, gap);
    let tallest = nodes.iter().map(|node| node.rect.y + node.rect.height).max().unwrap_or(1);
    let path = |(line, flow): (usize, &Line)| {
        let (from, to) = (placed.get(&flow.from)?, placed.get(&flow.to)?);
        let y = |is_source| ports.get(&(line, is_source)).copied().unwrap_or_default();
        Some(path((from, y(true)), (to, y(false)), edges, tallest))
    };
    graph.lines.iter().enumerate().filter_map(path).collect()
}

fn ports(graph: &Graph, placed: &BTreeMap<usize, &PlacedNode>, gap: i32) -> Ports {
    let mut sides: BTreeMap<usize, Vec<(End<'_>, bool)>> = BTreeMap::new();
    for (line, flow) in graph.lines.iter().enumerate() {
        let (Some(from), Some(to)) = (placed.get(&flow.from), placed.get(&flow.to)) else {
            continue;
        };
        let source = End { line, own: from, other: to };
        let target = End { line, own: to, other: from };
        sides.entry(flow.from).or_default().push((source, true));
        sides.entry(flow.to).or_default().push((target, false));
    }
    let mut ports = Ports::new();
    let mut of_hub = Vec::new();
    for mut ends in sides.into_values() {
        ends.sort_by_key(|(end, _)| order(end));
        let ends_count = count(ends.len());
        for ((end, is_source), at) in ends.into_iter().zip(0..) {
            if end.own.column == Column::Middle {
                of_hub.push((end.line, is_source));
            } else {
                ports.insert((end.line, is_source), spread(end.own.rect, ends_count, at, gap));
            }
        }
    }
    // The hub is as tall as the columns, so its lines are level.
    for (line, is_source) in of_hub {
        let level = ports.get(&(line, !is_source)).copied().unwrap_or_default();
        ports.insert((line, is_source), level);
    }
    ports
}

/// From the top of a side to its bottom so that lines cross least: up within the column, the nearest first; across; down
/// within the column, the nearest last.
fn order(end: &End<'_>) -> (u8, i32, i32) {
    let middle = |node: &PlacedNode| node.rect.y + node.rect.height / 2;
    let line = count(end.line);
    let away = middle(end.other) - middle(end.own);
    match (end.own.column == end.other.column, away < 0) {
        (true, true) => (0, -away, line),
        (false, _) => (1, middle(end.other), line),
        (true, false) => (2, -away, -line),
    }
}

fn spread(side: Rect, ends: i32, at: i32, gap: i32) -> i32 {
    let gap = gap * 16;
    let gap = if ends > 1 { gap.min((side.height - 16) * 16 / (ends - 1)) } else { 0 };
    side.y + side.height / 2 + (2 * at - (ends - 1)) * gap / 32
}

fn path(
    (from, from_y): (&PlacedNode, i32),
    (to, to_y): (&PlacedNode, i32),
    edges: &BTreeMap<Column, (i32, i32)>,
    tallest: i32,
) -> Path {
    let start = side(from, to.column, edges);
    let end = side(to, from.column, edges);
    let channel = channel(from.column.min(to.column), from.column.max(to.column), edges);
    let (first, last): (Point, Point) = ((start.1, from_y), (end.1, to_y));
    let curve = if from.column == to.column {
        // Longer ones swing out farther, so that lines within a column lie in one another.
        let room = (channel.1 - channel.0) * 2 / 3 - SWING;
        let swing = SWING + room.max(0) * (from_y - to_y).abs() / tallest.max(1);
        let swing = if from.column == Column::Right { -swing } else { swing };
        [first, (first.0 + swing, first.1), (last.0 + swing, last.1), last]
    } else {
        let middle = i32::midpoint(first.0, last.0);
        [first, (middle, first.1), (middle, last.1), last]
    };
    Path { start: (start.0, from_y), curve, end: (end.0, to_y), channel }
}

/// Where a line touches a node that it leaves towards a column, and where the channel begins there.
fn side(node: &PlacedNode, towards: Column, edges: &BTreeMap<Column, (i32, i32)>) -> (i32, i32) {
    let (left, right) = edges.get(&node.column).copied().unwrap_or_default();
    let rightwards = towards > node.column || (towards == node.column && towards == Column::Left);
    if rightwards { (node.rect.right(), right + STUB) } else { (node.rect.x, left - STUB) }
}

/// The channel on the right of `left`, or that before `right` where both are the last column.
fn channel(left: Column, right: Column, edges: &BTreeMap<Column, (i32, i32)>) -> (i32, i32) {
    let before = |column: Column| edges.range(..column).next_back().map_or(0, |(_, edge)| edge.1);
    let right = match left == right && left == Column::Left {
        true => edges.range(right..).nth(1).map_or(Column::Right, |(column, _)| *column),
        false => right,
    };
    let end = edges.get(&right).map_or(0, |edge| edge.0);
    (before(right) + STUB, end - STUB)
}
