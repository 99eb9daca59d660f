//! Mermaid, for Markdown that is shown as a page. In: a [`Graph`]. Out: one flowchart.

use super::{
    Carries, Graph, Line, Node, cluster_mark, flow_mark,
    groups::{Group, Item, Member, groups},
    mark,
};
use crate::review::{ClusterFate, FlowFate};

/// What Mermaid draws without a setting of the page: edges, and characters of text.
const EDGES: usize = 500;
const CHARACTERS: usize = 50_000;

pub fn write(graph: &Graph) -> String {
    let mut text = vec!["flowchart LR".to_owned()];
    if !graph.name.is_empty() {
        text.insert(0, format!("%% {}", comment(&graph.name)));
    }
    let mut number = 0;
    for item in groups(&graph.nodes) {
        write_item(graph, &item, 1, &mut number, &mut text);
    }
    text.extend(graph.lines.iter().map(edge));
    text.extend(marks(graph));
    text.extend(graph.faults.iter().map(|fault| format!("%% ✗ {}", comment(fault))));
    let characters: usize = text.iter().map(|line| line.len() + 1).sum();
    if graph.lines.len() > EDGES || characters > CHARACTERS {
        text.insert(
            0,
            format!(
                "%% above {EDGES} edges or {CHARACTERS} characters Mermaid asks for `maxEdges` and `maxTextSize`"
            ),
        );
    }
    text.join("\n") + "\n"
}

fn write_item(
    graph: &Graph,
    item: &Item,
    depth: usize,
    number: &mut usize,
    text: &mut Vec<String>,
) {
    let indent = "  ".repeat(depth);
    match item {
        Item::Node(member) => text.push(format!("{indent}{}", node(graph, member))),
        Item::Group(Group { title, items }) => {
            text.push(format!("{indent}subgraph g{number}[\"{}\"]", escaped(title)));
            *number += 1;
            for item in items {
                write_item(graph, item, depth + 1, number, text);
            }
            text.push(format!("{indent}end"));
        }
    }
}

fn node(graph: &Graph, member: &Member) -> String {
    let Some(Node { alias, rules, fate, .. }) = graph.nodes.get(member.node) else {
        return String::new();
    };
    let told = lines(&[alias, &member.caption, &mark(rules), &cluster_mark(fate)]);
    format!("n{}[\"{told}\"]", member.node)
}

fn edge(line: &Line) -> String {
    let style = &line.style;
    let arrow = match (&style.carries, style.fate) {
        (Carries::Nothing, _) | (Carries::Topics { .. }, FlowFate::Removed) => "-.->",
        (Carries::Topics { .. }, FlowFate::Added) => "==>",
        (Carries::Topics { .. }, FlowFate::Same | FlowFate::Changed) => "-->",
    };
    let arrow = if line.both_ways { format!("<{arrow}") } else { arrow.to_owned() };
    let label = lines(&[&style.carries.label(), &mark(&style.rules), flow_mark(style.fate)]);
    format!("  n{} {arrow}|\"{label}\"| n{}", line.from, line.to)
}

const FAULT: &str = "stroke:#d1242f,stroke-width:3px";
const ADDED: &str = "stroke:#1a7f37,stroke-width:3px";
const REMOVED: &str = "stroke:#6e7781,stroke-dasharray:4 4";
const CHANGED: &str = "stroke:#9a6700,stroke-width:3px";
const STYLES: [(&str, &str); 4] =
    [("fault", FAULT), ("added", ADDED), ("removed", REMOVED), ("changed", CHANGED)];

/// Red for what an error is about; green, grey and amber for what an edit adds, takes away and changes. The labels say the
/// same in words.
fn marks(graph: &Graph) -> Vec<String> {
    let nodes = graph.nodes.iter().map(|node| style(&node.rules, cluster_style(&node.fate)));
    let lines = graph.lines.iter();
    let lines = lines.map(|line| style(&line.style.rules, flow_style(line.style.fate)));
    let (nodes, lines): (Vec<_>, Vec<_>) = (nodes.collect(), lines.collect());
    let mut text = Vec::new();
    for (name, style) in STYLES {
        let nodes = positions(&nodes, style).map(|at| format!("n{at}")).collect::<Vec<_>>();
        if !nodes.is_empty() {
            text.push(format!("  classDef {name} {style}"));
            text.push(format!("  class {} {name}", nodes.join(",")));
        }
    }
    for (_, style) in STYLES {
        let lines = positions(&lines, style).map(|at| at.to_string()).collect::<Vec<_>>();
        if !lines.is_empty() {
            text.push(format!("  linkStyle {} {style}", lines.join(",")));
        }
    }
    text
}

fn positions<'a>(
    styles: &'a [Option<&'static str>],
    wanted: &'static str,
) -> impl Iterator<Item = usize> + 'a {
    let styles = styles.iter().enumerate();
    styles.filter(move |(_, style)| **style == Some(wanted)).map(|(at, _)| at)
}

/// A fault weighs more than what an edit does.
fn style(rules: &[&str], fate: Option<&'static str>) -> Option<&'static str> {
    if rules.is_empty() { fate } else { Some(FAULT) }
}

fn cluster_style(fate: &ClusterFate) -> Option<&'static str> {
    match fate {
        ClusterFate::Same => None,
        ClusterFate::Added => Some(ADDED),
        ClusterFate::Removed => Some(REMOVED),
        ClusterFate::Renamed { .. } | ClusterFate::Replaced => Some(CHANGED),
    }
}

fn flow_style(fate: FlowFate) -> Option<&'static str> {
    match fate {
        FlowFate::Same => None,
        FlowFate::Added => Some(ADDED),
        FlowFate::Removed => Some(REMOVED),
        FlowFate::Changed => Some(CHANGED),
    }
}

fn lines(lines: &[&str]) -> String {
    let told = lines.iter().filter(|line| !line.is_empty()).map(|line| escaped(line));
    told.collect::<Vec<_>>().join("<br/>")
}

/// Mermaid reads labels as HTML, in parts as Markdown, icons and formulas, and has entities of its own.
fn escaped(text: &str) -> String {
    let escape = |letter: char| match letter {
        '"' | '#' | '&' | '<' | '>' | '`' | '$' | '\\' | ':' | ';' | '*' | '_' | '~' | '|'
        | '[' | ']' | '{' | '}' | '(' | ')' | '%' => format!("#{};", u32::from(letter)),
        _ => letter.to_string(),
    };
    text.chars().map(escape).collect()
}

/// A comment that begins with a brace would be a directive.
fn comment(text: &str) -> String {
    text.replace(['{', '}'], "")
}
