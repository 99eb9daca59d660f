//! The labels of lines. In: ways and texts. Out: a place for each text, on its own line, clear of nodes and other labels.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fit, Path, Point, Rect, Tag, Tagging, count, small};
use crate::report::graph::{Carries, Graph, Line, flow_mark, mark};

/// Lines that are labelled with words at most.
const WORDS: usize = 40;
/// Lines that are labelled with numbers at most; where there are more, the colours and titles tell.
const NUMBERS: usize = 500;
/// Lines of which labels keep clear at most: each is looked at for each label.
const CLEAR: usize = 120;
/// Lines that are all alike and still labelled each.
const ALIKE: usize = 4;
/// Where on a line a label may lie, in sixteenths of its way, best first.
const PLACES: [i32; 11] = [8, 6, 10, 5, 11, 7, 9, 4, 12, 3, 13];
/// Where a line is looked at, in sixteenths, when labels try to keep clear of it.
const SAMPLES: [i32; 15] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const LINE_HEIGHT: i32 = 15;

/// How lines are labelled where there is room, if words come into question, and how otherwise.
pub(super) fn tagging(graph: &Graph) -> (Option<Tagging>, Tagging) {
    let lines = graph.lines.len();
    let alike = kinds(graph).len() < 2;
    let words = lines <= WORDS && !(alike && lines > ALIKE);
    let others = if alike || lines > NUMBERS { Tagging::Legend } else { Tagging::Numbers };
    (words.then_some(Tagging::Words), others)
}

/// The lines of each label.
pub(super) fn texts(graph: &Graph, tagging: Tagging) -> Vec<Vec<String>> {
    let kinds = kinds(graph);
    let text = |line: &Line| {
        let faulty = !line.style.rules.is_empty();
        let first = match tagging {
            Tagging::Words => [line.style.carries.label(), mark(&line.style.rules)],
            Tagging::Numbers => {
                let number = kinds.get(&line.style.carries).map_or(0, |number| number + 1);
                [if faulty { format!("{number} ✗") } else { number.to_string() }, String::new()]
            }
            Tagging::Legend => [if faulty { "✗".to_owned() } else { String::new() }, String::new()],
        };
        let texts = first.into_iter().chain([flow_mark(line.style.fate).to_owned()]);
        texts.filter(|text| !text.is_empty()).collect()
    };
    graph.lines.iter().map(text).collect()
}

/// What lines carry, each once, with its number from zero: it decides the colour as well.
pub(in crate::report::graph) fn kinds(graph: &Graph) -> BTreeMap<&Carries, usize> {
    let kinds: BTreeSet<&Carries> = graph.lines.iter().map(|line| &line.style.carries).collect();
    kinds.into_iter().zip(0..).collect()
}

/// The width of the room between two columns.
pub(super) fn channel(texts: &[Vec<String>], lines: usize) -> i32 {
    let widest = texts.iter().map(|lines| width(lines)).max().unwrap_or(0);
    (widest + 120).max(150 + 8 * count(lines.min(45)))
}

pub(super) fn height(lines: &[String]) -> i32 {
    4 + LINE_HEIGHT * count(lines.len())
}

fn width(lines: &[String]) -> i32 {
    12 + lines.iter().map(|line| small(line)).max().unwrap_or(0)
}

/// Nothing where a label finds no place and must have one.
///
/// Looks at every label that is placed and, while they are few, at every line: no more than [`NUMBERS`] are labelled.
pub(super) fn place(paths: &[Path], texts: Vec<Vec<String>>, fit: Fit) -> Option<Vec<Option<Tag>>> {
    let mut placed: Vec<Rect> = Vec::new();
    let mut tags = Vec::new();
    for (at, (path, lines)) in paths.iter().zip(texts).enumerate() {
        if lines.is_empty() {
            tags.push(None);
            continue;
        }
        let rects = PLACES.iter().map(|&place| rect(path, place, &lines));
        let cost = |rect: &Rect| {
            let covered = placed.iter().filter(|other| grown(**other).overlaps(*rect)).count();
            let crossed = (paths.len() <= CLEAR).then(|| crossings(paths, at, *rect));
            (covered, crossed)
        };
        let ((covered, _), _, rect) = rects
            .zip(0..)
            .map(|(rect, at)| (cost(&rect), at, rect))
            .min_by_key(|best| (best.0, best.1))?;
        if covered > 0 && fit == Fit::Needed {
            return None;
        }
        placed.push(rect);
        tags.push(Some(Tag { rect, lines }));
    }
    Some(tags)
}

fn grown(rect: Rect) -> Rect {
    Rect { x: rect.x - 3, y: rect.y - 2, width: rect.width + 6, height: rect.height + 4 }
}

/// How many other lines run under a label.
fn crossings(paths: &[Path], own: usize, rect: Rect) -> usize {
    let under = |path: &Path| {
        SAMPLES.iter().any(|&at| {
            let (x, y) = point(&path.curve, at);
            rect.overlaps(Rect { x: x - 1, y: y - 1, width: 2, height: 2 })
        })
    };
    paths.iter().enumerate().filter(|(at, path)| *at != own && under(path)).count()
}

fn rect(path: &Path, place: i32, lines: &[String]) -> Rect {
    let (x, y) = point(&path.curve, place);
    let (width, height) = (width(lines), height(lines));
    let (first, last) = path.channel;
    // A label wider than the channel cannot be: the channel is made for the widest.
    let x = (x - width / 2).min(last - width).max(first);
    Rect { x, y: y - height / 2, width, height }
}

/// The point of a cubic curve at a number of sixteenths.
pub(super) fn point(curve: &[Point; 4], at: i32) -> Point {
    let (on, back) = (i64::from(at), i64::from(16 - at));
    let weights = [back * back * back, 3 * back * back * on, 3 * back * on * on, on * on * on];
    let sum = |part: fn(&Point) -> i32| {
        let parts =
            curve.iter().zip(weights).map(|(point, weight)| i64::from(part(point)) * weight);
        i32::try_from(parts.sum::<i64>() / 4096).expect("a mean of numbers lies between them")
    };
    (sum(|point| point.0), sum(|point| point.1))
}
