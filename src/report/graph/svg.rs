//! SVG, for people: laid out by `layout`. In: a [`Graph`]. Out: one picture that follows the reader's light or dark
//! colours, needs no font but a fixed-width one, and says all it knows of a node or a line in its title.

use std::collections::BTreeMap;

use super::{
    Carries, Graph, Line, Node, cut,
    layout::{
        self, Layout, MARGIN, Path, PlacedNode, Point, Rect, Tag, Tagging, TitledBox, count, kinds,
    },
};
use crate::{
    report::{terminal::wrap, xml::escaped},
    review::{ClusterFate, FlowFate},
};

/// The style of the picture, for a page that holds it.
pub const STYLE: &str = include_str!("svg.css");
/// Colours of `svg.css` for what lines carry; they come round.
const COLOURS: usize = 6;
/// The longest text of the legend, in characters.
const LEGEND: usize = 110;
const ROW: i32 = 20;
/// The colour of what an error is about.
const FAULT: &str = "fault";

pub fn write(graph: &Graph) -> String {
    picture(graph, &format!("<style>\n{STYLE}</style>\n"))
}

/// The picture within a page that has its [`STYLE`].
pub fn inline(graph: &Graph) -> String {
    picture(graph, "")
}

fn picture(graph: &Graph, style: &str) -> String {
    let layout = layout::layout(graph);
    let header = header(graph, &layout);
    let classes = Classes { kinds: kinds(graph), is_compared: is_compared(graph) };
    let legend = legend(graph, &classes, &layout);
    let widest = header.iter().map(|text| layout::small(text)).chain(legend.iter().map(Row::width));
    let width = widest.max().unwrap_or(0).saturating_add(2 * MARGIN).max(layout.width);
    let top = MARGIN + ROW * count(header.len());
    let below = top + layout.height;
    let height = below + ROW * count(legend.len()) + if legend.is_empty() { 0 } else { MARGIN };
    let name = escaped(&format!("Replication topology {}", header.join(", ")));
    let mut text = vec![
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-label=\"{name}\">"
        ),
        format!("<title>{name}</title>"),
        format!("{style}<rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"8\"/>"),
    ];
    text.extend(header.iter().zip(1..).map(|(line, row)| {
        let class = if row == 1 { "name" } else { "small" };
        label(class, MARGIN, row * ROW + 12, line)
    }));
    let beside = (width - layout.width) / 2;
    text.push(format!("<g transform=\"translate({beside} {top})\">"));
    text.extend(layout.boxes.iter().map(titled_box));
    text.extend(
        graph.lines.iter().zip(&layout.paths).map(|(line, path)| way(graph, &classes, line, *path)),
    );
    let tags = graph.lines.iter().zip(&layout.tags);
    text.extend(tags.filter_map(|(line, tag)| Some(tagged(graph, &classes, line, tag.as_ref()?))));
    text.extend(layout.nodes.iter().filter_map(|placed| node(graph, placed)));
    text.push("</g>".to_owned());
    text.extend(legend.iter().zip(0..).map(|(row, at)| row.write(below + row_middle(at))));
    text.push("</svg>\n".to_owned());
    text.join("\n")
}

/// The name, the counts, and the groups that hold everything.
fn header(graph: &Graph, layout: &Layout) -> Vec<String> {
    let counted =
        |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let enabled = graph.lines.iter().filter(|line| line.style.carries != Carries::Nothing);
    let flows = enabled.map(|line| if line.both_ways { 2 } else { 1 }).sum();
    let mut facts = vec![counted(graph.nodes.len(), "cluster"), counted(flows, "flow")];
    facts.extend(layout.headings.iter().cloned());
    vec![cut(&graph.name, LEGEND), facts.join(", ")]
}

/// A line of the legend: what a colour means, or a fault.
struct Row {
    class: String,
    number: String,
    text: String,
}

fn legend(graph: &Graph, classes: &Classes<'_>, layout: &Layout) -> Vec<Row> {
    let kinds = classes.kinds.keys().zip(1..).filter(|_| layout.tagging != Tagging::Words);
    let mut rows: Vec<Row> = kinds
        .map(|(carries, number): (_, usize)| Row {
            class: classes.of(carries),
            number: if layout.tagging == Tagging::Numbers {
                number.to_string()
            } else {
                String::new()
            },
            text: cut(&carries.title(), LEGEND),
        })
        .collect();
    rows.extend(graph.faults.iter().flat_map(|fault| fault_rows(fault)));
    rows
}

fn fault_rows(fault: &str) -> impl Iterator<Item = Row> {
    wrap(fault, LEGEND).into_iter().zip(0..).map(|(text, at)| Row {
        class: FAULT.to_owned(),
        number: if at == 0 { "✗".to_owned() } else { String::new() },
        text: cut(&text, LEGEND),
    })
}

impl Row {
    fn width(&self) -> i32 {
        70 + layout::small(&self.text)
    }

    fn write(&self, y: i32) -> String {
        let Row { class, number, text } = self;
        let line = match class == FAULT {
            true => String::new(),
            false => sample(y - 4),
        };
        let x = MARGIN + if class == FAULT { 20 } else { 66 };
        let number = label("small", MARGIN, y, number);
        let text = label("small", x, y, text);
        format!("<g class=\"{class}\">{number}{line}{text}</g>")
    }
}

/// A piece of a line, in its colour.
fn sample(y: i32) -> String {
    format!("<path class=\"way\" d=\"M{} {y}h28\"/>", MARGIN + 28)
}

fn row_middle(at: i32) -> i32 {
    at * ROW + ROW / 2
}

