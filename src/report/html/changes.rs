//! What an edit does, the worst first: for each change what happens then, what it is about, what to do instead, and only
//! then where it was made.

use std::collections::BTreeMap;

use super::{
    Section,
    words::{code, counted, left_out, prose, section as framed},
};
use crate::{
    report::review::{ReviewReport, places, weight_word},
    review::{Change, Concerned, Weight},
};

/// Changes of one kind that are shown.
const ALIKE: usize = 25;
/// Names of one list that are shown at once, and behind a click.
const NAMES: usize = 8;
const MORE: usize = 200;
/// Lists of one change.
const LISTS: usize = 20;

pub(super) fn section(told: &ReviewReport<'_>) -> Option<Section> {
    let changes = &told.review.changes;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts = Vec::new();
    for change in changes {
        let count = seen.entry(change.rule).or_default();
        *count += 1;
        if *count <= ALIKE {
            texts.push(article(told, change));
        }
    }
    let untold = seen.into_iter().filter(|(_, count)| *count > ALIKE).map(|(rule, count)| {
        format!(
            "<p class=\"left-out\">{} more of <code>{rule}</code>: <code>mirrorc diff --format json</code></p>\n",
            count - ALIKE
        )
    });
    texts.extend(untold);
    let heading = "What the edit does";
    (!changes.is_empty()).then(|| framed("changes", heading, Some(changes.len()), &texts.concat()))
}

fn article(told: &ReviewReport<'_>, change: &Change) -> String {
    let kind = match change.weight {
        Weight::Block => "block",
        Weight::Warn => "warning",
        Weight::Note => "note",
    };
    let class = change.class;
    let mut parts = vec![format!(
        "<article class=\"item {kind}\" data-item=\"{kind}\">\n<h3><span class=\"badge\">{}</span> {}</h3>\n",
        weight_word(change),
        prose(&change.message)
    )];
    parts.push("<dl>\n".to_owned());
    parts.extend(change.consequence.iter().map(|text| row("Then", &prose(text))));
    let (shown, rest) = change.concerned.split_at(change.concerned.len().min(LISTS));
    parts.extend(shown.iter().map(list));
    if !rest.is_empty() {
        let text = format!("{} more", counted(rest.len(), "list"));
        parts.push(row("And", &format!("{text}: <code>mirrorc diff --format json</code>")));
    }
    parts.extend(change.instead.iter().map(|text| row("Instead", &prose(text))));
    parts.extend(acceptance(change).map(|(term, text)| row(term, &text)));
    parts.push(row("Class", &format!("{}: {}", class.name(), class.meaning())));
    parts.push(row("Rule", &format!("<code>{}</code>, {}", change.rule, place(told, change))));
    parts.push("</dl>\n</article>\n".to_owned());
    parts.concat()
}

fn row(term: &str, text: &str) -> String {
    format!("<div><dt>{term}</dt><dd>{text}</dd></div>\n")
}

fn place(told: &ReviewReport<'_>, change: &Change) -> String {
    format!("<span class=\"place\">{}</span>", prose(&places(told, change)))
}

fn list(concerned: &Concerned) -> String {
    let names = |names: &[String]| -> String {
        names.iter().map(|name| format!("<li>{}</li>", code(name))).collect()
    };
    let (first, rest) = concerned.names.split_at(concerned.names.len().min(NAMES));
    let (more, untold) = rest.split_at(rest.len().min(MORE));
    let fold = match rest.len() {
        0 => String::new(),
        count => format!(
            "<details><summary>and {count} more</summary><ul class=\"names\">{}</ul>{}</details>",
            names(more),
            left_out(untold.len(), "name", "mirrorc diff --format json")
        ),
    };
    let samples = if concerned.are_samples { ", such as" } else { "" };
    let what = prose(&concerned.what);
    let first = names(first);
    row("Concerns", &format!("{what}{samples}: <ul class=\"names\">{first}</ul>{fold}"))
}

fn acceptance(change: &Change) -> Option<(&'static str, String)> {
    let Change { rule, subject, .. } = change;
    match &change.acknowledged {
        Some(reason) => Some(("Accepted", prose(reason))),
        None if change.weight == Weight::Block => {
            let entry = format!("{{ rule: {rule}, subject: \"{subject}\", reason: … }}");
            Some(("To accept", format!("add to <code>allow</code>: {}", code(&entry))))
        }
        None => None,
    }
}
