//! DOT, for Graphviz. In: a [`Graph`]. Out: one digraph.

use super::{
    Carries, Graph, Line, Node,
    groups::{Group, Item, Member, groups},
    mark,
};

const HEAD: &str = "  rankdir=LR
  bgcolor=white
  fontname=\"Helvetica\"
  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f6f8fa\", color=\"#57606a\", fontname=\"Helvetica\"]
  edge [color=\"#57606a\", fontname=\"Helvetica\", fontsize=10]";

pub fn write(graph: &Graph) -> String {
    let mut text = vec![format!("digraph \"{}\" {{", escaped(&graph.name)), HEAD.to_owned()];
    if !graph.faults.is_empty() {
        let faults = graph.faults.iter().map(|fault| format!("✗ {}\\l", escaped(fault)));
        text.push(format!("  label=\"{}\"", faults.collect::<String>()));
        text.push("  fontcolor=\"#d1242f\"".to_owned());
    }
    let mut number = 0;
    for item in groups(&graph.nodes) {
        write_item(graph, &item, 1, &mut number, &mut text);
    }
    text.extend(graph.lines.iter().map(|line| edge(graph, line)));
    text.push("}\n".to_owned());
    text.join("\n")
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
            text.push(format!("{indent}subgraph cluster_{number} {{"));
            let title =
                format!("label=\"{}\"; fontcolor=\"#57606a\"; color=\"#8c959f\"", escaped(title));
            text.push(format!("{indent}  {title}; style=rounded"));
            *number += 1;
            for item in items {
                write_item(graph, item, depth + 1, number, text);
            }
            text.push(format!("{indent}}}"));
        }
    }
}

fn node(graph: &Graph, member: &Member) -> String {
    let Some(Node { alias, rules, .. }) = graph.nodes.get(member.node) else {
        return String::new();
    };
    let label = lines(&[alias, &member.caption, &mark(rules)]);
    let fault = if rules.is_empty() { "" } else { ", color=\"#d1242f\", penwidth=2" };
    format!("n{} [label=\"{label}\"{fault}]", member.node)
}

fn edge(graph: &Graph, line: &Line) -> String {
    let style = &line.style;
    let mut attributes = vec![
        format!("label=\"{}\"", lines(&[&style.carries.label(), &mark(&style.rules)])),
        format!("tooltip=\"{}\"", escaped(&graph.line_title(line))),
    ];
    if line.both_ways {
        attributes.push("dir=both".to_owned());
    }
    if style.carries == Carries::Nothing {
        attributes.push("style=dashed".to_owned());
    }
    if !style.rules.is_empty() {
        attributes.push("color=\"#d1242f\", fontcolor=\"#d1242f\", penwidth=2".to_owned());
    }
    format!("  n{} -> n{} [{}]", line.from, line.to, attributes.join(", "))
}

fn lines(lines: &[&str]) -> String {
    let told = lines.iter().filter(|line| !line.is_empty()).map(|line| escaped(line));
    told.collect::<Vec<_>>().join("\\n")
}

/// A backslash begins an escape of Graphviz, an ampersand an entity of HTML.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
