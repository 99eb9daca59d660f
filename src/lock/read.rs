//! Lines from text. In: a file of the run. Out: a [`Lock`], and findings for what mirrorc did not write.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Line, Lock, Place, State, faults::CORRUPT_LOCK};
use crate::{
    diagnostic::Diagnostics,
    names::{Digest, unescape},
    source::{FileId, Sources, Span},
};

const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Reads a lock. From one with a fault nothing may be made.
pub fn parse(sources: &Sources, file: FileId, found: &mut Diagnostics) -> Lock {
    let source = sources.get(file);
    let mut lock =
        Lock { path: source.name.clone(), file, text: source.text.clone(), lines: BTreeMap::new() };
    let mut conflict = None;
    for (text, start) in lines(&source.text) {
        let span = Span::new(file, start..start + text.len());
        if MARKERS.iter().any(|marker| text.starts_with(marker)) {
            conflict.get_or_insert(span);
            continue;
        }
        match entry(text) {
            Ok((alias, entry)) => {
                let head = Span::new(file, start..start + head(text));
                add(&mut lock, alias, Line { entry, span: head }, found);
            }
            Err(fault) => tell(&lock.path, &fault, span, found),
        }
    }
    if let Some(span) = conflict {
        tell_conflict(&lock.path, span, found);
    }
    lock
}

/// The descriptors that a lock names, whatever else is wrong with it.
pub fn descriptors(text: &str) -> BTreeSet<String> {
    let entries = lines(text).filter_map(|(line, _)| entry(line).ok());
    entries
        .filter_map(|(_, entry)| match entry.state {
            State::Active { descriptors } => Some(descriptors),
            State::Retired { .. } => None,
        })
        .flatten()
        .collect()
}

/// The lines that say something, each with the byte at which it starts.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (line.trim_end_matches(['\n', '\r']), at)
    });
    lines.filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// The length of alias and state, which say all that a reader needs.
fn head(line: &str) -> usize {
    line.match_indices("  ").nth(1).map_or(line.len(), |(at, _)| at)
}

enum Broken {
    /// What it is not.
    Form(String),
    Digest(String),
}

fn entry(text: &str) -> Result<(String, Entry), Broken> {
    let form = |why: &str| Broken::Form(why.to_owned());
    let mut fields = text.split("  ");
    let (Some(alias), Some(state), Some(digest), Some(place)) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(form("it has not the four fields alias, state, digest and place"));
    };
    let alias = unescape(alias).filter(|alias| !alias.trim().is_empty());
    let alias = alias.ok_or_else(|| form("it does not begin with an alias"))?;
    let digest = Digest::parse(digest).ok_or_else(|| form("its third field is no SHA-256"))?;
    let place = unescape(place).and_then(|place| Place::parse(&place));
    let place = place.ok_or_else(|| {
        form("its fourth field is neither `context/namespace/name` nor `host:port`")
    })?;
    let mut extra = extra(fields)?;
    let cluster_id = extra.remove("clusterId").map(value).transpose()?;
    let also = extra.remove("also").map(also).transpose()?.unwrap_or_default();
    let state = match state {
        "active" => State::Active { descriptors: names(extra.remove("in"))? },
        "retired" => {
            let replaced_by = extra.remove("replaced-by").map(value).transpose()?;
            State::Retired { replaced_by }
        }
        _ => return Err(form("its second field is neither `active` nor `retired`")),
    };
    if let Some(name) = extra.into_keys().next() {
        return Err(Broken::Form(format!("its field `{name}=` has no meaning here")));
    }
    let entry = Entry { state, cluster_id, place, also };
    if Digest::of(entry.identity().as_bytes()) != digest {
        return Err(Broken::Digest(alias));
    }
    Ok((alias, entry))
}

/// The fields behind the place by their names.
fn extra<'a>(fields: impl Iterator<Item = &'a str>) -> Result<BTreeMap<&'a str, &'a str>, Broken> {
    let mut extra = BTreeMap::new();
    for field in fields {
        let Some((name, value)) = field.split_once('=') else {
            return Err(Broken::Form(format!("`{field}` is no field `name=value`")));
        };
        if extra.insert(name, value).is_some() {
            return Err(Broken::Form(format!("its field `{name}=` stands twice")));
        }
    }
    Ok(extra)
}

fn value(text: &str) -> Result<String, Broken> {
    let value = unescape(text).filter(|value| !value.is_empty());
    value.ok_or_else(|| Broken::Form(format!("`{text}` is no value")))
}

fn also(text: &str) -> Result<BTreeSet<Place>, Broken> {
    let place = |text: &str| {
        let place = unescape(text).and_then(|text| Place::parse(&text));
        place.ok_or_else(|| Broken::Form(format!("`{text}` is no place")))
    };
    text.split(',').map(place).collect()
}

fn names(text: Option<&str>) -> Result<BTreeSet<String>, Broken> {
    let missing = "it does not say `in=` which descriptor the alias stands";
    let text = text.ok_or_else(|| Broken::Form(missing.to_owned()))?;
    text.split(',').map(value).collect()
}

/// A line may stand twice after a merge; two different ones of one alias may not.
fn add(lock: &mut Lock, alias: String, line: Line, found: &mut Diagnostics) {
    let Some(first) = lock.lines.get(&alias) else {
        lock.lines.insert(alias, line);
        return;
    };
    if first.entry == line.entry {
        return;
    }
    found
        .report(&CORRUPT_LOCK, line.span, format!("`{alias}` has two lines in `{}`", lock.path))
        .subject(alias)
        .related(first.span, "the other one")
        .help("remove the line that does not hold, then run `mirrorc render`");
}

fn tell(path: &str, fault: &Broken, span: Span, found: &mut Diagnostics) {
    let restore = format!("restore the file with `git checkout HEAD -- {path}`");
    match fault {
        Broken::Form(why) => {
            found
                .report(&CORRUPT_LOCK, span, format!("`{path}` has a broken line: {why}"))
                .help(restore);
        }
        Broken::Digest(alias) => {
            let message = format!("the line of `{alias}` in `{path}` does not match its digest");
            found
                .report(&CORRUPT_LOCK, span, message)
                .subject(alias)
                .reason("it was edited by hand, so nobody can tell which cluster the alias meant")
                .help(restore);
        }
    }
}

fn tell_conflict(path: &str, span: Span, found: &mut Diagnostics) {
    found
        .report(&CORRUPT_LOCK, span, format!("`{path}` holds git conflict markers"))
        .label("the first marker")
        .help(
            "keep the lines of both sides, but one for each alias; delete the lines with markers, then run \
             `mirrorc render`",
        );
}
