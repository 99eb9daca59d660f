//! Mermaid, for Markdown that is shown as a page. In: a [`Graph`]. Out: one flowchart.

use super::{
    Carries, Graph, Line, Node,
    groups::{Group, Item, Member, groups},
    mark,
};

/// What Mermaid draws without a setting of the page: edges, and characters of text.
const EDGES: usize = 500;
const CHARACTERS: usize = 50_000;

pub fn write(graph: &Graph) -> String {
    let mut text = vec![format!("%% {}", comment(&graph.name)), "flowchart LR".to_owned()];
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
            1,
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
    let Some(Node { alias, rules, .. }) = graph.nodes.get(member.node) else {
        return String::new();
    };
    format!("n{}[\"{}\"]", member.node, lines(&[alias, &member.caption, &mark(rules)]))
}

fn edge(line: &Line) -> String {
    let arrow = match (&line.style.carries, line.both_ways) {
        (Carries::Topics { .. }, false) => "-->",
        (Carries::Topics { .. }, true) => "<-->",
        (Carries::Nothing, false) => "-.->",
        (Carries::Nothing, true) => "<-.->",
    };
    let label = lines(&[&line.style.carries.label(), &mark(&line.style.rules)]);
    format!("  n{} {arrow}|\"{label}\"| n{}", line.from, line.to)
}

/// Red for what an error is about.
fn marks(graph: &Graph) -> Vec<String> {
    let nodes = graph.nodes.iter().enumerate().filter(|(_, node)| !node.rules.is_empty());
    let nodes: Vec<String> = nodes.map(|(at, _)| format!("n{at}")).collect();
    let edges = graph.lines.iter().enumerate().filter(|(_, line)| !line.style.rules.is_empty());
    let edges: Vec<String> = edges.map(|(at, _)| at.to_string()).collect();
    let mut text = Vec::new();
    if !nodes.is_empty() {
        text.push("  classDef fault stroke:#d1242f,stroke-width:3px".to_owned());
        text.push(format!("  class {} fault", nodes.join(",")));
    }
    if !edges.is_empty() {
        text.push(format!("  linkStyle {} stroke:#d1242f,stroke-width:3px", edges.join(",")));
    }
    text
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
