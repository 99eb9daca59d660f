//! Where everything stands in the picture. In: a [`Graph`]. Out: a [`Layout`] in pixels.
//!
//! Clusters stand in two columns, a hub between them. Lines run only in the channels beside the columns, so that none
//! crosses a node or a title whatever the topology. All numbers are whole: the same picture on every machine.

mod boxes;
mod columns;
mod paths;
mod tags;
#[cfg(test)]
mod tests;

use super::{Graph, Node, cluster_mark, cut, groups::groups, mark};
use crate::report::terminal;

use boxes::Boxes;
use columns::Columns;

pub(super) use tags::kinds;

/// Around everything.
pub(super) const MARGIN: i32 = 20;
/// Advance of a character of the larger and of the smaller font, rounded up.
const LARGE: i32 = 8;
const SMALL: i32 = 7;
/// The longest text of a node, in characters: the longest name that Kubernetes takes.
const ALIAS: usize = 63;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Rect {
    fn overlaps(self, other: Rect) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    fn right(self) -> i32 {
        self.x + self.width
    }
}

#[derive(Debug)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// Titles of the groups that hold everything, outermost first: they get no box.
    pub(super) headings: Vec<String>,
    pub(super) boxes: Vec<TitledBox>,
    pub(super) nodes: Vec<PlacedNode>,
    /// One a line of the graph, in its order.
    pub(super) paths: Vec<Path>,
    /// Likewise; absent where a line is not labelled.
    pub(super) tags: Vec<Option<Tag>>,
    pub(super) tagging: Tagging,
}

#[derive(Debug)]
pub(super) struct TitledBox {
    pub(super) rect: Rect,
    pub(super) title: String,
}

#[derive(Debug, Clone)]
pub(super) struct PlacedNode {
    /// A position in [`Graph::nodes`].
    pub(super) node: usize,
    pub(super) caption: String,
    pub(super) rect: Rect,
    column: Column,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Left,
    Middle,
    Right,
}

pub(super) type Point = (i32, i32);

/// A straight piece out of the source, a cubic curve through the channel, a straight piece into the target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path {
    pub(super) start: Point,
    pub(super) curve: [Point; 4],
    pub(super) end: Point,
    /// The left and right edge of its channel.
    channel: (i32, i32),
}

#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) rect: Rect,
    pub(super) lines: Vec<String>,
}

/// How lines are labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tagging {
    /// With their words.
    Words,
    /// With a number that the legend explains.
    Numbers,
    /// Not at all, as all are alike, or too many.
    Legend,
}

/// Words where there is room for them.
pub(super) fn layout(graph: &Graph) -> Layout {
    let mut headings = Vec::new();
    let columns = columns::columns(graph, groups(&graph.nodes), &mut headings);
    let (words, others) = tags::tagging(graph);
    let in_words = words.and_then(|tagging| arranged(graph, &columns, tagging, Fit::Needed));
    let arranged = in_words.or_else(|| arranged(graph, &columns, others, Fit::Wanted));
    Layout { headings, ..arranged.expect("numbers are placed even where they do not fit") }
}

/// Whether labels may lie on one another where there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Needed,
    Wanted,
}

fn arranged(graph: &Graph, columns: &Columns, tagging: Tagging, fit: Fit) -> Option<Layout> {
    let texts = tags::texts(graph, tagging);
    let gap = paths::gap(&texts, tagging);
    let heights = paths::heights(graph, columns, gap, fit)?;
    let channel = tags::channel(&texts, graph.lines.len());
    let Boxes { width, height, edges, titled, nodes } =
        boxes::boxes(graph, columns, &heights, channel);
    let paths = paths::paths(graph, &nodes, &edges, gap);
    let tags = tags::place(&paths, texts, fit)?;
    Some(Layout { width, height, headings: Vec::new(), boxes: titled, nodes, paths, tags, tagging })
}

/// The texts of a node, from the top: its alias, its place, what is wrong with it.
pub(super) fn node_texts(node: &Node, caption: &str) -> Vec<String> {
    let texts = [&node.alias, caption, &mark(&node.rules), &cluster_mark(&node.fate)];
    let texts = texts.into_iter().map(|text| cut(text, ALIAS));
    texts.filter(|text| !text.is_empty()).collect()
}

fn large(text: &str) -> i32 {
    pixels(text, LARGE)
}

pub(super) fn small(text: &str) -> i32 {
    pixels(text, SMALL)
}

fn pixels(text: &str, advance: i32) -> i32 {
    count(terminal::columns(text)).saturating_mul(advance)
}

/// Counts of what a picture holds.
pub(super) fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
