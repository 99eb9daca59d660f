//! The places of nodes and of the boxes around them. In: columns, and how tall each node must be. Out: rectangles.

use std::collections::BTreeMap;

use super::{
    Column, MARGIN, PlacedNode, Rect, TitledBox, columns::Columns, large, node_texts, small,
};
use crate::report::graph::{
    Graph,
    groups::{Group, Item, Member},
};

/// Between a box and what is in it.
const PADDING: i32 = 12;
/// The height of a title.
const TITLE: i32 = 26;
/// Between two items of a column.
const GAP: i32 = 14;
/// Beside the text of a node.
const BESIDE: i32 = 14;

pub(super) struct Boxes {
    pub(super) width: i32,
    pub(super) height: i32,
    /// The left and right edge of each column.
    pub(super) edges: BTreeMap<Column, (i32, i32)>,
    pub(super) titled: Vec<TitledBox>,
    pub(super) nodes: Vec<PlacedNode>,
}

pub(super) fn boxes(
    graph: &Graph,
    columns: &Columns,
    heights: &BTreeMap<usize, i32>,
    channel: i32,
) -> Boxes {
    let side = |items: &[Item]| tall(items, heights);
    let height = side(&columns.left).max(side(&columns.right));
    let mut heights = heights.clone();
    stretch(columns, height, &mut heights);
    let height = height.max(tall(columns.middle.as_slice(), &heights));
    let mut stack =
        Stack { heights: &heights, column: Column::Left, boxes: Vec::new(), nodes: Vec::new() };
    let mut edges = BTreeMap::new();
    let mut x = MARGIN;
    for (column, items) in columns.all() {
        if items.is_empty() {
            continue;
        }
        let width = wide(graph, items, 0);
        let y = MARGIN + (height - tall(items, &heights)) / 2;
        stack.column = column;
        stack.place(items, Rect { x, y, width, height });
        edges.insert(column, (x, x + width));
        x += width + channel;
    }
    let Stack { boxes: titled, nodes, .. } = stack;
    let right = edges.values().map(|&(_, right)| right).max().unwrap_or(MARGIN);
    Boxes { width: right + MARGIN, height: height + 2 * MARGIN, edges, titled, nodes }
}

/// A hub is as tall as the columns beside it, so that its lines are level.
fn stretch(columns: &Columns, height: i32, heights: &mut BTreeMap<usize, i32>) {
    for node in columns.middle.iter().flat_map(Item::nodes) {
        if let Some(tall) = heights.get_mut(&node) {
            *tall = height.max(*tall);
        }
    }
}

fn tall(items: &[Item], heights: &BTreeMap<usize, i32>) -> i32 {
    let of = |item: &Item| match item {
        Item::Node(member) => heights.get(&member.node).copied().unwrap_or_default(),
        Item::Group(group) => TITLE + tall(&group.items, heights) + PADDING,
    };
    items.iter().map(|item| of(item) + GAP).sum::<i32>() - if items.is_empty() { 0 } else { GAP }
}

fn wide(graph: &Graph, items: &[Item], depth: i32) -> i32 {
    let of = |item: &Item| match item {
        Item::Node(member) => wide_node(graph, member) + 2 * PADDING * depth,
        Item::Group(Group { title, items }) => {
            let title = small(title) + 2 * PADDING * (depth + 1);
            title.max(wide(graph, items, depth + 1))
        }
    };
    items.iter().map(of).max().unwrap_or_default()
}

fn wide_node(graph: &Graph, member: &Member) -> i32 {
    let Some(node) = graph.nodes.get(member.node) else { return 0 };
    let texts = node_texts(node, &member.caption);
    let widths =
        texts.iter().zip(0..).map(|(text, at)| if at == 0 { large(text) } else { small(text) });
    widths.max().unwrap_or_default() + 2 * BESIDE
}

struct Stack<'a> {
    heights: &'a BTreeMap<usize, i32>,
    column: Column,
    boxes: Vec<TitledBox>,
    nodes: Vec<PlacedNode>,
}

impl Stack<'_> {
    /// Places items one below the other from the top of `within`, as wide as it is.
    fn place(&mut self, items: &[Item], within: Rect) {
        let mut y = within.y;
        for item in items {
            let height = tall(std::slice::from_ref(item), self.heights);
            let rect = Rect { y, height, ..within };
            match item {
                Item::Node(Member { node, caption }) => self.nodes.push(PlacedNode {
                    node: *node,
                    caption: caption.clone(),
                    rect,
                    column: self.column,
                }),
                Item::Group(Group { title, items }) => {
                    self.boxes.push(TitledBox { rect, title: title.clone() });
                    let inside = Rect {
                        x: rect.x + PADDING,
                        y: rect.y + TITLE,
                        width: rect.width - 2 * PADDING,
                        height: rect.height - TITLE - PADDING,
                    };
                    self.place(items, inside);
                }
            }
            y += height + GAP;
        }
    }
}
