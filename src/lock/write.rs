//! Text from entries. In: what is known of each alias. Out: the lock's text; and what is said of one that differs.

use std::collections::BTreeMap;

use super::{Entry, Lock, State, faults::STALE_LOCK};
use crate::{
    diagnostic::Diagnostics,
    names::{Digest, escape},
    source::Span,
};

const HEADER: &str = "# every alias that was ever used; kept by `mirrorc render`, do not edit\n";
/// Differences that are told.
const SHOWN: usize = 3;

/// The text of a lock.
pub fn write(entries: &BTreeMap<String, Entry>) -> String {
    let lines = entries.iter().map(|(alias, entry)| line(alias, entry));
    std::iter::once(HEADER.to_owned()).chain(lines).collect()
}

fn line(alias: &str, entry: &Entry) -> String {
    let state = match &entry.state {
        State::Active { .. } => "active",
        State::Retired { .. } => "retired",
    };
    let digest = Digest::of(entry.identity().as_bytes());
    // A marker of git and a comment are no aliases.
    let first = if alias.starts_with(['#', '<', '|', '=', '>']) { "#<|=>" } else { "" };
    let alias = escape(alias, first);
    let mut line = format!("{alias}  {state}  {digest}  {}", escape(&entry.place.to_string(), ""));
    let mut field = |name: &str, value: &str| {
        line.push_str("  ");
        line.push_str(name);
        line.push('=');
        line.push_str(value);
    };
    if let Some(id) = &entry.cluster_id {
        field("clusterId", &escape(id, ""));
    }
    if !entry.also.is_empty() {
        let places: Vec<String> =
            entry.also.iter().map(|place| escape(&place.to_string(), ",")).collect();
        field("also", &places.join(","));
    }
    match &entry.state {
        State::Active { descriptors } => {
            let names: Vec<String> = descriptors.iter().map(|name| escape(name, ",")).collect();
            field("in", &names.join(","));
        }
        State::Retired { replaced_by: Some(alias) } => field("replaced-by", &escape(alias, "")),
        State::Retired { replaced_by: None } => {}
    }
    line + "\n"
}

impl Lock {
    /// Whether the file already says this; git may have changed the ends of its lines.
    pub fn says(&self, text: &str) -> bool {
        self.text == text || self.text.replace("\r\n", "\n") == text
    }

    /// Tells that the file does not say this.
    pub fn tell_stale(&self, wanted: &BTreeMap<String, Entry>, found: &mut Diagnostics) {
        if self.says(&write(wanted)) {
            return;
        }
        let differences = self.differences(wanted);
        let mut told: Vec<String> =
            differences.iter().take(SHOWN).map(|(_, told)| told.clone()).collect();
        match differences.len() {
            0 => told.push("its lines are not as mirrorc writes them".to_owned()),
            number if number > SHOWN => told.push(format!("and {} more", number - SHOWN)),
            _ => {}
        }
        let span = differences.iter().find_map(|(span, _)| *span);
        let message = format!("`{}` is not up to date: {}", self.path, told.join(", "));
        found
            .report(&STALE_LOCK, span.unwrap_or_else(|| Span::new(self.file, 0..0)), message)
            .reason("an alias that is not recorded can be given to another cluster, and nobody is warned")
            .help(format!("run `mirrorc render`, and commit `{}`", self.path));
    }

    /// What differs, with the line where there is one.
    fn differences(&self, wanted: &BTreeMap<String, Entry>) -> Vec<(Option<Span>, String)> {
        let mut differences = Vec::new();
        for (alias, line) in &self.lines {
            let told = match wanted.get(alias) {
                Some(entry) if *entry == line.entry => continue,
                Some(entry) if entry.is_retired() && !line.entry.is_retired() => {
                    format!("`{alias}` stands in no descriptor any more")
                }
                Some(entry) if !entry.is_retired() && line.entry.is_retired() => {
                    format!("`{alias}` is back")
                }
                Some(_) | None => format!("the line of `{alias}` changes"),
            };
            differences.push((Some(line.span), told));
        }
        let new = wanted.keys().filter(|alias| !self.lines.contains_key(*alias));
        differences.extend(new.map(|alias| (None, format!("`{alias}` is new"))));
        differences
    }
}
