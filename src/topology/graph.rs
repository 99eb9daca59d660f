//! The graph of flows. In: edges between numbered nodes. Out: its strongly connected components, and for every edge
//! that lies on a cycle a shortest one through it. Nothing recurses: a chain may be as long as the fleet.

use std::collections::VecDeque;

/// An edge from one node to another.
pub type Edge = (usize, usize);

/// The component of each node: nodes are in one component when each can be reached from the other.
pub fn components(nodes: usize, edges: &[Edge]) -> Vec<usize> {
    let successors = successors(nodes, edges);
    let mut tarjan = Tarjan {
        index: vec![None; nodes],
        low: vec![0; nodes],
        component: vec![None; nodes],
        stack: Vec::new(),
        next_index: 0,
        next_component: 0,
    };
    for node in 0..nodes {
        tarjan.visit(node, &successors);
    }
    tarjan.component.into_iter().map(|found| found.expect("every node was visited")).collect()
}

/// Shortest cycles, each as positions in `edges`, that together pass every edge which lies on any cycle.
///
/// Takes one search for each edge that no earlier cycle covers: quadratic in a graph that is full of cycles, which is a
/// graph full of faults.
pub fn cycles(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let component = components(nodes, edges);
    let inside = |&(from, to): &Edge| component.get(from) == component.get(to);
    let mut outgoing = vec![Vec::new(); nodes];
    for (position, edge) in edges.iter().enumerate().filter(|(_, edge)| inside(edge)) {
        if let Some(list) = outgoing.get_mut(edge.0) {
            list.push((position, edge.1));
        }
    }
    let mut covered = vec![false; edges.len()];
    let mut found = Vec::new();
    for (position, &(from, to)) in edges.iter().enumerate() {
        if !inside(&(from, to)) || covered.get(position) == Some(&true) {
            continue;
        }
        let mut cycle = vec![position];
        cycle.extend(shortest_path(&outgoing, to, from));
        for &edge in &cycle {
            if let Some(seen) = covered.get_mut(edge) {
                *seen = true;
            }
        }
        found.push(cycle);
    }
    found
}

fn successors(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut successors = vec![Vec::new(); nodes];
    for &(from, to) in edges {
        if let Some(list) = successors.get_mut(from) {
            list.push(to);
        }
    }
    successors
}

/// Breadth first; empty when `from` is `to`.
fn shortest_path(outgoing: &[Vec<(usize, usize)>], from: usize, to: usize) -> Vec<usize> {
    let mut came_by: Vec<Option<(usize, usize)>> = vec![None; outgoing.len()];
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            break;
        }
        for &(edge, next) in outgoing.get(node).map_or(&[][..], Vec::as_slice) {
            if let Some(step @ None) = came_by.get_mut(next).filter(|_| next != from) {
                *step = Some((edge, node));
                queue.push_back(next);
            }
        }
    }
    let mut path = Vec::new();
    let mut node = to;
    while let Some(&Some((edge, before))) = came_by.get(node).filter(|_| node != from) {
        path.push(edge);
        node = before;
    }
    path.reverse();
    path
}

struct Tarjan {
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    component: Vec<Option<usize>>,
    stack: Vec<usize>,
    next_index: usize,
    next_component: usize,
}

#[expect(
    clippy::indexing_slicing,
    reason = "all vectors have one slot a node, and all indices are nodes"
)]
impl Tarjan {
    /// Walks depth first with a stack of (node, how many successors are done).
    fn visit(&mut self, root: usize, successors: &[Vec<usize>]) {
        if self.index[root].is_some() {
            return;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, done)) = work.pop() {
            if done == 0 {
                self.enter(node);
            } else {
                let child = successors[node][done - 1];
                self.low[node] = self.low[node].min(self.low[child]);
            }
            let mut done = done;
            let mut descended = false;
            while let Some(&next) = successors[node].get(done) {
                done += 1;
                match (self.index[next], self.component[next]) {
                    (None, _) => {
                        work.push((node, done));
                        work.push((next, 0));
                        descended = true;
                        break;
                    }
                    (Some(index), None) => self.low[node] = self.low[node].min(index),
                    (Some(_), Some(_)) => {}
                }
            }
            if !descended && Some(self.low[node]) == self.index[node] {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = Some(self.next_index);
        self.low[node] = self.next_index;
        self.next_index += 1;
        self.stack.push(node);
    }

    fn close(&mut self, root: usize) {
        while let Some(node) = self.stack.pop() {
            self.component[node] = Some(self.next_component);
            if node == root {
                break;
            }
        }
        self.next_component += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edges as `ab bc`, cycles as `ab bc ca, de ed`.
    fn check(edges: &str, expected: &str) {
        let number = |letter: u8| usize::from(letter - b'a');
        let edges: Vec<Edge> = edges
            .split_whitespace()
            .map(|edge| (number(edge.as_bytes()[0]), number(edge.as_bytes()[1])))
            .collect();
        let letter = |node: usize| char::from(b'a' + u8::try_from(node).unwrap());
        let show = |cycle: &Vec<usize>| {
            let hops = cycle
                .iter()
                .map(|&edge| format!("{}{}", letter(edges[edge].0), letter(edges[edge].1)));
            hops.collect::<Vec<_>>().join(" ")
        };
        let found = cycles(26, &edges);
        assert_eq!(found.iter().map(show).collect::<Vec<_>>().join(", "), expected);
    }

    #[test]
    fn every_edge_on_a_cycle_is_on_a_reported_one() {
        check("ab bc", "");
        check("ab ba", "ab ba");
        check("ab bc ca", "ab bc ca");
        check("aa", "aa");
        check("ab ba bc cd db", "ab ba, bc cd db");
        check("ab bc ca ac", "ab bc ca, ac ca");
        check("ab bc cd de", "");
        check("ab ba cd dc ac", "ab ba, cd dc");
    }

    #[test]
    fn a_cycle_of_a_hundred_thousand_clusters_is_found_without_recursion() {
        let nodes = 100_000;
        let edges: Vec<Edge> = (0..nodes).map(|node| (node, (node + 1) % nodes)).collect();
        assert_eq!(cycles(nodes, &edges).len(), 1);
    }
}
