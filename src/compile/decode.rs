//! In: the bytes of a file. Out: its text among the sources, and what is wrong with the bytes.

use crate::{
    budget,
    diagnostic::Diagnostics,
    source::{FileId, Sources, Span},
    yaml::faults::{BUDGET_EXCEEDED, NOT_UTF8},
};

/// Adds a file to the sources. Bytes that are no UTF-8 are told once and replaced; a text that is too large is told
/// and left out.
pub(super) fn decode(
    path: String,
    bytes: Vec<u8>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> FileId {
    if bytes.len() > budget::FILE_BYTES {
        let id = sources.add(path, String::new());
        let message = format!("this file is larger than {} MiB", budget::FILE_BYTES >> 20);
        found.report(&BUDGET_EXCEEDED, Span::new(id, 0..0), message).help("split the file");
        return id;
    }
    match String::from_utf8(bytes) {
        Ok(text) => sources.add(path, text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let wide = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let id = sources.add(path, if wide { String::new() } else { text });
            let (what, range) = match wide {
                true => ("this file is UTF-16", 0..0),
                false => ("these bytes are no UTF-8", at..at + '\u{FFFD}'.len_utf8()),
            };
            found.report(&NOT_UTF8, Span::new(id, range), what).help("save the file as UTF-8");
            id
        }
    }
}
