//! What is said about a path that is not ours to touch. In: the path, its state and its place. Out:
//! one diagnostic.

use super::{Entry, faults};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::paths::quoted;
use crate::source::Span;

/// A path as the user would type it, and the place that made us look at it.
pub(super) struct Place<'a> {
    /// Below the root.
    pub path: &'a str,
    /// With the root in front.
    pub shown: String,
    /// The line of the descriptor that makes the file or, where it makes none, that of the ledger.
    pub span: Span,
    /// The line of the ledger, where the primary place is another.
    pub listed: Option<Span>,
}

pub(super) fn edited(place: &Place<'_>, entry: &Entry, diagnostics: &mut Diagnostics) {
    let Place { shown, span, .. } = place;
    if let Entry::File(bytes) = entry
        && holds_conflict(bytes)
    {
        let message = format!("`{shown}` holds git conflict markers");
        let diagnostic = diagnostics.report(&faults::EDITED_BY_HAND, *span, message);
        diagnostic.help(format!("run `rm {}` and render again", quoted(shown)));
        finish(place, diagnostic);
        return;
    }
    let message = format!("`{shown}` was edited by hand");
    let diagnostic = diagnostics.report(&faults::EDITED_BY_HAND, *span, message);
    diagnostic.reason("rendering would undo the edit").help(format!(
        "move the edit into the descriptor, then run `rm {}` and render again",
        quoted(shown)
    ));
    finish(place, diagnostic);
}

/// `above` is true where a folder belongs.
pub(super) fn occupied(
    place: &Place<'_>,
    entry: &Entry,
    above: bool,
    diagnostics: &mut Diagnostics,
) {
    let (what, remove) = match entry {
        Entry::Folder => ("is a folder, but a file belongs there", "rm -r"),
        Entry::Wanted | Entry::File(_) | Entry::Link | Entry::Other if above => {
            ("is no folder, but one belongs there", "rm")
        }
        Entry::Wanted | Entry::File(_) | Entry::Link | Entry::Other => {
            ("exists and is not mirrorc's", "rm")
        }
    };
    let shown = &place.shown;
    let message = format!("`{shown}` {what}");
    let diagnostic = diagnostics.report(&faults::PATH_OCCUPIED, place.span, message);
    diagnostic.help(format!(
        "copy what is needed elsewhere, then run `{remove} {}` and render again",
        quoted(shown)
    ));
    finish(place, diagnostic);
}

pub(super) fn link(place: &Place<'_>, diagnostics: &mut Diagnostics) {
    let shown = &place.shown;
    let message = format!("`{shown}` is a symbolic link, which mirrorc does not write through");
    let diagnostic = diagnostics.report(&faults::LINK_IN_TREE, place.span, message);
    diagnostic.help(format!("run `rm {}` and render again", quoted(shown)));
    finish(place, diagnostic);
}

pub(super) fn foreign(place: &Place<'_>, diagnostics: &mut Diagnostics) {
    let shown = &place.shown;
    let message = format!("`{shown}` is not mirrorc's and is left alone");
    let diagnostic = diagnostics.report(&faults::FOREIGN_FILE, place.span, message);
    diagnostic.help(format!("move `{shown}` out of the rendered tree"));
    finish(place, diagnostic);
}

fn finish(place: &Place<'_>, diagnostic: &mut Diagnostic) {
    diagnostic.subject(place.path);
    if let Some(span) = place.listed {
        diagnostic.related(span, "what mirrorc wrote is recorded here");
    }
}

fn holds_conflict(bytes: &[u8]) -> bool {
    bytes.split(|&byte| byte == b'\n').any(|line| line.starts_with(b"<<<<<<< "))
}

/// Names on disk may hold anything; messages hold no control characters.
pub(super) fn printable(path: &str) -> String {
    path.replace(char::is_control, "\u{fffd}")
}
