use super::*;
use crate::{
    report::graph::{Carries, Line, Node, Style},
    review::{ClusterFate, FlowFate},
};

const FATES: [FlowFate; 3] = [FlowFate::Same, FlowFate::Same, FlowFate::Changed];

/// Clusters and the lines between them, each with one of three filters.
fn drawn(nodes: usize, region: &dyn Fn(usize) -> usize, lines: &[(usize, usize)]) -> Graph {
    let node = |at: usize| Node {
        alias: format!("kafka{at}"),
        region: Some(format!("region{}", region(at))),
        kubernetes_cluster: Some(format!("kubernetes{}", at / 2)),
        rules: if at == 1 { vec!["duplicate-alias"] } else { Vec::new() },
        fate: if at == 2 { ClusterFate::Added } else { ClusterFate::Same },
    };
    let line = |(at, &(from, to)): (usize, &(usize, usize))| {
        let carries = Carries::Topics {
            policy: "default".to_owned(),
            filter: "orders-.*".repeat(at % 3 + 1),
            exclude: None,
        };
        Line {
            from,
            to,
            both_ways: at % 2 == 0,
            style: Style { carries, rules: Vec::new(), fate: FATES[at % FATES.len()] },
        }
    };
    Graph {
        nodes: (0..nodes).map(node).collect(),
        lines: lines.iter().enumerate().map(line).collect(),
        ..Graph::default()
    }
}

/// Nothing lies on anything that it would hide.
fn check(nodes: usize, lines: &[(usize, usize)]) {
    let regions: [&dyn Fn(usize) -> usize; 4] = [&|_| 0, &|at| at, &|at| at % 3, &|at| at / 5];
    for region in regions {
        let layout = layout(&drawn(nodes, region, lines));
        let rects: Vec<Rect> = layout.nodes.iter().map(|node| node.rect).collect();
        assert_eq!(rects.len(), nodes);
        assert_eq!(layout.paths.len(), lines.len());
        for (at, node) in rects.iter().enumerate() {
            assert!(rects.iter().skip(at + 1).all(|other| !node.overlaps(*other)));
            assert!(node.x >= MARGIN && node.right() <= layout.width - MARGIN);
            assert!(node.y >= MARGIN && node.y + node.height <= layout.height - MARGIN);
        }
        let tags: Vec<Rect> = layout.tags.iter().flatten().map(|tag| tag.rect).collect();
        let boxes: Vec<Rect> = layout.boxes.iter().map(|titled| titled.rect).collect();
        for taken in rects.iter().chain(&boxes) {
            assert!(tags.iter().all(|tag| !tag.overlaps(*taken)), "{layout:#?}");
            assert!(layout.paths.iter().all(|path| is_clear(path, *taken)), "{layout:#?}");
        }
        if layout.tagging == Tagging::Words {
            for (at, tag) in tags.iter().enumerate() {
                assert!(tags.iter().skip(at + 1).all(|other| !tag.overlaps(*other)));
            }
        }
    }
}

fn is_clear(path: &Path, taken: Rect) -> bool {
    (0..=16).all(|at| {
        let (x, y) = tags::point(&path.curve, at);
        !taken.overlaps(Rect { x, y, width: 1, height: 1 })
    })
}

#[test]
fn nothing_hides_anything() {
    check(1, &[]);
    check(2, &[(0, 1), (1, 0)]);
    check(3, &[(0, 1), (1, 2), (2, 0)]);
    check(4, &[(0, 1), (1, 2), (2, 3)]);
    let hub: Vec<_> = (1..13).flat_map(|site| [(0, site), (site, 0)]).collect();
    check(13, &hub);
    let mesh: Vec<_> = (0..8).flat_map(|from| (0..8).map(move |to| (from, to))).collect();
    check(8, &mesh.into_iter().filter(|(from, to)| from != to).collect::<Vec<_>>());
    let ring: Vec<_> = (0..50).map(|at| (at, (at + 1) % 50)).collect();
    check(50, &ring);
    let tree: Vec<_> = (1..50).map(|at| (at, (at - 1) / 3)).collect();
    check(50, &tree);
}
