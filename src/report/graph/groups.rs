//! Who stands beside whom. In: the nodes. Out: the same in boxes: regions, Kubernetes clusters in them, nodes in these.

use std::collections::BTreeMap;

use super::Node;

#[derive(Debug)]
pub(super) enum Item {
    Node(Member),
    Group(Group),
}

#[derive(Debug)]
pub(super) struct Member {
    /// A position in [`super::Graph::nodes`].
    pub(super) node: usize,
    /// Its Kubernetes cluster, where no box says so.
    pub(super) caption: String,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) title: String,
    /// Never empty.
    pub(super) items: Vec<Item>,
}

impl Item {
    /// All that is in it, in its order.
    pub(super) fn members(&self) -> Vec<&Member> {
        match self {
            Item::Node(member) => vec![member],
            Item::Group(group) => group.items.iter().flat_map(Item::members).collect(),
        }
    }

    pub(super) fn nodes(&self) -> Vec<usize> {
        self.members().into_iter().map(|member| member.node).collect()
    }
}

/// In the order of the nodes. A cluster without a region is in that of its Kubernetes cluster; a Kubernetes cluster that
/// holds one node gets no box.
pub(super) fn groups(nodes: &[Node]) -> Vec<Item> {
    let mut regions: BTreeMap<&str, &str> = BTreeMap::new();
    for node in nodes {
        if let (Some(place), Some(region)) = (&node.kubernetes_cluster, &node.region) {
            regions.entry(place).or_insert(region);
        }
    }
    let region = |node: &Node| {
        let of_place = || regions.get(node.kubernetes_cluster.as_deref()?).copied();
        node.region.as_deref().or_else(of_place).unwrap_or_default().to_owned()
    };
    let all: Vec<(usize, &Node)> = nodes.iter().enumerate().collect();
    let mut items = Vec::new();
    for (name, members) in alike(&all, &region) {
        let inside = by_place(&members);
        match name.as_str() {
            "" => items.extend(inside),
            _ => items.push(Item::Group(Group { title: format!("region {name}"), items: inside })),
        }
    }
    items
}

fn by_place(nodes: &[(usize, &Node)]) -> Vec<Item> {
    let place = |node: &Node| node.kubernetes_cluster.clone().unwrap_or_default();
    let item = |(name, members): (String, Vec<(usize, &Node)>)| {
        let captions = match (name.as_str(), members.len()) {
            ("", _) => "not managed".to_owned(),
            (name, 1) => format!("Kubernetes {name}"),
            (_, _) => String::new(),
        };
        let member =
            |&(node, _): &(usize, &Node)| Item::Node(Member { node, caption: captions.clone() });
        let items: Vec<Item> = members.iter().map(member).collect();
        match captions.is_empty() {
            true => vec![Item::Group(Group { title: format!("Kubernetes {name}"), items })],
            false => items,
        }
    };
    alike(nodes, &place).into_iter().flat_map(item).collect()
}

/// Nodes of one name together, at the place of the first; those without a name stand alone.
fn alike<'a>(
    nodes: &[(usize, &'a Node)],
    name: &dyn Fn(&Node) -> String,
) -> Vec<(String, Vec<(usize, &'a Node)>)> {
    let mut order: Vec<(String, Vec<(usize, &Node)>)> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    for &(number, node) in nodes {
        let name = name(node);
        let known = positions.get(&name).filter(|_| !name.is_empty()).copied();
        match known.and_then(|position| order.get_mut(position)) {
            Some((_, members)) => members.push((number, node)),
            None => {
                positions.insert(name.clone(), order.len());
                order.push((name, vec![(number, node)]));
            }
        }
    }
    order
}
