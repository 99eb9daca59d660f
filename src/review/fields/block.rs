//! The common case, fast: of two large objects one block of text differs. In: the writer's own texts. Out: the field,
//! as reading both would find it; nothing where more differs or the way to it is not plain.

use super::{FieldChange, Step, common::common_lines};

pub(super) fn compare(before: &str, after: &str) -> Option<FieldChange> {
    let (start, end) = common_lines(before, after);
    let head = key_line(before, start)?;
    let key_end = head.start + head.text.len() + 1;
    let body = |text: &str| -> Option<(String, usize)> {
        let (body, length) = body(text.get(key_end..)?, head.indent)?;
        // What differs has to lie in the block.
        (key_end + length + end >= text.len() && length > 0).then_some((body, key_end + length))
    };
    let ((old, _), (new, _)) = (body(before)?, body(after)?);
    let keeps = |mut body: String| {
        if head.chomps {
            body.truncate(body.trim_end_matches('\n').len());
        }
        body
    };
    Some(FieldChange {
        path: [path(before, head.start, head.indent)?, vec![Step::Key(head.key.to_owned())]]
            .concat(),
        before: Some(keeps(old)),
        after: Some(keeps(new)),
    })
}

struct KeyLine<'a> {
    start: usize,
    /// Without its line break.
    text: &'a str,
    indent: usize,
    key: &'a str,
    /// The value ends without a line break.
    chomps: bool,
}

/// The last line before a place that begins a block in which the place lies.
fn key_line(text: &str, place: usize) -> Option<KeyLine<'_>> {
    let mut at = place;
    let mut least = usize::MAX;
    while at > 0 {
        let start = text.get(..at - 1)?.rfind('\n').map_or(0, |line| line + 1);
        let line = text.get(start..at - 1)?;
        let indent = indent(line);
        if !line.is_empty() && indent < least {
            least = indent;
            if let Some(found) = plain_key(line, start) {
                return Some(found);
            }
        }
        // A key stands left of its block, and what is left of both belongs to neither.
        if !line.is_empty() && indent == 0 {
            return None;
        }
        at = start;
    }
    None
}

fn plain_key(line: &str, start: usize) -> Option<KeyLine<'_>> {
    let (key, chomps) = match (line.strip_suffix(": |-"), line.strip_suffix(": |")) {
        (Some(key), _) => (key, true),
        (None, key) => (key?, false),
    };
    let key = key.trim_start_matches(' ');
    is_plain(key).then(|| KeyLine { start, text: line, indent: indent(line), key, chomps })
}

pub(super) fn is_plain(key: &str) -> bool {
    let mut letters = key.bytes();
    letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/'))
        && !key.starts_with('-')
        && !key.is_empty()
}

/// The lines that stand right of the key, without their indentation; and their length as they are written.
fn body(text: &str, key_indent: usize) -> Option<(String, usize)> {
    let first = text.lines().find(|line| !line.is_empty())?;
    let (margin, _) = first.split_at(indent(first));
    if margin.len() <= key_indent {
        return None;
    }
    let (mut body, mut start) = (String::with_capacity(text.len()), 0);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = text.get(start..end)?;
        match line.strip_prefix(margin) {
            Some(bare) => body.push_str(bare),
            None if line.is_empty() => {}
            None => break,
        }
        body.push('\n');
        start = end + 1;
    }
    // Empty lines at the end would be told apart by more than these two marks.
    (!body.ends_with("\n\n") && body != "\n").then_some((body, start))
}

/// The keys above a line, given where it starts and how far it is indented: each is further left than the one below it.
pub(super) fn path(text: &str, start: usize, indent_of_line: usize) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut indent_below = indent_of_line;
    let mut at = start;
    while indent_below > 0 {
        let start = text.get(..at.checked_sub(1)?)?.rfind('\n').map_or(0, |line| line + 1);
        let line = text.get(start..at - 1)?;
        if !line.is_empty() && indent(line) < indent_below {
            let key = line.trim_start_matches(' ').strip_suffix(':')?;
            if !is_plain(key) {
                return None;
            }
            steps.push(Step::Key(key.to_owned()));
            indent_below = indent(line);
        }
        at = start;
    }
    steps.reverse();
    Some(steps)
}

pub(super) fn indent(line: &str) -> usize {
    line.bytes().take_while(|&byte| byte == b' ').count()
}