/// The colour of what lines carry.
struct Classes<'a> {
    kinds: BTreeMap<&'a Carries, usize>,
    /// Colours tell what becomes of a line.
    is_compared: bool,
}

/// Whether something becomes of a cluster or a line.
fn is_compared(graph: &Graph) -> bool {
    graph.nodes.iter().any(|node| node.fate != ClusterFate::Same)
        || graph.lines.iter().any(|line| line.style.fate != FlowFate::Same)
}

impl Classes<'_> {
    fn of(&self, carries: &Carries) -> String {
        match carries {
            _ if self.is_compared => "kept".to_owned(),
            Carries::Nothing => "disabled".to_owned(),
            Carries::Topics { .. } => {
                format!("kind{}", self.kinds.get(carries).copied().unwrap_or(0) % COLOURS)
            }
        }
    }

    fn of_line(&self, line: &Line) -> String {
        let class = match line.style.fate {
            FlowFate::Same => self.of(&line.style.carries),
            fate @ (FlowFate::Added | FlowFate::Removed | FlowFate::Changed) => {
                fate.name().to_owned()
            }
        };
        if line.style.rules.is_empty() { class } else { format!("{class} fault") }
    }
}

fn titled_box(titled: &TitledBox) -> String {
    let TitledBox { rect, title } = titled;
    let title = label("small", rect.x + 12, rect.y + 18, title);
    format!("<g class=\"group\">{}{title}</g>", rectangle(*rect, 8))
}

fn node(graph: &Graph, placed: &PlacedNode) -> Option<String> {
    let node = graph.nodes.get(placed.node)?;
    let PlacedNode { rect, caption, .. } = placed;
    let texts = layout::node_texts(node, caption);
    let top = rect.y + (rect.height - 18 * count(texts.len())) / 2;
    let fate = match node.fate {
        ClusterFate::Same => "",
        ClusterFate::Added => "added",
        ClusterFate::Removed => "removed",
        ClusterFate::Renamed { .. } | ClusterFate::Replaced => "changed",
    };
    let fault = if node.rules.is_empty() { "" } else { "fault" };
    let class = ["node", fate, fault].into_iter().filter(|class| !class.is_empty());
    let class = class.collect::<Vec<_>>().join(" ");
    let middle = rect.x + rect.width / 2;
    let texts = texts.iter().zip(0..).map(|(text, at)| {
        let class = match (at, text.starts_with('✗')) {
            (0, _) => "alias",
            (_, true) => "wrong",
            (_, false) if text.starts_with(['+', '−', '~']) => fate,
            (_, false) => "small",
        };
        label(&format!("{class} centre"), middle, top + 18 * at + 13, text)
    });
    let texts: String = texts.collect();
    let title = escaped(&node_title(node));
    Some(format!("<g class=\"{class}\"><title>{title}</title>{}{texts}</g>", rectangle(*rect, 6)))
}

/// All that is known of a cluster.
fn node_title(node: &Node) -> String {
    let region = node.region.as_ref().map(|region| format!("region {region}"));
    let place = match &node.kubernetes_cluster {
        Some(place) => format!("Kubernetes {place}"),
        None => "not managed".to_owned(),
    };
    let facts: Vec<String> = region.into_iter().chain([place, super::mark(&node.rules)]).collect();
    format!("{}: {}", node.alias, facts.join(", ").trim_end_matches(", "))
}

fn way(graph: &Graph, classes: &Classes<'_>, line: &Line, path: Path) -> String {
    let [first, second, third, last] = path.curve;
    let tip = head(last, path.end);
    let (start, tail) = match line.both_ways {
        true => (base(first, path.start), head(first, path.start)),
        false => (path.start, String::new()),
    };
    let end = base(last, path.end);
    let at = |(x, y): Point| format!("{x} {y}");
    let bend = match first.1 == last.1 {
        true => String::new(),
        false => format!("L{}C{} {} {}", at(first), at(second), at(third), at(last)),
    };
    let d = format!("M{}{bend}L{}", at(start), at(end));
    format!(
        "<g class=\"{}\"><title>{}</title><path class=\"way\" d=\"{d}\"/><path class=\"head\" d=\"{tip}{tail}\"/></g>",
        classes.of_line(line),
        escaped(&graph.line_title(line))
    )
}

/// The triangle at the end of a line that comes from a point on the same level.
fn head(from: Point, tip: Point) -> String {
    let back = if from.0 < tip.0 { -9 } else { 9 };
    format!("M{} {}l{back} -4v8z", tip.0, tip.1)
}

/// Where a line ends so that it does not look out of its head.
fn base(from: Point, tip: Point) -> Point {
    if from.0 < tip.0 { (tip.0 - 8, tip.1) } else { (tip.0 + 8, tip.1) }
}

fn tagged(graph: &Graph, classes: &Classes<'_>, line: &Line, tag: &Tag) -> String {
    let Tag { rect, lines } = tag;
    let texts = lines.iter().zip(0..).map(|(text, at)| {
        label("small centre", rect.x + rect.width / 2, rect.y + 13 + 15 * at, text)
    });
    let texts: String = texts.collect();
    let title = escaped(&graph.line_title(line));
    let class = classes.of_line(line);
    format!("<g class=\"tag {class}\"><title>{title}</title>{}{texts}</g>", rectangle(*rect, 4))
}

fn rectangle(rect: Rect, radius: i32) -> String {
    let Rect { x, y, width, height } = rect;
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>")
}

fn label(class: &str, x: i32, y: i32, text: &str) -> String {
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(text))
}
