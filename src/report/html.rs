//! HTML for a browser: one page that asks for nothing else. In: [`Page`]: findings, of a `diff` its review, and the
//! topics that there will be. Out: the page. What comes first is what a reviewer has to decide; what a page has no room
//! for is left out, with its count.
//!
//! Every text of a user passes `words`, so that none of it is read as HTML; no attribute but those of pictures holds any.

mod changes;
mod findings;
mod objects;
mod picture;
mod topics;
mod words;

use std::cmp::Reverse;

use super::{Report, graph::svg, review::ReviewReport};
use crate::{
    mm2::simulate::Simulation,
    names::Digest,
    review::{Counts, FlowFate, Objects, Weight},
    topology::Topology,
};
use words::{counted, prose, section};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// Kubernetes clusters with a row in the table of totals.
const ROWS: usize = 12;

/// What a page tells.
pub struct Page<'a> {
    pub report: &'a Report<'a>,
    /// Of a `diff`, where both revisions can be compared.
    pub review: Option<&'a ReviewReport<'a>>,
    pub topologies: &'a [Topology],
    pub simulation: &'a Simulation<'a>,
}

pub fn write(page: &Page<'_>) -> String {
    let title = title(page);
    let sections = sections(page);
    let links: String = sections.iter().map(|section| section.link.as_str()).collect();
    let texts: String = sections.iter().map(|section| section.text.as_str()).collect();
    let style = format!("{STYLE}{}", svg::STYLE);
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        Digest::of(style.as_bytes()).base64(),
        Digest::of(SCRIPT.as_bytes()).base64()
    );
    let head = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n<style>{style}</style>\n</head>\n",
        words::plain(&format!("{}: {title}", name(page))),
    );
    format!(
        "{head}<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header>\n\
         <p class=\"kicker\">{}</p>\n<h1>{}</h1>\n{}</header>\n\
         <nav aria-label=\"Sections\"><ul>{links}</ul></nav>\n{FILTER}<main id=\"content\">\n{texts}</main>\n\
         <footer><p>Written by mirrorc {}.</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        words::plain(&name(page)),
        words::escaped(&title),
        against(page),
        env!("CARGO_PKG_VERSION"),
    )
}

/// Shown by the script: without it there is nothing to type into.
const FILTER: &str = "<form id=\"filter\" role=\"search\" hidden>\n\
    <label class=\"query\"><span>Search</span> <input type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
    <fieldset><legend>Show</legend>\
    <label><input type=\"checkbox\" value=\"block\" checked> blocks and errors</label> \
    <label><input type=\"checkbox\" value=\"warning\" checked> warnings</label> \
    <label><input type=\"checkbox\" value=\"note\" checked> notes</label></fieldset>\n\
    <output aria-live=\"polite\"></output>\n</form>\n";

/// A part of the page, and the link to it.
struct Section {
    link: String,
    text: String,
}

fn sections(page: &Page<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    if let Some(told) = page.review {
        sections.push(totals(told));
        sections.extend(changes::section(told));
    }
    sections.extend(findings::sections(page));
    sections.extend(picture::section(page));
    sections.extend(topics::section(page.simulation));
    sections.extend(page.review.and_then(|told| objects::section(told.review.objects.as_ref()?)));
    sections
}

/// Of the topologies.
fn name(page: &Page<'_>) -> String {
    let names: std::collections::BTreeSet<&str> =
        page.topologies.iter().map(|topology| topology.name.value.as_str()).collect();
    match names.is_empty() {
        true => "mirrorc".to_owned(),
        false => names.into_iter().collect::<Vec<_>>().join(", "),
    }
}

fn title(page: &Page<'_>) -> String {
    match page.review {
        Some(told) => told.title(),
        None => findings::counts(page.report.diagnostics),
    }
}

fn against(page: &Page<'_>) -> String {
    let against = page.review.map(|told| format!("<p>Against {}</p>\n", prose(told.against)));
    against.unwrap_or_default()
}

fn totals(told: &ReviewReport<'_>) -> Section {
    let review = told.review;
    let drawing = &review.drawing;
    let all = review.count(Weight::Block);
    let accepted = match (all, review.open_blocks()) {
        (0, _) => "nothing to accept".to_owned(),
        (all, open) => format!("{} of {all} accepted", all - open),
    };
    let (new, old) =
        (review.findings.new.len(), review.findings.old.len() + review.findings.hidden);
    let flows = [FlowFate::Added, FlowFate::Removed, FlowFate::Changed];
    let flows = flows.map(|fate| format!("{} {}", drawing.count(fate), fate.name())).join(", ");
    let mut tiles = vec![
        tile("block", all, "block", &accepted),
        tile("warning", review.count(Weight::Warn), "warning", "to judge"),
        tile("note", review.count(Weight::Note), "note", "to know"),
        tile("", new, "new finding", &format!("{old} as before, {} gone", review.findings.gone)),
        tile("", drawing.flows.len(), "flow", &flows),
    ];
    if let Some(objects) = &review.objects {
        let count = objects.clusters.values().map(Vec::len).sum();
        let places = counted(objects.clusters.len(), "Kubernetes cluster");
        tiles.push(tile("", count, "object", &format!("different, on {places}")));
    }
    let notes: String =
        told.notes().iter().map(|note| format!("<li>{}</li>\n", prose(note))).collect();
    let notes =
        if notes.is_empty() { notes } else { format!("<ul class=\"remarks\">{notes}</ul>\n") };
    let table = review.objects.as_ref().filter(|objects| !objects.is_empty()).map(table);
    let inner = format!(
        "<ul class=\"tiles\">{}</ul>\n{}{notes}",
        tiles.concat(),
        table.unwrap_or_default()
    );
    section("totals", "At a glance", None, &inner)
}

fn tile(class: &str, count: usize, noun: &str, more: &str) -> String {
    let class = if count == 0 { "" } else { class };
    let plural = if count == 1 { "" } else { "s" };
    format!(
        "<li class=\"{class}\"><b>{count}</b> <span>{noun}{plural}</span> <small>{more}</small></li>\n"
    )
}

/// What changes on which Kubernetes cluster; where most goes away, first.
fn table(objects: &Objects<'_>) -> String {
    let row = |name: &str, Counts { added, removed, changed }: Counts| {
        format!(
            "<tr><th scope=\"row\">{name}</th><td>{removed}</td><td>{changed}</td><td>{added}</td></tr>\n"
        )
    };
    let mut clusters: Vec<(&String, Counts)> =
        objects.clusters.iter().map(|(name, changes)| (name, Counts::of(changes))).collect();
    clusters.sort_by_key(|(_, counts)| Reverse((counts.removed, counts.changed + counts.added)));
    let (told, rest) = clusters.split_at(clusters.len().min(ROWS));
    let mut rows: String =
        told.iter().map(|(name, counts)| row(&words::code(name), *counts)).collect();
    if !rest.is_empty() {
        let sum = rest.iter().fold(Counts::default(), |sum, (_, next)| Counts {
            added: sum.added + next.added,
            removed: sum.removed + next.removed,
            changed: sum.changed + next.changed,
        });
        rows.push_str(&row(&format!("and {} more", rest.len()), sum));
    }
    format!(
        "<table class=\"counts\"><caption>Objects that differ</caption>\n<thead><tr><th scope=\"col\">Kubernetes cluster</th>\
         <th scope=\"col\">removed</th><th scope=\"col\">changed</th><th scope=\"col\">added</th></tr></thead>\n\
         <tbody>{rows}</tbody></table>\n"
    )
}
