//! The picture of the topology: of a review both revisions in one. A large one is drawn round what changes, or round what
//! is wrong; the rest is counted.

use super::{
    Page, Section,
    words::{code, counted, folded, left_out, section as framed},
};
use crate::{
    report::graph::{self, Carries, Graph, around, svg},
    review::{Drawing, DrawnFlow, FlowFate},
};

/// Flows that differ and are shown at once, and behind a click.
const ROWS: usize = 12;
const MORE: usize = 200;

pub(super) fn section(page: &Page<'_>) -> Option<Section> {
    let whole = match page.review {
        Some(told) => graph::drawn(&super::name(page), &told.review.drawing),
        None => graph::graph(page.topologies, page.report.diagnostics),
    };
    if whole.nodes.is_empty() {
        return None;
    }
    let (graph, away) = around::around(whole);
    let mut inner = String::new();
    if !graph.nodes.is_empty() {
        inner.push_str(&figure(&graph, page.review.is_some()));
    }
    inner.push_str(&not_drawn(away));
    if let Some(told) = page.review {
        inner.push_str(&table(&told.review.drawing));
    }
    Some(framed("topology", "Topology", None, &inner))
}

fn not_drawn((clusters, flows): (usize, usize)) -> String {
    if (clusters, flows) == (0, 0) {
        return String::new();
    }
    format!(
        "<p class=\"left-out\">Not drawn: {} and {}. <code>mirrorc graph --format svg</code> draws all of them.</p>\n",
        counted(clusters, "cluster"),
        counted(flows, "flow")
    )
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
    let (shown, rest) = flows.split_at(flows.len().min(ROWS));
    let (more, untold) = rest.split_at(rest.len().min(MORE));
    let more = match more.len() {
        0 => String::new(),
        count => folded(count, "more flow", &rows(drawing, more, "More flows that differ")),
    };
    let untold = left_out(untold.len(), "flow", "mirrorc diff --format json");
    format!("{}{more}{untold}", rows(drawing, shown, "Flows that differ"))
}

fn rows(drawing: &Drawing, flows: &[&DrawnFlow], caption: &str) -> String {
    let rows: String = flows.iter().map(|flow| row(drawing, flow)).collect();
    format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table>\
         <caption>{caption}</caption>\n<thead><tr><th scope=\"col\">flow</th><th scope=\"col\">what becomes of it</th>\
         <th scope=\"col\">carried before</th><th scope=\"col\">carries now</th></tr></thead>\n\
         <tbody>{rows}</tbody></table></div>\n"
    )
}

fn row(drawing: &Drawing, flow: &DrawnFlow) -> String {
    let alias = |at: usize| drawing.clusters.get(at).map_or("", |found| found.alias.as_str());
    let carried = |side: &Option<_>| match side {
        Some(carried) => code(&Carries::of(carried).title()),
        None => "nothing".to_owned(),
    };
    let now = match flow.before.is_some() && flow.before == flow.after {
        true => "the same, with other settings".to_owned(),
        false => carried(&flow.after),
    };
    let name = format!("{}->{}", alias(flow.from), alias(flow.to));
    let fate = flow.fate.name();
    format!(
        "<tr data-item=\"rest\"><th scope=\"row\">{}</th><td><b class=\"{fate}\">{}</b></td><td>{}</td><td>{}</td></tr>\n",
        code(&name),
        graph::flow_mark(flow.fate),
        carried(&flow.before),
        now
    )
}
