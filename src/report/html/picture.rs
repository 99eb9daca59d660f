//! The picture of the topology: of a review both revisions in one. A large one is drawn round what changes, or round what
//! is wrong; the rest is counted.

use super::{
    Page, Section,
    words::{code, counted, left_out, section as framed},
};
use crate::{
    report::graph::{self, Carries, Graph, around, svg},
    review::{Drawing, DrawnFlow, FlowFate},
};

/// Flows that differ and get a row of the table.
const ROWS: usize = 100;

pub(super) fn section(page: &Page<'_>) -> Option<Section> {
    let whole = match page.review {
        Some(told) => graph::drawn(&super::name(page), &told.review.drawing),
        None => graph::graph(page.topologies, page.report.diagnostics),
    };
    if whole.nodes.is_empty() {
        return None;
    }
    let (clusters, all) = (whole.nodes.len(), flows(&whole));
    let graph = around::around(whole);
    let away = (clusters - graph.nodes.len(), all - flows(&graph));
    let mut inner = String::new();
    if !graph.nodes.is_empty() {
        inner.push_str(&figure(&graph, page.review.is_some()));
    }
    if away != (0, 0) {
        inner.push_str(&format!(
            "<p class=\"left-out\">Not drawn: {} and {}. <code>mirrorc graph --format svg</code> draws all of them.</p>\n",
            counted(away.0, "cluster"),
            counted(away.1, "flow")
        ));
    }
    if let Some(told) = page.review {
        inner.push_str(&table(&told.review.drawing));
    }
    Some(framed("topology", "Topology", None, &inner))
}

fn flows(graph: &Graph) -> usize {
    graph.lines.iter().map(|line| if line.both_ways { 2 } else { 1 }).sum()
}

/// The picture is as wide as it is: what does not fit is scrolled to.
fn figure(graph: &Graph, is_review: bool) -> String {
    let legend = match is_review {
        true => {
            "<figcaption>Each line says what it carries and what becomes of it: \
             <b class=\"added\">+ added</b> (thick), <b class=\"removed\">− removed</b> (dashed), \
             <b class=\"changed\">~ changed</b> (dotted); a thin line stays as it is.</figcaption>\n"
        }
        false => "",
    };
    format!(
        "<figure>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Picture of the topology\">\n{}</div>\n\
         {legend}</figure>\n",
        svg::inline(graph)
    )
}

/// What the picture says of flows, in words.
fn table(drawing: &Drawing) -> String {
    let mut flows: Vec<&DrawnFlow> =
        drawing.flows.iter().filter(|flow| flow.fate != FlowFate::Same).collect();
    flows.sort_by_key(|flow| match flow.fate {
        FlowFate::Removed => 0,
        FlowFate::Changed => 1,
        FlowFate::Added => 2,
        FlowFate::Same => 3,
    });
    if flows.is_empty() {
        return "<p>No flow is added, removed or changed.</p>\n".to_owned();
    }
    let rows: String = flows.iter().take(ROWS).map(|flow| row(drawing, flow)).collect();
    let rest = flows.len().saturating_sub(ROWS);
    format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Flows that differ\"><table>\
         <caption>Flows that differ</caption>\n<thead><tr><th scope=\"col\">flow</th><th scope=\"col\">what becomes of it</th>\
         <th scope=\"col\">carried before</th><th scope=\"col\">carries now</th></tr></thead>\n\
         <tbody>{rows}</tbody></table></div>\n{}",
        left_out(rest, "flow", "mirrorc diff --format json")
    )
}

fn row(drawing: &Drawing, flow: &DrawnFlow) -> String {
    let alias = |at: usize| drawing.clusters.get(at).map_or("", |found| found.alias.as_str());
    let carried = |side: &Option<_>| match side {
        Some(carried) => code(&Carries::of(carried).title()),
        None => "nothing".to_owned(),
    };
    let name = format!("{}->{}", alias(flow.from), alias(flow.to));
    let fate = flow.fate.name();
    format!(
        "<tr data-item=\"rest\"><th scope=\"row\">{}</th><td><b class=\"{fate}\">{}</b></td><td>{}</td><td>{}</td></tr>\n",
        code(&name),
        graph::flow_mark(flow.fate),
        carried(&flow.before),
        carried(&flow.after)
    )
}
