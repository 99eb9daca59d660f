//! Who stands in which column, in which order. In: groups. Out: the same in columns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, count};
use crate::report::graph::{
    Graph,
    groups::{Group, Item},
};

/// How often the order of the columns follows that of the other one; more changes nothing that can be seen.
const SWEEPS: usize = 4;

pub(super) struct Columns {
    pub(super) left: Vec<Item>,
    pub(super) middle: Option<Item>,
    pub(super) right: Vec<Item>,
}

impl Columns {
    pub(super) fn all(&self) -> [(Column, &[Item]); 3] {
        [
            (Column::Left, &self.left),
            (Column::Middle, self.middle.as_slice()),
            (Column::Right, &self.right),
        ]
    }
}

/// A group that holds everything is no box but a heading.
pub(super) fn columns(graph: &Graph, mut items: Vec<Item>, headings: &mut Vec<String>) -> Columns {
    while items.len() == 1 {
        match items.pop() {
            Some(Item::Group(Group { title, items: inside })) => {
                headings.push(title);
                items = inside;
            }
            other => return Columns { left: Vec::new(), middle: other, right: Vec::new() },
        }
    }
    let hub = hub(graph).and_then(|hub| items.iter().position(|item| item.nodes() == [hub]));
    if let Some(hub) = hub {
        let hub = items.remove(hub);
        let right = second_half(&mut items);
        return Columns { left: items, middle: Some(hub), right };
    }
    let (mut left, mut right) = split(graph, items);
    let neighbours = neighbours(graph);
    for _ in 0..SWEEPS {
        follow(&mut right, &ranks(&left), &neighbours);
        follow(&mut left, &ranks(&right), &neighbours);
    }
    Columns { left, middle: None, right }
}

/// The node that all lines begin or end at, where there are at least three others.
fn hub(graph: &Graph) -> Option<usize> {
    let first = graph.lines.first()?;
    let mut candidates = [first.from, first.to].into_iter();
    candidates.find(|&hub| {
        let others: BTreeSet<usize> = graph
            .lines
            .iter()
            .map(|line| if line.from == hub { line.to } else { line.from })
            .collect();
        others.len() >= 3 && graph.lines.iter().all(|line| line.from == hub || line.to == hub)
    })
}

/// Takes from the end until what is left is as tall as what was taken.
fn second_half(items: &mut Vec<Item>) -> Vec<Item> {
    let total: usize = items.iter().map(weight).sum();
    let mut first = 0;
    let mut taken = 0;
    while taken * 2 < total
        && let Some(item) = items.get(first)
    {
        taken += weight(item);
        first += 1;
    }
    items.split_off(first.min(items.len()))
}

/// How tall a group is, about.
fn weight(item: &Item) -> usize {
    match item {
        Item::Node(_) => 2,
        Item::Group(group) => 1 + group.items.iter().map(weight).sum::<usize>(),
    }
}

/// Each group goes where more of its lines lead across, as long as the columns stay about as tall as one another.
fn split(graph: &Graph, items: Vec<Item>) -> (Vec<Item>, Vec<Item>) {
    let total: usize = items.iter().map(weight).sum();
    let neighbours = neighbours(graph);
    let mut sides: BTreeMap<usize, Column> = BTreeMap::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut left_weight, mut right_weight) = (0, 0);
    for item in items {
        let nodes = item.nodes();
        let led = nodes.iter().filter_map(|node| neighbours.get(node)).flatten();
        let led: Vec<Column> = led.filter_map(|node| sides.get(node).copied()).collect();
        let to_left = led.iter().filter(|&&side| side == Column::Left).count();
        let to_right = led.len() - to_left;
        let full = |side: usize| (side + weight(&item)) * 5 > total * 3;
        let goes_left = match (full(left_weight), full(right_weight)) {
            (false, true) => true,
            (true, false) => false,
            _ if to_left == to_right => left_weight <= right_weight,
            _ => to_right > to_left,
        };
        let side = if goes_left { Column::Left } else { Column::Right };
        sides.extend(nodes.into_iter().map(|node| (node, side)));
        if goes_left {
            left_weight += weight(&item);
            left.push(item);
        } else {
            right_weight += weight(&item);
            right.push(item);
        }
    }
    (left, right)
}

fn neighbours(graph: &Graph) -> BTreeMap<usize, Vec<usize>> {
    let mut neighbours: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for line in &graph.lines {
        neighbours.entry(line.from).or_default().push(line.to);
        neighbours.entry(line.to).or_default().push(line.from);
    }
    neighbours
}

/// How far down in its column each node is, in thousandths.
fn ranks(items: &[Item]) -> BTreeMap<usize, i32> {
    let nodes: Vec<usize> = items.iter().flat_map(Item::nodes).collect();
    let step = 1000 / count(nodes.len().max(1));
    nodes.into_iter().zip(0..).map(|(node, at)| (node, at * step + step / 2)).collect()
}

/// Sorts by the mean place of the nodes that are led to in the other column; what leads nowhere keeps its place.
fn follow(
    items: &mut [Item],
    other: &BTreeMap<usize, i32>,
    neighbours: &BTreeMap<usize, Vec<usize>>,
) {
    let own = ranks(items);
    let mean = |item: &Item| {
        let nodes = item.nodes();
        let led = nodes.iter().filter_map(|node| neighbours.get(node)).flatten();
        let places: Vec<i32> = led.filter_map(|node| other.get(node).copied()).collect();
        let places = match places.is_empty() {
            true => nodes.iter().filter_map(|node| own.get(node).copied()).collect(),
            false => places,
        };
        places.iter().sum::<i32>() / count(places.len().max(1))
    };
    items.sort_by_key(mean);
    for item in items {
        if let Item::Group(group) = item {
            follow(&mut group.items, other, neighbours);
        }
    }
}
